"""Interactions sent to an endpoint (Discord: interactions/receiving-and-responding, overview).

Signed with Ed25519, three seconds for an answer, no second try. Before an address is taken, and
as often as asked, it is tried with a ping and with one whose signature is wrong.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import aiohttp
from nacl.signing import SigningKey

from tests.servers.discord.answers import Answers
from tests.servers.discord.handling import Refusal
from tests.servers.discord.world import Hook, Json, World

ANSWER_WITHIN = 3.0
JSON = "application/json"


class HttpMode:
    """Is used instead of the gateway as soon as the portal has an address.

    ``statuses`` holds what came back, oldest first; 0 where nothing did.
    """

    def __init__(self, world: World, answers: Answers) -> None:
        self.world = world
        self._answers = answers
        self.key = SigningKey.generate()
        self.statuses: list[int] = []
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[int]] = set()
        world.verify_key = self.key.verify_key.encode().hex()

    @property
    def public_key(self) -> str:
        return self.world.verify_key

    @property
    def url(self) -> str:
        return self.world.endpoint_url or ""

    async def set_endpoint(self, url: str) -> bool:
        """What the portal does on Save Changes: whether the address was taken."""
        before, self.world.endpoint_url = self.world.endpoint_url, url
        if await self.tried():
            return True
        self.world.endpoint_url = before
        return False

    async def check_again(self) -> bool:
        """The check that goes on afterwards: an address that fails it is dropped."""
        if await self.tried():
            return True
        self.world.endpoint_url = None
        return False

    async def tried(self) -> bool:
        ping = json.dumps({"id": self.world.new_id(), "type": 1, "version": 1}).encode()
        try:
            status, kind, text = await self.send(ping)
            if status != 200 or kind != JSON or json.loads(text) != {"type": 1}:
                return False
            forged = {"X-Signature-Ed25519": self.key.sign(b"another").signature.hex()}
            return (await self.send(ping, forged))[0] == 401
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

    def deliver(self, hook: Hook) -> asyncio.Task[int]:
        """Sends the interaction; the task ends with the answer's status."""
        task = asyncio.create_task(self._deliver(hook))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def send(
        self, body: bytes, headers: dict[str, str] | None = None, *, url: str = ""
    ) -> tuple[int, str, str]:
        """Sends anything, signed as Discord does: status, type and text of the answer.

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
            timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN),
        ) as answer:
            return answer.status, answer.content_type, await answer.text()

    def headers(self, body: bytes, sign: Callable[[bytes], bytes] | None = None) -> dict[str, str]:
        """Those of a request that Discord sends now."""
        time = str(int(self.world.now().timestamp()))
        signature = self.key.sign(time.encode() + body).signature if sign is None else sign(body)
        return {
            "Content-Type": JSON,
            "User-Agent": "Discord-Interactions/1.0 (+https://discord.com)",
            "X-Signature-Timestamp": time,
            "X-Signature-Ed25519": signature.hex(),
        }

    async def close(self) -> None:
        """Gives up what is on the way and hangs up."""
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _deliver(self, hook: Hook) -> int:
        try:
            status, kind, text = await self.send(json.dumps(hook.payload).encode())
        except (aiohttp.ClientError, TimeoutError):
            status, kind, text = 0, "", ""
        self.statuses.append(status)
        if status == 200:
            self._answered(hook, kind, text)
        elif status == 202 and text:
            self.world.breaches.append("a 202 with a body")
        await self.world.touched()
        return status

    def _answered(self, hook: Hook, kind: str, text: str) -> None:
        if kind != JSON:
            self.world.breaches.append(f"an answer as {kind}")
        try:
            data: Json = json.loads(text)
        except ValueError:
            self.world.breaches.append("an answer that is no JSON")
            return
        try:
            self._answers.first(f"response to {hook.id}", hook, data, {})
        except Refusal as refusal:
            hook.refused.append(refusal.code)
