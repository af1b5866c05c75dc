"""Things put aside for a moment: a refused form, or a command waiting for one more word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from bot.interactions.router import Router, in_place
from bot.interactions.sentences import GONE
from bot.model import Form, Interaction, Kind, MemberRef, Outcome, Reply
from bot.runtime.clock import Clock, millis


@dataclass(frozen=True, slots=True)
class _SavedForm:
    """A form that was refused; ``owner`` is the member who may go on with it."""

    form: Form
    owner: str


@dataclass(frozen=True, slots=True)
class _SavedRequest:
    """A command, press or submit that waits for one more word."""

    owner: str
    kind: Kind
    route: str
    args: tuple[str, ...]
    options: dict[str, str | int]
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


_FORM = TypeAdapter(_SavedForm)
_REQUEST = TypeAdapter(_SavedRequest)
S = TypeVar("S", _SavedForm, _SavedRequest)


class DraftStore(Protocol):
    async def put(self, body: str, now: int) -> int: ...

    async def get(self, draft_id: int) -> str | None: ...


class Drafts:
    """Saves and goes on. Implements ``bot.interactions.router.Again``."""

    def __init__(self, store: DraftStore, router: Router, clock: Clock) -> None:
        self._store = store
        self._router = router
        self._clock = clock

    async def save_form(self, form: Form, owner: MemberRef) -> int:
        return await self._put(_FORM, _SavedForm(form, owner.key))

    async def form(self, draft_id: int, reader: MemberRef) -> Form | None:
        """None when it is gone, or somebody else's."""
        saved = await self._get(_FORM, draft_id, reader)
        return None if saved is None else saved.form

    async def save(self, interaction: Interaction) -> int:
        return await self._put(
            _REQUEST,
            _SavedRequest(
                interaction.member.key,
                interaction.kind,
                interaction.route,
                tuple(interaction.args),
                dict(interaction.options),
                dict(interaction.values) if interaction.kind is Kind.SUBMIT else {},
            ),
        )

    async def resume(
        self,
        press: Interaction,
        draft_id: int,
        options: Mapping[str, str | int],
        values: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Interaction | None:
        """What was saved, as if ``press`` had been it; None when gone or somebody else's."""
        saved = await self._get(_REQUEST, draft_id, press.member)
        if saved is None:
            return None
        return replace(
            press,
            kind=saved.kind,
            route=saved.route,
            args=saved.args,
            options={**saved.options, **options},
            values={**saved.values, **values},
            text=None,
        )

    async def run(self, resumed: Interaction | None) -> Outcome:
        """Runs what ``resume`` gave, in place of the message that was pressed."""
        handler = None if resumed is None else self._router.handler(resumed)
        if resumed is None or handler is None:
            return Reply(GONE)
        return in_place(await handler(resumed))

    async def go_on(self, press: Interaction, draft_id: int, **options: str | int) -> Outcome:
        return await self.run(await self.resume(press, draft_id, options))

    async def submit(self, press: Interaction, draft_id: int, **values: str) -> Outcome:
        given = {key: (value,) for key, value in values.items()}
        return await self.run(await self.resume(press, draft_id, {}, given))

    async def _put(self, shape: TypeAdapter[S], saved: S) -> int:
        return await self._store.put(shape.dump_json(saved).decode(), millis(self._clock.now()))

    async def _get(self, shape: TypeAdapter[S], draft_id: int, reader: MemberRef) -> S | None:
        body = await self._store.get(draft_id)
        try:
            saved = shape.validate_json(body or "")
        except ValueError:  # gone, another kind of draft, or not written by this program
            return None
        # Ids can be guessed, and a button is never permission.
        return saved if saved.owner == reader.key else None
