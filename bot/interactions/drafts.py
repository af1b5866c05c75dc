"""Things put aside for a moment: a refused form, or a command waiting for one more word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any, Protocol

from bot.interactions.router import Router, in_place
from bot.interactions.sentences import GONE
from bot.model import (
    ChoiceField,
    Field,
    Form,
    Interaction,
    Kind,
    MemberRef,
    Option,
    Outcome,
    Reply,
    TextField,
)
from bot.runtime.clock import Clock, millis


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
        return await self._put({"form": form_data(form), "owner": owner.key})

    async def form(self, draft_id: int, reader: MemberRef) -> Form | None:
        """None when it is gone, or somebody else's."""
        data = await self._get(draft_id, reader)
        return read_form(data["form"]) if "form" in data else None

    async def save(self, interaction: Interaction) -> int:
        return await self._put(
            {
                "owner": interaction.member.key,
                "kind": interaction.kind.value,
                "route": interaction.route,
                "args": list(interaction.args),
                "options": dict(interaction.options),
                "values": dict(interaction.values) if interaction.kind is Kind.SUBMIT else {},
            }
        )

    async def resume(
        self,
        press: Interaction,
        draft_id: int,
        options: Mapping[str, str | int],
        values: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Interaction | None:
        """What was saved, as if ``press`` had been it; None when gone or somebody else's."""
        data = await self._get(draft_id, press.member)
        if "route" not in data:
            return None
        held = {key: tuple(given) for key, given in data.get("values", {}).items()}
        return replace(
            press,
            kind=Kind(data["kind"]),
            route=data["route"],
            args=tuple(data["args"]),
            options={**data["options"], **options},
            values={**held, **values},
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

    async def _put(self, body: dict[str, Any]) -> int:
        words = json.dumps(body, ensure_ascii=False)
        return await self._store.put(words, millis(self._clock.now()))

    async def _get(self, draft_id: int, reader: MemberRef) -> dict[str, Any]:
        body = await self._store.get(draft_id)
        try:
            data = json.loads(body) if body else {}
        except (ValueError, RecursionError):  # not written by this program
            return {}
        # Ids can be guessed, and a button is never permission.
        return data if isinstance(data, dict) and data.get("owner") == reader.key else {}


def form_data(form: Form) -> dict[str, Any]:
    """A form as plain JSON data."""
    data = asdict(form)
    for field, plain in zip(form.fields, data["fields"], strict=True):
        plain["type"] = "text" if isinstance(field, TextField) else "choice"
    return data


def read_form(data: dict[str, Any]) -> Form:
    fields: list[Field] = []
    for plain in data["fields"]:
        values = dict(plain)
        if values.pop("type") == "text":
            fields.append(TextField(**values))
        else:
            values["options"] = tuple(Option(**option) for option in values["options"])
            fields.append(ChoiceField(**values))
    return Form(data["action"], data["title"], tuple(fields), data["submit"], data.get("intro", ""))
