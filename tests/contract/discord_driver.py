"""Discord as the contract suite drives it: the real adapter on the local server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from bot.adapters.base import AdapterError, AdapterState, InteractionHandler, Rejected
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.incoming import DIRECT, PLATFORM
from bot.adapters.discord.limits import global_limiter
from bot.adapters.discord.marker import unmarked
from bot.model import (
    Ack,
    ChannelRef,
    Command,
    Interaction,
    MemberRef,
    MessageRef,
    Outcome,
    WorkspaceRef,
)
from tests.contract.driver import (
    Result,
    SeenControl,
    SeenField,
    SeenForm,
    SeenMessage,
    WatchedSink,
)
from tests.contract.haste import Haste
from tests.servers.discord import DiscordServer, Hook, Message
from tests.servers.discord.world import ATTACH, HISTORY, SEND, SEND_IN_THREADS, Channel, every
from tests.servers.discord.world import words_of as markdown_of

SETTLED_WITHIN = 20.0
_UNMARKED = re.compile(
    r"\\(?P<kept>[^0-9A-Za-z\s])|^#{1,3} |```\n?|\*+|`+|\u200b|"
    r"\[(?P<label>(?:\\.|[^\]\\])*)\]\(<(?P<url>[^>]*)>\)",
    re.MULTILINE,
)


def words_of(markdown: str) -> str:
    """What a reader sees of Discord's Markdown."""

    def plain(match: re.Match[str]) -> str:
        if match["label"] is not None:
            return f"{words_of(match['label'])} ({match['url']})"
        return match["kept"] or ""

    return _UNMARKED.sub(plain, markdown)


