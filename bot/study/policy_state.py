"""What a group's next question depends on, and the order in which concepts come up for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.study.selection import for_daily, kept_of
from bot.study.weakness import Estimate, estimate, estimates, expected
from content.model import Course, Question

SOON = 3
"""Study days after its card within which a concept is asked about."""

GAPS = (3, 8, 16, 30)
"""Study days until a concept comes back, after the first time, the second and so on."""

AIM = (0.70, 0.85)
"""The share of right answers that a question aims at."""

APART = 10
"""Study days before the same question may come again."""

RESTED = 5
"""Study days since a confusable concept was asked about, before it is put side by side again."""

_IN_SIGHT = 3
"""The rank of a question that was asked fewer than ``APART`` study days ago."""


class AskedLike(Protocol):
    """A question the group was asked on a study day: daily or in a checkpoint."""

    @property
    def question_id(self) -> str: ...
    @property
    def concept_id(self) -> str: ...
    @property
    def local_date(self) -> str: ...
    @property
    def answered(self) -> int: ...
    @property
    def correct(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What else decides whether a question may come: ids of questions ``withdrawn``, which never
    do; ids that people nearby were ``told`` the answers of; ids asked in ``earlier`` seasons,
    oldest first."""

    withdrawn: Collection[str] = ()
    told: Collection[str] = ()
    earlier: Sequence[str] = ()


NOTHING_KNOWN = Known()


class Reason(StrEnum):
    """Why a question was chosen; the value is stable and may be stored."""

    NEW = "new"
    SIDE_BY_SIDE = "side-by-side"
    GAP = "gap"
    WEAK = "weak"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Choice:
    """``days`` counts study days since the concept's card (new; 0 for today's) or since it was last
    asked.

    ``partner`` is the concept it stands beside; ``shown`` is what the group has shown of it.
    """

    question: Question
    reason: Reason
    days: int
    shown: Estimate
    partner: str = ""

    @property
    def spare(self) -> bool:
        """Asked only because nothing better was left."""
        return self.reason is Reason.ONLY


class PolicyState:
    """What a choice on one day depends on."""

    def __init__(
        self,
        course: Course,
        position: int,
        history: Sequence[AskedLike],
        day: str,
        seed: int,
        today: str | None,
        not_about: Collection[str],
        known: Known,
    ) -> None:
        self.course, self.seed, self.known = course, seed, known
        self.carded = [c for c in course.plan[: max(0, position)] if c != today]
        dates = {date: n for n, date in enumerate(dict.fromkeys(a.local_date for a in history))}
        self.now = dates.setdefault(day, len(dates))
        self.later = any(asked.local_date == day for asked in history)
        self.shown = estimates(tuple(history))
        self.group = estimate(
            sum(min(a.correct, a.answered) for a in history), sum(a.answered for a in history)
        )
        # Study days of this season; questions of earlier ones were asked before all of them.
        long_ago = -APART - len(known.earlier)
        self.asked_on = {id_: long_ago + n for n, id_ in enumerate(known.earlier)}
        self.last: dict[str, int] = {}
        self.times: dict[str, int] = {}
        for asked in history:
            self.asked_on[asked.question_id] = self.last[asked.concept_id] = dates[asked.local_date]
            self.times[asked.concept_id] = self.times.get(asked.concept_id, 0) + 1
        self.banks = {c: for_daily(course, c, seed, known.withdrawn) for c in self.carded}
        asked_today = {a.concept_id for a in history if a.local_date == day}
        away = asked_today | set(not_about)
        self.open = [c for c in self.carded if c not in away and self.banks[c]]

    def first(self, ways: Iterable[Iterable[tuple[str, Reason, str]]]) -> Choice | None:
        """The first way that leads to a question the group never had; where none does, the first
        to one that only people nearby had, then to one that rested; else the one asked longest ago.
        """
        best: tuple[tuple[int, int], Choice] | None = None
        for way in ways:
            for concept, reason, partner in way:
                question = self._question(concept)
                since = self.now - self.last.get(concept, self.now - self.age(concept))
                shown = self.shown.get(concept) or estimate(0, 0)
                choice = Choice(question, reason, since, shown, partner)
                rank = self._rank(question)
                if rank == (0, 0):
                    return choice
                if best is None or rank < best[0]:
                    best = rank, choice
        if best is None or best[0][0] < _IN_SIGHT:
            return None if best is None else best[1]
        choice = best[1]
        days = self.now - self.asked_on[choice.question.id]
        return Choice(choice.question, Reason.ONLY, days, choice.shown)

    def _rank(self, question: Question) -> tuple[int, int]:
        asked = self.asked_on.get(question.id)
        if asked is None:
            return int(question.id in self.known.told), 0
        # All that rested are alike; of those still in sight the one asked longest ago.
        return (2, 0) if self.now - asked >= APART else (_IN_SIGHT, asked)

    def longer(self, one: Choice, other: Choice) -> bool:
        """Whether ``one`` was asked longer ago than ``other``, or never."""
        return self._rank(one.question) < self._rank(other.question)

    def _question(self, concept: str) -> Question:
        bank = self.banks[concept]
        kept = kept_of(self.course, concept)
        shown = self.shown.get(concept) or estimate(0, 0)

        def order(at: int) -> tuple[tuple[int, int], int, bool, float, int]:
            asked = self.asked_on.get(bank[at].id, -APART)
            told = expected(bank[at].difficulty, shown, self.group)
            off = max(AIM[0] - told, told - AIM[1], 0.0)
            # Others may have been practiced already: reserved ones are kept for this.
            return (self._rank(bank[at]), asked, at >= kept, round(off, 6), at)

        return bank[min(range(len(bank)), key=order)]

    def age(self, concept: str) -> int:
        """Study days since the card, one concept a day."""
        return len(self.carded) - self.carded.index(concept)

    def gap(self, concept: str) -> float:
        shown = self.shown.get(concept) or estimate(0, 0)
        days = GAPS[min(self.times[concept], len(GAPS)) - 1]
        return days * (0.5 if shown.weak else 4 / 3 if shown.strong else 1.0)

    def new(self, least: int) -> Iterable[tuple[str, Reason, str]]:
        for concept in self.open:
            if concept not in self.times and self.age(concept) >= least:
                yield concept, Reason.NEW, ""

    def beside(self) -> Iterable[tuple[str, Reason, str]]:
        recent = [c for c, at in self.last.items() if self.now - 1 <= at]
        for partner in sorted(recent, key=lambda c: -self.last[c]):
            for group in self.course.confusable:
                for concept in self.open:
                    rested = self.now - self.last.get(concept, -RESTED) >= RESTED
                    if partner in group and concept in group and rested and concept in self.times:
                        yield concept, Reason.SIDE_BY_SIDE, partner

    def back(self) -> Iterable[tuple[str, Reason, str]]:
        due = [c for c in self.open if c in self.times and self.waited(c) >= 1]
        yield from self._ranked(due)

    def nearest(self) -> Iterable[tuple[str, Reason, str]]:
        yield from self._ranked([c for c in self.open if c in self.times])

    def waited(self, concept: str) -> float:
        """How much of its gap is over; 1 when it is due."""
        return (self.now - self.last[concept]) / self.gap(concept)

    def _ranked(self, concepts: list[str]) -> Iterable[tuple[str, Reason, str]]:
        for concept in sorted(concepts, key=lambda c: (self.times[c], -self.waited(c))):
            weak = concept in self.shown and self.shown[concept].weak
            yield concept, Reason.WEAK if weak else Reason.GAP, ""
