"""What an answer may cost: presses are what is many."""

from __future__ import annotations

import pytest

from tests.engines import ENGINE
from tests.features.bench import Bench

FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "--")


@pytest.mark.skipif(ENGINE != "sqlite", reason="listens to SQLite")
async def test_a_confirmed_answer_is_one_look_and_six_writes(group: Bench) -> None:
    """The look finds round, group, person, streak and both memories; then the answer, its totals,
    the study day, the streak and both memories are written, and the choice goes."""
    await group.at("2026-11-23 09:05")
    await group.answer(group.ben)
    await group.at("2026-11-24 09:05")
    asked = await group.choose(group.ben)
    said: list[str] = []
    group.store._access.writer._connection.set_trace_callback(said.append)
    await group.chat.press(group.ben, asked, "Sure")
    group.store._access.writer._connection.set_trace_callback(None)
    told = [sql.split() for sql in said if not sql.lstrip().upper().startswith(FRAMES)]
    assert [" ".join(words[:3]) for words in told] == [
        "SELECT c.channel IS",
        "INSERT INTO answers",
        "INSERT INTO totals",
        "INSERT INTO active_days",
        "INSERT INTO streaks",
        "DELETE FROM choices",
        "INSERT INTO memory",
    ]
