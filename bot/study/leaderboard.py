"""Where members stand.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a leaderboard. Equal points and accuracy share a rank (1, 2, 2, 4)."""

    rank: int
    person_id: int
    name: str
    points: int
    correct: int
    answers: int


@dataclass(frozen=True, slots=True)
class Board:
    """``near`` holds the person's own line with up to two above and two below."""

    top: tuple[Standing, ...]
    own: Standing | None
    near: tuple[Standing, ...]
    members: int


class Ranking(StrEnum):
    """What a leaderboard ranks by. The same people needn't always win."""

    POINTS = "points"
    IMPROVED = "improved"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class Counted:
    """A person's answers in a period, and all others of theirs (nearly always earlier ones)."""

    person_id: int
    correct: int
    answers: int
    correct_before: int
    answers_before: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a ranking by something other than points. Equal ``score`` shares a rank.

    For reviews ``after`` is how many were cleared; for improvement ``before`` and ``after`` are
    shares of right answers, 0 to 1.
    """

    rank: int
    person_id: int
    name: str
    score: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Places:
    """``own`` is the person's own line, None where they have none. ``members`` have a line."""

    top: tuple[Placed, ...]
    own: Placed | None
    members: int


LEAST = 5
"""Answers in the period and before it, without which nothing is said of an improvement."""

CAREFUL = 10
"""Imagined answers that go on as before: a lucky few change little."""


def improvement(counted: Counted) -> float:
    """How much the share of right answers has grown, shrunken toward no change; 0 where it hasn't
    or too few answers tell.

    With n answers in the period it is n / (n + ``CAREFUL``) of the difference: the estimate of a
    share with a prior of ``CAREFUL`` answers at the person's own earlier one (Efron & Morris 1977).
    """
    if counted.answers < LEAST or counted.answers_before < LEAST:
        return 0.0
    before = counted.correct_before / counted.answers_before
    grown = counted.correct / counted.answers - before
    return max(0.0, grown * counted.answers / (counted.answers + CAREFUL))


def most_improved(
    everybody: Iterable[Counted], own: int | None, limit: int
) -> tuple[list[Placed], Placed | None, int]:
    """The best by ``improvement``, without names; the line of person ``own``; how many have one."""
    scored = [(improvement(one), one) for one in everybody]
    ranked = sorted(
        ((score, one) for score, one in scored if score > 0),
        key=lambda each: (-each[0], each[1].person_id),
    )
    placed: list[Placed] = []
    mine: Placed | None = None
    rank, last = 0, 0.0
    for place, (score, one) in enumerate(ranked, 1):
        if score != last:
            rank = place
        last = score
        line = Placed(
            rank,
            one.person_id,
            "",
            score,
            one.correct_before / one.answers_before,
            one.correct / one.answers,
        )
        if place <= limit:
            placed.append(line)
        if one.person_id == own:
            mine = line
        if place > limit and (own is None or mine is not None):
            break
    return placed, mine, len(ranked)


@dataclass(frozen=True, slots=True)
class Running:
    """A streak of ``current`` study days, ``counted`` of them in the time that is looked at."""

    person_id: int
    name: str
    current: int
    counted: int
