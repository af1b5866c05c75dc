"""Where an act on Slack happened, and the way back to whoever did it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.adapters.common.payloads import NotUnderstood, flag, mapping
from bot.adapters.slack.reading import response_url, slack_id, timestamp

METADATA = 3000
_URL_LIFE = 30 * 60 - 30


class Source(StrEnum):
    """What was used, which decides where an answer can go."""

    COMMAND = "c"  # its response URL appends and never replaces
    POST = "p"  # a posted message, in a channel or a direct conversation
    PRIVATE = "e"  # an ephemeral message: no handle but the press's response URL
    VIEW = "v"  # a result shown in a modal
    HOME = "h"  # the member's page; its channel is their conversation with the app


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act happened. Travels in a form's ``private_metadata``, as a submitted form
    brings neither channel nor response URL."""

    source: Source
    channel: str
    thread: str = ""
    message: str = ""
    url: str = ""
    issued: int = 0
    home: bool = False

    @property
    def at_home(self) -> bool:
        """Whether it is the member's page, or a modal that was opened from there."""
        return self.home or self.source is Source.HOME

    @property
    def replaceable(self) -> bool:
        """Whether a private answer was pressed; a post is never replaced by an answer."""
        return self.source is Source.PRIVATE

    def live_url(self) -> str:
        """The response URL unless its 30 minutes are over; empty without one."""
        return self.url if time.time() - self.issued < _URL_LIFE else ""

    def dumps(self) -> str:
        """At most ``METADATA`` characters; too long a response URL is left behind."""
        told = {name: value for name, value in asdict(self).items() if name != "home" or value}
        packed = json.dumps(told, separators=(",", ":"))
        if len(packed) <= METADATA:
            return packed
        return json.dumps(told | {"url": ""}, separators=(",", ":"))

    @classmethod
    def loads(cls, packed: str) -> Place:
        """Raises ``NotUnderstood`` for what ``dumps`` did not write."""
        try:
            data = mapping(json.loads(packed), "a form's metadata")
            issued = data["issued"]
            if not isinstance(issued, int):
                raise NotUnderstood("issued is no time")
            return cls(
                Source(data["source"]),
                slack_id(data["channel"], "channel"),
                timestamp(data["thread"], "thread"),
                timestamp(data["message"], "message"),
                response_url(data["url"]),
                issued,
                flag(data.get("home"), "home"),  # not in forms of earlier versions
            )
        except NotUnderstood:
            raise
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise NotUnderstood("not a form of ours") from error


@dataclass(frozen=True, slots=True)
class Visit:
    """A member opened the Home tab. ``hash`` marks what is on it, "" where that isn't told."""

    user: str
    channel: str
    hash: str = ""


@dataclass(slots=True, eq=False)
class Origin:
    """The way back to the member. ``ack`` takes the one payload that acknowledges."""

    place: Place
    user: str
    trigger: str
    ack: asyncio.Future[dict[str, Any]]
    view: str = ""
    block_ids: tuple[str, ...] = ()
    acknowledge: Callable[[], Awaitable[None]] | None = None
    waits_in: str = ""
    """The modal in which the answer to a press on the member's page is shown."""

    async def settle(self, payload: dict[str, Any] | None = None) -> bool:
        """Acknowledges with ``payload``; False when that was done, or is too late, already.

        Where nobody waits for ``ack``, ``acknowledge`` sends it.
        """
        if self.ack.done():
            return False
        self.ack.set_result(payload or {})
        if self.acknowledge is not None:
            await self.acknowledge()
        return True
