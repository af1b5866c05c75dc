"""Can the bot post in a channel? What Slack says of it, and a proof that members do not see.

The proof: a message is scheduled for a day far off and deleted at once. Slack asks of it what it
asks of a post (Slack: chat.scheduleMessage), and nobody sees anything. What is not a clear "no"
to that (a limit, an outage, a method that is not there) proves nothing and stops nobody.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.adapters.base import AdapterError, Forbidden
from bot.adapters.slack.api import Api
from bot.adapters.slack.error_codes import VERDICTS
from bot.adapters.slack.limits import Limits
from bot.adapters.slack.words import say
from bot.model import ChannelRef, Prepared

log = logging.getLogger(__name__)

FAR = 100 * 24 * 3600
"""Seconds ahead for which the proof is scheduled; Slack takes at most 120 days."""
PROOF = say("proof")
GROUP_DIRECT = Forbidden(
    (say("group-message.missing"),),
    why=say("group-message.why"),
    todo=say("group-message.todo"),
)
_OLD_GROUP = "G"


def refused(code: str) -> Forbidden:
    """The error for one of Slack's codes that means "not allowed"."""
    said = VERDICTS[code]
    return Forbidden((said.missing,), code, why=said.why, todo=said.todo)


def closed(found: Mapping[str, Any]) -> Forbidden | None:
    """Why an app's post would be refused in the channel, as far as Slack says."""
    if found.get("is_mpim") or found.get("is_im"):
        return GROUP_DIRECT
    if found.get("is_archived"):
        return refused("is_archived")
    if found.get("is_frozen"):
        return Forbidden(
            (say("frozen.missing"),),
            why=say("frozen.why"),
            todo=say("frozen.todo"),
        )
    if found.get("is_read_only"):
        return refused("restricted_action_read_only_channel")
    if found.get("is_thread_only"):
        return refused("restricted_action_thread_only_channel")
    if not found.get("is_member") and found.get("is_private"):
        return refused("not_in_channel")
    return None


class ChannelCheck:
    def __init__(self, api: Api, limits: Limits) -> None:
        self._api = api
        self._limits = limits

    async def inspect(self, channel: ChannelRef) -> Prepared:
        """Asks about the channel and changes nothing."""
        if channel.direct:
            return Prepared(channel, say("this-conversation"))
        return _prepared(channel, await self._info(channel))

    async def prepare(self, channel: ChannelRef, *, join: bool) -> Prepared:
        """Joins a public channel; a private one must have invited the bot. Proves the rest."""
        if channel.direct:
            return Prepared(channel, say("this-conversation"))
        api, found = self._api, await self._info(channel)
        if not found.get("is_member"):
            if not join:  # somebody may have put it out
                raise refused("not_in_channel")
            await api.call(api.web.conversations_join(channel=channel.id))
        # Reading back is what tells after a crash whether a post went out.
        self._limits.read()
        await api.call(api.web.conversations_history(channel=channel.id, limit=1))
        await self._prove(channel.id)
        return _prepared(channel, found)

    async def _info(self, channel: ChannelRef) -> Mapping[str, Any]:
        try:
            said = await self._api.call(self._api.web.conversations_info(channel=channel.id))
        except Forbidden as error:
            # A group message, or a private channel from before 2021: who has no scope for the
            # former cannot tell which.
            if "mpim:" in str(error.missing):
                raise GROUP_DIRECT from error
            if channel.id.startswith(_OLD_GROUP) and str(error) == "channel_not_found":
                raise Forbidden(
                    error.missing,
                    str(error),
                    why=say("perhaps-private.why"),
                    todo=say("perhaps-private.todo"),
                ) from error
            raise
        found = said.get("channel")
        found = found if isinstance(found, Mapping) else {}
        if (stopped := closed(found)) is not None:
            raise stopped
        return found

    async def _prove(self, channel: str) -> None:
        api = self._api
        try:
            said = await api.call(
                api.web.chat_scheduleMessage(
                    channel=channel, post_at=int(time.time()) + FAR, text=PROOF
                )
            )
        except Forbidden:
            raise
        except AdapterError as error:
            log.info("whether the bot can post is not proven: %s", error)
            return
        scheduled = str(said.get("scheduled_message_id", ""))
        for _ in range(2):
            try:
                await api.call(
                    api.web.chat_deleteScheduledMessage(
                        channel=channel, scheduled_message_id=scheduled
                    )
                )
            except AdapterError as error:
                log.warning("a scheduled message may be left in %s: %s", channel, error)
            else:
                return


def _prepared(channel: ChannelRef, found: Mapping[str, Any]) -> Prepared:
    name = found.get("name")
    shown = f"#{name}" if name else say("this-channel")
    notes = []
    if channel.thread:
        notes.append(say("not-the-thread", channel=shown))
    if found.get("is_ext_shared"):
        notes.append(say("shared"))
    private = bool(found["is_private"]) if "is_private" in found else None
    return Prepared(replace(channel, thread=None), shown, " ".join(notes), private=private)
