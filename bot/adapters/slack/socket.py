"""Bolt over Socket Mode: connecting, listening, acknowledging, staying connected.

Bolt gets ``process_before_response`` so that it sends the acknowledgement as soon as the
listener returns, instead of looking for one every 10 ms.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.base import AdapterError, StartFailed, Unreachable
from bot.adapters.common.json import from_json
from bot.adapters.common.payloads import NotUnderstood
from bot.adapters.common.proxies import proxy_for
from bot.adapters.slack.api import Api
from bot.adapters.slack.error_codes import Sort, verdict
from bot.adapters.slack.errors import translate
from bot.adapters.slack.intake import COMMAND, EVENT, PRESS, SUBMIT, Intake, origin_of
from bot.adapters.slack.presses import Presses
from bot.adapters.slack.transport import Transport
from bot.model import Interaction

log = logging.getLogger(__name__)

CONNECT_WITHIN = 20.0
GIVE_UP_AFTER = 180.0
"""Seconds without a connection after which the whole client is made anew."""
REFUSED_APP = (
    "SLACK_APP_TOKEN is not accepted ({code}): make an app-level token (xapp-…) with the scope "
    "connections:write at api.slack.com/apps, Basic Information, App-Level Tokens."
)
SWITCHED_OFF = (
    "Socket Mode was switched off for the app, so nothing arrives from Slack: switch it on at "
    "api.slack.com/apps, Socket Mode. The bot keeps trying."
)
OTHERS = (
    "Slack counts %d connections to this app: another process uses the same SLACK_APP_TOKEN, and "
    "each press and command reaches only one of them. Stop the other one, or give it a Slack app "
    "of its own."
)
_SWITCHED_OFF = '"link_disabled"'
_MOVE_WITHIN = 3.0
_NO_RIGHT = {"missing_scope", "no_permission", "access_denied", "forbidden_team"}
_came: ContextVar[tuple[Interaction, float]] = ContextVar("came")
"""What Bolt is just finding the listener for, and when it came."""
_ROUTED_BY: dict[str, Callable[[Any], dict[str, Any]]] = {
    COMMAND: lambda body: {"command": body["command"]},
    PRESS: lambda body: {
        "type": PRESS,
        "actions": [{"action_id": body["actions"][0]["action_id"]}],
    },
    SUBMIT: lambda body: {
        "type": SUBMIT,
        "view": {"type": "modal", "callback_id": body["view"]["callback_id"]},
    },
}
_ANY = re.compile(r".*", re.DOTALL)


def _worth_saying(record: logging.LogRecord) -> bool:
    """Bolt finds our token in the environment too and warns that it does not need it."""
    return "`token` will be unused" not in record.getMessage()


logging.getLogger("slack_bolt.AsyncApp").addFilter(_worth_saying)


class Socket(Transport):
    """One Socket Mode connection. ``heartbeat`` is the seconds between pings."""

    def __init__(
        self, api: Api, app_token: str, team: str, intake: Intake, heartbeat: float
    ) -> None:
        super().__init__()
        self._api = api
        self._team = team
        self._intake = intake
        self._heartbeat = heartbeat
        # The SDK starts a task for each envelope and keeps no hold of it.
        self._handling: set[asyncio.Task[None]] = set()
        self._envelopes: set[asyncio.Future[None]] = set()
        self._hello = asyncio.Event()

        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id=team, bot_token=api.web.token)

        app = AsyncApp(
            client=AsyncWebClient(
                base_url=api.web.base_url, session=api.web.session, retry_handlers=[]
            ),
            # Or else bolt asks auth.test at the first event, within that event's 3 s.
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=False,
            name="studyhall",
        )
        app.command(_ANY)(self._take)
        app.action({"type": PRESS, "action_id": _ANY})(self._take)
        app.view({"type": SUBMIT, "callback_id": _ANY})(self._take)
        app_token = app_token.strip()
        self._handler = AsyncSocketModeHandler(app, app_token, ping_interval=heartbeat)
        self._client: SocketModeClient = self._handler.client
        self._client.socket_mode_request_listeners[:] = [self._handle]
        self._client.message_listeners.append(self._on_message)
        self._client.on_message_listeners.append(self._on_frame)
        self._move = self._client.connect_to_new_endpoint
        self._client.connect_to_new_endpoint = self._move_patiently  # type: ignore[method-assign]
        self._run = self._client.run_message_listeners
        self._client.run_message_listeners = self._on_envelope  # type: ignore[method-assign]
        self._client.process_message = self._on_raw  # type: ignore[method-assign]
        self._presses = Presses(intake, self._client.send_message)
        self._app_token = app_token
        self._watch: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Returns once Slack said hello."""
        self._client.wss_uri = await self._ticket()
        self._client.proxy = proxy_for(self._client.wss_uri)
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                await self._handler.connect_async()  # type: ignore[no-untyped-call]
                await self._hello.wait()
        except TimeoutError as error:
            raise Unreachable("Slack gives no event connection") from error
        self.listening = True
        self._watch = asyncio.create_task(self._watchdog())

    async def close(self) -> None:
        if self._watch:
            self._watch.cancel()
        self._intake.stop()
        if self._handling:
            await asyncio.wait(self._handling, timeout=1.0)
        self._presses.stop()
        await self._handler.close_async()  # type: ignore[no-untyped-call]
        self._end()

    async def _ticket(self) -> str:
        try:
            opened = await self._api.web.apps_connections_open(app_token=self._app_token)
            return str(opened["url"])
        except SlackApiError as error:
            code = _code(error)
            if code in _NO_RIGHT or verdict(code).sort is Sort.TOKEN:
                raise StartFailed(REFUSED_APP.format(code=code)) from error
            raise Unreachable(str(translate(error))) from error
        except Exception as error:
            raise Unreachable(str(translate(error))) from error

    async def _watchdog(self) -> None:
        """slack_sdk tries one and the same ticket for ever, also a dead one: frees it."""
        lost_at: float | None = None
        while True:
            await asyncio.sleep(self._heartbeat)
            self.listening = await self._client.is_connected()
            if self.listening:
                lost_at = None
                continue
            now = time.monotonic()
            lost_at = lost_at or now
            self._client.wss_uri = None
            try:
                # Tells an outage from tokens that were taken away.
                await self._api.call(self._api.web.auth_test())
                if now - lost_at >= 2 * self._heartbeat:
                    self._client.wss_uri = await self._ticket()
            except StartFailed as error:
                self._end(error)
                return
            except AdapterError as error:
                log.info("no event connection: %s", error)
            if now - lost_at > GIVE_UP_AFTER:
                self._end(Unreachable("the event connection does not come back"))
                return

    async def _move_patiently(self, force: bool = False) -> None:
        """Asked for a new connection, the SDK closes the old one first: what is being answered
        would be acknowledged on a connection that does not know it, which counts for nothing.
        Slack announces a close some seconds before, enough for what is under way.
        """
        under_way: set[asyncio.Future[Any]] = {*self._handling, *self._presses.under_way}
        if force and under_way:
            await asyncio.wait(under_way, timeout=_MOVE_WITHIN)
        await self._move(force)

    async def _on_frame(self, frame: WSMessage) -> None:
        # Quotation marks that a member types arrive escaped.
        if _SWITCHED_OFF in str(frame.data):
            log.error(SWITCHED_OFF)

    async def _on_message(
        self, client: object, message: Mapping[str, Any], raw: str | None = None
    ) -> None:
        if message.get("type") == "hello":
            self._look_for_others(message.get("num_connections"))
            self._hello.set()

    def _look_for_others(self, count: object) -> None:
        """Slack hands each act to one of an app's connections: another process takes some away.

        A refreshed connection may be counted beside its predecessor for a moment."""
        own = 2 if self._hello.is_set() else 1
        if isinstance(count, int) and count > own:
            log.warning(OTHERS, count)

    async def _handle(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task: asyncio.Task[None] | None = asyncio.current_task()
        assert task is not None
        self._handling.add(task)
        try:
            await self._read(request, time.monotonic())
        finally:
            self._handling.discard(task)

    async def _read(self, request: SocketModeRequest, began: float) -> None:
        """Reads a payload before Bolt does, which answers what it cannot take apart with a
        trace, and writes into the log what members typed. Bolt gets the little it routes by.
        """
        body = request.payload
        kind = COMMAND if request.type == COMMAND else str(body.get("type"))
        if kind == EVENT:
            with contextlib.suppress(NotUnderstood):
                self._intake.event(body)
            await self._acknowledge(request)
            return
        try:
            interaction = self._intake.read(kind, body)
        except NotUnderstood:
            if kind not in _ROUTED_BY:
                await self._acknowledge(request)  # nobody waits for an answer to an event
            return
        if interaction is None:
            await self._acknowledge(request)
            return
        _came.set((interaction, began))
        request.payload = _ROUTED_BY[kind](body) | {
            "team": {"id": self._team},
            "user": {"id": origin_of(interaction).user},
        }
        await self._handler.handle(self._client, request)

    async def _acknowledge(self, request: SocketModeRequest) -> None:
        await self._client.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id)
        )

    async def _on_raw(self) -> None:
        """What cannot be read, the SDK writes a trace about."""
        raw = await self._client.message_queue.get()
        try:
            message = from_json(raw) if raw.startswith("{") else {}
        except (ValueError, RecursionError):
            self._intake.refuse("a frame that cannot be read")
            return
        if self._presses.take(message):
            return
        envelope = asyncio.ensure_future(self._client.run_message_listeners(message, raw))
        self._envelopes.add(envelope)
        envelope.add_done_callback(self._envelopes.discard)

    async def _on_envelope(self, message: dict[str, Any], raw_message: str) -> None:
        # The SDK writes a trace about any other payload.
        if isinstance(message.get("payload", {}), dict | str):
            await self._run(message, raw_message)
        else:
            self._intake.refuse("an envelope without an object in it")

    async def _take(self) -> BoltResponse:
        answer = await self._intake.hand_on(*_came.get())
        return BoltResponse(status=answer.status, body=dict(answer.payload) or "")


def _code(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""
