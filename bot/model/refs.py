"""References to things that live on a chat platform, and their storable keys.

A key is one string that round-trips through ``parse``. Storage keeps keys and never looks
inside them; identifiers are percent-encoded, so no identifier can break a key apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote


class BadKey(ValueError):
    """The string is not a key that this program wrote."""


KEPT = 8192
"""Keys kept: those of the members and channels that something happens in now."""


@lru_cache(maxsize=KEPT)
def _pack(*parts: str) -> str:
    return ":".join(quote(part, safe="") for part in parts)


def _unpack(key: str, count: int) -> list[str]:
    parts = [unquote(part) for part in key.split(":")]
    if len(parts) != count:
        raise BadKey(key)
    return parts


@dataclass(frozen=True, slots=True)
class WorkspaceRef:
    """A team, a guild, or the one room of the playground."""

    platform: str
    id: str

    @property
    def key(self) -> str:
        return _pack(self.platform, self.id)


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A place that messages go to. ``thread`` is the id of the message whose thread is meant."""

    workspace: WorkspaceRef
    id: str
    thread: str | None = None
    direct: bool = False

    @property
    def key(self) -> str:
        flag = "d" if self.direct else "c"
        return _pack(self.workspace.platform, self.workspace.id, self.id, self.thread or "", flag)

    @property
    def platform(self) -> str:
        return self.workspace.platform

    @classmethod
    def parse(cls, key: str) -> ChannelRef:
        """Raises ``BadKey``."""
        platform, workspace, channel, thread, flag = _unpack(key, 5)
        if flag not in ("d", "c"):
            raise BadKey(key)
        return cls(WorkspaceRef(platform, workspace), channel, thread or None, flag == "d")


@dataclass(frozen=True, slots=True)
class MemberRef:
    """An account. It is one member in all workspaces of a platform that shares accounts.

    A platform whose account ids are only unique inside a workspace puts the workspace
    into ``id`` itself.
    """

    platform: str
    id: str

    @property
    def key(self) -> str:
        return _pack(self.platform, self.id)

    @classmethod
    def parse(cls, key: str) -> MemberRef:
        """Raises ``BadKey``."""
        return cls(*_unpack(key, 2))


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that can be edited or deleted later."""

    channel: ChannelRef
    id: str

    @property
    def key(self) -> str:
        return f"{self.channel.key}:{quote(self.id, safe='')}"

    @classmethod
    def parse(cls, key: str) -> MessageRef:
        """Raises ``BadKey``."""
        channel, _, message = key.rpartition(":")
        return cls(ChannelRef.parse(channel), unquote(message))