class KeptInMemory:
    """The adapter's key-value port."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.claimed: set[str] = set()

    async def get(self, key: str) -> str | None:
        return self.kept.get(key)

    async def put(self, key: str, value: str) -> None:
        self.kept[key] = value

    async def claim_once(self, key: str) -> bool:
        if key in self.claimed:
            return False
        self.claimed.add(key)
        return True


class WatchedAdapter(DiscordAdapter):
    """The real adapter; it only tells when an answer was carried out."""

    settled: Callable[[str], None]

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        await super().start(commands, WatchedSink(handler, self.settled))

    async def respond(
        self, interaction: Interaction, outcome: Outcome, ack: Ack
    ) -> MessageRef | None:
        try:
            message = await super().respond(interaction, outcome, ack)
        except Rejected:
            raise  # whoever called may still answer with something else
        except AdapterError:
            self.settled(interaction.id)
            raise
        self.settled(interaction.id)
        return message


class DiscordDriver:
    """``Driver`` for Discord. ``server`` is the local Discord itself."""

    name = PLATFORM

    def __init__(
        self,
        server: DiscordServer,
        commands: Sequence[Command] = (),
        handler: InteractionHandler | None = None,
    ) -> None:
        """Without ``handler`` somebody else starts the adapters that ``make_adapter`` makes."""
        self.server, self._commands, self._handler = server, commands, handler
        self.world = server.world
        self._study = self.world.add_channel("study-group")
        workspace = WorkspaceRef(PLATFORM, self.world.guild)
        self.channel = ChannelRef(workspace, self._study.id)
        self.ana = MemberRef(PLATFORM, self.world.add_person("Ana", manager=True).id)
        self.ben = MemberRef(PLATFORM, self.world.add_person("Ben").id)
        self.state = KeptInMemory()
        self.haste = Haste()
        self._events: dict[str, asyncio.Event] = {}
        self._hooks: dict[str, Hook] = {}
        self.adapter: DiscordAdapter = self.make_adapter()

    def make_adapter(self, state: AdapterState | None = None) -> WatchedAdapter:
        """One more real adapter on this server."""
        adapter = WatchedAdapter(
            self.world.token,
            state=state or self.state,
            api_url=self.server.api_url,
            gateway_url=self.server.gateway_url,
            limiter=global_limiter(clock=self.haste.clock, sleep=self.haste.sleep),
            now=self.world.now,
        )
        adapter.settled = self._settled
        return adapter

    async def start(self) -> None:
        assert self._handler is not None
        await self.adapter.start(self._commands, self._handler)

    def _settled(self, interaction_id: str) -> None:
        self._events.setdefault(interaction_id, asyncio.Event()).set()

    # acts

    def has_suggestions(self) -> bool:
        return True

    async def command(
        self, who: MemberRef, line: str, *, where: ChannelRef | None = None
    ) -> Result:
        data = self._typed(line)
        return await self._result(self.server.command(who.id, self._place(where), data))

    async def suggest(self, who: MemberRef, line: str, option: str) -> Result:
        data = self._typed(line, focus=option)
        act = self.server.command(who.id, self._place(None), data, autocomplete=True)
        return await self._result(act)

    async def press(self, who: MemberRef, message: SeenMessage, label: str) -> Result:
        control = next(c for c in message.controls if c.label == label and c.kind == "button")
        assert not control.disabled, f"the button {label!r} is disabled"
        return await self.press_action(who, message, control.action)

    async def press_action(self, who: MemberRef, message: SeenMessage, action: str) -> Result:
        kept = self._message(message)
        return await self._result(self.server.press(who.id, kept, _custom_id(kept, action)))

    async def choose(self, who: MemberRef, message: SeenMessage, *labels: str) -> Result:
        (control,) = (c for c in message.controls if c.kind == "select")
        values = dict(control.options)
        kept = self._message(message)
        custom_id = _custom_id(kept, control.action)
        chosen = [values[label] for label in labels]
        return await self._result(self.server.press(who.id, kept, custom_id, chosen))

    async def submit(
        self, who: MemberRef, form: SeenForm, values: dict[str, tuple[str, ...]]
    ) -> Result:
        """Fields that ``values`` leaves out keep what the form shows."""
        shown = {field.key: field.value for field in form.fields}
        opened = cast("Hook", form.handle)
        return await self._result(self.server.submit(who.id, opened, shown | values))

    async def repeat(self, interaction_id: str) -> Result:
        self._events.pop(interaction_id, None)
        return await self._result(self.server.deliver(self._hooks[interaction_id]))

    # what is on the screens

    def posts(self, channel: ChannelRef | None = None) -> list[SeenMessage]:
        wanted = (channel or self.channel).id
        kept: list[tuple[Message, str | None]] = []
        for place in self.world.channels.values():
            if wanted in (place.id, place.parent):
                thread = place.id if place.parent else None
                kept += [(m, thread or m.reply_to) for m in place.messages.values()]
        kept.sort(key=lambda pair: int(pair[0].id))
        return [self._seen(m, thread) for m, thread in kept if not m.loading]

    def privates(self, who: MemberRef) -> list[SeenMessage]:
        kept = [m for m in self.world.private.values() if m.private_to == who.id]
        return [self._seen(m) for m in kept if not m.loading]

    def _seen(self, message: Message, thread: str | None = None) -> SeenMessage:
        place = self.world.channels[message.channel]
        whose = message.private_to or place.direct_with
        return SeenMessage(
            id=message.id,
            text=words_of(markdown_of(message)),
            controls=tuple(_controls(message)),
            private_to=MemberRef(PLATFORM, whose) if whose else None,
            thread=thread,
            pinged=tuple(message.pinged),
            images=tuple(
                item.get("description", "")
                for part in every(message.components)
                for item in part.get("items", ())
            ),
            raw=message.raw,
        )

    # the platform's doings

    async def restart(self, adapter_factory: object = None) -> None:
        await self.adapter.stop()
        make = cast("Callable[[], DiscordAdapter] | None", adapter_factory)
        self.adapter = make() if make is not None else self.make_adapter()
        await self.start()

    def deny_posts(self, channel: ChannelRef, denied: bool = True) -> None:
        bits = SEND | SEND_IN_THREADS
        place = self.world.channels[channel.id]
        place.denied = place.denied | bits if denied else place.denied & ~bits

    def hide_history(self, channel: ChannelRef) -> None:
        self.world.channels[channel.id].denied |= HISTORY

    def deny_files(self, channel: ChannelRef) -> None:
        self.world.channels[channel.id].denied |= ATTACH

    def close_direct(self, who: MemberRef) -> None:
        self.world.people[who.id].closed = True

    def remove_message(self, message_id: str) -> None:
        for place in self.world.channels.values():
            if place.messages.pop(message_id, None):
                return
        assert self.world.private.pop(message_id, None), f"no message {message_id}"

    def limit_next_posts(self, times: int, after: float) -> None:
        self.server.limit("POST /channels/", times, after)

    async def drop_connection(self) -> None:
        before = self.server.gateway.resumed + self.server.gateway.identified
        await self.server.gateway.drop(4000)
        gateway = self.server.gateway
        await self.world.wait_for(lambda: gateway.resumed + gateway.identified > before)

    def breaches(self) -> list[str]:
        return list(self.world.breaches)

    # inside

    def _place(self, where: ChannelRef | None) -> Channel:
        ref = where or self.channel
        return self.world.channels[ref.thread if ref.thread and not ref.direct else ref.id]

    def direct_with(self, who: MemberRef) -> ChannelRef:
        """The direct conversation as the bot refers to it."""
        return ChannelRef(DIRECT, self.world.direct(who.id).id, direct=True)

    def _message(self, seen: SeenMessage) -> Message:
        kept = self.world.find_message(seen.id)
        assert kept is not None, f"message {seen.id} is not on the screen any more"
        return kept

    def _typed(self, line: str, focus: str = "") -> dict[str, Any]:
        """A typed line as Discord's client would send it, by the registered options."""
        words = line.removeprefix("/").split()
        command = next(c for c in self.world.commands if c["name"] == words[0])
        words, options, path = words[1:], command.get("options", []), []
        while options and options[0]["type"] in (1, 2):
            chosen = next(o for o in options if words and o["name"] == words[0])
            path.append(chosen)
            words, options = words[1:], chosen.get("options", [])
        named = {o["name"]: o for o in options}
        if words and words[0].partition(":")[0] in named and ":" in words[0]:
            name, _, first = words[0].partition(":")
            options, words = [named[name]], [first, *words[1:]]
        data: list[dict[str, Any]] = []
        for n, option in enumerate(options):
            if not words and option["name"] != focus:
                break
            rest = n == len(options) - 1
            word = " ".join(words) if rest else (words[0] if words else "")
            words = [] if rest else words[1:]
            entry = {"name": option["name"], "type": option["type"], "value": _typed(option, word)}
            data.append(entry | ({"focused": True} if option["name"] == focus else {}))
        for step in reversed(path):
            data = [{"name": step["name"], "type": step["type"], "options": data}]
        return {"id": command["id"], "name": command["name"], "type": 1, "options": data}

    async def finished(self, hook: Hook) -> None:
        """Returns once the bot has answered ``hook``."""
        await self._events.setdefault(hook.id, asyncio.Event()).wait()

    async def _result(self, act: Any) -> Result:
        hook: Hook = await act
        self._hooks[hook.id] = hook
        async with asyncio.timeout(SETTLED_WITHIN):
            await self.finished(hook)
        return self.result_of(hook)

    def result_of(self, hook: Hook) -> Result:
        """What ``hook`` has led to so far."""
        find = self.world.find_message
        replies = [m for m in map(find, hook.replies) if m is not None]
        updated = find(hook.updated) if hook.updated else None
        return Result(
            acked_after=hook.acked_after,
            thinking=hook.thinking,
            replies=[self._seen(m) for m in replies],
            updated=None if updated is None else self._seen(updated),
            form=None if hook.modal is None else _form(hook),
            suggestions=[(c["name"], c["value"]) for c in hook.choices],
            interaction_id=hook.id,
        )


