"""What an answer says about a memory: again, hard, good or easy. The one place that decides it.

An answer is looked at in *parts*: one for most questions, one for each concept of a matching
answer. A question type only has to say, for each part, which share of it was right and how
likely a guess gets it right; ``Part`` is that and nothing else.

The rule, first line that fits:

====================================================  ===========
the answer was shown less than ``RETRY`` before         no move at all
wrong (or less than ``PARTLY`` right)                   again
partly right                                            hard; again if not sure
right, not sure, a guess is right half the time         again
right, not sure                                         hard
right, read in the results before                       like not sure
right, nobody asked, a guess is right half the time     hard
right and sure, earned (see ``Past``)                   easy
right                                                   good
====================================================  ===========

Why: a right answer among few options that the person calls a guess is more likely luck than
memory, and scheduling it as known makes it come back too late; again and hard are the safe side.
Ratings are those of FSRS, where hard, good and easy all mean "remembered".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from fsrs import Rating

__all__ = ["NOTHING", "RETRY", "Part", "Past", "Rating", "by_concept", "is_retry", "moves", "rate"]

RETRY = timedelta(hours=1)
"""An answer to the same question sooner than this after its answer was shown is copied from
short-term memory: it moves no memory and earns no points."""

PARTLY = 0.75
"""The share of a part from which on "partly right" counts as remembered with effort."""

COIN = 0.4
"""A guess that is right at least this often says next to nothing (true or false)."""

UNGUESSED = 0.05
"""A guess that is right no more often than this: the answer had to come from memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one answer shows of one concept.

    ``share`` is what was right of it, 0 to 1; ``chance`` is how likely a blind guess gets all of
    it right, 0 to 1: 0.25 for one of four options, 0.5 for true or false, nearly 0 for a typed
    answer.
    """

    concept: str
    share: float
    chance: float

    @property
    def right(self) -> bool:
        return self.share >= 1


@dataclass(frozen=True, slots=True)
class Past:
    """What came before on the same question or concept.

    ``in_a_row`` counts right answers since the last wrong one. ``relearning`` says that the last
    answer was wrong and that it had been known before.
    """

    in_a_row: int = 0
    relearning: bool = False


NOTHING = Past()


def is_retry(since_shown: timedelta | None) -> bool:
    """Whether an answer given so long after the same answer was shown is a mere retry.

    None: it never was shown to this person; less than nothing: only afterwards. Retries move no
    memory and earn no points.
    """
    return since_shown is not None and timedelta(0) <= since_shown < RETRY


def rate(
    part: Part,
    *,
    sure: bool | None = None,
    since_shown: timedelta | None = None,
    public: bool = False,
    past: Past = NOTHING,
) -> Rating | None:
    """How well the part was remembered; None where the answer must not move the memory.

    ``sure`` is None where nobody asked. ``public`` says that the right answer could be read
    before (an answer after the close).
    """
    if is_retry(since_shown):
        return None
    if public:
        sure = False
    if not part.right:
        return Rating.Hard if part.share >= PARTLY and sure is not False else Rating.Again
    coin = part.chance >= COIN
    if sure is False:
        return Rating.Again if coin else Rating.Hard
    if sure is None:
        return Rating.Hard if coin else Rating.Good
    # Typed and known before; or back at once, the first day after a slip on something known.
    earned = (part.chance <= UNGUESSED and past.in_a_row >= 1) or (not coin and past.relearning)
    return Rating.Easy if earned else Rating.Good


def by_concept(parts: Iterable[Part]) -> dict[str, Part]:
    """The parts joined so that each concept has one: shares averaged, chances multiplied."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.concept, []).append(part)
    out: dict[str, Part] = {}
    for concept, several in found.items():
        chance = 1.0
        for part in several:
            chance *= part.chance
        right = all(part.right for part in several)
        # A mean of shares may round to 1 without all of them being right.
        share = 1.0 if right else min(sum(p.share for p in several) / len(several), 0.999)
        out[concept] = Part(concept, share, chance)
    return out


def moves(
    parts: Iterable[Part],
    *,
    sure: bool | None = None,
    since_shown: timedelta | None = None,
    public: bool = False,
    past: Mapping[str, Past] | None = None,
) -> dict[str, Rating]:
    """The rating of each concept that the answer moves; empty for a mere retry.

    ``past`` is by concept; one that is missing has none.
    """
    out: dict[str, Rating] = {}
    for concept, part in by_concept(parts).items():
        before = (past or {}).get(concept, NOTHING)
        rating = rate(part, sure=sure, since_shown=since_shown, public=public, past=before)
        if rating is not None:
            out[concept] = rating
    return out
