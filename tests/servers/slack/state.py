"""What the local Slack knows: people, channels, messages, open views, and what it refused."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEAM = "T0STUDY1"
BOT_USER = "U0BOT0001"
BOT_ID = "B0BOT0001"
APP = "A0STUDY01"
BOT_TOKEN = "xoxb-good"
APP_TOKEN = "xapp-good"
SIGNING_SECRET = "8f742231b10e8888abcd99e75c85a5f1"
SCOPES = (
    "commands,chat:write,channels:read,groups:read,channels:history,groups:history,"
    "channels:join,im:write,im:history,users:read,files:write"
)
ACK_SECONDS = 3.0
HOOK_SECONDS = 30 * 60
HOOK_USES = 5


@dataclass
class User:
    id: str
    name: str
    admin: bool = False
    guest: bool = False
    deleted: bool = False
    direct_closed: bool = False
    team: str = TEAM
    """Another one for a person of another workspace, met in a shared channel."""


@dataclass
class Channel:
    id: str
    name: str
    private: bool = False
    direct_with: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    read_only: bool = False
    threads_only: bool = False
    frozen: bool = False
    shared: bool = False
    group_direct: bool = False
    refuses: str = ""
    """The code with which posts are refused there, though nothing else shows it."""
    last_post: float = -1e9

    @property
    def has_bot(self) -> bool:
        return BOT_USER in self.members

    @property
    def kind(self) -> str:
        return "im" if self.direct_with else "groups" if self.private else "channels"


@dataclass(eq=False)
class Message:
    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread: str = ""
    metadata: Json | None = None
    private_to: str = ""
    author: str = BOT_USER
    notified: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Act:
    """One thing a person did, and all that came of it."""

    kind: str  # "slash_commands", "block_actions" or "view_submission"
    user: str
    channel: str
    trigger: str
    payload: Json
    sent_at: float
    envelope: str = ""
    socket: object = None
    pressed: Message | None = None
    view: View | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)
    trigger_used: bool = False
    acked_after: float | None = None
    ack: Json | None = None
    replies: list[Message] = field(default_factory=list)
    updated: Message | None = None
    opened: View | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class View:
    id: str
    user: str
    shown: Json
    opener: Act
    hash: str = "1"
    open: bool = True


@dataclass
class Hook:
    act: Act
    source: Act
    issued: float
    uses: int = 0


@dataclass
class File:
    id: str
    length: int
    alt: str
    content: bytes = b""
    complete: bool = False
    not_ready: int = 0


class State:
    """``advance`` moves the server's clock, so that nothing has to wait for a deadline."""

    def __init__(self) -> None:
        self._skew = 0.0
        self._numbers = itertools.count(1)
        self._second = int(time.time())
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.acts: dict[str, Act] = {}
        self.hooks: dict[str, Hook] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        """What each user's Home tab shows."""
        self.home_enabled = True
        self.files: dict[str, File] = {}
        self.breaches: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.scopes = set(SCOPES.split(","))
        self.bot_tokens = {BOT_TOKEN}
        self.app_tokens = {APP_TOKEN}
        self.revoked = False
        self.app_revoked = False
        self.limit_posts = False
        self.files_not_ready = 0
        self.organization = False
        """The app is installed on a whole organization."""
        self.scheduled: dict[str, str] = {}
        """Channels of messages that wait for their day."""
        self.faults: dict[str, list[str]] = {}
        self.tried: Counter[str] = Counter()  # every request, whatever came of it
        self.late_acks: list[str] = []
        # Response URLs answer while this is set.
        self.hooks_open = asyncio.Event()
        self.hooks_open.set()
        # Told after each request.
        self.changed = asyncio.Condition()

    def direct(self, user: str) -> Channel:
        """The conversation between the user and the app, which is made on first sight."""
        for channel in self.channels.values():
            if channel.direct_with == user:
                return channel
        channel = Channel(f"D0{user[2:]}", "", direct_with=user, members={user, BOT_USER})
        self.channels[channel.id] = channel
        return channel

    def now(self) -> float:
        return time.time() + self._skew

    def advance(self, seconds: float) -> None:
        self._skew += seconds

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """A message's timestamp: its id, unique in the channel and growing."""
        return f"{self.now():.3f}{self.number() % 1000:03d}"

    def breach(self, where: str, problems: list[str], payload: Any) -> None:
        self.breaches.append(f"{where}: {'; '.join(problems)} in {str(payload)[:600]}")

    def file_ready(self, file_id: str) -> bool:
        file = self.files.get(file_id)
        if file is None or not file.complete:
            return False
        if file.not_ready:
            file.not_ready -= 1
            return False
        return True

    def message(self, channel: str, ts: str) -> Message | None:
        for message in self.messages:
            if message.channel == channel and message.ts == ts and not message.private_to:
                return message
        return None

    def fault(self, method: str, kind: str, times: int = 1) -> None:
        """The next calls of ``method`` fail: a status such as "503", "drop" (before anything is
        done), "drop-after" (done, but the connection dies), "mangle:<one of MANGLED>" (done, but
        the answer is broken), "429:<seconds>", "429:none" (no Retry-After) or an error code."""
        self.faults.setdefault(method, []).extend([kind] * times)

    def next_fault(self, method: str) -> str:
        self.tried[method] += 1
        waiting = self.faults.get(method)
        return waiting.pop(0) if waiting else ""