def _typed(option: dict[str, Any], word: str) -> str | int:
    return int(word) if option["type"] == 4 and word.lstrip("-").isdigit() else word


def _custom_id(message: Message, action: str) -> str:
    """The custom_id of the control with ``action``; a forged one is sent as it is."""
    for part in every(message.components):
        custom_id = part.get("custom_id")
        if custom_id and unmarked(custom_id) == action:
            return str(custom_id)
    return action


def _controls(message: Message) -> list[SeenControl]:
    seen = []
    for part in every(message.components):
        action = unmarked(part.get("custom_id", ""))
        if part["type"] == 2 and part["style"] == 5:
            seen.append(SeenControl(part["label"], part["url"], "link"))
        elif part["type"] == 2:
            off = part.get("disabled", False)
            seen.append(SeenControl(part["label"], action, "button", disabled=off))
        elif part["type"] == 3:
            seen.append(SeenControl(part["placeholder"], action, "select", _options(part)))
    return seen


def _options(part: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((option["label"], option["value"]) for option in part.get("options", ()))


def _form(hook: Hook) -> SeenForm:
    assert hook.modal is not None
    fields = []
    intro = ""
    for part in hook.modal["components"]:
        if part["type"] == 10:
            intro = part["content"].replace("\\", "")
            continue
        inner = part["component"]
        if inner["type"] == 4:
            kind, value = "text", (inner["value"],) if inner.get("value") else ()
        else:
            many = inner["type"] == 22 or inner.get("max_values", 1) > 1
            kind = "many" if many else "one"
            value = tuple(o["value"] for o in inner["options"] if o.get("default"))
        fields.append(SeenField(inner["custom_id"], part["label"], kind, value, _options(inner)))
    return SeenForm(hook.modal["title"], hook.modal["custom_id"], tuple(fields), hook, intro)


@asynccontextmanager
async def open_driver(
    commands: Sequence[Command], handler: InteractionHandler
) -> AsyncIterator[DiscordDriver]:
    """A started driver with one channel, Ana (may manage) and Ben."""
    async with DiscordServer() as server:
        driver = DiscordDriver(server, commands, handler)
        await driver.start()
        try:
            yield driver
        finally:
            await driver.adapter.stop()
