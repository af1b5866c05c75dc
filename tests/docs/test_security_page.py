"""The page about security: its tables are the database's, its SQL does what it says."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.store import SqliteStore
from tests.docs.blocks import ROOT
from tests.features.bench import Bench
from tests.features.course import full

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SQL = re.search(r"```sql\n(.*?)```", PAGE, re.DOTALL)


async def test_every_table_is_told(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "a.db")
    await store.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as file:
        names = {
            row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
    told = set(re.findall(r"`([a-z_]+)`", PAGE.split("## What is kept")[1].split("## Secrets")[0]))
    assert {name for name in names if not name.startswith(("sqlite_", "_"))} - told == set()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|content|storage|tests)/[^`]+)`", PAGE)))
)
def test_every_place_is_there(path: str) -> None:
    assert (ROOT / path).exists()


async def test_a_forgotten_member_leaves_numbers_only(tmp_path: Path) -> None:
    assert SQL is not None
    path = tmp_path / "study.db"
    course = full()
    bench = Bench(path, {course.slug: course})
    await bench.start()
    await bench.set_up()
    await bench.at("2026-11-23 10:00")
    verdict = await bench.answer(bench.ben)
    await bench.chat.press(bench.ben, verdict, "Remind me each day")
    await bench.at("2026-11-24 20:00")
    person = await bench.person(bench.ben)
    await bench.close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA foreign_keys = ON")
        for statement in SQL[1].split(";"):
            if statement.strip():
                file.execute(statement, {"member": bench.ben.key})
    data = path.read_bytes() if path.exists() else b""
    again = Bench(path, {course.slug: course})
    await again.start()
    try:
        assert data
        assert await again.verify() == []
        await again.say(again.ben, "/today")
        back = await again.person(again.ben)
        assert back.id != person.id, "who comes back begins anew"
        with closing(sqlite3.connect(path)) as file:
            found = [row[0] for row in file.execute("SELECT name FROM persons")]
            names = [row[0] for row in file.execute("SELECT name FROM names")]
            left = [
                file.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
                for table in ("reminders", "reminder_posts")
            ]
        assert left == [0, 0]
        assert "Somebody" in found
        assert names.count("Ben") == 1, "the name of who came back"
    finally:
        await again.close()
