"""The doctor on backups: none wanted, none yet, young, old, doubtful."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.common.checkup import Finding, State
from bot.service.backups.daily import rebuild
from bot.service.backups.folder import DOUBTFUL, Folder
from bot.service.doctor.saved import backups
from storage.database import prepare

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "study.db"
    prepare(path).close()
    return path


def look(
    folder: Path | None, database: Path, *, started: timedelta | None = timedelta(hours=1)
) -> list[Finding]:
    return list(backups(folder, database, NOW, runs=NOW - started if started else None))


def test_none_wanted(database: Path) -> None:
    (found,) = look(None, database)
    assert found.state is State.NOTE and "STUDYHALL_BACKUPS" in found.todo


def test_none_before_the_first_start(tmp_path: Path) -> None:
    (found,) = look(tmp_path / "backups", tmp_path / "none.db")
    assert found.state is State.OK


def test_none_yet(tmp_path: Path, database: Path) -> None:
    just = timedelta(minutes=1)
    hours = timedelta(hours=3)
    for started, state in ((hours, State.MEND), (just, State.NOTE), (None, State.NOTE)):
        (found,) = look(tmp_path / "backups", database, started=started)
        assert found.state is state and "none" in found.says
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize(
    ("hours", "state", "words"),
    [
        (1, State.OK, "1 hours"),
        (26, State.OK, "26 hours"),
        (27, State.MEND, "27 hours"),
        (240, State.MEND, "10 days"),
    ],
)
def test_its_age(tmp_path: Path, database: Path, hours: int, state: State, words: str) -> None:
    folder = Folder(tmp_path / "backups", database)
    folder.make(NOW - timedelta(hours=hours), rebuild)
    (found,) = look(folder.path, database)
    assert found.state is state and found.says.startswith(f"{words} old")
    (asleep,) = look(folder.path, database, started=None)
    assert asleep.state is not State.MEND, "nobody makes any while the bot is off"


def test_a_folder_that_cannot_be_written(database: Path) -> None:
    folder, newest = look(database / "backups", database)
    assert folder.state is State.MEND and str(database) in folder.todo
    assert newest.state is State.MEND


def test_one_that_does_not_add_up(tmp_path: Path, database: Path) -> None:
    folder = Folder(tmp_path / "backups", database)
    good, _ = folder.make(NOW - timedelta(hours=20), rebuild)
    newer, _ = folder.make(NOW - timedelta(hours=1), rebuild)
    newer.rename(newer.with_name(f"{newer.stem}{DOUBTFUL}.db"))
    doubtful, kept = look(folder.path, database)
    assert doubtful.state is State.MEND and "does not add up" in doubtful.says
    assert kept.state is State.OK and "20 hours" in kept.says and good.exists()
