"""What Discord says about its global limit reaches the bot's own pace."""

from __future__ import annotations

from bot.adapters.common.rate_limiter import RateLimiter
from bot.adapters.discord.adapter import DiscordAdapter
from bot.model import Card, ChannelRef, WorkspaceRef
from tests.contract.discord_driver import KeptInMemory
from tests.servers.discord import DiscordServer
from tests.servers.discord.limits import PER_SECOND


class Noted(RateLimiter):
    """Keeps how long it was told to hold."""

    def __init__(self) -> None:
        super().__init__(1000, 1.0)
        self.holds: list[float] = []

    def hold(self, seconds: float) -> None:
        self.holds.append(seconds)


def handler(_: object) -> bool:
    return True


async def test_a_global_limit_holds_everything_and_a_channels_own_only_itself() -> None:
    async with DiscordServer() as server:
        pace = Noted()
        adapter = DiscordAdapter(
            server.world.token,
            state=KeptInMemory(),
            api_url=server.api_url,
            gateway_url=server.gateway_url,
            limiter=pace,
        )
        await adapter.start((), handler)  # type: ignore[arg-type]
        place = server.world.add_channel("study")
        there = ChannelRef(WorkspaceRef("discord", server.world.guild), place.id)
        server.limits.on = True
        now = server.limits.clock()
        for n in range(PER_SECOND):
            server.limits._all.take(now - 0.9 + n / 1000)
        await adapter.post(there, Card("one"), key="k1")
        assert server.limits.refused["global"] >= 1
        assert len(pace.holds) == server.limits.refused["global"]
        assert all(0 < seconds <= 1 for seconds in pace.holds)
        server.limit("POST /channels", 1, 0.01)
        await adapter.post(there, Card("two"), key="k2")
        assert len(pace.holds) == server.limits.refused["global"], "a route's own limit holds none"
        assert len(place.messages) == 2
        await adapter.stop()
