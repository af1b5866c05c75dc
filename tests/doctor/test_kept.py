"""What the doctor says of the back-ups."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.checkup import Finding, State
from bot.doctor.kept import kept

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "study.db"
    path.touch()
    return path


def made(database: Path, *ages: timedelta, doubtful: bool = False) -> Path:
    folder = database.parent / "backups"
    folder.mkdir(exist_ok=True)
    for age in ages:
        tail = "-doubtful.db" if doubtful else ".db"
        (folder / f"study-{NOW - age:%Y%m%d-%H%M%S}{tail}").touch()
    return folder


def look(folder: Path | None, database: Path, *, runs: bool = True) -> list[Finding]:
    return list(kept(folder, database, NOW, runs=runs))


def test_all_is_well(database: Path) -> None:
    folder = made(database, timedelta(hours=9), timedelta(hours=33))
    (found,) = look(folder, database)
    assert (found.state, found.says) == (State.OK, f"9 hours old, 2 in {folder}")


def test_an_old_one_matters_while_the_bot_runs(database: Path) -> None:
    folder = made(database, timedelta(days=4))
    (found,) = look(folder, database)
    assert found.state is State.MEND and "4 days old" in found.says and "log" in found.todo
    (found,) = look(folder, database, runs=False)
    assert found.state is State.OK and "4 days old" in found.says


def test_none_at_all(database: Path) -> None:
    folder = database.parent / "backups"
    assert [found.state for found in look(folder, database)] == [State.MEND]
    assert [found.state for found in look(folder, database, runs=False)] == [State.NOTE]
    database.unlink()
    assert [found.state for found in look(folder, database, runs=False)] == [State.OK]
    assert not folder.exists()


def test_a_doubtful_one_is_no_good_one(database: Path) -> None:
    folder = made(database, timedelta(hours=40))
    made(database, timedelta(hours=9), doubtful=True)
    doubtful, old = look(folder, database)
    assert doubtful.state is State.MEND and "db verify" in doubtful.todo
    assert old.state is State.MEND and "40 hours old" in old.says


def test_switched_off(database: Path) -> None:
    assert [found.state for found in look(None, database)] == [State.NOTE]


def test_a_file_in_the_folders_place(database: Path) -> None:
    (database.parent / "backups").touch()
    found = look(database.parent / "backups", database)
    assert found[0].state is State.MEND and "STUDYHALL_BACKUPS" in found[0].todo


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(database: Path) -> None:
    folder = made(database, timedelta(hours=1))
    folder.chmod(0o500)
    found = look(folder, database)
    folder.chmod(0o700)
    assert found[0].state is State.MEND
