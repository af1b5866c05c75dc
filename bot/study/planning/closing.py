"""The end of a question: its results are told where it was posted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.model.refs import ChannelRef
from bot.study.delivery import Delivery, DeliveryKind, DeliveryState, Later, NewDelivery
from bot.study.planning.plan import Close, Release
from bot.study.planning.post_rows import post_key
from bot.study.planning.view import Due
from bot.study.questions import type_of
from bot.study.round import Asked, Round, RoundState
from content.model import Question

UNSURE = (DeliveryState.SENDING, DeliveryState.FAILED)
"""States of a question's post in which members may have it before them all the same."""
RELEASED = 1_000
"""Results that are told again, with the answer, are numbered from here on."""
DISCUSS_WITHIN = 6 * 60 * 60 * 1000
"""Milliseconds after a close in which a thread to talk about it is still worth opening."""
CHUNK = 50
"""Choices that become answers in one transaction: some 10 ms of the writer's time."""
WAITS = 24 * 60 * 60 * 1000
"""Milliseconds after a close for which that thread waits for another group's question."""

AskedBy = Callable[[Round], Question | None]
"""What a round asks; None where no course has it any more."""


def close(posed: Round, due: Due, at: int, now: int, *, known: bool) -> Close:
    """The close of ``posed`` as of ``at``; ``known`` tells whether a course still has it.

    The round's close is now: who found the bot off until then can still keep the streak.
    """
    closed = max(at, now)
    if not _seen(due):
        return Close(posed, closed, never=True)
    return Close(posed, closed, tuple(_results(posed, due, at)) if known else ())


def many(due: Due) -> bool:
    """Whether more choices are waiting than one transaction should make answers of.

    Nobody else's answer could be written meanwhile: some become answers, and it stays open.
    """
    return sum(due.pending.values()) > CHUNK


def closed_tally(posed: Round, due: Due, question: Question | None) -> Asked:
    """The question as the history has it once it is closed: its choices count."""
    answered, correct = due.answered, due.correct
    for given, count in due.pending.items():
        answered += count
        if question is not None and type_of(question).grade(question, given).correct:
            correct += count
    state = RoundState.CLOSED if _seen(due) else RoundState.VOID
    return Asked(posed.question_id, posed.concept_id, posed.local_date, state, answered, correct)


def releases(posed: Round, due: Due, at: int) -> Iterator[Release]:
    """The questions elsewhere whose answer may be told now that ``posed`` is over.

    Their threads to talk about it, which waited too, may open now.
    """
    for held in due.held:
        sequence = RELEASED + posed.id
        rows = tuple(
            _row(held.round, asked, asked.channel, DeliveryKind.RESULTS, sequence, at)
            for asked in held.posts
            if asked.message is not None
        )
        yield Release(held.round, rows, at)


def _seen(due: Due) -> bool:
    """Whether the question reached a channel, or somebody who answered in private."""
    if any(row.message is not None or row.state == DeliveryState.SENDING for row in due.posts):
        return True
    return due.answered > 0 or bool(due.pending)


def _results(posed: Round, due: Due, at: int) -> Iterator[NewDelivery]:
    """Results go into each posted question; where the edit fails they are posted.

    Where it is not known whether the question went out, they wait until it is, or are posted if
    that can never be known.
    """
    for asked in due.posts:
        if asked.message is None and asked.state not in UNSURE:
            continue
        yield _row(posed, asked, asked.channel, DeliveryKind.RESULTS, asked.sequence, at)
        if asked.message is None:
            continue
        thread = replace(asked.channel, thread=asked.message.id)
        talk = _row(posed, asked, thread, DeliveryKind.DISCUSS, asked.sequence, at)
        yield replace(talk, target=None, expires_at=at + DISCUSS_WITHIN)


def _row(
    posed: Round, asked: Delivery, channel: ChannelRef, kind: DeliveryKind, sequence: int, at: int
) -> NewDelivery:
    """What follows the post ``asked`` of ``posed``, as an edit of it."""
    return NewDelivery(
        channel=channel,
        kind=kind,
        local_date=posed.local_date,
        sequence=sequence,
        due_at=at,
        key=post_key(posed.group_id, channel, kind, posed.local_date, sequence),
        round_id=posed.id,
        target=asked.message,
    )


def put_off(posed: Round, closes: int | None, now: int) -> Later | None:
    """When to try again to open the thread about ``posed``, whose question another group still
    has open until ``closes`` (epoch ms; None where no time is set for it).

    None once nobody would talk about it any more.
    """
    last = (posed.closed_at or now) + WAITS
    if now >= last:
        return None
    due = last if closes is None else min(max(closes, now), last)
    return Later(due, due + DISCUSS_WITHIN)
