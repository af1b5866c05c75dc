"""Messages that everybody in a channel sees: posted with a key, found again, edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.base import Forbidden, Gone, Unreadable
from bot.adapters.slack.api import Api
from bot.adapters.slack.files import Pictures
from bot.adapters.slack.limits import Limits
from bot.adapters.slack.render_card import Files, check, posted
from bot.adapters.slack.render_card import message as rendered
from bot.model import Card, ChannelRef, MemberRef, MessageRef

EVENT = "studyhall_post"
"""The metadata type that marks a post; its payload holds the post's key."""
_SKEW = timedelta(minutes=5)  # by which our clock and Slack's may differ
_PAGES = 50


class Messages:
    """``me`` is what ``auth.test`` says: only the bot's own messages are found."""

    def __init__(self, api: Api, files: Pictures, me: Mapping[str, Any], limits: Limits) -> None:
        self._api = api
        self._files = files
        self._me = me
        self._limits = limits

    async def post(
        self, to: ChannelRef, card: Card, key: str, pings: frozenset[MemberRef]
    ) -> MessageRef:
        check(card)
        card, api = posted(card), self._api

        async def send(files: Files) -> Mapping[str, Any]:
            return await api.call(
                api.web.chat_postMessage(
                    channel=to.id,
                    thread_ts=to.thread,
                    unfurl_links=False,
                    unfurl_media=False,
                    mrkdwn=False,  # else a notification takes `__init__` for markup
                    metadata={"event_type": EVENT, "event_payload": {"key": key}},
                    **rendered(card, files, pings),
                )
            )

        async with self._limits.posting(to):
            answer = await self._files.send(card, send)
        return MessageRef(to, str(answer["ts"]))

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        """Reads the channel's (or thread's) history back to ``since``.

        A direct conversation wants the scope im:history; an app that was installed before the
        bot asked for it gets ``Unreadable`` there.
        """
        web = self._api.web
        oldest = f"{(since - _SKEW).timestamp():.6f}"
        cursor = ""
        for _ in range(_PAGES):
            asked: dict[str, Any] = {
                "channel": to.id,
                "oldest": oldest,
                "include_all_metadata": True,
                "limit": 200,
            }
            if cursor:
                asked["cursor"] = cursor
            try:
                async with self._limits.reading():
                    if to.thread:
                        reading = web.conversations_replies(ts=to.thread, **asked)
                    else:
                        reading = web.conversations_history(**asked)
                    page = await self._api.call(reading)
            except (Forbidden, Gone) as error:
                raise Unreadable(str(error)) from error
            for found in page["messages"]:
                if self._is_mine(found) and _key(found) == key:
                    return MessageRef(to, str(found["ts"]))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        raise Unreadable("there is more history than can be read")

    async def edit(self, message: MessageRef, card: Card) -> None:
        check(card)
        card, api = posted(card), self._api

        async def send(files: Files) -> None:
            await api.call(
                api.web.chat_update(
                    channel=message.channel.id, ts=message.id, **rendered(card, files)
                )
            )

        async with self._limits.editing():
            await self._files.send(card, send)

    async def delete(self, message: MessageRef) -> None:
        api = self._api
        await api.call(api.web.chat_delete(channel=message.channel.id, ts=message.id))

    def _is_mine(self, found: Mapping[str, Any]) -> bool:
        me = self._me
        return bool(
            found.get("bot_id") == me.get("bot_id") or found.get("user") == me.get("user_id")
        )


def _key(found: Mapping[str, Any]) -> str | None:
    metadata = found.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    return (metadata.get("event_payload") or {}).get("key")
