"""Things put aside for a moment: a refused form, or a command waiting for one more word."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any, Protocol

from bot.core.clock import Clock, millis
from bot.core.router import Router, in_place
from bot.model import (
    Card,
    ChoiceField,
    Field,
    Form,
    Interaction,
    Kind,
    Option,
    Outcome,
    Paragraph,
    Reply,
    TextField,
    text,
)


class DraftStore(Protocol):
    async def put(self, body: str, now: int) -> int: ...

    async def get(self, draft_id: int) -> str | None: ...


GONE = Card(
    "This is no longer here",
    (Paragraph(text("It was put aside too long ago. Please start again with the command.")),),
)


class Drafts:
    """Saves and goes on. Implements ``bot.core.router.Again``."""

    def __init__(self, store: DraftStore, router: Router, clock: Clock) -> None:
        self._store = store
        self._router = router
        self._clock = clock

    async def save_form(self, form: Form) -> int:
        body = json.dumps({"form": form_data(form)}, ensure_ascii=False)
        return await self._store.put(body, millis(self._clock.now()))

    async def form(self, draft_id: int) -> Form | None:
        body = await self._store.get(draft_id)
        data = json.loads(body) if body else {}
        return read_form(data["form"]) if "form" in data else None

    async def save(self, interaction: Interaction) -> int:
        body = {
            "kind": interaction.kind.value,
            "route": interaction.route,
            "args": list(interaction.args),
            "options": dict(interaction.options),
        }
        return await self._store.put(
            json.dumps(body, ensure_ascii=False), millis(self._clock.now())
        )

    async def go_on(self, press: Interaction, draft_id: int, **options: str | int) -> Outcome:
        body = await self._store.get(draft_id)
        data = json.loads(body) if body else {}
        if "route" not in data:
            return Reply(GONE)
        kind = Kind(data["kind"])
        resumed = replace(
            press,
            kind=kind,
            route=data["route"],
            args=tuple(data["args"]),
            options={**data["options"], **options},
            values={},
            text=None,
        )
        route = self._router.handler(resumed)
        if route is None:
            return Reply(GONE)
        return in_place(await route(resumed))


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
    return Form(data["action"], data["title"], tuple(fields), data["submit"])
