"""Requests to the app (Slack: interactivity/handling): signed, three seconds, no second try."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from tests.servers.slack.acts import Acts
from tests.servers.slack.state import ACK_SECONDS, SIGNING_SECRET, Act, Json, State

FORM = "application/x-www-form-urlencoded"


class HttpMode:
    """Is used instead of a socket as soon as it has a ``url``, the app's public address.

    ``statuses`` holds what came back, oldest first; 0 where nothing did.
    """

    def __init__(self, state: State, acts: Acts) -> None:
        self._state = state
        self._acts = acts
        self.url = ""
        self.secret = SIGNING_SECRET
        self.statuses: list[int] = []
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[int]] = set()

    def deliver(self, act: Act, *, retry: int = 0) -> asyncio.Task[int]:
        """Sends the act to the app; the task ends with the answer's status."""
        task = asyncio.create_task(self._deliver(act, retry))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def send(
        self, body: bytes, headers: dict[str, str] | None = None, *, url: str = ""
    ) -> tuple[int, str, str]:
        """Sends anything, signed as Slack does: status, type and text of the answer.

        ``headers`` come on top; an empty one is left out.
        """
        given = self.headers(body) | (headers or {})
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(
            url or self.url,
            data=body,
            headers={name: value for name, value in given.items() if value},
            skip_auto_headers=("Content-Type",),
            timeout=aiohttp.ClientTimeout(total=ACK_SECONDS),
        ) as answer:
            return answer.status, answer.content_type, await answer.text()

    def headers(self, body: bytes) -> dict[str, str]:
        """Those of a request that Slack sends now."""
        time = str(int(self._state.now()))
        signed = hmac.new(self.secret.encode(), f"v0:{time}:".encode() + body, hashlib.sha256)
        return {
            "Content-Type": FORM,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": time,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }

    async def close(self) -> None:
        """Gives up what is on the way and hangs up."""
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _deliver(self, act: Act, retry: int) -> int:
        again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        try:
            headers = dict(again) if retry else {}
            if act.kind == "event_callback":
                headers["Content-Type"] = "application/json"
            status, kind, text = await self.send(body_of(act), headers)
        except (aiohttp.ClientError, TimeoutError):
            status, kind, text = 0, "", ""
        self.statuses.append(status)
        if status == 200:
            self._acknowledged(act, kind, text)
        act.done.set()
        async with self._state.changed:
            self._state.changed.notify_all()
        return status

    def _acknowledged(self, act: Act, kind: str, text: str) -> None:
        payload: Json | None = None
        if text:
            try:
                payload = json.loads(text)
            except ValueError:
                self._state.breach("ack", ["the body is no JSON"], text)
            if kind != "application/json":
                self._state.breach("ack", [f"JSON as {kind}"], text)
        self._acts.acknowledge(act, payload)


def body_of(act: Act) -> bytes:
    """The request's body: a command is a form, everything else JSON in a form's field."""
    if act.kind == "slash_commands":
        return urlencode(act.payload).encode()
    if act.kind == "event_callback":
        return json.dumps(act.payload).encode()
    return urlencode({"payload": json.dumps(act.payload)}).encode()
