"""One member who presses on and on fills no disk: what they leave behind is bounded."""

from __future__ import annotations

import pytest

from storage.repositories.small import DRAFTS
from tests.engines import reached
from tests.features.bench import Bench, filled
from tests.features.course import TITLES

TIMES = 60


def rows(bench: Bench, table: str, where: str = "1 = 1") -> int:
    with reached(bench.path) as db:
        return int(db.execute(f"SELECT COUNT(*) FROM {table} WHERE {where}").fetchone()[0])


async def test_quizzes_that_are_only_looked_at(group: Bench) -> None:
    for number in range(TIMES):
        await group.say(group.ben, f"/quiz {TITLES[1 + number % 7]} 3")
    assert rows(group, "runs") == 1
    assert rows(group, "rounds", "kind = 'practice'") <= 3


async def test_questions_of_left_quizzes(group: Bench) -> None:
    for _ in range(3):
        step = await group.say(group.ben, "/quiz 20")
        await group.answer_at(group.ben, step, True)
        await group.say(group.ben, "/quiz stop")
    assert rows(group, "rounds", "kind = 'practice'") == rows(group, "answers") == 3


async def test_forms_previews_and_questions_back(group: Bench) -> None:
    for _ in range(TIMES):
        await group.preview(where=group.general)
    form = (await group.chat.command(group.ana, "/study setup", where=group.general)).form
    assert form is not None
    refused = filled(form, zone="nowhere at all")
    for _ in range(TIMES):
        result = await group.chat.command(group.ana, "/study setup", where=group.general)
        assert result.form is not None
        await group.chat.submit(group.ana, result.form, refused)
        group.room.messages.clear()
    assert rows(group, "drafts") <= DRAFTS


async def test_old_drafts_go_by_themselves(group: Bench) -> None:
    await group.preview(where=group.general)
    assert rows(group, "drafts") > 0
    await group.at("2026-12-08 10:00")
    assert rows(group, "drafts") == 0


async def test_many_old_quizzes_go_a_few_with_each_tick(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.housekeeping.BITE", 2)
    people = (group.ana, group.ben, group.cleo, group.dan, group.eva)
    for who in people:
        await group.say(who, "/quiz 3")
    group.pass_seconds(31 * 24 * 3600)
    left = []
    for _ in range(4):
        await group.app.tick()
        left.append(rows(group, "runs"))
    assert left == [3, 1, 0, 0]
    assert rows(group, "rounds", "kind = 'practice'") == 0
