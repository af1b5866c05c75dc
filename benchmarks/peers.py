"""Quiz bots as people write them by hand, to know what Studyhall may cost at most.

What a good hobbyist has after a weekend, and no more: the SDK as its own guide shows it, aiosqlite,
one row and one commit an answer, an answer that counts once, the member's points, a leaderboard by
GROUP BY. No streaks, no memory of what is due, no verdict that depends on how the question was
asked, no recovery from a crash.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiosqlite

from benchmarks.seed import QUESTIONS

POINTS = 10


@dataclass
class Question:
    text: str
    options: tuple[str, ...]
    right: int
    why: str


QUIZ = [
    Question(
        f"{number + 1}. Which service keeps objects by key and grows without limit?",
        ("An object store", "A block device", "A file share", "A queue"),
        number % 4,
        "An object store keeps each object under its key, whatever its size, and needs no disk "
        "to be made larger first.",
    )
    for number in range(QUESTIONS)
]
LETTERS = "abcd"
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


class Database:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._db = connection

    @classmethod
    async def open(cls, path: Path) -> Database:
        connection = await aiosqlite.connect(path)
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS answers (user TEXT NOT NULL, question INTEGER NOT NULL, "
            "choice TEXT NOT NULL, points INTEGER NOT NULL, at REAL NOT NULL, "
            "PRIMARY KEY (user, question))"
        )
        await connection.commit()
        return cls(connection)

    async def close(self) -> None:
        await self._db.close()

    async def answer(self, user: str, question: int, choice: str) -> str:
        """What to tell ``user``, once their answer is on the disk."""
        asked = QUIZ[question]
        right = LETTERS.index(choice) == asked.right
        cursor = await self._db.execute(
            "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)",
            (user, question, choice, POINTS * right, time.time()),
        )
        await self._db.commit()
        if not cursor.rowcount:
            return "You have answered this question already."
        solution = f"{LETTERS[asked.right].upper()}) {asked.options[asked.right]}"
        verdict = f"✅ Correct! +{POINTS}" if right else f"❌ Not quite: it's {solution}"
        rows = await self._db.execute_fetchall(
            "SELECT SUM(points) FROM answers WHERE user = ?", (user,)
        )
        [[points]] = rows
        return f"{verdict}\n{asked.why}\nYou have {points} points."

    async def leaderboard(self) -> str:
        rows = await self._db.execute_fetchall(
            "SELECT user, SUM(points) AS points FROM answers GROUP BY user "
            "ORDER BY points DESC LIMIT 10"
        )
        lines = [f"{MEDALS.get(n, f'{n}.')} <@{u}>: {p}" for n, (u, p) in enumerate(rows, 1)]
        return "\n".join(lines) or "Nobody has answered yet."


@asynccontextmanager
async def peer_slack(config: dict[str, Any]) -> AsyncIterator[None]:
    """Bolt with an action listener and respond()."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    slack = config["slack"]
    db = await Database.open(Path(config["folder"]) / "peer.db")
    app = AsyncApp(client=AsyncWebClient(slack["bot"], base_url=slack["api"]))

    @app.action(re.compile(r"^answer\.\d+\.[a-d]$"))
    async def answered(ack: Any, body: Any, action: Any, respond: Any) -> None:
        await ack()
        _, question, choice = action["action_id"].split(".")
        text = await db.answer(body["user"]["id"], int(question), choice)
        await respond(text, response_type="ephemeral", replace_original=False)

    @app.command("/leaderboard")
    async def leaderboard(ack: Any, respond: Any) -> None:
        await ack()
        await respond(await db.leaderboard())

    handler = AsyncSocketModeHandler(app, slack["app"])
    await handler.connect_async()
    yield
    await handler.close_async()
    await db.close()


@asynccontextmanager
async def peer_discord(config: dict[str, Any]) -> AsyncIterator[None]:
    """A cog, and for each question a view with a button an option, which a restart outlives."""
    import discord
    import yarl
    from discord import app_commands
    from discord.ext import commands
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    Route.BASE = config["discord"]["api"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(config["discord"]["gateway"])
    db = await Database.open(Path(config["folder"]) / "peer.db")
    ready = asyncio.Event()

    class Answer(discord.ui.Button["QuestionView"]):
        def __init__(self, question: int, choice: str) -> None:
            super().__init__(label=choice.upper(), custom_id=f"answer.{question}.{choice}")
            self.question, self.choice = question, choice

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            text = await db.answer(str(interaction.user.id), self.question, self.choice)
            await interaction.response.send_message(text, ephemeral=True)

    class QuestionView(discord.ui.View):
        def __init__(self, question: int) -> None:
            super().__init__(timeout=None)
            for choice in LETTERS:
                self.add_item(Answer(question, choice))

    class Quiz(commands.Cog):
        def __init__(self, bot: commands.Bot) -> None:
            self.bot = bot

        async def cog_load(self) -> None:
            for number in range(len(QUIZ)):
                self.bot.add_view(QuestionView(number))

        @app_commands.command(description="Who has the most points")
        async def leaderboard(self, interaction: discord.Interaction[Any]) -> None:
            await interaction.response.send_message(await db.leaderboard())

        @commands.Cog.listener()
        async def on_ready(self) -> None:
            ready.set()

    class Bot(commands.Bot):
        async def setup_hook(self) -> None:
            # Commands are synced by hand, not at each start, as discord.py advises.
            await self.add_cog(Quiz(self))

    bot = Bot(command_prefix=commands.when_mentioned, intents=discord.Intents.default())
    task = asyncio.create_task(bot.start(config["discord"]["token"]))
    await asyncio.wait(
        {task, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED
    )
    if task.done():
        task.result()
    yield
    await bot.close()
    await asyncio.gather(task, return_exceptions=True)
    await db.close()


MODES = {"peer-slack": peer_slack, "peer-discord": peer_discord}
