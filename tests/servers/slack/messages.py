"""What the Web API's message methods do and refuse (Slack: reference/methods/chat.*)."""

from __future__ import annotations

from typing import Any

from tests.servers.slack.acts import check_message
from tests.servers.slack.reading import notified
from tests.servers.slack.state import APP, BOT_ID, BOT_USER, Channel, Json, Message, State


class Refuse(Exception):
    """An answer with ok false."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


class MessageMethods:
    """The chat.* methods and the history."""

    _state: State

    def _need(self, scope: str) -> None:
        if scope not in self._state.scopes:
            provided = ",".join(sorted(self._state.scopes))
            raise Refuse("missing_scope", needed=scope, provided=provided)

    def _invalid(self, method: str, problems: list[str], payload: Any, code: str = "") -> None:
        self._state.breach(method, problems, payload)
        raise Refuse(code or "invalid_arguments", response_metadata={"messages": problems})

    def _channel(self, args: Json, *, scope: str = "") -> Channel:
        channel = self._state.channels.get(args["channel"])
        # A group message needs scopes of its own, which the app does not ask for.
        if channel is None or channel.group_direct or (channel.private and not channel.has_bot):
            raise Refuse("channel_not_found")
        if scope:
            self._need(f"{channel.kind}:{scope}")
        return channel

    def _can_post(self, channel: Channel, thread: object = "") -> None:
        if not channel.has_bot:
            raise Refuse("not_in_channel")
        if channel.archived:
            raise Refuse("is_archived")
        if channel.read_only:
            raise Refuse("restricted_action_read_only_channel")
        if channel.threads_only and not thread:
            raise Refuse("restricted_action_thread_only_channel")
        if channel.refuses:
            raise Refuse(channel.refuses)
        if channel.direct_with and self._state.users[channel.direct_with].direct_closed:
            raise Refuse("messages_tab_disabled")

    def _check_message(self, method: str, args: Json, most: int) -> None:
        problem = check_message(self._state, args, most)
        if problem:
            self._invalid(method, problem[1], args, problem[0])

    def _chat_postMessage(self, args: Json) -> Json:  # noqa: N802 (Slack's name)
        state = self._state
        channel = self._channel(args)
        self._can_post(channel, args.get("thread_ts"))
        self._check_message("chat.postMessage", args, 40_000)
        metadata = args.get("metadata")
        if metadata is not None and metadata.keys() != {"event_type", "event_payload"}:
            self._invalid("chat.postMessage", ["bad metadata"], args, "invalid_metadata_format")
        thread = args.get("thread_ts") or ""
        if thread:
            parent = state.message(channel.id, thread)
            if parent is None:
                raise Refuse("thread_not_found")
            if parent.thread:
                self._invalid("chat.postMessage", ["thread_ts of a reply"], args)
        if state.limit_posts and state.now() - channel.last_post < 1:
            raise Refuse("ratelimited", retry_after=1.0)
        channel.last_post = state.now()
        message = self._new(channel, args, thread)
        message.metadata = metadata
        state.messages.append(message)
        return {"channel": channel.id, "ts": message.ts, "message": {"ts": message.ts}}

    def _chat_scheduleMessage(self, args: Json) -> Json:  # noqa: N802 (Slack's name)
        state = self._state
        channel = self._channel(args)
        self._can_post(channel, args.get("thread_ts"))
        self._check_message("chat.scheduleMessage", args, 40_000)
        ahead = int(args["post_at"]) - state.now()
        if ahead <= 0:
            raise Refuse("time_in_past")
        if ahead > 120 * 24 * 3600:
            raise Refuse("time_too_far")
        name = f"Q{state.number():08d}"
        state.scheduled[name] = channel.id
        return {"channel": channel.id, "scheduled_message_id": name, "post_at": args["post_at"]}

    def _chat_deleteScheduledMessage(self, args: Json) -> Json:  # noqa: N802 (Slack's name)
        if self._state.scheduled.get(args["scheduled_message_id"]) != args["channel"]:
            raise Refuse("invalid_scheduled_message_id")
        del self._state.scheduled[args["scheduled_message_id"]]
        return {}

    def _new(self, channel: Channel, args: Json, thread: str, private_to: str = "") -> Message:
        blocks = args.get("blocks") or []
        pinged = notified(blocks, "" if blocks else args.get("text", ""))
        if args.get("link_names"):
            pinged |= {word for word in args.get("text", "").split() if word.startswith("@")}
        return Message(
            channel.id,
            self._state.ts(),
            args.get("text", ""),
            blocks,
            thread,
            private_to=private_to,
            notified=pinged,
        )

    def _mine(self, args: Json, refusal: str) -> Message:
        channel = self._channel(args)
        message = self._state.message(channel.id, args["ts"])
        if message is None:
            raise Refuse("message_not_found")
        if message.author != BOT_USER:
            raise Refuse(refusal)
        return message

    def _chat_update(self, args: Json) -> Json:
        message = self._mine(args, "cant_update_message")
        self._check_message("chat.update", args, 4000)
        message.text = args.get("text", "")
        message.blocks = args.get("blocks") or []
        if "metadata" in args:
            message.metadata = args["metadata"] or None
        return {"channel": message.channel, "ts": message.ts, "text": message.text}

    def _chat_delete(self, args: Json) -> Json:
        message = self._mine(args, "cant_delete_message")
        self._state.messages.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _chat_postEphemeral(self, args: Json) -> Json:  # noqa: N802 (Slack's name)
        state = self._state
        channel = self._channel(args)
        self._can_post(channel)
        if args["user"] not in channel.members:
            raise Refuse("user_not_in_channel")
        self._check_message("chat.postEphemeral", args, 40_000)
        message = self._new(channel, args, args.get("thread_ts") or "", args["user"])
        state.messages.append(message)
        acts = [act for act in state.acts.values() if act.user == args["user"]]
        if acts:
            acts[-1].replies.append(message)
        return {"message_ts": message.ts}

    def _conversations_history(self, args: Json) -> Json:
        return self._read(args, "")

    def _conversations_replies(self, args: Json) -> Json:
        if self._state.message(args["channel"], args["ts"]) is None:
            raise Refuse("thread_not_found")
        return self._read(args, args["ts"])

    def _read(self, args: Json, thread: str) -> Json:
        channel = self._channel(args, scope="history")
        if not channel.has_bot:
            raise Refuse("not_in_channel")
        oldest = float(args.get("oldest", 0))
        found = [
            message
            for message in self._state.messages
            if message.channel == channel.id and not message.private_to
            if message.thread == thread or message.ts == thread
            if float(message.ts) > oldest
        ]
        found.sort(key=lambda message: message.ts, reverse=not thread)
        start = int(args.get("cursor") or 0)
        limit = min(int(args.get("limit", 100)), 999)
        with_metadata = args.get("include_all_metadata") in ("1", "true", True)
        answer: Json = {"messages": [], "has_more": len(found) > start + limit}
        for message in found[start : start + limit]:
            shown: Json = {"type": "message", "ts": message.ts, "text": message.text}
            shown["user"] = message.author
            if message.author == BOT_USER:
                shown |= {"bot_id": BOT_ID, "app_id": APP}
            if with_metadata and message.metadata:
                shown["metadata"] = message.metadata
            answer["messages"].append(shown)
        if answer["has_more"]:
            answer["response_metadata"] = {"next_cursor": str(start + limit)}
        return answer
