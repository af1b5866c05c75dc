"""Slack's payloads as interactions (Slack: interactivity/handling, slash-commands).

An interaction's id is the payload's ``trigger_id``: unique for each act, part of the
payload itself, and so the same when Slack delivers the payload again, in whatever
envelope. Bolt does not show the envelope's id, and nothing says that a repeat keeps it.

A member's id is ``<team>-<user>`` with the team of the bot's own token: a member has one id
in commands, presses and forms alike, also where the channel is shared with another team.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.adapters.common.payloads import (
    IDENTIFIER,
    NotUnderstood,
    flag,
    identifier,
    inside,
    items,
    mapping,
    words,
)
from bot.adapters.slack.origins import Origin, Place, Source, Visit
from bot.adapters.slack.reading import (
    chosen,
    digest,
    handles,
    response_url,
    slack_id,
    timestamp,
    typed,
    venue,
)
from bot.adapters.slack.render_card import LINK
from bot.model import ChannelRef, Interaction, Kind, MemberRef, MessageRef, Rights, WorkspaceRef

NAME = "slack"
CHANNEL_ID_CHANGED = "channel_id_changed"
"""The event with which Slack tells that a channel's id is another one now, as when it is shared
with an organization. The app's manifest asks for it."""
APP_HOME_OPENED = "app_home_opened"
"""The event with which Slack tells that a member looks at the app: its Home or Messages tab."""
HOME = "home"
_REFERENCE = re.compile(r"<(?P<kind>[@#])(?P<id>[A-Z0-9]{1,64})(?:\|[^>]*)?>")
_TRIGGER = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads payloads for one workspace, which may be part of an organization.

    ``known_name`` looks up names that are at hand.
    """

    team: str
    prefix: str = ""
    known_name: Callable[[str], str | None] = field(default=lambda _: None)
    organization: str = ""

    def member(self, user: str) -> MemberRef:
        return MemberRef(NAME, f"{self.team}-{user}")

    def channel(self, channel: str, thread: str = "") -> ChannelRef:
        workspace = WorkspaceRef(NAME, self.team)
        return ChannelRef(workspace, channel, thread or None, channel.startswith("D"))

    def _rights(self, body: Mapping[str, Any]) -> Rights:
        """A person of another workspace, in a channel shared with it, manages nothing here."""
        home = inside(body, "user").get("team_id") if "user_id" not in body else body.get("team_id")
        own = home in (None, "", self.team) or home == self.organization
        return Rights.UNKNOWN if own else Rights.MEMBER

    def moved(self, body: Mapping[str, Any]) -> tuple[ChannelRef, ChannelRef] | None:
        """The old and the new channel of an event that says so; None for any other event."""
        event = mapping(body.get("event"), "event")
        if event.get("type") != CHANNEL_ID_CHANGED:
            return None
        old = slack_id(event.get("old_channel_id"), "old_channel_id")
        new = slack_id(event.get("new_channel_id"), "new_channel_id")
        return self.channel(old), self.channel(new)

    def visit(self, body: Mapping[str, Any]) -> Visit | None:
        """Who opened the Home tab; None for any other event."""
        event = mapping(body.get("event"), "event")
        if event.get("type") != APP_HOME_OPENED or event.get("tab") != HOME:
            return None
        mark = inside(event, "view").get("hash") or ""
        return Visit(
            slack_id(event.get("user"), "user"),
            slack_id(event.get("channel"), "channel"),
            words(mark, "hash", IDENTIFIER) if mark else "",
        )

    def looks(self, body: Mapping[str, Any]) -> bool:
        """Whether a member opened any tab of the app: the other one shows nothing of ours."""
        return inside(body, "event").get("type") == APP_HOME_OPENED

    def home(self, user: str, place: Place, id_: str) -> Interaction:
        """``user`` looks at their page."""
        return Interaction(
            id=id_,
            kind=Kind.HOME,
            member=self.member(user),
            member_name=self.known_name(user) or user,
            channel=self.channel(place.channel),
            route=HOME,
            received_at=datetime.now(UTC),
            received=time.monotonic(),
            venue=venue(place.channel, None),
            origin=Origin(place, user, "", asyncio.get_running_loop().create_future()),
        )

    def user(self, body: Mapping[str, Any]) -> str:
        """Who acted, in any payload. Raises ``NotUnderstood``, as all that follow do."""
        if "user_id" in body:
            return slack_id(body["user_id"], "user_id")
        return slack_id(mapping(body.get("user"), "user").get("id"), "user")

    def command(self, body: Mapping[str, Any]) -> Interaction:
        """``/quiz polly 3`` as route "quiz" and text "polly 3".

        A mentioned member or channel (manifest: ``should_escape``) is put into the text as
        the key of its reference.
        """
        place = Place(
            Source.COMMAND,
            slack_id(body.get("channel_id"), "channel_id"),
            url=response_url(body.get("response_url")),
            issued=int(time.time()),
        )
        name = words(body.get("command"), "command", IDENTIFIER).removeprefix("/")
        return self._interaction(
            body,
            Kind.COMMAND,
            place,
            names=(body.get("user_name"),),
            place_name=body.get("channel_name"),
            route=name.removeprefix(self.prefix),
            text=self._line(words(body.get("text") or "", "text")),
        )

    def press(self, body: Mapping[str, Any]) -> Interaction | None:
        """A pressed button or a choice; None for a link, which asks for nothing."""
        actions = items(body, "actions")
        if not actions:
            raise NotUnderstood("a press without an action")
        pressed = words(actions[0].get("action_id"), "action_id", IDENTIFIER)
        if pressed.startswith(LINK):
            return None
        values = chosen(actions[0])
        return self._interaction(
            body,
            Kind.PRESS,
            self._pressed(body),
            names=handles(body),
            place_name=inside(body, "channel").get("name"),
            route=pressed,
            values={} if values is None else {"choice": values},
        )

    def submit(self, body: Mapping[str, Any]) -> Interaction:
        """A submitted form. What was left empty has no value."""
        view = mapping(body.get("view"), "view")
        return self._interaction(
            body,
            Kind.SUBMIT,
            Place.loads(words(view.get("private_metadata"), "private_metadata")),
            names=handles(body),
            route=words(view.get("callback_id"), "callback_id", IDENTIFIER),
            values={
                words(block, "block_id", IDENTIFIER): typed(mapping(inputs, "state"))
                for block, inputs in inside(inside(view, "state"), "values").items()
            },
            block_ids=tuple(
                words(block.get("block_id"), "block_id", IDENTIFIER)
                for block in items(view, "blocks")
                if block.get("type") == "input"
            ),
        )

    def _pressed(self, body: Mapping[str, Any]) -> Place:
        container = inside(body, "container")
        if container.get("type") == "view":
            view = mapping(body.get("view"), "view")
            packed = words(view.get("private_metadata"), "private_metadata")
            opened = Place.loads(packed)
            if view.get("type") == HOME:
                return Place(Source.HOME, opened.channel)
            return Place(Source.VIEW, opened.channel, opened.thread, home=opened.at_home)
        channel = container.get("channel_id") or inside(body, "channel").get("id")
        ts = timestamp(container.get("message_ts"), "message_ts")
        thread = container.get("thread_ts") or inside(body, "message").get("thread_ts")
        thread = timestamp(thread, "thread_ts")
        private = flag(container.get("is_ephemeral"), "is_ephemeral")
        return Place(
            Source.PRIVATE if private else Source.POST,
            slack_id(channel, "channel"),
            thread if thread != ts else "",
            ts,
            response_url(body.get("response_url")),
            int(time.time()),
        )

    def _interaction(
        self,
        body: Mapping[str, Any],
        kind: Kind,
        place: Place,
        *,
        names: Sequence[object],
        route: str,
        place_name: object = None,
        text: str | None = None,
        values: Mapping[str, tuple[str, ...]] | None = None,
        block_ids: tuple[str, ...] = (),
    ) -> Interaction:
        who = self.user(body)
        channel = self.channel(place.channel, place.thread)
        trigger = body.get("trigger_id") or ""
        if trigger:
            trigger = identifier(trigger, "trigger_id", _TRIGGER)
        # An ephemeral message has a timestamp but no handle: it is no message to refer to.
        handle = place.message and place.source is Source.POST
        return Interaction(
            id=trigger or digest(body),
            kind=kind,
            member=self.member(who),
            member_name=self.known_name(who)
            or next((words(name, "name") for name in names if name), who),
            channel=channel,
            route=route,
            received_at=datetime.now(UTC),
            received=time.monotonic(),
            message=MessageRef(channel, place.message) if handle else None,
            text=text,
            values=values or {},
            rights=self._rights(body),
            venue=venue(place.channel, place_name),
            origin=Origin(
                place,
                who,
                trigger,
                asyncio.get_running_loop().create_future(),
                slack_id(view, "view") if (view := inside(body, "view").get("id")) else "",
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
