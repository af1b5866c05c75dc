"""The Discord adapter behind signed HTTP requests instead of the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.adapters.base import AdapterState, InteractionHandler
from bot.adapters.common.signed_http import Door
from bot.adapters.discord.http import PATH
from bot.adapters.discord.limits import global_limiter
from bot.model import Command
from tests.contract.discord_driver import DiscordDriver, WatchedAdapter
from tests.contract.driver import Result
from tests.servers.discord import DiscordServer, Hook


class DiscordHttpDriver(DiscordDriver):
    """The same people on the same server; only the way in differs."""

    def make_adapter(self, state: AdapterState | None = None) -> WatchedAdapter:
        adapter = WatchedAdapter(
            self.world.token,
            state=state or self.state,
            api_url=self.server.api_url,
            gateway_url="ws://127.0.0.1:9/there-is-none",
            door=Door(
                self.server.http.public_key, port=0, now=lambda: self.world.now().timestamp()
            ),
            limiter=global_limiter(clock=self.haste.clock, sleep=self.haste.sleep),
            now=self.world.now,
        )
        adapter.settled = self._settled
        return adapter

    async def start(self) -> None:
        await super().start()
        url = f"http://127.0.0.1:{self.adapter.port}{PATH}"
        assert await self.server.http.set_endpoint(url), "the portal refuses the address"

    async def drop_connection(self) -> None:
        """The next request comes over a new connection."""
        await self.server.http.close()

    async def repeat(self, interaction_id: str) -> Result:
        """The same request once more; what has not been answered then never will be."""
        hook = await self.server.deliver(self._hooks[interaction_id])
        assert hook.request is not None
        await hook.request
        return self.result_of(hook)

    async def finished(self, hook: Hook) -> None:
        assert hook.request is not None
        await super().finished(hook)
        await hook.request


@asynccontextmanager
async def open_driver(
    commands: Sequence[Command], handler: InteractionHandler
) -> AsyncIterator[DiscordHttpDriver]:
    """A started driver with one channel, Ana (may manage) and Ben."""
    async with DiscordServer() as server:
        driver = DiscordHttpDriver(server, commands, handler)
        await driver.start()
        try:
            yield driver
        finally:
            await driver.adapter.stop()
