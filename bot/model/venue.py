"""Where something was typed, and what is known of a channel before a group is put there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.refs import ChannelRef


class Venue(StrEnum):
    """The kind of place that something was typed or pressed in, as far as it was told.

    UNKNOWN: the payload does not say, or says something newer than this program. Nothing is
    refused for that: ``Adapter.inspect`` knows more.
    """

    UNKNOWN = "unknown"
    CHANNEL = "channel"
    ANNOUNCEMENTS = "announcements"
    VOICE = "voice"
    """The chat of a voice or stage channel."""
    THREAD = "thread"
    POST = "post"
    """A post of a forum or media channel, whose own channel takes no plain messages."""
    DIRECT = "direct"
    """A private conversation between one member and the bot."""
    GROUP_DIRECT = "group direct"
    """A conversation of several people that is no channel."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where a group's posts would go, or why they cannot go there.

    ``channel`` is where to post (a thread's own channel when asked about a thread): this is
    what a group's row keeps. ``shows_as`` is how members know that place, such as "#general";
    never empty. ``note`` is a sentence to show before anything is saved ("Posts go to #general
    itself, not into this thread."), or empty.

    ``problem`` is empty when the bot can post. Otherwise it says why not, as a part of a sentence
    with a small first letter and no full stop ("missing: Send Messages"), and ``todo`` is a
    sentence that says what to do. With ``unsure`` the platform could not be asked just now: that
    says nothing about the channel, so nothing is to be kept of it. ``until`` is when a problem is
    over by itself (aware UTC), where the platform says so.

    ``private`` says that only those whom the channel lets in can see it, not everybody in the
    workspace. None where the platform did not tell.
    """

    channel: ChannelRef
    shows_as: str = "this channel"
    note: str = ""
    problem: str = ""
    todo: str = ""
    unsure: bool = False
    until: datetime | None = None
    private: bool | None = None
