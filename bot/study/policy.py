"""Which question a group gets, by a policy that can be explained.

For each question of a study day, the first that applies:

1. **New.** A concept that nobody was asked about since its card, at the latest ``SOON`` study days
   after it. With one question a day it waits that long, so that a checkpoint may ask it first and
   leave room for reviews; with more, the first question of the day is the newest concept's.
2. **Side by side.** What learners mix up with yesterday's concept, if it rested a while.
3. **Back after a gap.** Gaps grow: ``GAPS`` study days after the first, second, third time; half
   of that for a concept the group is weak on, a third more for one it is strong on. What was asked
   fewest times comes first. (Expanding gaps: Landauer & Bjork 1978, Kang et al. 2014.)
4. **A new one early**, then whatever is nearest to its gap.

Of the concept's questions one that the group never had is taken, if possible one that is expected
to be answered right by 70 to 85% (``AIM``; Wilson et al. 2019 put the best rate for learning at
85%). No question comes again before the concept's bank is used up, nor within ``APART`` study days
where there is any other.

Pure: equal input gives an equal choice, with the reason as a value and in words (``explain``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.i18n import words_of
from bot.study.seeds import seed_of
from bot.study.selection import RESERVED
from bot.study.weakness import Estimate, estimate, estimates, expected
from content.model import Course, Question

__all__ = ["CHECKPOINT", "AskedLike", "Choice", "Reason", "checkpoint", "choose", "explain"]

words = words_of(__file__)

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

CHECKPOINT = 5
"""Questions of a checkpoint, and the number of study days from one to the next."""


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


class Reason(StrEnum):
    """Why a question was chosen; the value is stable and may be stored."""

    NEW = "new"
    SIDE_BY_SIDE = "side-by-side"
    GAP = "gap"
    WEAK = "weak"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Choice:
    """``days`` counts study days since the concept's card (new) or since it was last asked.

    ``partner`` is the concept it stands beside; ``shown`` is what the group has shown of it.
    """

    question: Question
    reason: Reason
    days: int
    shown: Estimate
    partner: str = ""


def choose(
    course: Course,
    position: int,
    history: Sequence[AskedLike],
    day: str,
    seed: int,
    *,
    today: str | None = None,
    not_about: Collection[str] = (),
    per_day: int = 1,
) -> Choice | None:
    """The next question of the study day ``day`` (ISO date), about a concept carded before.

    ``position`` counts the concepts carded, ``today`` is the one carded today where that counts
    it. ``history`` has every question before, oldest first, this day's earlier ones too; concepts
    asked about on ``day``, and those in ``not_about``, do not come again. The second question of a
    day and later ones are reviews. None where nothing can be asked.
    """
    state = _State(course, position, history, day, seed, today, not_about)
    later = any(asked.local_date == day for asked in history)
    ways = [state.beside(), state.back(), state.new(1), state.nearest()]
    if not later:
        # After the last card nothing new comes that room would have to be left for.
        wait = per_day == 1 and not (today is None and position >= len(course.plan))
        ways.insert(0, state.new(SOON if wait else 1))
    return state.first(ways)


def checkpoint(
    course: Course,
    position: int,
    history: Sequence[AskedLike],
    day: str,
    seed: int,
    *,
    count: int = CHECKPOINT,
    today: str | None = None,
    not_about: Collection[str] = (),
) -> tuple[Choice, ...]:
    """At most ``count`` mixed questions, each on another concept, no two neighbors from a section
    if possible: concepts not asked about yet, then those due, then those nearest to it."""
    chosen: list[Choice] = []
    taken = set(not_about)
    while len(chosen) < count:
        state = _State(course, position, history, day, seed, today, taken)
        found = state.first([state.new(1), state.back(), state.nearest()])
        if found is None:
            break
        taken.add(found.question.concept)
        chosen.append(found)
    return tuple(_mixed(course, chosen))


def explain(course: Course, choice: Choice) -> str:
    """The reason in one sentence, for an organizer who asks why."""
    concept = course.concepts[choice.question.concept].title
    match choice.reason:
        case Reason.NEW:
            return words("new", concept=concept, days=choice.days)
        case Reason.SIDE_BY_SIDE:
            partner = course.concepts[choice.partner].title
            return words("side-by-side", concept=concept, partner=partner)
        case Reason.WEAK:
            share, answers = f"{choice.shown.share:.0%}", choice.shown.answers
            return words("weak", concept=concept, share=share, answers=answers)
        case Reason.GAP:
            return words("gap", concept=concept, days=choice.days)
        case Reason.ONLY:
            return words("only", days=choice.days)


class _State:
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
    ) -> None:
        self.course, self.seed = course, seed
        self.carded = [c for c in course.plan[: max(0, position)] if c != today]
        dates = {date: n for n, date in enumerate(dict.fromkeys(a.local_date for a in history))}
        self.now = dates.setdefault(day, len(dates))
        self.shown = estimates(tuple(history))
        self.group = estimate(
            sum(min(a.correct, a.answered) for a in history), sum(a.answered for a in history)
        )
        self.asked_on: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.times: dict[str, int] = {}
        for asked in history:
            self.asked_on[asked.question_id] = self.last[asked.concept_id] = dates[asked.local_date]
            self.times[asked.concept_id] = self.times.get(asked.concept_id, 0) + 1
        away = {a.concept_id for a in history if a.local_date == day} | set(not_about)
        self.open = [c for c in self.carded if c not in away and self.bank(c)]

    def bank(self, concept: str) -> list[Question]:
        """What may be asked of the group, in an order of its own; the reserved ones first."""
        found = [q for q in self.course.questions_of(concept) if q.daily]
        return sorted(found, key=lambda q: seed_of(self.seed, q.id))

    def first(self, ways: Iterable[Iterable[tuple[str, Reason, str]]]) -> Choice | None:
        spare: Choice | None = None
        for way in ways:
            for concept, reason, partner in way:
                question = self.question(concept)
                asked = self.asked_on.get(question.id)
                since = self.now - self.last.get(concept, self.now - self.age(concept))
                shown = self.shown.get(concept) or estimate(0, 0)
                choice = Choice(question, reason, since, shown, partner)
                if asked is None or self.now - asked >= APART:
                    return choice
                # Asked a few days ago: only where every other concept is worse off.
                if spare is None or asked < self.asked_on[spare.question.id]:
                    spare = Choice(question, Reason.ONLY, self.now - asked, shown)
        return spare

    def question(self, concept: str) -> Question:
        bank = self.bank(concept)
        kept = min(RESERVED, len(self.course.questions_of(concept)) // 2)
        shown = self.shown.get(concept) or estimate(0, 0)

        def rank(at: int) -> tuple[int, bool, float, int]:
            told = expected(bank[at].difficulty, shown, self.group)
            off = max(AIM[0] - told, told - AIM[1], 0.0)
            # Others may have been practiced already: reserved ones are kept for this.
            return (self.asked_on.get(bank[at].id, -1), at >= kept, round(off, 6), at)

        return bank[min(range(len(bank)), key=rank)]

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


def _mixed(course: Course, choices: Sequence[Choice]) -> list[Choice]:
    left, out = list(choices), list[Choice]()
    while left:
        last = course.concepts[out[-1].question.concept].section if out else ""
        fits = (
            n for n, c in enumerate(left) if course.concepts[c.question.concept].section != last
        )
        out.append(left.pop(next(fits, 0)))
    return out
