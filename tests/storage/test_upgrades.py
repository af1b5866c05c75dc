"""Databases of every earlier version come up to date, with all their data."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.study import streaks
from storage.database import prepare
from storage.migrations import STEPS
from storage.repositories.days import study_days
from storage.verify import verify
from tests.storage.make_fixture import FIXTURES, tables

ROOT = Path(__file__).parents[2]
NAMES = [name for name, _ in STEPS]
MADE = sorted(path.stem for path in FIXTURES.glob("*.sql"))
OWN = "_sqlite_migrations"

FREEZES = "0013_freezes"
"""From here on everybody has a freeze from the first day."""
WORKED_OUT = {"memory"}
"""Tables that an upgrade may empty: they follow from the ledger."""

Rows = dict[str, list[dict[str, Any]]]


def load(name: str, path: Path) -> Path:
    """The fixture ``name`` as a database file."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript((FIXTURES / f"{name}.sql").read_text(encoding="utf-8"))
        db.execute("PRAGMA journal_mode = WAL")
    return path


def rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in db.execute(f"SELECT * FROM {table}")]
            for table in tables(db)
            if table != OWN
        }


def schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        return sorted(tuple(str(value) for value in row) for row in found)


def applied(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute(f"SELECT name FROM {OWN} ORDER BY id")]


def test_every_migration_but_the_newest_has_a_fixture() -> None:
    missing = [name for name in NAMES[:-1] if name not in MADE]
    assert missing == [], "python -m tests.storage.make_fixture, at the version that has it"
    assert [name for name in MADE if name not in NAMES] == []


@pytest.mark.parametrize("name", MADE)
def test_a_database_of_an_earlier_version_comes_up_to_date(name: str, tmp_path: Path) -> None:
    path = load(name, tmp_path / "study.db")
    before = rows(path)
    assert all(before.values()), "rows in every table"
    with closing(prepare(path)) as db:
        assert verify(db, streaks.rebuild) == []  # type: ignore[arg-type]
    assert applied(path) == NAMES
    after = rows(path)
    streaks_before = before.pop("streaks")
    for table, lines in before.items():
        if table in WORKED_OUT:
            continue
        kept = [{column: row[column] for column in lines[0]} for row in after[table]]
        assert kept == lines, table
    if name >= FREEZES:
        assert after["streaks"] == streaks_before
    else:
        assert after["streaks"] == [], "counted anew, with the freeze of the first day"
    with closing(sqlite3.connect(path)) as db:
        for row in streaks_before:
            days = study_days(db, row["group_id"], row["person_id"], "", row["through"])
            anew = streaks.rebuild(days)
            assert (anew.current, anew.best) >= (row["current"], row["best"])
    fresh = tmp_path / "fresh.db"
    prepare(fresh).close()
    assert schema(path) == schema(fresh)


@pytest.mark.parametrize("name", NAMES[:-1])
def test_the_copy_from_before_an_upgrade_is_what_was_there(name: str, tmp_path: Path) -> None:
    path = load(name, tmp_path / "study.db")
    before, shape = rows(path), schema(path)
    prepare(path).close()
    following = NAMES[NAMES.index(name) + 1]
    copy = tmp_path / f"study.db.before-{following}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert rows(copy) == before and schema(copy) == shape
    prepare(copy).close()
    assert applied(copy) == NAMES, "and it comes up to date like any other"


# Dies in the middle of the step after the first one, with half of it written.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from storage.database import prepare
from storage.migrations import STEPS

def half(db):
    db.execute("CREATE TABLE more (x TEXT)")
    db.execute("UPDATE persons SET name = 'nobody'")
    for n in range(2000):
        db.execute("INSERT INTO more VALUES (?)", (str(n) * 500,))
    os.kill(os.getpid(), signal.SIGKILL)

prepare(Path(sys.argv[1]), steps=(*STEPS[:int(sys.argv[2])], ("0999_more", half)))
"""


@pytest.mark.parametrize("name", [name for name in MADE if name in NAMES])
def test_an_upgrade_that_is_killed_leaves_the_old_state(name: str, tmp_path: Path) -> None:
    path = load(name, tmp_path / "study.db")
    before, shape, old = rows(path), schema(path), applied(path)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(len(old))],
        cwd=ROOT,
        timeout=30,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL
    assert rows(path) == before and schema(path) == shape and applied(path) == old
    prepare(path).close()
    assert applied(path) == NAMES


def test_questions_of_ended_quizzes_that_nobody_answered_go(tmp_path: Path) -> None:
    path = load("0004_open_dailies", tmp_path / "study.db")
    with closing(sqlite3.connect(path)) as db:
        (run, answered), *_ = db.execute(
            "SELECT run_id, r.id FROM rounds r JOIN answers a ON a.round_id = r.id "
            "WHERE run_id IS NOT NULL"
        ).fetchall()
        person, group = db.execute("SELECT person_id, group_id FROM runs").fetchone()
        db.execute("UPDATE runs SET state = 'done'")
        for number in (100, 101):
            values = (number, person, group)
            db.execute("INSERT INTO runs VALUES (?, ?, ?, 'tea', 'done', 5)", values)
            db.executemany(
                "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, "
                "option_order, local_date, opened_at, person_id, run_id, position) "
                "VALUES (?, ?, 'practice', 'q', 1, 'c', 'A', '2026-11-23', 5, ?, ?, ?)",
                [(10 * number + at, group, person, number, at) for at in range(3)],
            )
        db.commit()
    prepare(path).close()
    after = rows(path)
    left = [row["id"] for row in after["rounds"] if row["kind"] == "practice"]
    assert left == [answered, 1012], "the newest id stays, so that it is not given out again"
    assert [row["id"] for row in after["runs"]] == [run, 101]


def test_names_are_taken_over_where_it_is_clear_which_workspace_they_are_of(tmp_path: Path) -> None:
    path = load("0005_bounded", tmp_path / "study.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "INSERT INTO memberships (person_id, group_id, since) "
            "SELECT o.person_id, 2, 1 FROM organisers o JOIN persons p ON p.id = o.person_id "
            "WHERE o.group_id = 1 AND p.name = 'Ben'"
        )
        db.commit()
    prepare(path).close()
    with closing(sqlite3.connect(path)) as db:
        names = dict(db.execute("SELECT name, workspace FROM names"))
    assert names["Ana"] == names["Cleo"] == "playground:room"
    assert names["Zoe"] == "playground:elsewhere"
    assert "Ben" not in names, "known in two workspaces, and nobody can tell whose name it is"
