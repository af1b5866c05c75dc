"""The playground as the contract suite drives it: straight through its room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import cast

from bot.adapters.base import Adapter, InteractionHandler
from bot.adapters.playground import acts
from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import (
    Channel,
    Exchange,
    MessageKind,
    OpenedForm,
    RoomMember,
    RoomMessage,
)
from bot.model import (
    Buttons,
    Card,
    ChannelRef,
    Command,
    Drawn,
    Image,
    LinkButton,
    MemberRef,
    Option,
    TextField,
    laid_out,
)
from tests.contract.driver import Result, SeenControl, SeenField, SeenForm, SeenMessage
from tests.inside import online, redeliver

SETTLED_WITHIN = 20.0


def _options(options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    return tuple((option.label, option.value) for option in options)


def _controls(card: Card) -> tuple[SeenControl, ...]:
    seen: list[SeenControl] = []
    for row in card.rows:
        if isinstance(row, Buttons):
            for item in row.items:
                if isinstance(item, LinkButton):
                    seen.append(SeenControl(item.label, item.url, "link"))
                else:
                    seen.append(
                        SeenControl(item.label, item.action, "button", disabled=item.disabled)
                    )
        else:
            seen.append(SeenControl(row.placeholder, row.action, "select", _options(row.options)))
    return tuple(seen)


def _message(message: RoomMessage) -> SeenMessage:
    card = None if message.card is None else laid_out(message.card, pictures=True)
    private = message.private_to or message.channel.only
    return SeenMessage(
        id=message.id,
        text="" if card is None else card.fallback,
        controls=() if card is None else _controls(card),
        private_to=None if private is None else MemberRef("playground", private),
        thread=message.thread,
        pinged=message.pinged,
        images=()
        if card is None
        else tuple(b.alt for b in card.blocks if isinstance(b, Image | Drawn)),
        raw=card,
    )


def _form(opened: OpenedForm) -> SeenForm:
    fields: list[SeenField] = []
    for field in opened.form.fields:
        if isinstance(field, TextField):
            value = (field.value,) if field.value else ()
            fields.append(SeenField(field.key, field.label, "text", value))
        else:
            chosen = tuple(o.value for o in field.options if o.selected)
            kind = "many" if field.many else "one"
            fields.append(SeenField(field.key, field.label, kind, chosen, _options(field.options)))
    return SeenForm(
        opened.form.title, opened.form.action, tuple(fields), opened.id, opened.form.intro
    )


class PlaygroundDriver:
    """``Driver`` for the playground."""

    name = "playground"

    def __init__(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        self._commands, self._handler = commands, handler
        study = Channel("study", "study-group")
        self.room = Room(
            (study, Channel("general", "general")),
            (RoomMember("ana", "Ana", manager=True), RoomMember("ben", "Ben")),
        )
        self.adapter: Adapter = PlaygroundAdapter(self.room)
        self.channel = study.ref
        self.ana = self.room.members["ana"].ref
        self.ben = self.room.members["ben"].ref

    def has_suggestions(self) -> bool:
        return True

    async def command(
        self, who: MemberRef, line: str, *, where: ChannelRef | None = None
    ) -> Result:
        return await self._result(acts.command(self.room, who.id, (where or self.channel).id, line))

    async def suggest(self, who: MemberRef, line: str, option: str) -> Result:
        return await self._result(acts.suggest(self.room, who.id, self.channel.id, line, option))

    async def press(self, who: MemberRef, message: SeenMessage, label: str) -> Result:
        control = next(c for c in message.controls if c.label == label and c.kind == "button")
        assert not control.disabled, f"the button {label!r} is disabled"
        return await self.press_action(who, message, control.action)

    async def choose(self, who: MemberRef, message: SeenMessage, *labels: str) -> Result:
        (control,) = (c for c in message.controls if c.kind == "select")
        values = dict(control.options)
        chosen = [values[label] for label in labels]
        return await self._result(
            acts.press(self.room, who.id, message.id, control.action, chosen, forged=True)
        )

    async def press_action(self, who: MemberRef, message: SeenMessage, action: str) -> Result:
        return await self._result(acts.press(self.room, who.id, message.id, action, forged=True))

    async def submit(
        self, who: MemberRef, form: SeenForm, values: dict[str, tuple[str, ...]]
    ) -> Result:
        handle = cast("str", form.handle)
        return await self._result(acts.submit(self.room, who.id, handle, values))

    async def repeat(self, interaction_id: str) -> Result:
        exchange = self.room.exchanges[interaction_id]
        if redeliver(self.room, interaction_id):
            return await self._result(exchange)
        return Result(acked_after=exchange.acked_after, interaction_id=interaction_id)

    def posts(self, channel: ChannelRef | None = None) -> list[SeenMessage]:
        wanted = (channel or self.channel).id
        return [
            _message(m)
            for m in self.room.messages.values()
            if m.kind is MessageKind.POST and m.channel.id == wanted
        ]

    def privates(self, who: MemberRef) -> list[SeenMessage]:
        return [
            _message(m)
            for m in self.room.messages.values()
            if m.kind is MessageKind.REPLY and m.private_to == who.id and not m.thinking
        ]

    async def restart(self, adapter_factory: object = None) -> None:
        await self.adapter.stop()
        make = cast("Callable[[], Adapter] | None", adapter_factory)
        self.adapter = make() if make is not None else PlaygroundAdapter(self.room)
        await self.adapter.start(self._commands, self._handler)

    def deny_posts(self, channel: ChannelRef, denied: bool = True) -> None:
        (self.room.faults.denied.add if denied else self.room.faults.denied.discard)(channel.id)

    def close_direct(self, who: MemberRef) -> None:
        self.room.faults.closed.add(who.id)

    def remove_message(self, message_id: str) -> None:
        assert self.room.drop(message_id), f"no message {message_id}"

    def hide_history(self, channel: ChannelRef) -> None:
        self.room.faults.hidden.add(channel.id)

    def limit_next_posts(self, times: int, after: float) -> None:
        self.room.faults.limited, self.room.faults.wait = times, after

    async def drop_connection(self) -> None:
        self.room.cut()
        async with asyncio.timeout(SETTLED_WITHIN):
            await online(self.room)

    def breaches(self) -> list[str]:
        return list(self.room.breaches)

    async def _result(self, exchange: Exchange) -> Result:
        async with asyncio.timeout(SETTLED_WITHIN):
            await exchange.settled.wait()
        room = self.room
        opened = room.forms.get(exchange.opened or "")
        updated = room.messages.get(exchange.updated or "")
        return Result(
            acked_after=exchange.acked_after,
            thinking=exchange.thought,
            replies=[_message(room.messages[i]) for i in exchange.replies if i in room.messages],
            updated=None if updated is None else _message(updated),
            form=None if opened is None else _form(opened),
            errors=dict(exchange.errors),
            suggestions=[(o.label, o.value) for o in exchange.suggestions],
            interaction_id=exchange.interaction.id,
        )


@asynccontextmanager
async def open_driver(
    commands: Sequence[Command], handler: InteractionHandler
) -> AsyncIterator[PlaygroundDriver]:
    """A started driver with one channel, Ana (may manage) and Ben."""
    driver = PlaygroundDriver(commands, handler)
    await driver.adapter.start(commands, handler)
    try:
        yield driver
    finally:
        await driver.adapter.stop()
