"""Routes: which handler answers which command, press or form, and how it is acknowledged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.interactions.button_codec import BadAction, base36, decode, encode, row_id
from bot.model import (
    Ack,
    Card,
    Command,
    Form,
    Interaction,
    Kind,
    MemberRef,
    Outcome,
    Reply,
    Update,
)
from bot.runtime import acts
from bot.runtime.clock import Clock, from_millis, millis

__all__ = [
    "Again",
    "BadAction",
    "Clock",
    "Handler",
    "Refusal",
    "Route",
    "Router",
    "base36",
    "decode",
    "encode",
    "from_millis",
    "in_place",
    "millis",
    "row_id",
]

Handler = Callable[[Interaction], Awaitable[Outcome]]
Afterwards = Callable[[Interaction, Outcome], Awaitable[Outcome]]


class Refusal(Exception):
    """A handler's way out: the member sees ``card``, which says what to do next."""

    def __init__(self, card: Card) -> None:
        super().__init__(card.title)
        self.card = card


@dataclass(frozen=True, slots=True)
class Route:
    ack: Ack
    handler: Handler


class Router:
    """Filled once at start by the features; only read afterwards.

    Each handler is one act: it runs in one ``transaction``, whole or not at all. A refusal is an
    answer like any other, so what was written before it stays.
    """

    def __init__(self, transaction: acts.Transaction) -> None:
        self._transaction = transaction
        self._commands: dict[str, tuple[Command, Route]] = {}
        self._suggest: dict[str, Handler] = {}
        self._actions: dict[str, Route] = {}
        self._home: Route | None = None
        self.afterwards: Afterwards | None = None
        """Adds to what a handler returns, in the same act."""

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(command for command, _ in self._commands.values())

    @property
    def routes(self) -> frozenset[str]:
        """The names that a handled interaction's route can have."""
        page = (Kind.HOME.value,) if self._home else ()
        return frozenset((*self._commands, *self._actions, *page))

    @property
    def actions(self) -> tuple[str, ...]:
        """The names that a coded action may begin with."""
        return tuple(self._actions)

    def command(
        self, command: Command, handler: Handler, *, suggest: Handler | None = None
    ) -> None:
        """Raises ``ValueError`` when the command exists, or suggests without a handler."""
        if command.route in self._commands:
            raise ValueError(f"two commands are called {command.route!r}")
        if any(option.suggests for option in command.options) != (suggest is not None):
            raise ValueError(f"{command.route!r}: suggesting options and a handler go together")
        self._commands[command.route] = (command, Route(command.ack, self._act(handler)))
        if suggest is not None:
            self._suggest[command.route] = suggest

    def action(self, name: str, ack: Ack, handler: Handler) -> None:
        """Presses and form submits whose action starts with ``name``."""
        encode(name)
        if name in self._actions:
            raise ValueError(f"two actions are called {name!r}")
        self._actions[name] = Route(ack, self._act(handler))

    def home(self, handler: Handler) -> None:
        """Who makes a member's page, on platforms that have one; answers with ``Home``."""
        if self._home is not None:
            raise ValueError("two handlers make the page of a member")
        self._home = Route(Ack.UPDATE, self._act(handler))

    def _act(self, handler: Handler) -> Handler:
        async def handle(interaction: Interaction) -> Outcome:
            async def act() -> Outcome | Refusal:
                try:
                    outcome = await handler(interaction)
                except Refusal as refusal:
                    return refusal
                after = self.afterwards
                return outcome if after is None else await after(interaction, outcome)

            outcome = await acts.run(self._transaction, act)
            if isinstance(outcome, Refusal):
                raise outcome
            return outcome

        return handle

    def find(self, interaction: Interaction) -> tuple[Route, Interaction] | None:
        """The route and the interaction with its arguments decoded; None when there is none."""
        if interaction.kind is Kind.COMMAND:
            found = self._commands.get(interaction.route)
            return (found[1], interaction) if found else None
        if interaction.kind is Kind.HOME:
            return (self._home, interaction) if self._home else None
        if interaction.kind is Kind.SUGGEST:
            handler = self._suggest.get(interaction.route)
            return (Route(Ack.PRIVATE, handler), interaction) if handler else None
        try:
            name, args = decode(interaction.route)
        except BadAction:
            return None
        route = self._actions.get(name)
        return (route, interaction.decoded(name, args)) if route else None

    def handler(self, interaction: Interaction) -> Handler | None:
        """The handler for an interaction whose action is decoded already."""
        if interaction.kind is Kind.COMMAND:
            found = self._commands.get(interaction.route)
            return found[1].handler if found else None
        route = self._actions.get(interaction.route)
        return route.handler if route else None


class Again(Protocol):
    """Stops a member for a question and goes on afterwards with what they had asked for."""

    async def save(self, interaction: Interaction) -> int:
        """A draft id from which the interaction can be gone on with."""
        ...

    async def save_form(self, form: Form, owner: MemberRef) -> int:
        """A draft id for a button ``missing_options.AGAIN``, which opens ``form`` as it is."""
        ...

    async def go_on(self, press: Interaction, draft_id: int, **options: str | int) -> Outcome:
        """Runs the saved interaction as if ``press`` had been it, with ``options`` added."""
        ...

    async def submit(self, press: Interaction, draft_id: int, **values: str) -> Outcome:
        """Submits the saved form as if ``press`` had, with ``values`` in place of what it held."""
        ...


def in_place(outcome: Outcome) -> Outcome:
    """A reply that replaces the private message it answers."""
    return Update(outcome.card, outcome.subject) if isinstance(outcome, Reply) else outcome
