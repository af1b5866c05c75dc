"""Answers to interactions (Discord: interactions/receiving-and-responding)."""

from __future__ import annotations

import time

from aiohttp import web

from tests.servers.discord import command_rules, rules
from tests.servers.discord.handling import Handlers, Refusal, reply
from tests.servers.discord.rules import EPHEMERAL, LAYOUT, Problems
from tests.servers.discord.world import Hook, Json, Message

_ANSWER_WITHIN = 3.0
_TOKEN_LIFE = 15 * 60.0
_CALLBACK_FLAGS = EPHEMERAL | LAYOUT | rules.SUPPRESS_EMBEDS | rules.SUPPRESS_NOTIFICATIONS


class Answers(Handlers):
    async def callback(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        hook = self.world.hooks.get(request.match_info["token"])
        if hook is None or hook.id != request.match_info["id"]:
            raise Refusal(404, 10062, "Unknown interaction")
        try:
            self.first(request, hook, data, files)
        except Refusal as refusal:
            hook.refused.append(refusal.code)
            raise
        if request.query.get("with_response") in ("1", "true"):
            return reply({"interaction": {"id": hook.id, "type": hook.kind}})
        return web.Response(status=204)

    def first(
        self, request: web.Request | str, hook: Hook, data: Json, files: dict[int, str]
    ) -> None:
        """The first answer, from a request or in the response to one. Raises ``Refusal``."""
        if hook.first is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self.world.now().timestamp() - hook.delivered > _ANSWER_WITHIN:
            raise Refusal(404, 10062, "Unknown interaction")
        problems = Problems()
        problems.keys((), data, ("type", "data"))
        kind, inner = data.get("type"), data.get("data", {})
        allowed = {2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5}}[hook.kind]
        if hook.kind == 5 and hook.source:
            allowed = allowed | {6, 7}
        if kind not in allowed:
            problems.add(
                ("type",), "INTERACTION_RESPONSE_TYPE", f"{kind} cannot answer {hook.kind}"
            )
        self._complain(request, problems)
        flags = inner.get("flags", 0)
        if kind == 4:
            problems = rules.check_message(inner, rules.REPLY, files, flags=flags)
            if flags & ~_CALLBACK_FLAGS:
                problems.add(("flags",), "BITFIELD_INVALID", f"flags {flags}")
        elif kind == 5:
            problems.keys(("data",), inner, ("flags",))
            if flags & ~EPHEMERAL:
                problems.add(("data", "flags"), "BITFIELD_INVALID", "a deferral is only ephemeral")
        elif kind == 6:
            problems.keys(("data",), inner, ())
        elif kind == 8:
            problems = command_rules.check_choices(inner)
        elif kind == 9:
            problems = rules.check_modal(inner)
        self._complain(request, problems)
        if kind == 7:
            self._change_source(request, hook, inner, files)
        hook.first = kind
        hook.acked_after = time.monotonic() - hook.sent
        channel = self.world.channels[hook.channel]
        whose = hook.user if flags & EPHEMERAL else None
        if kind == 4:
            message = self.world.write(channel, inner, files, private_to=whose, interaction=True)
            hook.original = message.id
            hook.replies.append(message.id)
        elif kind == 5:
            message = self.world.write(
                channel, {"flags": flags}, {}, private_to=whose, interaction=True
            )
            message.loading = hook.thinking = True
            hook.original = message.id
        elif kind in (6, 7):
            hook.original = hook.source
        elif kind == 8:
            hook.choices = inner["choices"]
        elif kind == 9:
            hook.modal = inner

    def _change_source(
        self, request: web.Request | str, hook: Hook, data: Json, files: dict[int, str]
    ) -> None:
        message = self.world.find_message(hook.source or "")
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        self._change(request, message, data, files, interaction=True)
        hook.updated = message.id

    def _living(self, request: web.Request) -> Hook:
        hook = self.world.hooks.get(request.match_info["token"])
        if hook is None or request.match_info["app"] != self.world.app or hook.first is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if self.world.now().timestamp() - hook.delivered > _TOKEN_LIFE:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return hook

    def _original(self, hook: Hook) -> Message:
        message = self.world.find_message(hook.original or "")
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    async def edit_original(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        hook = self._living(request)
        message = self._original(hook)
        waiting = message.loading
        self._change(request, message, data, files, interaction=True)
        if message.id == hook.source:
            hook.updated = message.id
        elif waiting:
            hook.replies.append(message.id)
        return reply(self.world.message_json(message))

    async def delete_original(self, request: web.Request) -> web.Response:
        message = self._original(self._living(request))
        self.world.private.pop(message.id, None)
        self.world.channels[message.channel].messages.pop(message.id, None)
        return web.Response(status=204)

    async def follow_up(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        hook = self._living(request)
        flags = data.get("flags", 0)
        problems = rules.check_message(data, rules.REPLY, files, flags=flags)
        if flags & ~_CALLBACK_FLAGS:
            problems.add(("flags",), "BITFIELD_INVALID", f"flags {flags}")
        self._complain(request, problems)
        placeholder = self.world.find_message(hook.original or "")
        if hook.first == 5 and placeholder is not None and placeholder.loading:
            # The first follow-up takes the placeholder's place, visibility and all.
            whose = placeholder.private_to
            self.world.private.pop(placeholder.id, None)
        else:
            whose = hook.user if flags & EPHEMERAL else None
        channel = self.world.channels[hook.channel]
        message = self.world.write(channel, data, files, private_to=whose, interaction=True)
        hook.replies.append(message.id)
        return reply(self.world.message_json(message))
