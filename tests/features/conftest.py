"""The bench, and what must hold at the end of every test on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import structlog

from bot.model.limits import check_card
from content.model import Course
from tests.features.bench import Bench
from tests.features.course import full

OpenBench = Callable[..., Awaitable[Bench]]


@pytest.fixture
async def open_bench(tmp_path: Path) -> AsyncIterator[OpenBench]:
    """Opens a bench with other courses than ``bench`` has."""
    opened: list[Bench] = []

    async def make(*courses: Course, like: Bench | None = None) -> Bench:
        path = tmp_path / f"study{len(opened)}.db"
        if like is not None:
            bench = await like.twin(path)
        else:
            bench = Bench(path, {course.slug: course for course in courses})
            await bench.start()
        opened.append(bench)
        return bench

    with structlog.testing.capture_logs() as logs:
        yield make
        for bench in opened:
            if bench.stores:
                differences = await bench.verify()
                await bench.close()
                assert differences == []
            assert bench.chat.breaches() == []
            for _, card in bench.screens():
                assert check_card(card) == []
                assert card.title != "That didn't work", logs
    faults = [entry["event"] for entry in logs if entry["log_level"] == "error"]
    assert faults == [event for bench in opened for event in bench.expected_faults]


@pytest.fixture
async def bench(open_bench: OpenBench) -> Bench:
    """A bot with one small course of every question type, on Monday at 8:00 in Berlin."""
    return await open_bench(full())


@pytest.fixture
async def group(bench: Bench) -> Bench:
    """The same with a group that Ana has set up with the defaults, in Berlin."""
    await bench.set_up()
    return bench
