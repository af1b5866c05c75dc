"""Small courses built by hand, so that no test depends on a real course's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.model import text
from content.model import Concept, Course, Section
from content.questions import Choice, NearMiss, Question
from content.questions.choice import MultipleQuestion, SingleQuestion
from content.questions.matching import MatchingQuestion, Pair, Response
from content.questions.ordering import OrderingQuestion, Step
from content.questions.true_false import TrueFalseQuestion
from content.questions.typed import NumberQuestion, TypedQuestion
from tests.questions import examples

WHY = "This is the reason why, in a sentence of ordinary length."
TITLES = (
    "Welcome",
    "Speech to text",
    "Text to speech",
    "Chat bots",
    "Reading text",
    "Labels",
    "Regression",
    "Clustering",
)


def head(id_: str, concept: str, difficulty: int) -> dict[str, Any]:
    return {
        "id": id_,
        "concept": concept,
        "bloom": "understand",
        "difficulty": difficulty,
        "tests": ("fact",),
        "stem": f"What does question {id_} ask about {concept}?",
        "takeaway": f"Remember {concept}.",
    }


def single(id_: str, concept: str, difficulty: int = 1) -> Question:
    names = ("Lex", "Polly", "Transcribe", "Comprehend")
    options = tuple(
        Choice(letter, letter == "B", f"Amazon {name}", WHY, name)
        for letter, name in zip("ABCD", names, strict=True)
    )
    return SingleQuestion(**head(id_, concept, difficulty), options=options)


def multiple(id_: str, concept: str, difficulty: int = 1) -> Question:
    options = tuple(Choice(i, i in "AC", f"Task {i}", WHY) for i in "ABCDE")
    return MultipleQuestion(**head(id_, concept, difficulty), choose=2, options=options)


def true_false(id_: str, concept: str, difficulty: int = 1) -> Question:
    return TrueFalseQuestion(
        **head(id_, concept, difficulty), answer=True, why_true=WHY, why_false=WHY
    )


def matching(id_: str, concept: str, difficulty: int = 1) -> Question:
    responses = tuple(Response(i, f"Response {i}") for i in "ABCDE")
    pairs = tuple(Pair(f"Prompt {i}", i, WHY) for i in "DCBA")
    return MatchingQuestion(
        **head(id_, concept, difficulty), responses=responses, pairs=pairs, reuse=False
    )


def ordering(id_: str, concept: str, difficulty: int = 1) -> Question:
    return OrderingQuestion(
        **head(id_, concept, difficulty),
        items=tuple(Step(i, f"Step {i}", WHY) for i in "ABCD"),
        answer=("D", "C", "B", "A"),
    )


def typed(id_: str, concept: str, difficulty: int = 1) -> Question:
    return TypedQuestion(
        **head(id_, concept, difficulty),
        accept=("imputation",),
        near_misses=(NearMiss("interpolation", WHY),),
        why=WHY,
    )


def number(id_: str, concept: str, difficulty: int = 1) -> Question:
    return NumberQuestion(
        **head(id_, concept, difficulty),
        accept=("1200", "1,200"),
        near_misses=(NearMiss("2400", WHY),),
        why=WHY,
    )


def example(id_: str, concept: str, difficulty: int = 1, *, kind: str) -> Question:
    """The first question of ``tests/questions/<kind>.yaml`` under another id."""
    return replace(examples()[kind][0], id=id_, concept=concept, difficulty=difficulty)


MAKERS = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "matching": matching,
    "ordering": ordering,
    "typed": typed,
    "number": number,
}


def course(
    questions: Sequence[Question],
    titles: Sequence[str],
    *,
    slug: str = "small",
    title: str = "Small course",
) -> Course:
    """Concepts c0, c1, … in two sections; the confusable pair is c1 and c2."""
    concepts = {
        f"c{at}": Concept(
            id=f"c{at}",
            title=name,
            section="first" if at < 4 else "second",
            body=text(f"What one has to know about {name.lower()}."),
            takeaway=f"In one line: {name.lower()}.",
            facts=("fact",),
            related=(f"c{at - 1}",) if at > 1 else (),
        )
        for at, name in enumerate(titles)
    }
    return Course(
        slug=slug,
        title=title,
        description=f"What {title.lower()} covers.",
        version="1",
        sections=(Section("first", "First part"), Section("second", "Second part")),
        facts={},
        concepts=concepts,
        questions={question.id: question for question in questions},
        plan=tuple(concepts),
        confusable=(frozenset({"c1", "c2"}),) if len(concepts) > 2 else (),
    )


def full(slug: str = "small", title: str = "Small course") -> Course:
    """Eight concepts, the first without questions; seven questions, one a type, on the others."""
    mark = "" if slug == "small" else f"{slug}-"
    questions = [
        make(f"{mark}q{at}-{kind}", f"c{at}", 1 + number % 3)
        for at in range(1, len(TITLES))
        for number, (kind, make) in enumerate(MAKERS.items())
    ]
    return course(questions, TITLES, slug=slug, title=title)


def only(kind: str, difficulty: int = 1, *, concepts: int = 3, each: int = 1) -> Course:
    """An opening and ``concepts`` concepts with ``each`` questions, all of one type."""
    make = MAKERS.get(kind) or partial(example, kind=kind)
    questions = [
        make(f"q{at}{mark}", f"c{at}", difficulty)
        for at in range(1, concepts + 1)
        for mark in ("", *"bcdefgh")[:each]
    ]
    return course(questions, TITLES[: concepts + 1])


def longest_questions(concept: str) -> list[Question]:
    """One a type, with every text as long as a course file may make it."""

    def words(letter: str, size: int) -> str:
        return ((letter + "word ") * size)[: size - 1] + "."

    def long_head(kind: str) -> dict[str, Any]:
        long = {"stem": words("s", 700), "takeaway": words("t", 200)}
        return {**head(f"{concept}-{kind}", concept, 3), **long}

    why = words("w", 350)
    choices = [Choice(i, i in "AC", words(i, 75), why, words(i, 26)) for i in "ABCDEFGH"]
    responses = tuple(Response(i, words(i, 75), words(i, 26)) for i in "ABCDEFG")
    return [
        MatchingQuestion(
            **long_head("matching"),
            responses=responses,
            pairs=tuple(Pair(words(f"p{i}", 45), i, why) for i in "ABCDE"),
            reuse=False,
        ),
        SingleQuestion(
            **long_head("single"),
            options=tuple(replace(c, correct=c.id == "A") for c in choices[:6]),
        ),
        MultipleQuestion(**long_head("multiple"), choose=2, options=tuple(choices)),
        OrderingQuestion(
            **long_head("ordering"),
            items=tuple(Step(i, words(i, 75), why) for i in "ABCDE"),
            answer=tuple("EDCBA"),
        ),
        TrueFalseQuestion(**long_head("true_false"), answer=True, why_true=why, why_false=why),
        TypedQuestion(
            **long_head("typed"),
            accept=(words("a", 60),),
            near_misses=(NearMiss(words("n", 60), why),),
            why=why,
        ),
    ]


def longest() -> Course:
    """Nothing but long matching questions, the longest type there is."""
    return course([longest_questions(f"c{at}")[0] for at in (1, 2)], TITLES[:3])
