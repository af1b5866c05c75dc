"""Servers that fail, hang, cut the line or talk nonsense: what was posted stands there once."""

from __future__ import annotations

import aiohttp
import pytest

from bot.adapters.discord import wire
from bot.adapters.slack import api
from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.features.course import only
from tests.servers.mangling import MANGLED

SUITE = "bad answers"
STATUSES = ("500", "502", "503", "504")
PATIENCE = 5.0


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, full: bool) -> None:
    """A server that never answers is given up after five seconds, so that a busy machine is not.

    In the full run discord.py gets the time to repeat what failed with 500, 502 or 504.
    """
    monkeypatch.setattr(wire, "_LIMIT", PATIENCE)
    monkeypatch.setattr(api, "_TIMEOUT", aiohttp.ClientTimeout(total=PATIENCE))


@pytest.fixture
async def long(stage: Stage) -> Stage:
    """A course of seven concepts; Monday, 8:00."""
    course = only("single", concepts=7)
    stage.courses = {course.slug: course}
    await stage.start()
    for side in stage.sides:
        await stage.set_up(side)
    return stage


def spoil(stage: Stage, side: Side, what: str, kind: str, times: int = 1) -> None:
    """The next answers about ``what`` ("post", "history", "edit") come as ``kind``."""
    if side.name == "slack":
        method = {"post": "chat.postMessage", "edit": "chat.update"}.get(
            what, "conversations.history"
        )
        stage.slack_server.state.fault(method, kind if kind.isdigit() else f"mangle:{kind}", times)
        return
    channel = f"/channels/{side.channel.id}/messages"
    match = {"post": f"POST {channel}", "edit": f"PATCH {channel}"}.get(what, f"GET {channel}")
    if kind.isdigit():
        stage.discord_server.fail(match, times, int(kind))
    else:
        stage.discord_server.mangle(match, kind, times)


@pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.longer)])
@pytest.mark.parametrize("name", ["slack", "discord"])
async def test_posts_and_edits_whose_answers_are_broken_happen_once(
    long: Stage, tally: OpenTally, full: bool, name: str, half: int
) -> None:
    """Another fault each study day, on the first post, on the look-up after it and on the edit."""
    counted = tally(SUITE)
    side = long.slack if name == "slack" else long.discord
    kinds = [*MANGLED, *STATUSES] if full else ["half", "page", "503", "hang"]
    kinds = kinds[half::2]
    study_days = scene.days(scene.DAY, len(kinds))
    wanted = [f"{each.name} {scene.DAY} opening" for each in long.sides]
    answered = []
    for day, kind in zip(study_days, kinds, strict=True):
        spoil(long, side, "post", kind)
        spoil(long, side, "history", kind)
        if day != study_days[0]:
            spoil(long, side, "edit", kind)
        for minute in ("00", "01", "02", "03"):
            await long.at(f"{day} 09:{minute}")
        for each in long.sides:
            assert "Correct!" in await scene.answer(long, each, each.ben)
            answered.append(await scene.expected_answer(long, each, each.ben))
            assert "Question of the day" in (await long.question_post(each)).text
        counted.faults += 3
    await long.check()
    counted.answers(answered, scene.ledger(long))
    for each in long.sides:
        wanted += [f"{each.name} {day} {k}" for day in study_days for k in ("question", "discuss")]
        wanted += [f"{each.name} {day} concept" for day in study_days[:7]]
        wanted.remove(f"{each.name} {study_days[-1]} discuss")
        wanted += [f"{each.name} {day} week" for day in study_days[5::5]]
        assert each.titles().count("Results") == len(study_days) - 1
    counted.posts(wanted, scene.posted(long))
