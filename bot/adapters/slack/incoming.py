"""Slack's payloads as interactions (Slack: interactivity/handling, slash-commands).

An interaction's id is the payload's ``trigger_id``: unique for each act, part of the
payload itself, and so the same when Slack delivers the payload again, in whatever
envelope. Bolt does not show the envelope's id, and nothing says that a repeat keeps it.

A member's id is ``<team>-<user>`` with the team of the bot's own token: a member has one id
in commands, presses and forms alike, also where the channel is shared with another team.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.adapters.slack.render_card import LINK
from bot.model import ChannelRef, Interaction, Kind, MemberRef, MessageRef, WorkspaceRef

NAME = "slack"
METADATA = 3000
_URL_LIFE = 30 * 60 - 30
_REFERENCE = re.compile(r"<(?P<kind>[@#])(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")


class Source(StrEnum):
    """What was used, which decides where an answer can go."""

    COMMAND = "c"  # its response URL appends and never replaces
    POST = "p"  # a posted message, in a channel or a direct conversation
    PRIVATE = "e"  # an ephemeral message: no handle but the press's response URL
    VIEW = "v"  # a result shown in a modal


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

    @property
    def replaceable(self) -> bool:
        """Whether a private answer was pressed; a post is never replaced by an answer."""
        return self.source is Source.PRIVATE

    def live_url(self) -> str:
        """The response URL unless its 30 minutes are over; empty without one."""
        return self.url if time.time() - self.issued < _URL_LIFE else ""

    def dumps(self) -> str:
        """At most ``METADATA`` characters; too long a response URL is left behind."""
        packed = json.dumps(asdict(self), separators=(",", ":"))
        if len(packed) <= METADATA:
            return packed
        return json.dumps(asdict(self) | {"url": ""}, separators=(",", ":"))

    @classmethod
    def loads(cls, packed: str) -> Place:
        """Raises ``ValueError`` for what ``dumps`` did not write."""
        try:
            data = json.loads(packed)
            return cls(**data | {"source": Source(data["source"])})
        except (TypeError, KeyError) as error:
            raise ValueError("not a form of ours") from error


@dataclass(slots=True, eq=False)
class Origin:
    """The way back to the member. ``ack`` takes the one payload that acknowledges."""

    place: Place
    user: str
    trigger: str
    ack: asyncio.Future[dict[str, Any]]
    view: str = ""
    block_ids: tuple[str, ...] = ()

    def settle(self, payload: dict[str, Any] | None = None) -> bool:
        """Acknowledges with ``payload``; False when that was done, or is too late, already."""
        if self.ack.done():
            return False
        self.ack.set_result(payload or {})
        return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads payloads for one workspace. ``known_name`` looks up names that are at hand."""

    team: str
    prefix: str = ""
    known_name: Callable[[str], str | None] = field(default=lambda _: None)

    def member(self, user: str) -> MemberRef:
        return MemberRef(NAME, f"{self.team}-{user}")

    def channel(self, channel: str, thread: str = "") -> ChannelRef:
        workspace = WorkspaceRef(NAME, self.team)
        return ChannelRef(workspace, channel, thread or None, channel.startswith("D"))

    def command(self, body: Mapping[str, Any]) -> Interaction:
        """``/quiz polly 3`` as route "quiz" and text "polly 3".

        A mentioned member or channel (manifest: ``should_escape``) is put into the text as
        the key of its reference.
        """
        place = Place(
            Source.COMMAND,
            str(body["channel_id"]),
            url=str(body.get("response_url", "")),
            issued=int(time.time()),
        )
        name = str(body["command"]).removeprefix("/")
        return self._interaction(
            body,
            Kind.COMMAND,
            place,
            user={"id": body["user_id"], "name": body.get("user_name")},
            route=name.removeprefix(self.prefix),
            text=self._line(str(body.get("text") or "")),
        )

    def press(self, body: Mapping[str, Any]) -> Interaction | None:
        """A pressed button or a choice; None for a link, which asks for nothing."""
        action = body["actions"][0]
        if str(action["action_id"]).startswith(LINK):
            return None
        values = _chosen(action)
        return self._interaction(
            body,
            Kind.PRESS,
            self._pressed(body),
            user=body["user"],
            route=str(action["action_id"]),
            values={} if values is None else {"choice": values},
        )

    def submit(self, body: Mapping[str, Any]) -> Interaction:
        """A submitted form. What was left empty has no value."""
        view = body["view"]
        return self._interaction(
            body,
            Kind.SUBMIT,
            Place.loads(str(view.get("private_metadata", ""))),
            user=body["user"],
            route=str(view["callback_id"]),
            values={
                block: _typed(next(iter(inputs.values())))
                for block, inputs in view.get("state", {}).get("values", {}).items()
            },
            block_ids=tuple(
                str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"
            ),
        )

    def _pressed(self, body: Mapping[str, Any]) -> Place:
        container = body.get("container", {})
        if container.get("type") == "view":
            opened = Place.loads(str(body["view"].get("private_metadata", "")))
            return Place(Source.VIEW, opened.channel, opened.thread)
        channel = str(container.get("channel_id") or body["channel"]["id"])
        ts = str(container.get("message_ts", ""))
        thread = str(container.get("thread_ts") or body.get("message", {}).get("thread_ts") or "")
        return Place(
            Source.PRIVATE if container.get("is_ephemeral") else Source.POST,
            channel,
            thread if thread != ts else "",
            ts,
            str(body.get("response_url", "")),
            int(time.time()),
        )

    def _interaction(
        self,
        body: Mapping[str, Any],
        kind: Kind,
        place: Place,
        *,
        user: Mapping[str, Any],
        route: str,
        text: str | None = None,
        values: Mapping[str, tuple[str, ...]] | None = None,
        block_ids: tuple[str, ...] = (),
    ) -> Interaction:
        who = str(user["id"])
        channel = self.channel(place.channel, place.thread)
        trigger = str(body.get("trigger_id") or "")
        # An ephemeral message has a timestamp but no handle: it is no message to refer to.
        handle = place.message and place.source is Source.POST
        return Interaction(
            id=trigger or hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
            kind=kind,
            member=self.member(who),
            member_name=self.known_name(who)
            or str(user.get("name") or user.get("username") or who),
            channel=channel,
            route=route,
            received_at=datetime.now(UTC),
            received=time.monotonic(),
            message=MessageRef(channel, place.message) if handle else None,
            text=text,
            values=values or {},
            origin=Origin(
                place,
                who,
                trigger,
                asyncio.get_running_loop().create_future(),
                str(body.get("view", {}).get("id", "")),
                block_ids,
            ),
        )

    def _line(self, typed: str) -> str:
        def key(found: re.Match[str]) -> str:
            if found["kind"] == "@":
                return self.member(found["id"]).key
            return self.channel(found["id"]).key

        line = _REFERENCE.sub(key, typed)
        return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _chosen(action: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What a select, radio buttons or checkboxes hold; None for a button."""
    if "selected_options" in action:
        return tuple(str(option["value"]) for option in action["selected_options"] or ())
    if "selected_option" in action:
        option = action["selected_option"]
        return (str(option["value"]),) if option else ()
    return None


def _typed(element: Mapping[str, Any]) -> tuple[str, ...]:
    chosen = _chosen(element)
    if chosen is not None:
        return chosen
    return (str(element["value"]),) if element.get("value") else ()
