"""Backups by hand: made, listed, put back."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.service.process_lock import only_copy
from storage.migrations import STEPS
from storage.store import SqliteStore
from tests.cli.conftest import Run
from tests.storage.house import House
from tests.storage.test_backups import names
from tests.storage.test_upgrades import applied, load

ENV = {"STUDYHALL_DATABASE": "data/study.db"}
STAMPED = re.compile(r"data/backups/study-\d{8}-\d{6}\.db")


async def one_more_answer(path: Path) -> None:
    """The group is made with the first one."""
    store = await SqliteStore.open(path)
    house = await (House.build_again if await store.groups.all() else House.build)(store)
    (posed,) = await house.practice(house.ann, f"q{(await store.stats())['answers']}")
    at = round(datetime(2026, 11, 24, 3, 12, tzinfo=UTC).timestamp() * 1000)
    await house.answer(posed, house.ann, kind="practice", at=at)
    await store.close()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A database with one answer."""
    path = tmp_path / "data" / "study.db"
    asyncio.run(one_more_answer(path))
    return path


def test_a_backup_without_a_name_goes_into_the_folder(run: Run, study: Path) -> None:
    ran = run("db", "backup", **ENV)
    saved, held = ran.out.splitlines()
    assert ran.code == 0 and STAMPED.fullmatch(saved.removeprefix("Saved to ").removesuffix("."))
    expected = "1 group, 3 people, answers: 1, up to 2026-11-24 03:12 UTC."
    assert held == f"It can be restored: {expected}"
    ran = run("db", "backup", STUDYHALL_BACKUPS="elsewhere", **ENV)
    assert "Saved to elsewhere/study-" in ran.out
    refused = run("db", "backup", STUDYHALL_BACKUPS="off", **ENV)
    assert refused.sentence == "STUDYHALL_BACKUPS is off: name a file, such as backup.db."


def test_the_list(run: Run, study: Path) -> None:
    assert "no backups yet" in run("db", "backups", **ENV).out
    run("db", "backup", **ENV)
    old = study.with_name("study.db.before-0002_sharing")
    old.write_bytes(b"x" * 2_500_000)
    rows = run("db", "backups", **ENV).out.splitlines()
    (made,) = [row for row in rows if STAMPED.search(row)]
    assert "0 minutes ago" in made and " MB │" in made and "yes" in made
    (before,) = [row for row in rows if "before-0002_sharing" in row]
    assert "2.5 MB" in before and " no " in before
    off = run("db", "backups", STUDYHALL_BACKUPS="off", **ENV).out
    assert "makes none by itself" in off and not STAMPED.search(off)


def test_the_way_back(run: Run, study: Path) -> None:
    run("db", "backup", "copy.db", **ENV)
    asyncio.run(one_more_answer(study))
    asyncio.run(one_more_answer(study))
    ran = run("db", "restore", "copy.db", **ENV)
    assert ran.code == 0 and ran.err == ""
    held, lost, aside, start = ran.out.splitlines()
    assert held == (
        "data/study.db now holds what was in copy.db: 1 group, 3 people, answers: 1, up to "
        "2026-11-24 03:12 UTC."
    )
    assert lost == "Answers that came after the backup and are not in it: 2."
    kept = Path(re.findall(r"kept as (\S+):", aside)[0])
    assert kept.exists() and kept.parent == Path("data")
    assert "keeps them instead of posting twice" in start
    assert run("db", "verify", **ENV).out == "No difference.\n"
    assert str(kept) in run("db", "backups", **ENV).out
    # And there and back again.
    assert "answers: 3" in run("db", "restore", str(kept), **ENV).out


def test_where_there_is_no_database_yet(run: Run, study: Path, tmp_path: Path) -> None:
    run("db", "backup", "copy.db", **ENV)
    ran = run("db", "restore", "copy.db", STUDYHALL_DATABASE="new/place/study.db")
    assert len(ran.out.splitlines()) == 2 and "answers: 1" in ran.out
    assert names(tmp_path / "new" / "place") == ["study.db", "study.db.lock"]


def test_not_while_the_bot_runs(run: Run, study: Path) -> None:
    run("db", "backup", "copy.db", **ENV)
    before = study.read_bytes()
    with only_copy(study):
        refused = run("db", "restore", "copy.db", **ENV).sentence
        assert "stop it first" in refused
        assert "stop it first" in run("db", "migrate", **ENV).sentence
        assert run("db", "backup", **ENV).code == 0
    assert study.read_bytes() == before


def test_what_is_no_backup_is_refused_in_a_sentence(run: Run, study: Path) -> None:
    Path("diary.txt").write_text("dear diary " * 100)
    assert "diary.txt cannot be restored" in run("db", "restore", "diary.txt", **ENV).sentence
    assert "There is no file gone.db" in run("db", "restore", "gone.db", **ENV).sentence
    itself = run("db", "restore", str(study), **ENV).sentence
    assert "is the database itself" in itself


def test_a_backup_made_with_a_newer_program_leaves_an_old_database_alone(
    run: Run, tmp_path: Path
) -> None:
    """The backup before an upgrade must not be the upgrade."""
    (tmp_path / "data").mkdir()
    old = load("0001_first", tmp_path / "data" / "study.db")
    assert run("db", "backup", **ENV).code == 0
    assert applied(old) == ["0001_first"]


@pytest.mark.parametrize("command", ["stats", "verify"])
def test_no_command_upgrades_the_database_of_a_bot_that_runs(
    run: Run, tmp_path: Path, command: str
) -> None:
    (tmp_path / "data").mkdir()
    old = load("0001_first", tmp_path / "data" / "study.db")
    with only_copy(old):
        assert "stop it first" in run("db", command, **ENV).sentence
    assert applied(old) == ["0001_first"]
    assert run("db", command, **ENV).code == 0
    assert applied(old) == [name for name, _ in STEPS]


def test_totals_that_differ_are_told(run: Run, study: Path) -> None:
    with closing(sqlite3.connect(study)) as db:
        db.execute("UPDATE totals SET points = points + 1 WHERE period = 'all'")
        db.commit()
    assert "does not add up in 1 place:" in run("db", "backup", "copy.db", **ENV).out
    assert "-doubtful.db" in run("db", "backup", **ENV).out
    assert "it does not add up" in run("db", "backups", **ENV).out
    assert "does not add up in 1 place:" in run("db", "restore", "copy.db", **ENV).out


@pytest.mark.parametrize("value", ["0", "400", "many"])
def test_a_number_of_days_that_is_none(run: Run, study: Path, value: str) -> None:
    sentence = run("db", "backups", STUDYHALL_BACKUP_KEEP=value, **ENV).sentence
    expected = "STUDYHALL_BACKUP_KEEP is not usable: use a number of days from 1 to 366."
    assert sentence == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_does_is_the_bots(run: Run, study: Path) -> None:
    for path in (study.parent, study):
        os.chown(path, 65534, 65534)
    run("db", "backup", **ENV)
    (saved,) = study.parent.glob("backups/*.db")
    assert run("db", "restore", str(saved), **ENV).code == 0
    fresh = study.parent / "new"
    fresh.mkdir()
    os.chown(fresh, 65534, 65534)
    copied = {"STUDYHALL_DATABASE": "data/new/study.db"}
    assert run("db", "restore", str(saved), **copied).code == 0
    made = [path for path in study.parent.rglob("*") if path.stat().st_uid != 65534]
    assert made == [], "the bot may read and write everything"
