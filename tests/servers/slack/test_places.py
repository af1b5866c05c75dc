"""Where the bot can post: asked before anything is saved, proven before a group starts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.base import Forbidden
from bot.adapters.slack.error_codes import VERDICTS, Sort
from bot.model import Prepared, Reply, Rights, Venue
from tests.contract.slack_driver import ANA, SlackDriver
from tests.servers.slack.bench import Bench, card, open_bench, post

NOT_ALLOWED = sorted(
    code
    for code, said in VERDICTS.items()
    if said.sort is Sort.FORBIDDEN and code.startswith("restricted_action")
)


@pytest.fixture
def driver(bench: Bench) -> SlackDriver:
    return bench.driver


async def test_a_look_changes_nothing_and_says_where(driver: SlackDriver) -> None:
    driver.server.add_channel("C0OTHER00", "other", ANA, bot=False)
    place = replace(driver.channel, id="C0OTHER00")
    found = await driver.adapter.inspect(replace(place, thread="1700000000.000100"))
    assert found == Prepared(
        place, "#other", "Posts go to #other itself, not into this thread.", private=False
    )
    assert not driver.server.state.channels["C0OTHER00"].has_bot
    assert {name for name, _ in driver.server.state.calls[-1:]} == {"conversations.info"}


@pytest.mark.parametrize("private", [True, False])
async def test_who_can_see_a_channel_is_told(driver: SlackDriver, private: bool) -> None:
    driver.server.add_channel("C0OTHER00", "other", ANA, private=private)
    place = replace(driver.channel, id="C0OTHER00")
    assert (await driver.adapter.inspect(place)).private is private
    assert (await driver.adapter.prepare(place)).private is private


async def test_a_shared_channel_says_who_can_take_part(driver: SlackDriver) -> None:
    driver.server.state.channels[driver.channel.id].shared = True
    assert "other workspaces" in (await driver.adapter.inspect(driver.channel)).note


@pytest.mark.parametrize("code", NOT_ALLOWED)
async def test_prepare_proves_it_and_leaves_no_trace(driver: SlackDriver, code: str) -> None:
    found = await driver.adapter.prepare(driver.channel)
    assert found.shows_as == "#general" and not found.problem
    assert driver.server.state.scheduled == {} and driver.posts() == []
    # nothing but a post, or its proof, shows this
    driver.server.state.channels[driver.channel.id].refuses = code
    with pytest.raises(Forbidden) as refused:
        await driver.adapter.prepare(driver.channel)
    assert refused.value.why == VERDICTS[code].why
    assert driver.server.state.scheduled == {}


@pytest.mark.parametrize("fault", ["unknown_method", "503", "ratelimited", "restricted_too_many"])
async def test_what_proves_nothing_stops_nobody(driver: SlackDriver, fault: str) -> None:
    driver.server.state.fault("chat.scheduleMessage", fault, 2)
    assert (await driver.adapter.prepare(driver.channel)).problem == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"archived": True}, "archived"),
        ({"read_only": True}, "read-only"),
        ({"threads_only": True}, "threads"),
        ({"frozen": True}, "frozen"),
    ],
)
async def test_a_look_says_why_not_and_what_to_do(
    driver: SlackDriver, change: dict[str, bool], words: str
) -> None:
    channel = driver.server.state.channels[driver.channel.id]
    for name, value in change.items():
        setattr(channel, name, value)
    for ask in (driver.adapter.inspect, driver.adapter.prepare):
        with pytest.raises(Forbidden) as refused:
            await ask(driver.channel)
        assert words in refused.value.why and "/study move" in refused.value.todo


@pytest.mark.parametrize("name", ["G0GROUP01", "C0GROUP01"])
async def test_a_group_message_is_no_channel(bench: Bench, name: str) -> None:
    driver = bench.driver
    shown = "mpdm-ana--ben--studyhall-1"
    driver.server.add_channel(name, shown, ANA, bot=False).group_direct = True
    bench.handlers["study"] = Reply(card("ok"))
    await driver.server.acked(
        await driver.server.deliver(driver.server.acts.slash(ANA, name, "/study", "setup"))
    )
    came = bench.came[-1]
    assert came.venue is Venue.GROUP_DIRECT and not came.channel.direct
    with pytest.raises(Forbidden) as refused:
        await driver.adapter.inspect(came.channel)
    assert "channel" in refused.value.todo
    if name.startswith("G"):
        assert "group message" in refused.value.why


async def test_a_group_message_that_the_app_may_look_at(driver: SlackDriver) -> None:
    driver.server.add_channel("C0GROUP02", "x", ANA)
    driver.server.state.fault("conversations.info", "missing_scope")
    with pytest.raises(Forbidden):
        await driver.adapter.inspect(replace(driver.channel, id="C0GROUP02"))


async def test_the_kind_of_place_comes_along(bench: Bench) -> None:
    bench.handlers["show"] = Reply(card("ok"))
    bench.handlers["1.go"] = Reply(card("ok"))
    await bench.driver.command(bench.driver.ana, "/show")
    assert bench.came[-1].venue is Venue.CHANNEL
    await bench.driver.press(bench.driver.ana, await post(bench), "Go")
    assert bench.came[-1].venue is Venue.CHANNEL
    direct = await bench.driver.adapter.direct(bench.driver.ana)
    act = bench.driver.server.acts.slash(ANA, direct.id, "/show", "")
    await bench.driver.server.acked(await bench.driver.server.deliver(act))
    assert bench.came[-1].venue is Venue.DIRECT and bench.came[-1].channel.direct


async def test_a_person_of_another_workspace_takes_part_and_manages_nothing(bench: Bench) -> None:
    driver = bench.driver
    outsider = driver.server.add_user("U0OUTSIDE", "Olga", admin=True)
    outsider.team = "T0OTHER01"
    driver.server.state.channels[driver.channel.id].members.add(outsider.id)
    who = replace(driver.ana, id=driver.ana.id.replace(ANA, outsider.id))
    told = await driver.adapter.member(who)
    assert told.name == "Olga" and told.guest and told.outside and not told.admin and told.present
    bench.handlers["1.go"] = Reply(card("Answered"))
    result = await driver.press(who, await post(bench), "Go")
    assert result.replies[0].text == "Title\nAnswered"
    assert bench.came[-1].member == who and bench.came[-1].rights is Rights.MEMBER
    await driver.press(driver.ana, driver.posts()[-1], "Go")
    assert bench.came[-1].rights is Rights.UNKNOWN


async def test_somebody_deactivated_is_known_and_not_present(driver: SlackDriver) -> None:
    driver.server.state.users[ANA].deleted = True
    told = await driver.adapter.member(driver.ana)
    assert told.name == "Ana" and not told.present and not told.admin


async def test_a_channels_new_id_is_told(bench: Bench) -> None:
    act = await bench.driver.server.change_id(bench.driver.channel.id, "C0NEWID00")
    new = replace(bench.driver.channel, id="C0NEWID00")
    assert bench.moves == [(bench.driver.channel, new)]
    assert act.ack == {} and bench.unread == []


@pytest.mark.parametrize(
    "event",
    [
        {"type": "channel_id_changed", "old_channel_id": 7, "new_channel_id": "C1"},
        {"type": "channel_id_changed"},
        {"type": "message", "text": "hello"},
        {},
    ],
)
async def test_an_event_that_says_nothing_is_acknowledged(
    bench: Bench, event: dict[str, object]
) -> None:
    server = bench.driver.server
    act = await server.acked(await server.deliver(server.acts.event(event)))
    assert act.ack == {} and bench.moves == [] and len(bench.unread) == 1


async def test_over_http_too() -> None:
    from tests.contract.slack_http_driver import SlackHttpDriver

    async with open_bench(SlackHttpDriver) as bench:
        await bench.driver.server.change_id(bench.driver.channel.id, "C0NEWID00")
        assert [new.id for _, new in bench.moves] == ["C0NEWID00"]
        assert bench.driver.server.http.statuses[-1] == 200


async def test_whoever_put_the_bot_out_is_not_overruled(driver: SlackDriver) -> None:
    driver.deny_posts(driver.channel)
    with pytest.raises(Forbidden) as error:
        await driver.adapter.prepare(driver.channel, join=False)
    assert "isn't in the channel" in error.value.why
    assert not driver.server.state.channels[driver.channel.id].has_bot
    driver.deny_posts(driver.channel, denied=False)
    await driver.adapter.prepare(driver.channel, join=False)
