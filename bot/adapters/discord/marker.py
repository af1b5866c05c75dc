"""The mark that tells, in the channel's history, which key a post was made with.

The nonce that keeps Discord from posting twice is forgotten within minutes and is not part
of history. So the key's hash also goes, unseen, into the post itself: into the component
ids of the frame and of the title (numbers that Discord keeps as given), and at the end of
the first custom_id that has room. Either is enough to recognise a post.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import ChannelRef

CUSTOM_ID = 100
_OURS = 2**15  # Discord numbers components from 1 by itself; ours start far above
_TAIL = re.compile(r"~[A-Za-z0-9_-]{11}\Z")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a key looks like on a post: a nonce, two component ids, an end for a custom_id."""

    nonce: str
    ids: tuple[int, int]
    tail: str

    @classmethod
    def of(cls, to: ChannelRef, key: str) -> Marker:
        """Bound to the channel, because Discord compares nonces per author only."""
        digest = hashlib.blake2b(f"{to.key}\n{key}".encode(), digest_size=20).digest()
        first, second = (
            int.from_bytes(digest[n : n + 4], "big") % (2**31 - 2**16) + _OURS for n in (0, 4)
        )
        tail = base64.urlsafe_b64encode(digest[8:16]).decode().rstrip("=")
        return cls(digest[8:20].hex(), (first, second + (first == second)), f"~{tail}")

    @classmethod
    def read(cls, components: Sequence[Mapping[str, Any]]) -> Marker | None:
        """The mark that a message of ours carries, so that an edit can keep it."""
        if not components or not components[0].get("components"):
            return None
        frame, title = components[0], components[0]["components"][0]
        ids = int(frame.get("id", 0)), int(title.get("id", 0))
        if min(ids) < _OURS:
            return None
        tails = (_TAIL.search(str(part.get("custom_id", ""))) for part in walk(components))
        return cls("", ids, next((tail[0] for tail in tails if tail), ""))

    def on(self, components: Sequence[Mapping[str, Any]]) -> bool:
        """Whether a message with ``components`` was posted with this key."""
        ids = set()
        for part in walk(components):
            ids.add(part.get("id"))
            if self.tail and str(part.get("custom_id", "")).endswith(self.tail):
                return True
        return ids.issuperset(self.ids)


def unmarked(custom_id: str) -> str:
    """The coded action in a custom_id."""
    return _TAIL.sub("", custom_id)


def walk(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every component, nested ones too."""
    for part in components:
        yield part
        yield from walk(part.get("components", ()))
        inner = part.get("accessory") or part.get("component")
        if inner:
            yield from walk((inner,))
