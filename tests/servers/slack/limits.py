"""Slack's rate limits (Slack: rate limits): by method's tier, and chat.postMessage's own two."""

from __future__ import annotations

import time
from typing import Any

from tests.servers.limits import Seconds, Watched, Window, Windows

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute."""
TIER = {
    "chat.update": 3,
    "chat.delete": 3,
    "conversations.open": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.history": 3,
    "conversations.replies": 3,
    "chat.postEphemeral": 4,
    "users.info": 4,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
}
POSTS = 300
"""A minute in a workspace: Slack says "several hundred"."""
BURST = 3
"""Posts in a channel that are let through in as many seconds, however close: "short bursts"."""


class Limits(Watched):
    """One workspace's."""

    def __init__(self, clock: Seconds = time.monotonic) -> None:
        super().__init__(clock)
        self.posts_per_minute = POSTS
        self._posts: Window | None = None
        self._channels = Windows(BURST, float(BURST))
        self._methods: dict[str, Window] = {}

    def judge(self, method: str, args: dict[str, Any]) -> float:
        """Seconds to wait for a call that is refused; 0 for one that is taken and counted."""
        if not self.on:
            return 0.0
        now = self.clock()
        for window in (windows := self._windows(method, args, now)):
            if (wait := window.wait(now)) > 0:
                self.refused[method] += 1
                return wait
        for window in windows:
            window.take(now)
        self.taken += 1
        return 0.0

    def _windows(self, method: str, args: dict[str, Any], now: float) -> list[Window]:
        if method == "chat.postMessage":
            if self._posts is None:
                self._posts = Window(self.posts_per_minute, 60.0)
            return [self._channels.of(str(args.get("channel")), now), self._posts]
        tier = TIER.get(method)
        if tier is None:
            return []
        return [self._methods.setdefault(method, Window(TIERS[tier], 60.0))]
