"""Valid payloads from a session of Ben's, spoilt and sent as if the platform had; and what
must be the same afterwards."""

from __future__ import annotations

import asyncio
import copy
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.render_card import LINK
from bot.interactions.dispatch import Dispatcher
from bot.model import Interaction
from bot.study.delivery import DeliveryKind
from tests.contract import slack_driver
from tests.contract.discord_driver import DiscordDriver
from tests.e2e.stage import WITHIN, Side, Stage
from tests.faults.nasty import spoilt
from tests.inside import idle
from tests.servers.slack.reading import notified
from tests.servers.slack.state import Act, View

SESSION = (
    "/today",
    "/leaderboard",
    "/concept polly",
    "/progress",
    "/study me",
    "/quiz 2",
    "/study help",
)
SLACK_KINDS = ("slash_commands", "block_actions", "view_submission")


class Arrivals:
    """Counts what the adapters hand to the dispatcher, read or unreadable."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read = 0
        self.unreadable = 0
        self._more = asyncio.Event()
        call, refuse = Dispatcher.__call__, Dispatcher.unreadable

        def counted_call(dispatcher: Dispatcher, interaction: Interaction) -> bool:
            self.read += 1
            self._more.set()
            return call(dispatcher, interaction)

        def counted_refuse(dispatcher: Dispatcher, platform: str, why: str) -> None:
            self.unreadable += 1
            self._more.set()
            refuse(dispatcher, platform, why)

        monkeypatch.setattr(Dispatcher, "__call__", counted_call)
        monkeypatch.setattr(Dispatcher, "unreadable", counted_refuse)

    async def all(self, number: int) -> None:
        """Returns once ``number`` arrived since the start."""
        async with asyncio.timeout(WITHIN):
            while self.read + self.unreadable < number:
                self._more.clear()
                await self._more.wait()


async def session(stage: Stage, side: Side) -> None:
    """Ben does what members do, so that there is something valid to spoil."""
    for line in SESSION:
        seen = await side.driver.command(side.ben, line)
        message = seen.replies[0] if seen.replies else seen.updated
        if message is not None:
            for control in message.controls[:2]:
                if control.kind == "button" and not control.disabled:
                    await side.driver.press(side.ben, message, control.label)
        if seen.form is not None:
            await side.driver.submit(side.ben, seen.form, {})
    if isinstance(side.driver, DiscordDriver):
        await side.driver.suggest(side.ben, "/concept po", "text")
        alone = side.driver.direct_with(side.ben)
        await side.driver.command(side.ben, "/today", where=alone)
    await stage.choose(side, side.ben, right=False)
    await idle(stage.app.dispatcher)


class Slack:
    """``envelopes`` are payloads of other kinds than the bot serves."""

    def __init__(self, stage: Stage) -> None:
        self.server = stage.slack_server
        acts = self.server.state.acts.values()
        self.valid = [act for act in acts if act.user == slack_driver.BEN]

    async def send(self, chance: random.Random) -> int:
        """How many arrivals it must lead to."""
        original = chance.choice(self.valid)
        act = self.server.acts._act(original.kind, original.user, original.channel)
        fresh = copy.deepcopy(original.payload) | {"trigger_id": act.trigger}
        if "response_url" in fresh:
            act.pressed = original.pressed
            fresh["response_url"] = self.server.acts._hook(act)
        act.payload = spoilt(fresh, chance, chance.choice((1, 1, 2, 4)))
        if act.payload.get("trigger_id"):
            # Anything else in its place Slack would refuse itself, as an error of ours.
            act.payload["trigger_id"] = act.trigger
        kind = act.payload.get("type")
        if original.kind != "slash_commands" and kind in SLACK_KINDS:
            act.kind = str(kind)
        act.view = self._shown(act, original)
        await self.server.deliver(act)
        return 0 if self._link(act.payload) else 1

    @staticmethod
    def _shown(act: Act, original: Act) -> View:
        """The form that the payload says it is about: errors are shown in that one."""
        view = act.payload.get("view")
        blocks = view.get("blocks") if isinstance(view, dict) else None
        inputs = [
            {"type": "input", "block_id": block["block_id"]}
            for block in (blocks if isinstance(blocks, list) else ())
            if isinstance(block, dict) and "block_id" in block and block.get("type") == "input"
        ]
        return View("V0", act.user, {"blocks": inputs}, original)

    @staticmethod
    def _link(payload: Any) -> bool:
        try:
            return str(payload["actions"][0]["action_id"]).startswith(LINK)
        except (KeyError, IndexError, TypeError):
            return False

    async def send_envelopes(self) -> int:
        """Envelopes that are no interaction, or no envelope at all."""
        payload = {"type": "event_callback", "event_id": "Ev1", "team_id": "T0STUDY1"}
        event = payload | {"event": {"type": "message", "text": "<!channel>", "user": "U1"}}
        refused = [
            ("events_api", event),
            ("events_api", payload | {"event": []}),
            ("interactive", {"type": "block_suggestion", "user": {"id": "U1"}, "value": "x"}),
            ("interactive", {"type": "view_closed", "user": {"id": "U1"}, "view": {"id": "V1"}}),
            ("interactive", {"type": "shortcut", "callback_id": "1.answer.1.A"}),
            ("interactive", {"type": "message_action", "callback_id": "x"}),
            ("interactive", {"type": ["block_actions"]}),
            ("interactive", {}),
            ("interactive", []),
            ("interactive", 7),
            ("slash_commands", {"command": 7}),
            ("slash_commands", {}),
            ("no_such_kind", {}),
            ("", {"text": "x"}),
            ("interactive", "just words"),
        ]
        socket = self.server.socket.sockets[-1]
        for number, (kind, body) in enumerate(refused):
            act = self.server.acts._act("block_actions", "U1", slack_driver.CHANNEL)
            envelope = f"nasty-{number}-{id(body)}"
            self.server.socket._envelopes[envelope] = (act, socket)
            await socket.send_json(
                {"envelope_id": envelope, "type": kind, "payload": body},
            )
        for frame in ({}, {"type": "hello"}, {"type": "no_such_frame"}, {"envelope_id": 7}):
            await socket.send_json(frame)
        return len(refused)

    def pings(self) -> list[str]:
        messages = self.server.state.messages
        return [who for m in messages for who in notified(m.blocks, m.text)]


class Discord:
    def __init__(self, stage: Stage) -> None:
        self.server = stage.discord_server
        self.world = stage.discord_server.world
        ben = stage.discord.ben.id
        self.valid = [hook for hook in self.world.hooks.values() if hook.user == ben]

    async def send(self, chance: random.Random) -> int:
        original = chance.choice(self.valid)
        channel = self.world.channels[original.channel]
        source = self.world.find_message(original.source or "")
        data = copy.deepcopy(original.payload["data"])
        hook = self.world.hook(original.kind, original.user, channel, data, source)
        hook.payload = spoilt(hook.payload, chance, chance.choice((1, 1, 2, 4)))
        kind = hook.payload.get("type")
        if type(kind) is int and kind in (2, 3, 4, 5):
            hook.kind = kind
        self.forget = [*getattr(self, "forget", []), hook]
        await self.server.deliver(hook)
        return 1

    async def send_envelopes(self) -> int:
        """Events that are no interaction are discord.py's; what it cannot read is refused."""
        refused: list[tuple[str, Any]] = [
            ("INTERACTION_CREATE", None),
            ("INTERACTION_CREATE", []),
            ("INTERACTION_CREATE", {}),
            ("GUILD_CREATE", {"id": []}),
            ("MESSAGE_CREATE", {"id": "x"}),
            ("CHANNEL_DELETE", 7),
            ("GUILD_MEMBER_UPDATE", "words"),
        ]
        for name, data in refused:
            await self.server.gateway.dispatch(name, data)
        await self.server.gateway.dispatch("NO_SUCH_EVENT", {"x": 1})
        return len(refused)

    def pings(self) -> list[str]:
        places = [*self.world.channels.values()]
        messages = [m for place in places for m in place.messages.values()]
        return [who for m in (*messages, *self.world.private.values()) for who in m.pinged]

    def tidy(self) -> None:
        """The strict checks at the end are about valid payloads: refused ones have no answer."""
        for hook in getattr(self, "forget", []):
            self.world.hooks.pop(hook.token, None)


