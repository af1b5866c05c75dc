"""The process that is measured: the whole bot, or a bare handler of one SDK.

Started by ``benchmarks.load`` as ``python -m benchmarks.bots JSON``. Says a JSON line when it
is ready, one for each line it is sent ("cpu"), and stops at the end of its input.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROUNDS = 12


def memory_mb() -> float:
    """Resident memory of this process in MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@asynccontextmanager
async def bare_discord(config: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """discord.py that answers every press with one fixed private message."""
    import aiohttp
    import discord
    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    Route.BASE = config["discord"]["api"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(config["discord"]["gateway"])
    ready = asyncio.Event()

    class Bare(discord.Client):
        async def on_ready(self) -> None:
            ready.set()

        async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
            await interaction.response.send_message("Right.", ephemeral=True)

    client = Bare(
        intents=discord.Intents.none(),
        max_messages=None,
        connector=aiohttp.TCPConnector(limit=256),
    )
    task = asyncio.create_task(client.start(config["discord"]["token"]))
    await ready.wait()
    yield {}
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await client.close()


@asynccontextmanager
async def bare_slack(config: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """slack-bolt that acknowledges every press and answers by its response URL.

    The quickest known way: no polling for the ack, one shared session, an own task.
    """
    import aiohttp
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    slack = config["slack"]
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(slack["bot"], base_url=slack["api"], session=session)
        app = AsyncApp(client=client, process_before_response=True)
        held: set[asyncio.Task[Any]] = set()

        async def say(url: str) -> None:
            body = {"text": "Right.", "replace_original": False, "response_type": "ephemeral"}
            async with session.post(url, json=body) as answer:
                await answer.read()

        @app.action({"type": "block_actions", "action_id": __import__("re").compile(".*")})
        async def press(ack: Any, body: Any) -> None:
            await ack()
            task = asyncio.create_task(say(body["response_url"]))
            held.add(task)
            task.add_done_callback(held.discard)

        handler = AsyncSocketModeHandler(app, slack["app"])
        await handler.connect_async()
        yield {}
        await handler.close_async()


@asynccontextmanager
async def studyhall(config: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """The whole bot on both platforms, with a group and people who want the verdict at once."""
    import random

    from bot.adapters.discord.adapter import DiscordAdapter
    from bot.adapters.slack.adapter import SlackAdapter
    from bot.model import ChannelRef, MemberRef
    from bot.runtime.clock import SystemClock, millis
    from bot.service import logging as log
    from bot.service.app import App
    from bot.service.settings import load_settings
    from bot.study.group import Schedule
    from bot.study.questions import type_of
    from bot.study.round import NewRound
    from content.loader import load_courses
    from storage.store import SqliteStore

    log.configure("json", "info")  # the default level
    courses = load_courses(load_settings().studyhall_courses)
    folder = tempfile.TemporaryDirectory(dir=config.get("folder"))
    store = await SqliteStore.open(Path(folder.name) / "bench.db")
    app = App(store, courses, SystemClock())
    slack, discord = config["slack"], config["discord"]
    app.add(SlackAdapter(slack["bot"], slack["app"], memory=app.memory("s"), api_url=slack["api"]))
    app.add(
        DiscordAdapter(
            discord["token"],
            memory=app.memory("d"),
            api_url=discord["api"],
            gateway_url=discord["gateway"],
        )
    )
    await app.start()
    app.ticker.start()
    ready = {"idle_mb": memory_mb(), "start_s": time.time() - config["begun"]}
    course = courses[min(courses)]
    questions = [q for q in course.questions.values() if q.type == "single"]
    now = millis(app.clock.now())
    rounds: dict[str, list[list[Any]]] = {}
    for name, key in (("slack", slack["channel"]), ("discord", discord["channel"])):
        people = []
        for member in config[name]["members"]:
            person = await store.people.ensure(MemberRef(name, member), "Somebody", now)
            await store.people.set_preferences(person.id, straight=True)
            await store.people.welcome(person.id)
            people.append(person)
        group = await store.groups.create(
            channel=ChannelRef.parse(key),
            organiser=people[0].id,
            course=course.slug,
            schedule=Schedule("UTC", (1, 2, 3, 4, 5), "morning", (540,)),
            due_at=None,
            now=now,
        )
        rounds[name] = []
        for number in range(ROUNDS):
            question = questions[number % len(questions)]
            order = type_of(question).order(question, random.Random(number))
            posed = await store.rounds.open_daily(
                group.id,
                NewRound(question.id, question.revision, question.concept, order),
                local_date=f"2026-01-{number + 1:02d}",
                opened_at=now,
                closes_at=None,
            )
            rounds[name].append([posed.id, order.split(",")[0]])
    yield ready | {"rounds": rounds}
    found = await store.verify(_rebuild)
    await app.stop()
    await store.close()
    folder.cleanup()
    if found:
        raise SystemExit(f"the ledger and the totals differ: {found[:3]}")


def _rebuild(days: Any) -> Any:
    from bot.study.answer import StreakRow
    from bot.study.streaks import rebuild

    return StreakRow(*rebuild(days))


MODES = {"studyhall": studyhall, "bare-slack": bare_slack, "bare-discord": bare_discord}


async def main() -> None:
    config = json.loads(sys.argv[1])
    async with MODES[config["mode"]](config) as ready:
        print(json.dumps(ready | {"rss_mb": memory_mb()}), flush=True)
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        while await reader.readline():
            usage = {"cpu": time.process_time(), "rss_mb": memory_mb()}
            print(json.dumps(usage), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
