"""The Slack adapter behind signed HTTP requests instead of a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.adapters.base import AdapterState, InteractionHandler
from bot.adapters.common.signed_http import Door
from bot.adapters.slack.limits import Limits
from bot.adapters.slack.manifest import PATH
from bot.model import Command
from tests.contract.slack_driver import SlackDriver, WatchedAdapter, started
from tests.servers.slack.state import BOT_TOKEN, SIGNING_SECRET


class SlackHttpDriver(SlackDriver):
    """The same people on the same server; only the way in differs."""

    def make_adapter(self, state: AdapterState | None = None) -> WatchedAdapter:
        return WatchedAdapter(
            BOT_TOKEN,
            state=state or self.state,
            door=Door(SIGNING_SECRET, port=0, now=self.server.state.now),
            api_url=self.server.api_url,
            picture_pauses=(0.0,) * 4,
            limits=Limits(clock=self.haste.clock, sleep=self.haste.sleep),
            home_gap=0.0,
        )

    async def start(self) -> None:
        await super().start()
        self.server.http.url = f"http://127.0.0.1:{self.adapter.port}{PATH}"

    async def drop_connection(self) -> None:
        """The next request comes over a new connection."""
        await self.server.http.close()


@asynccontextmanager
async def open_driver(
    commands: Sequence[Command], handler: InteractionHandler
) -> AsyncIterator[SlackHttpDriver]:
    """A channel with the bot, Ana and Ben in it; the adapter is started."""
    async with started(SlackHttpDriver, commands, handler) as driver:
        yield driver
