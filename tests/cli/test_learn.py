"""studyhall learn: predictions of recall, compared with what people knew, and fitted to it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.refs import ChannelRef, MemberRef, WorkspaceRef
from bot.study import fitting, streaks
from bot.study.group import Rhythm, Schedule
from bot.study.memory import MemoryKind
from bot.study.rating import Rating
from bot.study.recall import DEFAULTS, Model, parameters_of
from storage.store import SqliteStore
from tests.cli.conftest import Run

HERE = WorkspaceRef("here", "w")
SLOW = (2.0, 6.0, 20.0, 40.0, *DEFAULTS[4:])
DAY = 86_400_000


def ledger(path: Path, people: int, *, groups: int = 1, truth: tuple[float, ...] = SLOW) -> Path:
    """People who answer one question seven times each and remember as ``truth`` says."""

    async def made() -> None:
        store = await SqliteStore.open(path)
        organizer = await store.people.ensure(MemberRef("here", "x"), "X", 1, HERE)
        for number in range(groups):
            await store.groups.create(
                channel=ChannelRef(HERE, f"c{number}"),
                organizer=organizer.id,
                course="tea",
                schedule=Schedule("UTC", (1,), Rhythm.MORNING, (540,)),
                due_at=None,
                now=1,
            )
        await store.close()

    asyncio.run(made())
    rng, model = random.Random(1), Model(truth)
    with closing(sqlite3.connect(path)) as db:
        answer = 0
        for person in range(2, people + 2):
            db.execute("INSERT INTO persons (id, name, created_at) VALUES (?, '', 1)", (person,))
            db.execute("INSERT INTO memberships VALUES (?, 1, 1, 0, 0, 0)", (person,))
            db.execute("INSERT INTO memory_outdated VALUES (?, 'tea')", (person,))
            day, trace, wait = rng.uniform(0, 60), None, 0
            for _ in range(7):
                right = rng.random() < (0.7 if trace is None else model.recall(trace, wait))
                rating = Rating.Good if right else Rating.Again
                trace = model.after(trace, rating, wait)
                answer += 1
                db.execute(
                    "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, "
                    "option_order, local_date, opened_at, state) "
                    "VALUES (?, 1, 'daily', 'q', 1, 'c', '', ?, 0, 'void')",
                    (answer, str(answer)),
                )
                db.execute(
                    "INSERT INTO answers (round_id, person_id, group_id, course, question_id, "
                    "concept_id, kind, given, correct, credit, points, sure, local_date, week, "
                    "month, at, rated) VALUES (?, ?, 1, 'tea', 'q', 'c', 'daily', 'a', ?, ?, 0, 1, "
                    "'2026-01-01', 'w', 'm', ?, ?)",
                    (answer, person, right, float(right), round(day * DAY), f"{rating}{rating}"),
                )
                wait = rng.choice([1, 3, 8, 21])
                day += wait
        db.execute("UPDATE rounds SET state = 'closed'")
        db.commit()
    return path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fitter that always finds the parameters that the answers were made with."""
    monkeypatch.setattr(fitting, "optimizer", lambda: lambda _: SLOW)


def kept(path: Path) -> dict[int, tuple[float, ...]]:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT group_id, weights FROM parameters").fetchall()
    return {group: parameters_of(weights) for group, weights in rows}


def test_without_the_extra_it_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    assert "“learn” extra" in run("learn", "fit").sentence


def test_without_a_database_it_says_so(run: Run, quick: None) -> None:
    for command in ("fit", "report"):
        assert "There is no database" in run("learn", command).sentence


def test_few_answers_are_not_fitted_to(run: Run, tmp_path: Path, quick: None) -> None:
    path = ledger(tmp_path / "study.db", 10)
    ran = run("learn", "fit", STUDYHALL_DATABASE=str(path))
    assert "it takes 1,000" in ran.sentence and "no group has more than 60 so far" in ran.sentence
    assert kept(path) == {}


def test_better_parameters_are_used_from_now_on(run: Run, tmp_path: Path, quick: None) -> None:
    path = ledger(tmp_path / "study.db", 167, groups=2)
    tried = run("learn", "fit", "--dry-run", STUDYHALL_DATABASE=str(path))
    assert tried.code == 0 and "Without --dry-run" in tried.out and kept(path) == {}
    ran = run("learn", "fit", STUDYHALL_DATABASE=str(path))
    assert ran.code == 0
    assert "Group 1 (tea): 1,002 repeated answers." in ran.out and "Group 2" not in ran.out
    assert "before: log loss" in ran.out and "after: log loss" in ran.out
    assert "predict better and are used from now on" in ran.out
    assert kept(path) == {1: SLOW}

    async def recalled() -> float:
        store = await SqliteStore.open(path)
        found = await store.memories.of(2, "tea", 1)
        told = await store.verify(streaks.rebuild)  # type: ignore[arg-type]
        assert [line for line in told if line.startswith("Memory")] == []
        await store.close()
        assert found.parameters is not None and parameters_of(found.parameters) == SLOW
        return found.known[MemoryKind.CONCEPT, "c"].trace.stability

    assert asyncio.run(recalled()) > 0
    again = run("learn", "fit", STUDYHALL_DATABASE=str(path))
    assert "the old ones stay" in again.out and kept(path) == {1: SLOW}


def test_one_set_for_all_groups(run: Run, tmp_path: Path, quick: None) -> None:
    path = ledger(tmp_path / "study.db", 167)
    ran = run("learn", "fit", "--all", STUDYHALL_DATABASE=str(path))
    assert "All groups: 1,002 repeated answers." in ran.out and kept(path) == {0: SLOW}
    both = run("learn", "fit", "--all", "--group", "1", STUDYHALL_DATABASE=str(path))
    assert "Choose one of" in both.sentence
    other = run("learn", "fit", "--group", "9", STUDYHALL_DATABASE=str(path))
    assert other.sentence == "There is no group 9: the groups are 1."


def test_parameters_that_predict_no_better_are_left(run: Run, tmp_path: Path, quick: None) -> None:
    path = ledger(tmp_path / "study.db", 167, truth=DEFAULTS)
    ran = run("learn", "fit", STUDYHALL_DATABASE=str(path))
    assert ran.code == 0 and "the old ones stay" in ran.out and kept(path) == {}


def test_the_real_optimizer_finds_better_ones(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("fsrs_rs_python", reason="needs the optional extra “learn”")
    path = ledger(tmp_path / "study.db", 300)
    ran = run("learn", "fit", STUDYHALL_DATABASE=str(path))
    assert ran.code == 0 and "used from now on" in ran.out
    assert kept(path)[1][2] > 2 * DEFAULTS[2]


def test_the_report_compares_what_was_expected_with_what_came(run: Run, tmp_path: Path) -> None:
    path = ledger(tmp_path / "study.db", 60, groups=2)
    ran = run("learn", "report", STUDYHALL_DATABASE=str(path))
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "Recall: what was expected, and what people then knew"
    assert "  The same question asked again:" in lines
    assert "    360 predictions, calibration error " in ran.out
    assert "Brier score 0." in ran.out and "Log loss 0." in ran.out
    assert any(line.startswith("    Expected 80 to 90% (8") for line in lines)
    assert "How well “Sure” fits" in lines and any("Sure: " in line for line in lines)
    assert "% right (420 answers)" in ran.out
    same = run("learn", "report", "--group", "1", STUDYHALL_DATABASE=str(path))
    assert same.out == ran.out
    none = run("learn", "report", "--group", "2", STUDYHALL_DATABASE=str(path))
    assert "There is nothing to report yet" in none.sentence
