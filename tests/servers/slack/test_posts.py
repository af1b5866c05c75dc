"""Posting, finding, editing, deleting, pictures, members, and what each refusal becomes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.adapters.base import (
    AdapterError,
    Forbidden,
    Gone,
    RateLimited,
    Rejected,
    Unreachable,
    Unreadable,
)
from bot.adapters.slack.errors import from_code
from bot.model import Card, MemberRef, Mention, MessageRef, Paragraph, text
from tests.contract.slack_driver import ANA, BEN, SlackDriver, since
from tests.rendering.samples import CONCEPT, HOSTILE
from tests.servers.slack.bench import Bench, card

PICTURE = "A circle: data, algorithm, model, prediction, and back to data."


@pytest.fixture
def driver(bench: Bench) -> SlackDriver:
    return bench.driver


async def test_a_post_is_found_by_its_key(driver: SlackDriver) -> None:
    ref = await driver.adapter.post(driver.channel, card("Hi"), key="k1")
    await driver.adapter.post(driver.channel, card("Other"), key="k2")
    assert await driver.adapter.find(driver.channel, "k1", since(driver)) == ref
    assert await driver.adapter.find(driver.channel, "k3", since(driver)) is None
    await driver.restart()
    assert await driver.adapter.find(driver.channel, "k1", since(driver)) == ref


async def test_a_notification_shows_words_as_they_stand(driver: SlackDriver) -> None:
    """Slack reads ``text`` as mrkdwn in notifications unless it is told not to."""
    await driver.adapter.post(driver.channel, card("__init__ and 2*3*4"), key="k1")
    args = [args for name, args in driver.server.state.calls if name == "chat.postMessage"]
    assert [one["mrkdwn"] for one in args] == [False]
    assert "__init__ and 2*3*4" in args[0]["text"]


async def test_a_post_is_found_many_pages_back_and_after_an_edit(driver: SlackDriver) -> None:
    ref = await driver.adapter.post(driver.channel, card("Hi"), key="k1")
    await driver.adapter.edit(ref, card("Changed"))
    for number in range(450):
        driver.server.say(driver.channel.id, ANA, f"chatter {number}")
    assert await driver.adapter.find(driver.channel, "k1", since(driver)) == ref
    assert driver.posts()[0].text == "Title\nChanged"


async def test_a_post_in_a_thread_is_found_there(driver: SlackDriver) -> None:
    parent = await driver.adapter.post(driver.channel, card("Hi"), key="k1")
    thread = replace(driver.channel, thread=parent.id)
    ref = await driver.adapter.post(thread, card("Below"), key="k2")
    assert await driver.adapter.find(thread, "k2", since(driver)) == ref
    assert driver.posts(thread)[0].thread == parent.id


async def test_somebody_elses_message_with_the_key_is_not_ours(driver: SlackDriver) -> None:
    said = driver.server.say(driver.channel.id, ANA, "copy")
    said.metadata = {"event_type": "studyhall_post", "event_payload": {"key": "k1"}}
    assert await driver.adapter.find(driver.channel, "k1", since(driver)) is None


async def test_a_dropped_connection_posts_once_and_is_found(driver: SlackDriver) -> None:
    driver.server.state.fault("chat.postMessage", "drop-after")
    with pytest.raises(Unreachable):
        await driver.adapter.post(driver.channel, card("Hi"), key="k1")
    assert len(driver.posts()) == 1
    found = await driver.adapter.find(driver.channel, "k1", since(driver))
    assert found == MessageRef(driver.channel, driver.posts()[0].id)


async def test_find_says_so_when_it_cannot_know(driver: SlackDriver) -> None:
    driver.deny_posts(driver.channel)
    with pytest.raises(Unreadable):
        await driver.adapter.find(driver.channel, "k1", since(driver))
    driver.deny_posts(driver.channel, False)
    driver.hide_history(driver.channel)
    with pytest.raises(Unreadable):
        await driver.adapter.find(driver.channel, "k1", since(driver))


async def test_a_direct_message_is_not_looked_for_without_the_scope(driver: SlackDriver) -> None:
    """Whoever installed the app before the bot asked for im:history does not have it."""
    driver.server.state.scopes.discard("im:history")
    place = await driver.adapter.direct(driver.ana)
    await driver.adapter.post(place, card("Hi"), key="k1")
    with pytest.raises(Unreadable):
        await driver.adapter.find(place, "k1", since(driver))


async def test_prepare_joins_a_public_channel(driver: SlackDriver) -> None:
    driver.server.add_channel("C0OTHER00", "other", ANA, bot=False)
    place = replace(driver.channel, id="C0OTHER00")
    with pytest.raises(Forbidden):
        await driver.adapter.post(place, card("Hi"), key="k")
    await driver.adapter.prepare(place)
    await driver.adapter.post(place, card("Hi"), key="k")
    assert await driver.adapter.find(place, "k", since(driver)) is not None


async def test_prepare_names_what_is_missing(driver: SlackDriver) -> None:
    driver.server.add_channel("C0SECRET0", "secret", ANA, private=True, bot=False)
    with pytest.raises(Forbidden) as refused:
        await driver.adapter.prepare(replace(driver.channel, id="C0SECRET0"))
    assert "/invite" in refused.value.missing[0]
    driver.server.state.scopes.discard("channels:history")
    with pytest.raises(Forbidden) as refused:
        await driver.adapter.prepare(driver.channel)
    assert "channels:history" in refused.value.missing[0]
    driver.server.state.scopes.discard("channels:join")
    driver.deny_posts(driver.channel)
    with pytest.raises(Forbidden) as refused:
        await driver.adapter.prepare(driver.channel)
    assert "channels:join" in refused.value.missing[0]
    driver.server.state.channels[driver.channel.id].archived = True
    with pytest.raises(Forbidden) as refused:
        await driver.adapter.prepare(driver.channel)
    assert "archived" in refused.value.missing[0]
    await driver.adapter.prepare(await driver.adapter.direct(driver.ana))


async def test_only_the_members_given_are_notified(driver: SlackDriver) -> None:
    shown = Card(
        HOSTILE[:150],
        (
            Paragraph(
                text(
                    Mention(driver.ana, "Ana", ping=True),
                    Mention(driver.ben, "<@U0000BEN>", ping=True),
                    Mention(driver.ana, "Ana"),
                    HOSTILE,
                )
            ),
        ),
    )
    await driver.adapter.post(driver.channel, shown, key="k", pings=frozenset({driver.ana}))
    await driver.adapter.post(driver.channel, shown, key="k2")
    assert [seen.pinged for seen in driver.posts()] == [(driver.ana.id,), ()]


async def test_a_deleted_message_is_gone(driver: SlackDriver) -> None:
    ref = await driver.adapter.post(driver.channel, card("Hi"), key="k")
    await driver.adapter.delete(ref)
    assert driver.posts() == []
    with pytest.raises(Gone):
        await driver.adapter.edit(ref, card("Hi"))
    with pytest.raises(Gone):
        await driver.adapter.delete(ref)


async def test_the_rate_limit_says_how_long(driver: SlackDriver) -> None:
    driver.server.state.limit_posts = True
    await driver.adapter.post(driver.channel, card("Hi"), key="k1")
    with pytest.raises(RateLimited) as limited:
        await driver.adapter.post(driver.channel, card("Hi"), key="k2")
    assert limited.value.after == 1
    driver.server.state.advance(1)
    await driver.adapter.post(driver.channel, card("Hi"), key="k2")
    assert len(driver.posts()) == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("500", Unreachable),
        ("503", Unreachable),
        ("drop", Unreachable),
        ("internal_error", Unreachable),
        ("429:7", RateLimited),
        ("restricted_action", Forbidden),
        ("is_archived", Forbidden),
        ("some_new_error", Rejected),
    ],
)
async def test_every_failure_is_one_of_the_protocols(
    driver: SlackDriver, fault: str, error: type[AdapterError]
) -> None:
    calls: list[tuple[str, Callable[[], Awaitable[object]]]] = [
        ("chat.postMessage", lambda: driver.adapter.post(driver.channel, card("Hi"), key="k")),
        ("users.info", lambda: driver.adapter.member(driver.ana)),
        ("conversations.open", lambda: driver.adapter.direct(driver.ana)),
    ]
    for method, call in calls:
        # Twice, as aiohttp asks again by itself where a reading connection was cut.
        driver.server.state.fault(method, fault, 2)
        with pytest.raises(error):
            await call()
        driver.server.state.faults.clear()


async def test_a_card_over_the_limits_is_refused_before_it_is_sent(driver: SlackDriver) -> None:
    with pytest.raises(Rejected, match="151 characters"):
        await driver.adapter.post(driver.channel, Card("x" * 151), key="k")
    assert not [call for call in driver.server.state.calls if call[0] == "chat.postMessage"]


async def test_a_closed_direct_conversation_is_forbidden(driver: SlackDriver) -> None:
    place = await driver.adapter.direct(driver.ben)
    driver.close_direct(driver.ben)
    with pytest.raises(Forbidden):
        await driver.adapter.direct(driver.ben)
    with pytest.raises(Forbidden, match="messages_tab_disabled"):
        await driver.adapter.post(place, card("Hi"), key="k")


async def test_members_are_told_and_remembered(driver: SlackDriver) -> None:
    driver.server.state.users[BEN].guest = True
    ana, ben = [await driver.adapter.member(who) for who in (driver.ana, driver.ben)]
    assert (ana.name, ana.admin, ana.guest) == ("Ana", True, False)
    assert (ben.name, ben.admin, ben.guest) == ("Ben", False, True)
    await driver.adapter.member(driver.ana)
    assert [name for name, _ in driver.server.state.calls].count("users.info") == 2
    with pytest.raises(Gone):
        await driver.adapter.member(MemberRef("slack", "T0STUDY1-U0NOBODY"))
    with pytest.raises(Gone):
        await driver.adapter.member(MemberRef("elsewhere", "123"))


async def test_a_picture_is_uploaded_once_for_ever(driver: SlackDriver) -> None:
    await driver.adapter.post(driver.channel, CONCEPT, key="k1")
    await driver.restart()
    await asyncio.gather(
        *(driver.adapter.post(driver.channel, CONCEPT, key=f"k{n}") for n in range(2, 4))
    )
    assert [seen.images for seen in driver.posts()] == [(PICTURE,)] * 3
    (file,) = driver.server.state.files.values()
    assert file.alt == PICTURE


async def test_a_picture_that_is_not_ready_is_tried_again(driver: SlackDriver) -> None:
    driver.server.state.files_not_ready = 2
    await driver.adapter.post(driver.channel, CONCEPT, key="k1")
    assert driver.posts()[0].images == (PICTURE,)
    assert len(driver.breaches()) == 2
    driver.server.state.breaches.clear()


async def test_a_picture_that_never_gets_ready_is_told_in_words(driver: SlackDriver) -> None:
    driver.server.state.files_not_ready = 99
    await driver.adapter.post(driver.channel, CONCEPT, key="k1")
    (seen,) = driver.posts()
    assert seen.images == ()
    assert PICTURE in seen.text
    driver.server.state.breaches.clear()


async def test_a_picture_that_somebody_deleted_is_uploaded_again(driver: SlackDriver) -> None:
    await driver.adapter.post(driver.channel, CONCEPT, key="k1")
    driver.server.state.files.clear()
    await driver.restart()
    await driver.adapter.post(driver.channel, CONCEPT, key="k2")
    assert driver.posts()[1].images == (PICTURE,)
    driver.server.state.breaches.clear()


async def test_without_the_scope_for_files_the_words_go_out(driver: SlackDriver) -> None:
    driver.server.state.scopes.discard("files:write")
    await driver.adapter.post(driver.channel, CONCEPT, key="k1")
    assert PICTURE in driver.posts()[0].text


def test_a_missing_scope_is_named() -> None:
    error = from_code("missing_scope", {"needed": "chat:write", "provided": "commands"})
    assert isinstance(error, Forbidden)
    assert "chat:write" in error.missing[0]