# the database

#: Rows that a group or somebody else than Ben owns; none of it is his to change.
OTHERS = {
    "groups": "SELECT id, course, zone, days, rhythm, times, state, settings FROM groups",
    "channels": "SELECT * FROM channels",
    "organisers": "SELECT * FROM organisers",
    "free_dates": "SELECT * FROM free_dates",
    # Anybody may share a leaderboard, once in a while.
    "deliveries": "SELECT id, channel, kind, local_date, sequence, state, message FROM deliveries"
    f" WHERE kind <> '{DeliveryKind.SHARE}'",
    "daily rounds": "SELECT * FROM rounds WHERE kind = 'daily'",
    **{
        table: f"SELECT * FROM {table} WHERE person_id IN ({{others}})"
        for table in ("answers", "choices", "runs", "totals", "streaks", "memory", "rounds")
    },
    "persons": "SELECT * FROM persons WHERE id IN ({others})",
    "members": "SELECT * FROM members WHERE person_id IN ({others})",
}


def owned_by_others(path: Path, others: list[int]) -> dict[str, list[Any]]:
    """What the file holds that belongs to these persons and to groups."""
    marks = ", ".join(map(str, others))
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: sorted(connection.execute(sql.format(others=marks)), key=repr)
            for name, sql in OTHERS.items()
        }


@contextmanager
def untouched(path: Path, others: list[int]) -> Iterator[None]:
    before = owned_by_others(path, others)
    yield
    after = owned_by_others(path, others)
    for name, rows in before.items():
        assert after[name] == rows, name
