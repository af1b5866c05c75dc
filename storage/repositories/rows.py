"""Columns and the way from a row to a record, for tables that several repositories read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.model.refs import ChannelRef, MessageRef
from bot.study import group_settings
from bot.study.answer import Answer, AnswerKind
from bot.study.delivery import Delivery, DeliveryKind, DeliveryState
from bot.study.group import Group, GroupState, Rhythm, Schedule
from bot.study.memory import Remembered
from bot.study.person import Person
from bot.study.recall import Trace
from bot.study.round import Asked, Round, RoundKind, RoundState
from bot.study.streaks import Streak

# A person has no name of their own: each workspace has one for them. The first mark is its key.
PERSON = (
    "p.id, (SELECT n.name FROM names n WHERE n.person_id = p.id AND n.workspace = ?), "
    "p.hidden, p.straight, p.welcomed"
)
UNNAMED = "p.id, NULL, p.hidden, p.straight, p.welcomed"


def name_in(group: str, person: str) -> str:
    """The name of ``person`` in the workspaces of ``group`` (both SQL), or the empty string."""
    return (
        "COALESCE((SELECT n.name FROM channels c JOIN names n ON n.workspace = c.workspace "
        f"WHERE c.group_id = {group} AND n.person_id = {person} "
        "ORDER BY c.position, c.channel LIMIT 1), '')"
    )


GROUP = (
    "g.id, g.course, g.zone, g.days, g.rhythm, g.times, g.state, g.created_at, g.due_at, "
    "g.position, g.season, g.paused_until, g.settings"
)
ROUND = (
    "r.id, r.group_id, r.kind, r.question_id, r.revision, r.concept_id, r.option_order, "
    "r.local_date, r.opened_at, r.closes_at, r.closed_at, r.state, r.person_id, r.run_id, "
    "r.position"
)
ANSWER = (
    "a.id, a.round_id, a.person_id, a.group_id, a.question_id, a.concept_id, a.kind, a.given, "
    "a.correct, a.credit, a.points, a.sure, a.local_date, a.at"
)
DAILY_ANSWERS = "answers a WHERE a.round_id = r.id AND a.kind <> 'void' AND a.kind = 'daily'"
# A closed question keeps its tally; only open ones, of which a group has one or two, are counted.
ASKED = (
    "r.question_id, r.concept_id, r.local_date, r.state, "
    f"CASE r.state WHEN 'open' THEN (SELECT COUNT(*) FROM {DAILY_ANSWERS}) "
    "ELSE r.answered END AS answered, "
    f"CASE r.state WHEN 'open' THEN (SELECT COALESCE(SUM(a.correct), 0) FROM {DAILY_ANSWERS}) "
    "ELSE r.correct END AS correct"
)
TALLIED = (
    f"(answered, correct) = (SELECT COUNT(*), COALESCE(SUM(a.correct), 0) FROM {DAILY_ANSWERS})"
).replace("r.id", "rounds.id")
"""Sets a round's tally, in an UPDATE of ``rounds``."""
DELIVERY = (
    "d.id, d.group_id, d.channel, d.kind, d.local_date, d.sequence, d.state, d.key, d.due_at, "
    "d.round_id, d.subject, d.target, d.expires_at, d.message, d.sending_at, d.sent_at, "
    "d.attempts, d.error"
)
STREAK = "s.current, s.best, s.freezes, s.toward_freeze, s.through, s.runs, s.unsaid"
REMEMBERED = "y.stability, y.difficulty, y.at, y.in_a_row, y.lapses, y.sure_wrong"
PARAMETERS = (
    "COALESCE((SELECT f.weights FROM parameters f WHERE f.group_id = {group}), "
    "(SELECT f.weights FROM parameters f WHERE f.group_id = 0))"
)
"""The parameters of ``group`` (SQL): its own, else everybody's, else NULL for the defaults."""

Row = Sequence[Any]
KEPT = 1024
"""Rows kept of a kind, with the record that was made of each."""


def to_person(row: Row) -> Person:
    person_id, name, *flags = row
    return Person(person_id, name or "", *map(bool, flags))


def to_group(row: Row) -> Group:
    """An equal row is an equal group, so what was made of one is kept for all who ask."""
    return _group(tuple(row))


@lru_cache(maxsize=KEPT)
def _group(row: tuple[Any, ...]) -> Group:
    group_id, course, zone, days, rhythm, times, state, created_at, due_at, *rest = row
    position, season, paused_until, settings = rest
    schedule = Schedule(zone, numbers(days), Rhythm(rhythm), numbers(times))
    return Group(
        group_id,
        course,
        schedule,
        GroupState(state),
        created_at,
        due_at,
        position,
        season,
        paused_until,
        group_settings.read(settings),
    )


def to_round(row: Row) -> Round:
    """As ``to_group``: a question of the day is read with each of its many answers."""
    return _round(tuple(row))


@lru_cache(maxsize=KEPT)
def _round(row: tuple[Any, ...]) -> Round:
    values = list(row)
    values[2] = RoundKind(values[2])
    values[11] = RoundState(values[11])
    return Round(*values)


def to_answer(row: Row) -> Answer:
    values = list(row)
    values[6] = AnswerKind(values[6])
    values[8] = bool(values[8])
    values[11] = None if values[11] is None else bool(values[11])
    return Answer(*values)


def to_asked(row: Row) -> Asked:
    question, concept, local_date, state, answered, correct = row
    return Asked(question, concept, local_date, RoundState(state), answered, correct)


def to_delivery(row: Row) -> Delivery:
    values = list(row)
    values[2] = ChannelRef.parse(values[2])
    values[3] = DeliveryKind(values[3])
    values[6] = DeliveryState(values[6])
    values[11] = message_or_none(values[11])
    values[13] = message_or_none(values[13])
    return Delivery(*values)


def to_streak(row: Row | None) -> Streak:
    return Streak(*row) if row is not None else Streak()


def to_remembered(row: Row) -> Remembered | None:
    """From the columns ``REMEMBERED``; None where there is no such memory."""
    stability, difficulty, at, in_a_row, lapses, sure_wrong = row
    if stability is None:
        return None
    when = datetime.fromtimestamp(at / 1000, UTC)
    return Remembered(Trace(stability, difficulty), when, in_a_row, lapses, bool(sure_wrong))


def message_or_none(key: str | None) -> MessageRef | None:
    return None if key is None else MessageRef.parse(key)


def place(channel: ChannelRef) -> str:
    """The key of the channel that a thread belongs to; of any other channel its own."""
    if channel.thread is None:
        return channel.key
    return ChannelRef(channel.workspace, channel.id, None, channel.direct).key


def joined(values: Sequence[int]) -> str:
    return ",".join(map(str, values))


def numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else ()
