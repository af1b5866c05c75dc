"""Discord's rate limits (Discord: topics/rate-limits): global, and a bucket a route and channel."""

from __future__ import annotations

import time
from typing import Any

from aiohttp import web

from tests.servers.discord.handling import reply
from tests.servers.limits import Seconds, Watched, Window, Windows

PER_SECOND = 50
PER_CHANNEL = (5, 5.0)


class Limits(Watched):
    """Answers on an interaction's own token do not count."""

    def __init__(self, clock: Seconds = time.monotonic) -> None:
        super().__init__(clock)
        self._all = Window(PER_SECOND, 1.0)
        self._routes = Windows(*PER_CHANNEL)

    def judge(self, request: web.Request, *, on_token: bool) -> web.Response | None:
        """The refusal, or None for a request that is taken and counted."""
        if not self.on or on_token:
            return None
        now = self.clock()
        bucket = self._bucket(request, now)
        if (wait := self._all.wait(now)) > 0:
            return self._refuse("global", wait, {})
        if bucket is not None and (wait := bucket.wait(now)) > 0:
            return self._refuse("user", wait, self._shown(request, bucket, now))
        self._all.take(now)
        self.taken += 1
        if bucket is not None:
            bucket.take(now)
        return None

    def headers(self, request: web.Request) -> dict[str, str]:
        """What an answer tells of its bucket."""
        now = self.clock()
        bucket = self._bucket(request, now) if self.on else None
        return {} if bucket is None else self._shown(request, bucket, now)

    def _bucket(self, request: web.Request, now: float) -> Window | None:
        channel = request.match_info.get("channel")
        if channel is None or request.method == "GET":
            return None
        return self._routes.of(f"{_route(request)} {channel}", now)

    def _shown(self, request: web.Request, bucket: Window, now: float) -> dict[str, str]:
        after = bucket.wait(now) or bucket.per
        return {
            "X-RateLimit-Limit": str(bucket.most),
            "X-RateLimit-Remaining": str(bucket.left(now)),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": f"{hash(_route(request)) & 0xFFFFFFFF:08x}",
        }

    def _refuse(self, scope: str, wait: float, shown: dict[str, str]) -> web.Response:
        self.refused[scope] += 1
        everywhere = scope == "global"
        body: dict[str, Any] = {
            "message": "You are being rate limited.",
            "retry_after": round(wait, 3),
            "global": everywhere,
        }
        more = {"X-RateLimit-Global": "true"} if everywhere else shown
        headers = {"Via": "1.1 google", "Retry-After": f"{wait:.3f}", "X-RateLimit-Scope": scope}
        return reply(body, 429, headers | more)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource else request.path}"
