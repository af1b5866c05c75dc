"""What people do, and the three ways an app answers them: acknowledgement, response URL, view."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.servers.mangling import mangled
from tests.servers.slack.blocks import Checker
from tests.servers.slack.reading import notified
from tests.servers.slack.state import (
    ACK_SECONDS,
    APP,
    HOOK_SECONDS,
    HOOK_USES,
    TEAM,
    Act,
    Hook,
    Json,
    Message,
    State,
    View,
)

HOOK_FIELDS = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "mrkdwn",
    "unfurl_links",
    "unfurl_media",
    "metadata",
}
ACK_FIELDS = {"text", "blocks", "response_type", "attachments", "mrkdwn"}


def check_message(state: State, body: Json, most: int) -> tuple[str, list[str]] | None:
    """Error code and problems of a message's text and blocks; None when Slack takes it."""
    text = body.get("text", "")
    if not isinstance(text, str):
        return "invalid_arguments", ["text is no string"]
    if len(text) > most:
        return "msg_too_long", [f"text of {len(text)} characters"]
    if body.get("blocks"):
        problems = Checker(state.file_ready).message(body["blocks"])
        if problems:
            return "invalid_blocks", problems
    elif not text.strip():
        return "no_text", ["no text and no blocks"]
    return None


class Acts:
    """Builds payloads, judges acknowledgements, serves response URLs."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.address = ""

    # what people do

    def slash(self, user: str, channel: str, command: str, text: str) -> Act:
        act = self._act("slash_commands", user, channel)
        act.payload |= {
            "token": "x",
            "team_id": self._state.users[user].team,
            "team_domain": "studyhall",
            "channel_id": channel,
            "channel_name": self._place_name(channel),
            "user_id": user,
            "user_name": self._state.users[user].name.lower(),
            "command": command,
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._hook(act),
        }
        return act

    def _place_name(self, channel: str) -> str:
        place = self._state.channels[channel]
        return place.name or ("directmessage" if place.direct_with else "privategroup")

    def event(self, event: Json) -> Act:
        """An event that the app's manifest asked for."""
        act = self._act("event_callback", "", "")
        number = self._state.number()
        act.payload = {
            "type": "event_callback",
            "token": "x",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": f"Ev{number:09d}",
            "event_time": int(self._state.now()),
            "event": event,
        }
        return act

    def open_home(self, user: str, tab: str = "home") -> Act:
        """The member looks at the app: its Home or its Messages tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self._state.direct(user).id,
            "tab": tab,
            "event_ts": f"{self._state.now():.6f}",
        }
        shown = self._state.homes.get(user)
        if shown is not None and tab == "home":
            event["view"] = {"id": shown.id, "hash": shown.hash, **shown.shown}
        act = self.event(event)
        act.user, act.channel = user, event["channel"]
        return act

    def press(self, user: str, message: Message, action: Json) -> Act:
        act = self._act("block_actions", user, message.channel)
        act.pressed = message
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": bool(message.private_to),
        }
        if message.thread:
            container["thread_ts"] = message.thread
        act.payload |= self._interactive(user) | {
            "container": container,
            "channel": {"id": message.channel, "name": self._place_name(message.channel)},
            "response_url": self._hook(act),
            "actions": [{"action_ts": f"{self._state.now():.6f}", "block_id": "b", **action}],
        }
        if not message.private_to:
            shown: Json = {"type": "message", "ts": message.ts, "text": message.text}
            shown["blocks"] = message.blocks
            if message.thread:
                shown["thread_ts"] = message.thread
            act.payload["message"] = shown
        return act

    def press_in_view(self, user: str, view: View, action: Json) -> Act:
        act = self._act("block_actions", user, view.opener.channel)
        act.view = view
        act.payload |= self._interactive(user) | {
            "container": {"type": "view", "view_id": view.id},
            "view": {"id": view.id, "hash": view.hash, **view.shown},
            "actions": [{"action_ts": f"{self._state.now():.6f}", "block_id": "b", **action}],
        }
        return act

    def submit(self, user: str, view: View, values: Json) -> Act:
        """``values`` maps block ids to the state of their input."""
        act = self._act("view_submission", user, view.opener.channel)
        act.view = view
        inputs = {b["block_id"]: b for b in view.shown["blocks"] if b["type"] == "input"}
        state = {
            block: {inputs[block]["element"]["action_id"]: value} for block, value in values.items()
        }
        act.payload |= self._interactive(user) | {
            "view": {
                "id": view.id,
                "hash": view.hash,
                **view.shown,
                "state": {"values": state},
            },
            "response_urls": [],
        }
        for hook in self._state.hooks.values():
            if hook.source is view.opener:
                hook.act = act
        return act

    def _act(self, kind: str, user: str, channel: str) -> Act:
        number = self._state.number()
        trigger = f"{number}.{TEAM}.{number:032x}"
        act = Act(kind, user, channel, trigger, {"trigger_id": trigger}, self._state.now())
        self._state.acts[trigger] = act
        if kind != "slash_commands":
            act.payload["type"] = kind
        return act

    def _interactive(self, user: str) -> Json:
        name, team = self._state.users[user].name.lower(), self._state.users[user].team
        return {
            "user": {"id": user, "username": name, "name": name, "team_id": team},
            "team": {"id": team, "domain": "studyhall"},
            "api_app_id": APP,
            "token": "x",
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _hook(self, act: Act) -> str:
        name = f"{self._state.number():08x}"
        self._state.hooks[name] = Hook(act, act, self._state.now())
        return f"{self.address}/hooks/{name}"

    # what the app answers

    def acknowledge(self, act: Act, payload: Json | None) -> None:
        """Late and second acknowledgements count for nothing: the member saw a failure."""
        state = self._state
        after = state.now() - act.sent_at
        if act.done.is_set() or after > ACK_SECONDS:
            state.late_acks.append(act.trigger)
            act.done.set()
            return
        act.ack = payload or {}
        act.acked_after = after
        problems = self._ack_problems(act, act.ack)
        if problems:
            state.breach(f"ack of {act.kind}", problems, payload)
            act.acked_after = None
        act.done.set()

    def _ack_problems(self, act: Act, payload: Json) -> list[str]:
        if act.kind == "event_callback":
            return ["an event takes no payload"] if payload else []
        if act.kind == "slash_commands":
            return self._command_ack(act, payload) if payload else []
        if act.kind == "block_actions":
            return ["a press takes no payload"] if payload else []
        return self._submit_ack(act, payload)

    def _command_ack(self, act: Act, payload: Json) -> list[str]:
        unknown = payload.keys() - ACK_FIELDS
        problem = check_message(self._state, payload, 40_000)
        if unknown or problem:
            return [f"unknown {name}" for name in unknown] + (problem[1] if problem else [])
        self._say(act, payload)
        return []

    def _submit_ack(self, act: Act, payload: Json) -> list[str]:
        view = act.view
        assert view is not None
        match payload.get("response_action"):
            case None:
                view.open = False
                return [f"unknown {name}" for name in payload]
            case "clear":
                view.open = False
                return [f"unknown {name}" for name in payload.keys() - {"response_action"}]
            case "errors":
                blocks = {b["block_id"] for b in view.shown["blocks"] if b["type"] == "input"}
                errors = payload.get("errors") or {}
                act.errors = errors
                strangers = [f"no input {name}" for name in errors.keys() - blocks]
                return strangers or ([] if errors else ["no errors"])
            case "update" | "push" as action:
                problems = Checker(self._state.file_ready).view(payload.get("view"))
                if problems:
                    return problems
                if action == "update":
                    view.shown = payload["view"]
                    act.opened = view
                else:
                    pushed = View(f"V{self._state.number():08d}", act.user, payload["view"], act)
                    self._state.views[pushed.id] = pushed
                    act.opened = pushed
                return []
            case other:
                return [f"unknown response_action {other}"]

    def _say(self, act: Act, body: Json, thread: str = "") -> Message:
        visible = body.get("response_type") == "in_channel"
        message = Message(
            act.channel,
            self._state.ts(),
            body.get("text", ""),
            body.get("blocks") or [],
            thread,
            private_to="" if visible else act.user,
            notified=notified(body.get("blocks") or [], body.get("text", "")) if visible else set(),
        )
        self._state.messages.append(message)
        act.replies.append(message)
        return message

    async def hook(self, request: web.Request) -> web.StreamResponse:
        state = self._state
        await state.hooks_open.wait()
        hook = state.hooks.get(request.match_info["hook"])
        fault = state.next_fault("hook")
        if fault == "drop" and request.transport:
            request.transport.abort()
            return web.Response()
        status, _, after = fault.partition(":")
        if status.isdigit():
            headers = {"Retry-After": after} if after else {}
            return web.Response(status=int(status), text="error", headers=headers)
        if hook is None or state.now() - hook.issued > HOOK_SECONDS:
            return _no("expired_url")
        if hook.uses >= HOOK_USES:
            return _no("used_url")
        try:
            body: Any = json.loads(await request.text())
        except ValueError:
            return _no("invalid_payload")
        state.calls.append(("response_url", body))
        problems = [f"unknown {name}" for name in body.keys() - HOOK_FIELDS]
        problem = None if body.get("delete_original") else check_message(state, body, 40_000)
        if problems or problem:
            code = problem[0] if problem else "invalid_payload"
            state.breach("response_url", problems + (problem[1] if problem else []), body)
            return _no(code)
        hook.uses += 1
        self._answer(hook, body)
        if fault.startswith("mangle:"):
            return await mangled(request, web.Response(text="ok"), fault.removeprefix("mangle:"))
        return web.Response(text="ok")

    def _answer(self, hook: Hook, body: Json) -> None:
        pressed = hook.source.pressed
        # Without a word about it, an answer to a press overwrites what was pressed.
        replace = body.get("replace_original", pressed is not None)
        if pressed is not None and replace:
            pressed.text = body.get("text", "")
            pressed.blocks = body.get("blocks") or []
            hook.act.updated = pressed
            return
        self._say(hook.act, body, body.get("thread_ts", ""))


def _no(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=404)
