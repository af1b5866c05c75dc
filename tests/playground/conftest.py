"""One Chromium for all browser tests of a run."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.playground.browser import launched


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Skips, or fails where a browser is required, when there is none."""
    async with launched() as browser:
        yield browser
