"""The bare handlers: each platform's SDK, which answers every press with one fixed sentence.

The quickest known way with that SDK, and nothing else: no database, no course, no member.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def bare_discord(config: dict[str, Any]) -> AsyncIterator[None]:
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
    await asyncio.wait(
        {task, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED
    )
    if task.done():
        task.result()
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await client.close()


@asynccontextmanager
async def bare_slack(config: dict[str, Any]) -> AsyncIterator[None]:
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

        @app.action({"type": "block_actions", "action_id": re.compile(".*")})
        async def press(ack: Any, body: Any) -> None:
            await ack()
            task = asyncio.create_task(say(body["response_url"]))
            held.add(task)
            task.add_done_callback(held.discard)

        handler = AsyncSocketModeHandler(app, slack["app"])
        await handler.connect_async()
        yield
        await handler.close_async()


MODES = {"bare-slack": bare_slack, "bare-discord": bare_discord}
