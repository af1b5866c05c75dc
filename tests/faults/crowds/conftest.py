"""A crowd in front of the real program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.crowds.crowd import Crowd


@pytest.fixture
async def crowd(tmp_path: Path, full: bool) -> AsyncIterator[Crowd]:
    """A thousand members in the full run, which judges times; else a few, and only counts."""
    async with Crowd(tmp_path, 1_000 if full else 60, judged=full) as opened:
        yield opened
        await opened.check()
