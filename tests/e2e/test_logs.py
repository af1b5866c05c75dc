"""The program's own log: little, whole JSON, no words of members, one code per interaction."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.outside import Bot, Town
from tests.e2e.test_process import choose, set_up

TYPED = "zanzibar-typed-this"
CODE = re.compile(r"code: ([0-9A-F]{6})")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as town:
        yield town


def events(bot: Bot) -> Iterator[dict[str, Any]]:
    """Every line of the log; the few sentences for the terminal begin with the program's name."""
    for line in bot.lines:
        if not line.startswith("studyhall: "):
            yield json.loads(line)


async def study(town: Town) -> None:
    for side in town.sides:
        await set_up(side)
    for side in town.sides:
        await town.posted(side, "Question of the day")
        await side.press(side.ben, await choose(side), "Sure")
        await side.say(side.ben, f"/concept {TYPED}")


async def test_a_healthy_day_is_a_few_lines_without_anybodys_words(town: Town) -> None:
    bot = await town.start(STUDYHALL_LOG="json")
    await town.online()
    await study(town)
    assert await bot.end() == 0
    found = list(events(bot))
    assert 0 < len(found) <= 12, found
    assert {line["level"] for line in found} <= {"info"}
    whole = "\n".join(bot.lines)
    for word in (TYPED, "Ana", "Ben", town.slack.ben.id, town.discord.ben.id):
        assert word not in whole, word


async def test_every_interaction_has_a_code_of_its_own(town: Town) -> None:
    bot = await town.start(STUDYHALL_LOG="json", STUDYHALL_LOG_LEVEL="debug")
    await town.online()
    await study(town)
    assert await bot.end() == 0
    answered = [line for line in events(bot) if line["event"] == "answered"]
    assert len(answered) > 8
    assert len({line["reference"] for line in answered}) == len(answered)
    for line in answered:
        assert {"platform", "kind", "route", "outcome", "ms", "timestamp"} <= line.keys()
    assert {line["platform"] for line in answered} == {"slack", "discord"}


async def test_the_code_that_a_member_sees_finds_the_failure(town: Town) -> None:
    bot = await town.start(STUDYHALL_LOG="json")
    await town.online()
    await set_up(town.slack)
    with closing(sqlite3.connect(town.database)) as db:
        db.execute("PRAGMA legacy_alter_table = ON")
        db.execute("ALTER TABLE runs RENAME TO runs_taken_away")
        db.commit()
    said = await town.slack.say(town.slack.ben, "/quiz")
    code = CODE.search(said.text)
    assert code is not None, said.text
    await bot.wrote(code[1])
    lines = [line for line in events(bot) if line.get("reference") == code[1]]
    (failure,) = (line for line in lines if line["level"] == "error")
    assert failure["event"] == "handler failed" and failure["route"] == "quiz"
    assert "runs" in json.dumps(failure), failure
