"""The room: what is on whose screen, the bot's connection, and the deadlines.

It is as strict as the strictest real platform. What members do in it is in ``acts``, what
the bot puts up in ``board``, what it answers to a member in ``answers``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from bot.adapters.base import InteractionHandler, Rejected
from bot.adapters.playground.state import (
    ACK_WITHIN,
    ANSWER_WITHIN,
    Channel,
    Exchange,
    Faults,
    MessageKind,
    OpenedForm,
    RoomMember,
    RoomMessage,
    State,
)
from bot.adapters.playground.words import say
from bot.model import Command, Interaction, Kind, Rights

BOT = "bot"
KEPT_EXCHANGES = 500


class Room:
    """``now`` is the room's clock (aware UTC), which may be virtual; deadlines are real time."""

    def __init__(
        self,
        channels: Iterable[Channel],
        members: Iterable[RoomMember],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        ack_within: float = ACK_WITHIN,
        answer_within: float = ANSWER_WITHIN,
    ) -> None:
        self.now = now
        self.ack_within = ack_within
        self.answer_within = answer_within
        self.channels = {channel.id: channel for channel in channels}
        self.members = {member.id: member for member in members}
        self.messages: dict[str, RoomMessage] = {}
        self.forms: dict[str, OpenedForm] = {}
        self.subjects: dict[tuple[str, str], str] = {}
        self.exchanges: dict[str, Exchange] = {}
        self.commands: tuple[Command, ...] = ()
        self.faults = Faults()
        self.breaches: list[str] = []
        self.version = 0
        # Ids must not come again after a restart: a kept database remembers old ones.
        self._count = int(time.time() * 1000)
        self._deliver: InteractionHandler | None = None
        self._cut: asyncio.Event | None = None
        self._connected = asyncio.Event()
        self._watchers: list[Callable[[], None]] = []

    # the bot's connection

    def connect(self, deliver: InteractionHandler) -> asyncio.Event:
        """Interactions go to ``deliver`` until the returned event is set by ``cut``."""
        self.cut()
        self._deliver, self._cut = deliver, asyncio.Event()
        self._connected.set()
        self.changed()
        return self._cut

    def cut(self) -> None:
        """Ends the bot's connection, if there is one."""
        if self._cut is not None:
            self._cut.set()
        self._deliver = self._cut = None
        self._connected.clear()
        self.changed()

    @property
    def online(self) -> bool:
        return self._deliver is not None

    # changes

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """``watcher`` is called after each change; the returned call ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def changed(self, message: RoomMessage | None = None) -> None:
        self.version += 1
        if message is not None:
            message.rev = self.version
        for watcher in tuple(self._watchers):
            watcher()

    def new_id(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def add(self, message: RoomMessage) -> RoomMessage:
        self.messages[message.id] = message
        self.changed(message)
        return message

    def drop(self, message_id: str) -> bool:
        """Takes a message off all screens; False when it was not there."""
        gone = self.messages.pop(message_id, None)
        if gone is not None:
            self.changed()
        return gone is not None

    # who sees what

    def seen_by(self, member: str) -> Iterator[RoomMessage]:
        """All messages on a member's screen, oldest first."""
        return (m for m in self.messages.values() if m.visible_to(member))

    def forms_of(self, member: str) -> list[OpenedForm]:
        return [form for form in self.forms.values() if form.member == member]

    def pending_of(self, member: str) -> list[Exchange]:
        """What a member did and the bot has not settled yet."""
        return [e for e in self.exchanges.values() if e.member == member and not e.settled.is_set()]

    # deadlines

    def settle(self, exchange: Exchange, state: State) -> None:
        exchange.state = state
        exchange.settled.set()
        self.changed()

    def refuse(self, why: str) -> Rejected:
        """Notes a fault of the bot's; the caller raises what this returns."""
        self.breaches.append(why)
        return Rejected(why)

    def expect_answer(self, exchange: Exchange) -> None:
        """Starts the second deadline, that of a deferred interaction."""
        asyncio.get_running_loop().call_later(
            self.answer_within, self.lapse, exchange, State.DEFERRED
        )

    def lapse(self, exchange: Exchange, waited_in: State) -> None:
        """Gives up on ``exchange`` if it still is in the state whose deadline is over."""
        if exchange.state is not waited_in:
            return
        if exchange.placeholder is not None:
            self.drop(exchange.placeholder)
        opened = self.forms.get(exchange.submitted or "")
        if opened is not None:
            opened.sending, opened.note = False, say("not-sent")
        elif exchange.interaction.kind is not Kind.SUGGEST:
            self.add(
                RoomMessage(
                    self.new_id("m"),
                    MessageKind.FAILURE,
                    exchange.channel,
                    BOT,
                    self.now(),
                    words=say("no-answer"),
                    thread=exchange.thread,
                    private_to=exchange.member,
                )
            )
        self.settle(exchange, State.LAPSED)

    # the way to the bot

    def send(
        self,
        kind: Kind,
        member: str,
        channel: Channel,
        route: str,
        *,
        message: RoomMessage | None = None,
        text: str | None = None,
        options: Mapping[str, str | int] | None = None,
        values: Mapping[str, tuple[str, ...]] | None = None,
        focus: str = "",
        submitted: str | None = None,
    ) -> Exchange:
        """Delivers one interaction; without a connection it runs into its deadline."""
        person = self.members[member]
        interaction = Interaction(
            id=self.new_id("i"),
            kind=kind,
            member=person.ref,
            member_name=person.name,
            channel=channel.ref,
            route=route,
            received_at=self.now(),
            received=time.monotonic(),
            message=None if message is None else message.ref,
            text=text,
            options=options or {},
            values=values or {},
            focus=focus,
            rights=Rights.MANAGER if person.manager else Rights.MEMBER,
        )
        exchange = Exchange(
            interaction, channel, message.thread if message else None, submitted=submitted
        )
        self.exchanges[interaction.id] = exchange
        while len(self.exchanges) > KEPT_EXCHANGES:
            del self.exchanges[next(iter(self.exchanges))]
        loop = asyncio.get_running_loop()
        loop.call_later(self.ack_within, self.lapse, exchange, State.OPEN)
        self.changed()
        if self._deliver is not None:
            self._deliver(interaction)
        return exchange
