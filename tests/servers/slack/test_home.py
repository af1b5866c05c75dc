"""The Home tab: published when it's opened and after what is pressed there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.adapters.slack.home import BLOCKS, home_view
from bot.adapters.slack.origins import Place, Source
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Home,
    Interaction,
    Kind,
    Nothing,
    OpenForm,
    Outcome,
    Paragraph,
    Reply,
    Update,
    Venue,
    text,
)
from tests.contract.slack_driver import ANA, SlackDriver
from tests.contract.slack_http_driver import SlackHttpDriver
from tests.servers.slack.bench import FORM, Bench, card, open_bench
from tests.servers.slack.blocks import Checker
from tests.servers.slack.state import TEAM


@pytest.fixture(params=[SlackDriver, SlackHttpDriver], ids=["socket", "http"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with open_bench(request.param) as opened:
        yield opened


def page(words: str) -> Card:
    rows = (Buttons((Button("Go", "1.go"), Button("Form", "1.fill"))),)
    return Card("Your progress", (Paragraph(text(words)),), rows)


def counting(bench: Bench) -> list[Interaction]:
    """The page says how often it was looked at."""
    looks: list[Interaction] = []

    async def handler(interaction: Interaction) -> Outcome:
        looks.append(interaction)
        return Home((page(f"Look {len(looks)}"),))

    bench.handlers["home"] = handler
    return looks


async def test_opening_the_tab_publishes_the_members_page(bench: Bench) -> None:
    looks = counting(bench)
    seen = await bench.driver.open_home(bench.driver.ana)
    assert seen.text.startswith("Your progress") and "Look 1" in seen.text
    (came,) = looks
    assert (came.kind, came.member.id, came.member_name) == (Kind.HOME, f"{TEAM}-{ANA}", "Ana")
    assert came.channel.direct and came.venue is Venue.DIRECT
    assert bench.driver.home(bench.driver.ben).text == ""


async def test_the_messages_tab_is_none_of_it(bench: Bench) -> None:
    looks = counting(bench)
    await bench.driver.open_home(bench.driver.ana, "messages")
    assert looks == [] and bench.unread == [] and bench.driver.published == 0


async def test_a_press_is_answered_in_a_modal_and_brings_the_page_up_to_date(bench: Bench) -> None:
    counting(bench)
    bench.handlers["1.go"] = Update(page("You pressed"))
    driver = bench.driver
    await driver.open_home(driver.ana)
    result = await driver.press_at_home(driver.ana, "Go")
    assert "You pressed" in result.replies[0].text
    assert "Look 2" in driver.home(driver.ana).text
    # What is pressed in the modal counts as well.
    seen = driver.published
    again = await driver.press(driver.ana, result.replies[0], "Go")
    assert "You pressed" in again.replies[0].text
    await driver.server.wait_for(lambda: driver.published > seen)
    assert "Look 3" in driver.home(driver.ana).text


async def test_a_press_that_takes_long_waits_in_the_modal(bench: Bench) -> None:
    counting(bench)
    bench.deferring["1.go"] = Ack.PRIVATE
    bench.handlers["1.go"] = Reply(card("At last"))
    await bench.driver.open_home(bench.driver.ana)
    result = await bench.driver.press_at_home(bench.driver.ana, "Go")
    assert [seen.text for seen in result.replies] == ["Title\nAt last"]


async def test_a_form_opens_from_the_page_and_its_answer_is_seen(bench: Bench) -> None:
    counting(bench)
    bench.handlers["1.fill"] = OpenForm(FORM)
    bench.handlers["1.form"] = Update(card("Thanks"))
    driver = bench.driver
    await driver.open_home(driver.ana)
    result = await driver.press_at_home(driver.ana, "Form")
    assert result.form is not None
    seen = driver.published
    done = await driver.submit(driver.ana, result.form, {"word": ("ok",)})
    assert [seen.text for seen in done.replies] == ["Title\nThanks"]
    await driver.server.wait_for(lambda: driver.published > seen)


async def test_buttons_of_the_page_work_after_a_restart(bench: Bench) -> None:
    counting(bench)
    bench.handlers["1.go"] = Reply(card("Still here"))
    driver = bench.driver
    await driver.open_home(driver.ana)
    await driver.restart()
    result = await driver.press_at_home(driver.ana, "Go")
    assert "Still here" in result.replies[0].text
    assert "Look 2" in driver.home(driver.ana).text


async def test_another_copys_newer_page_is_not_overwritten_by_an_older_one(bench: Bench) -> None:
    looks = counting(bench)
    driver = bench.driver
    await driver.open_home(driver.ana)
    driver.server.state.homes[ANA].hash = "other"
    seen = driver.published
    bench.handlers["1.go"] = Nothing()
    await driver.press(driver.ana, driver.home(driver.ana), "Go")
    # Refused with the old mark, then made anew and published without one.
    await driver.server.wait_for(lambda: driver.published >= seen + 2)
    assert "Look 3" in driver.home(driver.ana).text and len(looks) == 3


async def test_a_limit_is_waited_out_and_the_page_comes_then(bench: Bench) -> None:
    counting(bench)
    driver = bench.driver
    driver.server.state.fault("views.publish", "429:0")
    await driver.open_home(driver.ana)
    await driver.server.wait_for(lambda: driver.home(driver.ana).text)
    assert "Look 2" in driver.home(driver.ana).text


async def test_many_openings_become_few_looks() -> None:
    async with open_bench() as bench:
        looks = counting(bench)
        homes = bench.driver.adapter._on.homes
        homes._gap = 3600.0  # nobody looks a second time in this test
        await bench.driver.open_home(bench.driver.ana)
        for _ in range(5):
            await bench.driver.open_home(bench.driver.ana, "messages")
            act = bench.driver.server.acts.open_home(ANA)
            await bench.driver.server.acked(await bench.driver.server.deliver(act))
        await asyncio.sleep(0)
        assert len(looks) == 1
        assert len(homes._tasks) == 1, "one look is to come, for all of them"


async def test_a_tab_that_is_switched_off_is_said_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    counting(bench)
    bench.driver.server.state.home_enabled = False
    await bench.driver.open_home(bench.driver.ana)
    await bench.driver.open_home(bench.driver.ana)
    assert sum("Home tab is switched off" in line for line in caplog.messages) == 1
    assert bench.errors == []


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_home_opened", "tab": "home", "user": 7, "channel": "D1"},
        {"type": "app_home_opened", "tab": "home", "user": "U1"},
        {"type": "app_home_opened", "tab": "home", "user": "U1", "channel": ["D1"]},
        {"type": "app_home_opened", "tab": "home", "user": "U1", "channel": "D1", "view": "x"},
        {
            "type": "app_home_opened",
            "tab": "home",
            "user": "U1",
            "channel": "D",
            "view": {"hash": 1},
        },
    ],
)
async def test_a_broken_event_is_counted_and_nothing_else(
    bench: Bench, event: dict[str, object]
) -> None:
    counting(bench)
    driver = bench.driver
    await driver.server.acked(await driver.server.deliver(driver.server.acts.event(event)))
    assert len(bench.unread) == 1
    assert bench.came == []


def test_a_page_of_many_groups_stays_inside_slacks_limits() -> None:
    place = Place(Source.HOME, "D1").dumps()
    full = Card("Group", tuple(Paragraph(text(f"Line {n}")) for n in range(20)))
    for count in (1, 4, 5, 12):
        shown = home_view([full] * count, place)
        assert Checker().home(shown) == []
        assert len(shown["blocks"]) <= BLOCKS
    assert "more than fits" in str(home_view([full] * 12, place)["blocks"][-1])
    assert "more than fits" not in str(home_view([full] * 4, place))
