"""One fixture, every platform: the same bot behind each adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import pytest

from tests.contract.scenario import COMMANDS, Bot
from tests.contract.scenario_chat import Chat
from tests.engines import put_in_place

PLATFORMS = ("playground", "slack", "slack_http", "discord", "discord_http")
OVER_BOTH = (*PLATFORMS, "playground over postgresql")
"""The same, and one of them with its data on a server; ``make test-postgresql`` has the others."""


def placed(request: pytest.FixtureRequest, path: Path) -> str:
    """The platform that a parameter of ``OVER_BOTH`` means, with ``path`` where it says."""
    platform, _, engine = str(request.param).partition(" over ")
    if engine:
        put_in_place(path, request.getfixturevalue("database"))
    return platform


@asynccontextmanager
async def _on(platform: str, bot: Bot) -> AsyncIterator[Chat]:
    open_driver = import_module(f"tests.contract.{platform}_driver").open_driver
    async with open_driver(COMMANDS, bot.dispatcher) as driver:
        bot.driver = driver
        chat = Chat(driver, bot)
        yield chat
        await bot.dispatcher.close()
        if not chat.may_breach:
            assert driver.breaches() == []


@pytest.fixture(params=PLATFORMS)
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """The bot with the deadlines that it has in earnest."""
    async with _on(request.param, Bot()) as opened:
        yield opened


@pytest.fixture(params=PLATFORMS)
async def impatient(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """The bot with deadlines so short that every slow handler misses them."""
    async with _on(request.param, Bot(defer_after=0.0, form_within=0.05)) as opened:
        yield opened
