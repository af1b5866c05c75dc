"""The way back to a member fails: an answer in words, or another press, and one answer counts."""

from __future__ import annotations

import aiohttp
import pytest

from bot.adapters.discord import callback, wire
from bot.adapters.slack import api
from bot.features.daily.posts import OPEN
from bot.interactions.button_codec import encode
from tests.e2e.conftest import Faults
from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.faults.outages.scene import longer
from tests.features.bench import given_values
from tests.features.course import only
from tests.inside import idle

SUITE = "bad replies"
# Before anything was delivered, and after.
REFUSED = {"slack": ("500", "502", "503", "504", "429:0.05"), "discord": ("500", "502", "503")}
BROKEN = ("drop", "half", "page", "bytes", "hang")
UNDELIVERED = "answer not delivered"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback, "_WITHIN", aiohttp.ClientTimeout(total=2.5))
    for module in (callback, wire):
        monkeypatch.setattr(module, "ANSWER_LIMIT", 2.5)
    monkeypatch.setattr(api, "HOOK_AGAIN", 0.05)
    monkeypatch.setattr(api, "_TIMEOUT", aiohttp.ClientTimeout(total=1.5))


def spoil(stage: Stage, side: Side, kind: str) -> None:
    """The next private answer meets ``kind``."""
    status = kind.partition(":")[0].isdigit()
    if side.name == "slack":
        stage.slack_server.state.fault("hook", kind if status else f"mangle:{kind}")
    elif status:
        stage.discord_server.fail("/callback", 1, int(kind))
    else:
        stage.discord_server.mangle("/callback", kind)


def settle_faults(faults: Faults) -> None:
    """An answer whose arrival is unknown is logged, and nothing else goes wrong."""
    assert {fault["event"] for fault in faults} <= {UNDELIVERED}
    faults.clear()


@pytest.mark.parametrize("name", ["slack", "discord"])
async def test_an_answer_that_fails_is_tried_again(
    running: Stage, tally: OpenTally, full: bool, name: str
) -> None:
    counted = tally(SUITE)
    side = running.slack if name == "slack" else running.discord
    await scene.open_day(running)
    post, posed = await running.question_post(side), await running.posed(side)
    # discord.py waits a second before it tries again.
    for kind in REFUSED[name] if full or name == "slack" else REFUSED[name][-1:]:
        spoil(running, side, kind)
        sent = await scene.press(side, side.ben, post, scene.option(running, posed))
        assert "How sure are you?" in (await sent.answered()).text
        await idle(running.app.dispatcher)
        assert sent.answers == 1 and sent.acknowledged, kind
        counted.faults += 1
    assert "Correct!" in await scene.answer(running, side, side.ben)
    await scene.count(running, counted, [(side, side.ben)])


@pytest.mark.parametrize("name", ["slack", "discord"])
async def test_an_answer_whose_arrival_is_unknown_is_not_doubled(
    running: Stage, tally: OpenTally, full: bool, name: str, faults: Faults
) -> None:
    counted = tally(SUITE)
    side = running.slack if name == "slack" else running.discord
    await scene.open_day(running)
    post, posed = await running.question_post(side), await running.posed(side)
    for kind in BROKEN if full or name == "slack" else BROKEN[:-1]:
        spoil(running, side, kind)
        sent = await scene.press(side, side.ben, post, scene.option(running, posed))
        await sent.handled()
        assert sent.answers == 1, kind
        asked = sent.seen
        assert "How sure are you?" in asked.text
        counted.faults += 1
    # The verdict itself gets lost on its way: another press shows it and records nothing more.
    spoil(running, side, "drop")
    lost = await scene.press(
        side, side.ben, asked, next(c.action for c in asked.controls if c.label == "Sure")
    )
    await lost.handled()
    again = await scene.press(side, side.ben, post, scene.option(running, posed, right=False))
    assert "You've answered this one already" in (await again.answered()).text
    await idle(running.app.dispatcher)
    settle_faults(faults)
    await scene.count(running, counted, [(side, side.ben)])


@pytest.mark.parametrize(
    "kind", ["503", "429:5", *longer("500", "429:none", "drop", "internal_error")]
)
async def test_a_form_that_does_not_open_is_told(stage: Stage, tally: OpenTally, kind: str) -> None:
    counted = tally(SUITE)
    course = only("multiple")
    stage.courses = {course.slug: course}
    await stage.start(leave_out="discord")
    side = stage.slack
    await stage.set_up(side)
    await scene.open_day(stage)
    post, posed = await stage.question_post(side), await stage.posed(side)
    stage.slack_server.state.fault("views.open", kind)
    sent = await scene.press(side, side.ben, post, encode(OPEN, posed.id))
    told = await sent.answered()
    assert told.text.startswith("Please press again")
    await stage.slack_server.acked(sent.what)  # type: ignore[arg-type]
    assert sent.acknowledged
    form = (await side.driver.press(side.ben, post, "Answer")).form
    assert form is not None
    _, values = given_values(stage.question(posed), posed, right=True)
    sure = (await side.driver.submit(side.ben, form, values)).replies[0]
    assert "Correct!" in (await side.press(side.ben, sure, "Sure")).text
    counted.faults += 1
    wanted = await scene.expected_answer(stage, side, side.ben)
    counted.answers([wanted], scene.ledger(stage))
