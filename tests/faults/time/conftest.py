"""What long simulations need."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
import structlog


@pytest.fixture
async def quiet() -> AsyncIterator[None]:
    """Thousands of days are thousands of log lines, and much for a loop that is watched."""
    asyncio.get_running_loop().set_debug(False)
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.configure(**before)
