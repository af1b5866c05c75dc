"""Both local servers with their limits on, in a process of their own for ``benchmarks.fanout``.

Says a JSON line with addresses and channels when it is ready. For each line it is sent it says
what arrived since the line before, and stops at the end of its input.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

from tests.servers.discord import DiscordServer
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, TEAM

GUILDS = 100
"""Workspaces that the channels of Discord are spread over."""


class Arrivals:
    """When posts and edits were taken, and where."""

    def __init__(self) -> None:
        self.posts: list[tuple[float, str]] = []
        self.edits: list[float] = []
        self.doubled = 0
        self._seen: set[tuple[str, str]] = set()

    def post(self, channel: str, title: str) -> None:
        self.posts.append((time.monotonic(), channel))
        self.doubled += (channel, title) in self._seen
        self._seen.add((channel, title))

    def edit(self) -> None:
        self.edits.append(time.monotonic())

    def told(self, whose: dict[str, str]) -> dict[str, Any]:
        """What arrived since the last time; ``whose`` is each channel's workspace."""
        posts, self.posts = self.posts, []
        edits, self.edits = self.edits, []
        return {
            "posts": len(posts),
            "posts_s": posts[-1][0] - posts[0][0] if posts else 0.0,
            "edits": len(edits),
            "edits_s": edits[-1] - edits[0] if edits else 0.0,
            "calls_s": _span([at for at, _ in posts] + edits),
            "calls": 0,
            "lead": _lead([whose[channel] for _, channel in posts if channel in whose]),
            "doubled": self.doubled,
        }


def _span(times: list[float]) -> float:
    return max(times) - min(times) if times else 0.0


def _lead(order: list[str]) -> int:
    """By how many posts one workspace was ever ahead of another that still had some to come."""
    left, done = Counter(order), Counter[str]()
    most = 0
    for whose in order:
        done[whose] += 1
        left[whose] -= 1
        most = max(
            most, done[whose] - min(done[w] for w, more in left.items() if more or w == whose)
        )
    return most


async def main() -> None:
    discord_channels, slack_channels = map(int, sys.argv[1:3])
    discord_seen, slack_seen = Arrivals(), Arrivals()
    async with SlackServer() as slack, DiscordServer() as discord:
        world, state = discord.world, slack.state
        whose: dict[str, str] = {}
        for n in range(discord_channels):
            whose[world.add_channel(f"c{n}").id] = f"g{n % GUILDS}"
        ids = list(whose)
        for n in range(slack_channels):
            slack.add_channel(f"C{n:07d}", f"c{n}")
        _watch_discord(discord, discord_seen)
        _watch_slack(slack, slack_seen)
        discord.limits.on = slack.limits.on = True
        ready = {
            "discord": {
                "token": world.token,
                "api": discord.api_url,
                "gateway": discord.gateway_url,
                "channels": [[whose[channel], channel] for channel in ids],
            },
            "slack": {
                "bot": BOT_TOKEN,
                "app": APP_TOKEN,
                "api": slack.api_url,
                "channels": [[TEAM, f"C{n:07d}"] for n in range(slack_channels)],
            },
        }
        print(json.dumps(ready), flush=True)
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        before = {"discord": 0, "slack": 0}
        while await reader.readline():
            seen = {"discord": discord_seen.told(whose), "slack": slack_seen.told({})}
            for name, limits in (("discord", discord.limits), ("slack", slack.limits)):
                seen[name]["calls"] = limits.taken - before[name]
                seen[name]["refused"] = dict(limits.refused)
                before[name] = limits.taken
                limits.refused.clear()
            told = {
                **seen,
                "breaches": (world.breaches + state.breaches)[:3],
            }
            print(json.dumps(told), flush=True)


def _watch_discord(server: DiscordServer, seen: Arrivals) -> None:
    """Keeps of each message only what is asked for here: thousands are posted."""
    world = server.world
    write, fill = world.write, world.fill

    def written(channel: Any, data: Any, files: Any, **named: Any) -> Any:
        message = write(channel, data, files, **named)
        message.raw = {}
        title = next((p["content"] for p in _texts(message.components)), "")
        seen.post(channel.id, title)
        return message

    def filled(message: Any, data: Any, files: Any, **named: Any) -> None:
        fill(message, data, files, **named)
        if message.edits:
            message.raw = {}
            seen.edit()

    world.write, world.fill = written, filled  # type: ignore[method-assign]


def _texts(components: list[dict[str, Any]]) -> Any:
    for part in components:
        if part.get("type") == 10:
            yield part
        yield from _texts(part.get("components", []))


def _watch_slack(server: SlackServer, seen: Arrivals) -> None:
    state = server.state

    class Calls(list[tuple[str, Any]]):
        """Nobody asks for the calls; they would be many."""

        def append(self, call: tuple[str, Any]) -> None:
            pass

    state.calls = Calls()
    judge = server.limits.judge

    def judged(method: str, args: dict[str, Any]) -> float:
        wait = judge(method, args)
        if not wait and method == "chat.postMessage":
            seen.post(args["channel"], str(args.get("text", ""))[:200])
        elif not wait and method == "chat.update":
            seen.edit()
        return wait

    server.limits.judge = judged  # type: ignore[method-assign]


if __name__ == "__main__":
    asyncio.run(main())
