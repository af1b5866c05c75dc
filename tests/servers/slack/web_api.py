"""The Web API methods (Slack: reference/methods): arguments, scopes, errors."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.servers.mangling import MANGLED, mangled
from tests.servers.slack.blocks import Checker
from tests.servers.slack.limits import Limits
from tests.servers.slack.messages import MessageMethods, Refuse
from tests.servers.slack.state import (
    ACK_SECONDS,
    BOT_ID,
    BOT_USER,
    TEAM,
    File,
    Json,
    State,
    View,
)

MESSAGE = {"text", "blocks", "attachments", "thread_ts", "link_names", "parse", "mrkdwn"}
# Required and optional arguments, and whether the method takes JSON bodies.
METHODS: dict[str, tuple[set[str], set[str], bool]] = {
    # Bolt itself sends team_id, which Slack takes and ignores.
    "auth.test": (set(), {"team_id"}, True),
    "chat.postMessage": (
        {"channel"},
        MESSAGE | {"unfurl_links", "unfurl_media", "metadata", "reply_broadcast"},
        True,
    ),
    "chat.update": (
        {"channel", "ts"},
        {"text", "blocks", "attachments", "link_names", "parse", "metadata", "reply_broadcast"},
        True,
    ),
    "chat.delete": ({"channel", "ts"}, set(), True),
    "chat.scheduleMessage": (
        {"channel", "post_at"},
        MESSAGE | {"unfurl_links", "unfurl_media", "metadata", "reply_broadcast"},
        True,
    ),
    "chat.deleteScheduledMessage": ({"channel", "scheduled_message_id"}, set(), True),
    "chat.postEphemeral": ({"channel", "user"}, MESSAGE, True),
    "conversations.open": (set(), {"users", "channel", "return_im"}, True),
    "conversations.join": ({"channel"}, set(), True),
    "conversations.info": ({"channel"}, {"include_locale", "include_num_members"}, False),
    "conversations.history": (
        {"channel"},
        {"cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest"},
        False,
    ),
    "conversations.replies": (
        {"channel", "ts"},
        {"cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest"},
        False,
    ),
    "users.info": ({"user"}, {"include_locale"}, False),
    "views.open": ({"view", "trigger_id"}, set(), True),
    "views.push": ({"view", "trigger_id"}, set(), True),
    "views.update": ({"view", "view_id"}, {"hash"}, True),
    "views.publish": ({"user_id", "view"}, {"hash"}, True),
    "files.getUploadURLExternal": ({"filename", "length"}, {"alt_txt", "snippet_type"}, False),
    "files.completeUploadExternal": (
        {"files"},
        {"channel_id", "initial_comment", "thread_ts"},
        True,
    ),
}
SCOPE = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.scheduleMessage": "chat:write",
    "chat.deleteScheduledMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.open": "im:write",
    "conversations.join": "channels:join",
    "users.info": "users:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}


class WebApi(MessageMethods):
    def __init__(self, state: State, address: Callable[[], str]) -> None:
        self._state = state
        self._address = address
        self.limits = Limits()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self._state.next_fault(method)
        if fault.isdigit() and fault != "429":
            return web.Response(status=int(fault), text="<html>upstream error</html>")
        if fault.startswith("429"):
            after = fault.partition(":")[2] or "1"
            return _limited(None if after == "none" else float(after))
        if fault == "drop":
            return _drop(request)
        broken = "drop" if fault == "drop-after" else fault.removeprefix("mangle:")
        try:
            if fault and broken not in MANGLED:
                raise Refuse(fault)
            args = await self._arguments(request, method)
            if (wait := self.limits.judge(method, args)) > 0:
                return _limited(math.ceil(wait))
            answer = await self._run(method, args)
        except Refuse as refusal:
            after = refusal.answer.pop("retry_after", None)
            if after is not None:
                return _limited(after)
            return web.json_response(refusal.answer)
        done = web.json_response({"ok": True, **answer})
        return await mangled(request, done, broken) if broken else done

    async def _arguments(self, request: web.Request, method: str) -> Json:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open":
            self._check_app_token(token)
            return {}
        self._check_bot_token(token)
        if method not in METHODS:
            raise Refuse("unknown_method")
        required, optional, takes_json = METHODS[method]
        is_json = request.content_type == "application/json"
        args: Json = await request.json() if is_json else dict(await request.post())
        args |= dict(request.query)
        if is_json and args and not takes_json:
            self._invalid(method, ["takes no JSON"], args)
        for name in ("view", "blocks", "metadata", "files"):
            if isinstance(args.get(name), str):
                args[name] = json.loads(args[name])
        problems = [f"missing {name}" for name in required - args.keys()]
        problems += [f"unknown {name}" for name in args.keys() - required - optional]
        if problems:
            self._invalid(method, problems, args)
        if scope := SCOPE.get(method):
            self._need(scope)
        self._state.calls.append((method, args))
        return args

    async def _run(self, method: str, args: Json) -> Json:
        name = "_" + method.replace(".", "_")
        run: Callable[[Json], Awaitable[Json] | Json] = getattr(self, name)
        answer = run(args)
        return answer if isinstance(answer, dict) else await answer

    # checks

    def _check_app_token(self, token: str) -> None:
        if self._state.app_revoked:
            raise Refuse("token_revoked")
        if token in self._state.bot_tokens:
            raise Refuse("not_allowed_token_type")
        if token not in self._state.app_tokens:
            raise Refuse("invalid_auth")

    def _check_bot_token(self, token: str) -> None:
        if self._state.revoked:
            raise Refuse("token_revoked")
        if token in self._state.app_tokens:
            raise Refuse("not_allowed_token_type")
        if token not in self._state.bot_tokens:
            raise Refuse("invalid_auth" if token else "not_authed")

    # methods

    def _apps_connections_open(self, args: Json) -> Json:
        ticket = f"ticket-{self._state.number()}"
        self._state.calls.append(("apps.connections.open", {"ticket": ticket}))
        self.tickets.add(ticket)
        return {"url": f"{self._address().replace('http', 'ws', 1)}/link/?ticket={ticket}"}

    tickets: set[str]

    def _auth_test(self, args: Json) -> Json:
        if self._state.organization:
            return {
                "url": "https://org.enterprise.slack.com/",
                "team": "Org",
                "user": "studyhall",
                "team_id": "E0ORG",
                "enterprise_id": "E0ORG",
                "is_enterprise_install": True,
                "user_id": BOT_USER,
                "bot_id": BOT_ID,
            }
        return {
            "url": "https://studyhall.slack.com/",
            "team": "Studyhall",
            "user": "studyhall",
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def _conversations_open(self, args: Json) -> Json:
        user = self._state.users.get(args.get("users", ""))
        if user is None:
            raise Refuse("user_not_found")
        if user.deleted:
            raise Refuse("user_disabled")
        if user.direct_closed:
            raise Refuse("access_denied")
        return {"channel": {"id": self._state.direct(user.id).id}}

    def _conversations_join(self, args: Json) -> Json:
        channel = self._channel(args)
        if channel.private or channel.direct_with:
            raise Refuse("method_not_supported_for_channel_type")
        if channel.archived:
            raise Refuse("is_archived")
        channel.members.add(BOT_USER)
        return {"channel": {"id": channel.id}}

    def _conversations_info(self, args: Json) -> Json:
        channel = self._channel(args, scope="read")
        return {
            "channel": {
                "id": channel.id,
                "name": channel.name,
                "is_private": channel.private,
                "is_archived": channel.archived,
                "is_member": channel.has_bot,
                "is_frozen": channel.frozen,
                "is_read_only": channel.read_only,
                "is_thread_only": channel.threads_only,
                "is_ext_shared": channel.shared,
            }
        }

    def _users_info(self, args: Json) -> Json:
        user = self._state.users.get(args["user"])
        if user is None:
            raise Refuse("user_not_found")
        return {
            "user": {
                "id": user.id,
                "team_id": user.team,
                "is_stranger": user.team != TEAM,
                "name": user.name.lower(),
                "deleted": user.deleted,
                "profile": {"display_name": user.name, "real_name": user.name},
                "is_admin": user.admin,
                "is_owner": False,
                "is_restricted": user.guest,
                "is_ultra_restricted": False,
            }
        }

    def _check_view(self, method: str, view: Json) -> None:
        problems = Checker(self._state.file_ready).view(view)
        if problems:
            self._invalid(method, problems, view)

    def _views_open(self, args: Json, method: str = "views.open") -> Json:
        state = self._state
        self._check_view(method, args["view"])
        act = next((a for a in state.acts.values() if a.trigger == args["trigger_id"]), None)
        if act is None:
            self._invalid(method, ["unknown trigger_id"], args)
            raise AssertionError
        if state.now() - act.sent_at > ACK_SECONDS:
            raise Refuse("expired_trigger_id")
        if act.trigger_used:
            raise Refuse("exchanged_trigger_id")
        act.trigger_used = True
        view = View(f"V{state.number():08d}", act.user, args["view"], act)
        state.views[view.id] = view
        act.opened = view
        return {"view": {"id": view.id, "hash": view.hash, **view.shown}}

    def _views_push(self, args: Json) -> Json:
        stack = [view for view in self._state.views.values() if view.open]
        if not stack or len(stack) >= 3:
            raise Refuse("push_limit_reached" if stack else "not_found")
        return self._views_open(args, "views.push")

    def _views_update(self, args: Json) -> Json:
        self._check_view("views.update", args["view"])
        view = self._state.views.get(args["view_id"])
        if view is None or not view.open:
            raise Refuse("not_found")
        if args.get("hash", view.hash) != view.hash:
            raise Refuse("hash_conflict")
        view.shown = args["view"]
        view.hash = str(self._state.number())
        acts = [act for act in self._state.acts.values() if act.view is view]
        (acts[-1] if acts else view.opener).opened = view
        return {"view": {"id": view.id, "hash": view.hash}}

    def _views_publish(self, args: Json) -> Json:
        problems = Checker(self._state.file_ready).home(args["view"])
        if problems:
            self._invalid("views.publish", problems, args["view"])
        state, user = self._state, args["user_id"]
        if not state.home_enabled:
            raise Refuse("not_enabled")
        if user not in state.users:
            raise Refuse("user_not_found")
        if len(json.dumps(args["view"])) > 250_000:
            raise Refuse("view_too_large")
        shown = state.homes.get(user)
        if shown is None:
            opener = next(a for a in reversed(state.acts.values()) if a.user == user)
            shown = state.homes[user] = View(f"V{state.number():08d}", user, {}, opener)
        elif args.get("hash", shown.hash) != shown.hash:
            raise Refuse("hash_conflict")
        shown.shown, shown.hash = args["view"], str(state.number())
        return {"view": {"id": shown.id, "hash": shown.hash, **shown.shown}}

    def _files_getUploadURLExternal(self, args: Json) -> Json:  # noqa: N802 (Slack's name)
        if len(args.get("alt_txt", "")) > 1000 or int(args["length"]) < 1:
            self._invalid("files.getUploadURLExternal", ["alt_txt or length"], args)
        file = File(f"F{self._state.number():09d}", int(args["length"]), args.get("alt_txt", ""))
        self._state.files[file.id] = file
        return {"upload_url": f"{self._address()}/upload/{file.id}", "file_id": file.id}

    def _files_completeUploadExternal(self, args: Json) -> Json:  # noqa: N802 (Slack's name)
        for given in args["files"]:
            file = self._state.files.get(given.get("id", ""))
            if file is None or not file.content or given.keys() - {"id", "title"}:
                self._invalid("files.completeUploadExternal", ["no such upload"], args)
                raise AssertionError
            file.complete = True
            file.not_ready = self._state.files_not_ready
        return {"files": [{"id": given["id"]} for given in args["files"]]}

    async def upload(self, request: web.Request) -> web.Response:
        file = self._state.files.get(request.match_info["file"])
        content = await request.read()
        if file is None or file.complete or len(content) != file.length:
            return web.Response(status=400, text="no")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")


def _limited(after: float | None) -> web.Response:
    headers = {} if after is None else {"Retry-After": f"{after:g}"}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def _drop(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
