"""Whether everything taught is asked, often enough and in more than one way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule
from content.questions import TYPES
from content.questions.rules import Severity
from content.references import UNTESTABLE
from content.wording import either

DAILY_TYPES = either(word for word, kind in TYPES.items() if kind.daily)
"""Such as "single, multiple or matching"."""
TWICE = frozenset({"definition", "contrast", "procedure"})
"""Kinds of facts that want two questions."""
LEAST, MOST = 4, 9
"""Questions of a concept."""


def facts_asked(bench: Bench) -> Iterator[Breach]:
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for question in bench.bank:
        for fact_id in question.tests:
            asked[fact_id].add(question.id)
    for fact in bench.course.facts.values():
        wanted = 2 if fact.kind in TWICE else 1
        if fact.tested and fact.kind not in UNTESTABLE and len(asked[fact.id]) < wanted:
            told = f"is tested by {len(asked[fact.id])} of at least {wanted} questions"
            yield Breach(told, "facts", fact.id, ("id",))


def facts_taught(bench: Bench) -> Iterator[Breach]:
    taught = {fact for concept in bench.course.concepts.values() for fact in concept.facts}
    for fact in bench.course.facts.values():
        if fact.tested and fact.kind not in UNTESTABLE and fact.id not in taught:
            yield Breach("is on no card", "facts", fact.id, ("id",))


def concepts_asked(bench: Bench) -> Iterator[Breach]:
    for number, concept in enumerate(bench.course.plan):
        questions = bench.course.questions_of(concept)
        if number == 0 and not questions:
            continue  # the opening card, which only frames the others
        if not LEAST <= len(questions) <= MOST:
            yield _concept(concept, f"has {len(questions)} questions; {LEAST} to {MOST} are good")
        if len({q.type for q in questions}) < 2:
            yield _concept(concept, "is asked about in one type of question only")
        if sum(q.bloom != "remember" for q in questions) < 2:
            yield _concept(concept, "has fewer than 2 questions beyond recall")


def terms_there(bench: Bench) -> Iterator[Breach]:
    """Silent on a course without a glossary, which may be left out."""
    explained = {term.concept for term in bench.course.glossary}
    for concept in bench.course.plan:
        if explained and concept not in explained and bench.course.questions_of(concept):
            yield _concept(concept, "has no term in the glossary")


def own_concept(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if set(question.tests).isdisjoint(bench.course.concepts[question.concept].facts):
            told = f"tests no fact of its concept {question.concept}"
            yield Breach(told, "questions", question.id, ("concept",))


def daily_possible(bench: Bench) -> Iterator[Breach]:
    for concept in bench.course.plan:
        questions = bench.course.questions_of(concept)
        if questions and not any(q.daily for q in questions):
            yield _concept(concept, f"has no question that can be a daily one ({DAILY_TYPES})")


def types_mixed(bench: Bench) -> Iterator[Breach]:
    types = Counter(q.share.name for q in bench.bank if q.share)
    for name, low, high in dict.fromkeys(kind.share for kind in TYPES.values() if kind.share):
        share = types[name] / len(bench.bank)
        if not low <= round(share, 2) <= high:
            yield Breach(
                f"{share:.0%} of the questions are {name}, {low:.0%} to {high:.0%} is good"
            )


def _concept(concept: str, message: str) -> Breach:
    return Breach(message, "concepts", concept, ("id",))


RULES = (
    Rule(
        "fact-asked",
        "Write a question on the fact, or mark it tested: false.",
        facts_asked,
        bank=True,
    ),
    Rule("fact-taught", "Put the fact on a card.", facts_taught, bank=True),
    Rule(
        "concept-asked",
        "Write questions of another type, or at a higher level.",
        concepts_asked,
        bank=True,
    ),
    Rule(
        "term",
        "Put the concept's key term into glossary.yaml.",
        terms_there,
        Severity.WARNING,
        bank=True,
    ),
    Rule("own-concept", "Name the concept whose card teaches what is asked.", own_concept),
    Rule(
        "daily",
        "Write a question of a type that can be a daily one.",
        daily_possible,
        Severity.WARNING,
    ),
    Rule(
        "types",
        "Turn some questions into the types that are rare.",
        types_mixed,
        Severity.WARNING,
        bank=True,
    ),
)
