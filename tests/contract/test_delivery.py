"""The outbox over real adapters: what a crash leaves behind is settled without doubling."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.base import Forbidden, Gone
from bot.delivery.outbox import Outbox, Row, problem_words
from bot.model import Card, MessageRef
from bot.runtime.clock import OffsetClock, millis
from tests.contract.scenario_cards import question
from tests.contract.scenario_chat import Chat
from tests.delivery.outbox_bench import Crash, MemoryRow, MemoryRows


@dataclass
class Posting:
    """Rows for the chat's channel, and what organizers were told."""

    chat: Chat
    store: MemoryRows = field(default_factory=MemoryRows)
    told: list[tuple[int, str]] = field(default_factory=list)
    clock: OffsetClock = field(default_factory=lambda: OffsetClock(datetime.now(UTC)))

    def plan(self, row_id: int, target: MessageRef | None = None) -> None:
        now = millis(self.clock.now())
        channel = self.chat.driver.channel
        self.store.rows[row_id] = MemoryRow(row_id, channel, now, target=target)

    def outbox(self) -> Outbox:
        """As after a start of the program: it knows nothing but the rows."""
        return Outbox(
            self.store,
            lambda _: self.chat.driver.adapter,
            self.render,
            self,
            self.clock,
            platforms=lambda: [self.chat.driver.name],
        )

    async def render(self, row: Row) -> Card | None:
        return question(f"Question {row.id}?")

    async def channel_blocked(self, row: Row, error: Forbidden | Gone) -> None:
        self.store.blocked.add(row.channel.key)
        self.told.append((row.id, problem_words(error)))

    async def post_refused(self, row: Row, error: str) -> None:
        self.told.append((row.id, error))

    async def post_unknown(self, row: Row) -> None:
        self.told.append((row.id, "unknown"))

    def shown(self) -> list[str]:
        return [post.text for post in self.chat.driver.posts()]


@pytest.mark.parametrize(
    ("when", "where"),
    [("before", "begin"), ("after", "begin"), ("before", "sent"), ("after", "sent")],
)
async def test_a_crash_while_posting_posts_exactly_once(chat: Chat, when: str, where: str) -> None:
    posting = Posting(chat)
    posting.plan(1)
    setattr(posting.store, f"crash_{when}", where)
    with pytest.raises(Crash):
        await posting.outbox().drain()
    await chat.driver.restart()
    again = posting.outbox()
    await again.drain()
    posting.clock.set(posting.clock.now() + timedelta(seconds=20))
    await again.drain()
    (post,) = chat.driver.posts()
    row = posting.store.rows[1]
    assert row.state == "sent" and row.message is not None
    assert row.message.id == post.id and row.message.channel == chat.driver.channel


async def test_a_crash_that_cannot_be_looked_into_is_told_and_never_doubles(chat: Chat) -> None:
    posting = Posting(chat)
    posting.plan(1)
    posting.store.crash_before = "sent"
    with pytest.raises(Crash):
        await posting.outbox().drain()
    chat.driver.hide_history(chat.driver.channel)
    again = posting.outbox()
    await again.drain()
    await again.drain()
    assert len(posting.shown()) == 1
    assert posting.told == [(1, "unknown")]


async def test_posts_keep_their_order_and_edits_find_their_post(chat: Chat) -> None:
    posting = Posting(chat)
    for row_id in (1, 2, 3):
        posting.plan(row_id)
    assert await posting.outbox().drain() == 3
    assert [text[-len("Question 1?") :] for text in posting.shown()] == [
        "Question 1?",
        "Question 2?",
        "Question 3?",
    ]
    posting.plan(4, target=posting.store.rows[2].message)
    await posting.outbox().drain()
    assert ["Question 4?" in text for text in posting.shown()] == [False, True, False]


async def test_results_whose_question_was_removed_are_posted_anew(chat: Chat) -> None:
    posting = Posting(chat)
    posting.plan(1)
    outbox = posting.outbox()
    await outbox.drain()
    message = posting.store.rows[1].message
    assert message is not None
    chat.driver.remove_message(message.id)
    posting.plan(2, target=message)
    await outbox.drain()
    await outbox.drain()
    (text,) = posting.shown()
    assert "Question 2?" in text


async def test_a_channel_that_refuses_is_told_once_by_name(chat: Chat) -> None:
    posting = Posting(chat)
    posting.plan(1)
    posting.plan(2)
    chat.driver.deny_posts(chat.driver.channel)
    outbox = posting.outbox()
    await outbox.drain()
    await outbox.drain()
    ((row_id, problem),) = posting.told
    assert row_id == 1 and ("missing: " in problem or "the bot isn't in" in problem)
    chat.driver.deny_posts(chat.driver.channel, denied=False)
    posting.store.blocked.clear()
    await outbox.drain()
    assert len(posting.shown()) == 2
