"""What all REST handlers share: refusals, JSON, bodies, and changing a message."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.servers.discord import rules
from tests.servers.discord.rules import LAYOUT, Problems
from tests.servers.discord.world import Json, Message, World


class Refusal(Exception):
    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


def reply(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # Exactly this content type: a charset would keep discord.py from reading the JSON.
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


class Handlers:
    def __init__(self, world: World) -> None:
        self.world = world

    async def _body(self, request: web.Request) -> tuple[Any, dict[int, str]]:
        files: dict[int, str] = {}
        if request.content_type == "multipart/form-data":
            payload: Any = {}
            reader = await request.multipart()
            async for part in reader:
                name = getattr(part, "name", None) or ""
                if name == "payload_json":
                    payload = json.loads(await part.text())  # type: ignore[union-attr]
                elif name.startswith("files["):
                    content = await part.read()  # type: ignore[union-attr]
                    if not content:
                        raise Refusal(400, 50006, "Cannot send an empty message")
                    files[int(name[6:-1])] = str(part.filename)  # type: ignore[union-attr]
                else:
                    raise Refusal(400, 50035, f"unknown part {name!r}")
            return payload, files
        raw = await request.read()
        return (json.loads(raw) if raw else {}), files

    def _complain(self, request: web.Request | str, problems: Problems) -> None:
        """``request`` is where they were found, or its name."""
        if problems.found:
            where = request if isinstance(request, str) else f"{request.method} {request.path}"
            self.world.breaches += [f"{where}: {line}" for line in problems.lines()]
            raise Refusal(400, 50035, "Invalid Form Body", problems.tree())

    def _change(
        self,
        request: web.Request | str,
        message: Message,
        data: Json,
        files: dict[int, str],
        *,
        interaction: bool,
    ) -> None:
        flags = data.get("flags", message.flags)
        if message.author != self.world.me.id:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        problems = rules.check_message(
            data, rules.EDIT, files, flags=flags | message.flags, edit=True
        )
        if message.flags & LAYOUT and not flags & LAYOUT and "flags" in data:
            problems.add(("flags",), "MESSAGE_FLAG_CANNOT_BE_REMOVED", "IS_COMPONENTS_V2 stays")
        self._complain(request, problems)
        message.flags |= flags & LAYOUT
        message.edits += 1
        message.loading = False
        self.world.fill(message, data, files, interaction=interaction)
