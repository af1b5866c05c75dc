"""Whoever waits for a check or a backup hears how far it is, and a bar is drawn at a terminal."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.cli import progress
from storage import backups, verify
from storage.store import SqliteStore
from tests.storage.house import House, rebuild

Heard = list[tuple[str, float]]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(verify, "AT_ONCE", 1)  # as if there were many persons
    path = tmp_path / "study.db"
    asyncio.run(_made(path))
    return path


async def _made(path: Path) -> None:
    store = await SqliteStore.open(path)
    house = await House.build(store)
    await house.answer(await house.daily(), house.ann)
    await store.close()


def steps(heard: Heard) -> list[str]:
    """What was told, each once."""
    return list(dict.fromkeys(what for what, _ in heard))


async def _verified(path: Path, heard: Heard) -> list[str]:
    store = await SqliteStore.open(path)
    try:
        return await store.verify(rebuild, lambda what, share: heard.append((what, share)))
    finally:
        await store.close()


def test_a_check_tells_how_many_persons_are_recounted(study: Path) -> None:
    heard: Heard = []
    assert asyncio.run(_verified(study, heard)) == []
    assert steps(heard) == ["Checking the file", "Recounting points"]
    shares = [share for what, share in heard if what == "Recounting points"]
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(shares) > 3


def test_a_backup_and_its_return_tell_each_part(study: Path, tmp_path: Path) -> None:
    heard: Heard = []
    backups.make(
        study, tmp_path / "copy.db", rebuild, told=lambda what, share: heard.append((what, share))
    )
    assert steps(heard) == ["Copying", "Checking the file", "Recounting points"]
    assert all(0 <= share <= 1 for _, share in heard)


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown() as told:
        told("Copying", 0.5)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_the_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress.shown() as told:
        told("Checking the file", 0.0)
        told("Copying", 0.5)
    out, err = capsys.readouterr()
    assert out == "" and "Copying" in err and "50%" in err
