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
85%). No question comes again while there is one that the group never had, nor within ``APART``
study days where there is any other; what people nearby were told comes after what they were not.

Pure: equal input gives an equal choice, with the reason as a value and in words (``explain``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.i18n import words_of
from bot.study.policy_state import (
    APART,
    NOTHING_KNOWN,
    SOON,
    AskedLike,
    Choice,
    Known,
    PolicyState,
    Reason,
)
from content.model import Course

__all__ = [
    "APART",
    "CHECKPOINT",
    "AskedLike",
    "Choice",
    "Known",
    "Reason",
    "checkpoint",
    "choose",
    "explain",
]

words = words_of(__file__)

CHECKPOINT = 5
"""Questions of a checkpoint, and the number of study days from one to the next."""

CHECKPOINT_LEAST = 3
"""With fewer that weren't asked lately there is no checkpoint."""


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
    known: Known = NOTHING_KNOWN,
) -> Choice | None:
    """The next question of the study day ``day`` (ISO date), about a concept carded before.

    ``position`` counts the concepts carded, ``today`` is the one carded today where that counts
    it. ``history`` has every question of the season before, oldest first, this day's earlier ones
    too; concepts asked about on ``day``, and those in ``not_about``, do not come again while
    another has a question. The second question of a day and later ones are reviews. Where nothing
    earlier can be asked, or only what was asked a few days ago, the first question may be about
    the day's own concept. None where nothing can be asked.
    """
    state = PolicyState(course, position, history, day, seed, today, not_about, known)
    if state.later:
        found = state.first([state.beside(), state.back(), state.new(1), state.nearest()])
        if found is None and not_about:
            return choose(course, position, history, day, seed, today=today, known=known)
        return found
    # After the last card nothing new comes that room would have to be left for.
    wait = per_day == 1 and not (today is None and position >= len(course.plan))
    ways = (state.new(SOON if wait else 1), state.beside(), state.back(), state.new(1))
    found = state.first([*ways, state.nearest()])
    if today in course.plan and today not in not_about and (found is None or found.spare):
        # Better the day's own concept than no question, or one that is still in sight.
        upto = course.plan.index(today) + 1
        rest = {*course.plan} - {today}
        own = PolicyState(course, upto, history, day, seed, None, rest, known)
        instead = own.first([own.new(0), own.nearest()])
        if instead is not None and (found is None or state.longer(instead, found)):
            return replace(instead, days=0)
    if found is None and not_about:
        return choose(course, position, history, day, seed, today=today, known=known)
    return found


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
    known: Known = NOTHING_KNOWN,
) -> tuple[Choice, ...]:
    """At most ``count`` mixed questions, each on another concept, no two neighbors from a section
    if possible: concepts not asked about yet, then those due, then those nearest to it. Nothing
    that was asked a few days ago; empty where that leaves fewer than ``CHECKPOINT_LEAST``."""
    chosen: list[Choice] = []
    taken = set(not_about)
    while len(chosen) < count:
        state = PolicyState(course, position, history, day, seed, today, taken, known)
        found = state.first([state.new(1), state.back(), state.nearest()])
        if found is None or found.spare:
            break
        taken.add(found.question.concept)
        chosen.append(found)
    return tuple(_mixed(course, chosen)) if len(chosen) >= CHECKPOINT_LEAST else ()


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


def _mixed(course: Course, choices: Sequence[Choice]) -> list[Choice]:
    left, out = list(choices), list[Choice]()
    while left:
        last = course.concepts[out[-1].question.concept].section if out else ""
        fits = (
            n for n, c in enumerate(left) if course.concepts[c.question.concept].section != last
        )
        out.append(left.pop(next(fits, 0)))
    return out
