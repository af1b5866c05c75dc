"""What a course consists of: coverage, types, levels, right answers, lengths, readability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

from content.inline import without_code
from content.lint.bank import key_lengths, key_places
from content.lint.base import Runtime
from content.model import Course, Question
from content.readability import grade, syllables
from content.references import UNTESTABLE
from content.wording import word_count


@dataclass(frozen=True, slots=True)
class Spread:
    """Smallest, middle and largest of some lengths, and their mean."""

    least: int
    median: float
    mean: float
    most: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Right answers where one option is right. ``places`` are the shares of the letters of four
    options as shown; ``length_ratio`` is mean key by mean distractor length;
    ``longest_over_chance`` how much more often than by chance the key is the longest."""

    places: dict[str, float]
    length_ratio: float | None
    longest_over_chance: float | None


@dataclass(frozen=True, slots=True)
class CourseStats:
    """Retired questions count in ``retired`` only.

    ``facts`` and ``concepts`` map ids to the ids of their questions, in plan order and file
    order; facts that are not to be asked are left out. ``lengths`` are words, those of options
    characters. ``grades`` are years of school by kind of text; empty without the “courses” extra.
    """

    slug: str
    title: str
    version: str
    questions: int
    retired: int
    scenarios: int
    cards: int
    sections: dict[str, dict[str, int]]
    facts: dict[str, tuple[str, ...]]
    concepts: dict[str, tuple[str, ...]]
    types: dict[str, int]
    difficulty: dict[int, int]
    bloom: dict[str, int]
    keys: Keys
    lengths: dict[str, Spread]
    grades: dict[str, float]

    @property
    def untested(self) -> tuple[str, ...]:
        """The facts that no question asks."""
        return tuple(fact for fact, asked in self.facts.items() if not asked)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "untested": self.untested}


def stats_of(course: Course, runtime: Runtime) -> CourseStats:
    """Counts everything once."""
    bank = [q for q in course.questions.values() if not q.retired]
    lengths = key_lengths(bank)
    return CourseStats(
        slug=course.slug,
        title=course.title,
        version=course.version,
        questions=len(bank),
        retired=len(course.questions) - len(bank),
        scenarios=sum(q.scenario for q in bank),
        cards=len(course.concepts),
        sections=_sections(course, bank),
        facts={
            fact.id: tuple(q.id for q in bank if fact.id in q.tests)
            for fact in course.facts.values()
            if fact.tested and fact.kind not in UNTESTABLE
        },
        concepts={c: tuple(q.id for q in course.questions_of(c)) for c in course.plan},
        types=dict(Counter(q.type for q in bank).most_common()),
        difficulty=dict(sorted(Counter(q.difficulty for q in bank).items())),
        bloom={level: sum(q.bloom == level for q in bank) for level in LEVELS},
        keys=Keys(
            key_places(bank, runtime),
            lengths.ratio if lengths else None,
            lengths.longest_over_chance if lengths else None,
        ),
        lengths=_lengths(course, bank),
        grades=_grades(course, bank),
    )


LEVELS = ("remember", "understand", "apply", "analyse")


def _sections(course: Course, bank: list[Question]) -> dict[str, dict[str, int]]:
    """Facts, cards and questions by section; a question belongs to the section of its concept."""
    asked = Counter(course.concepts[q.concept].section for q in bank)
    facts = Counter(fact.section for fact in course.facts.values())
    cards = Counter(concept.section for concept in course.concepts.values())
    return {
        s.id: {"facts": facts[s.id], "cards": cards[s.id], "questions": asked[s.id]}
        for s in course.sections
    }


def _lengths(course: Course, bank: list[Question]) -> dict[str, Spread]:
    found = {
        "card": [word_count(f"{c.body.plain} {c.takeaway}") for c in course.concepts.values()],
        "stem": [word_count(q.stem) for q in bank],
        "question on screen": [on_screen(q) for q in bank if not q.scenario],
        "scenario on screen": [on_screen(q) for q in bank if q.scenario],
        "why": [word_count(words) for q in bank for words, _ in q.reasons()],
        "takeaway": [word_count(q.takeaway) for q in bank],
        "right option": [len(o.text) for q in bank for s in q.option_sets() for o in s.right],
        "wrong option": [len(o.text) for q in bank for s in q.option_sets() for o in s.wrong],
    }
    return {name: _spread(values) for name, values in found.items() if values}


def on_screen(question: Question) -> int:
    """Words that are read before answering."""
    return sum(map(word_count, question.on_screen()))


def _grades(course: Course, bank: list[Question]) -> dict[str, float]:
    """Empty where syllables cannot be counted; kinds of text without words are left out."""
    count = syllables()
    if count is None:
        return {}
    cards = [f"{c.body.plain}\n{c.takeaway}" for c in course.concepts.values()]
    found = {
        "card": grade(cards, count),
        "stem": grade((without_code(q.stem) for q in bank), count),
        "why": grade((piece.words for q in bank for piece in q.reasons()), count),
    }
    return {name: value for name, value in found.items() if value is not None}


def _spread(values: Iterable[int]) -> Spread:
    known = sorted(values)
    return Spread(known[0], median(known), round(mean(known), 1), known[-1])
