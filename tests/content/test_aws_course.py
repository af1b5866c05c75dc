"""The first course is large enough, complete where it is written, and fairly asked."""

from __future__ import annotations

import time
from collections import Counter, defaultdict

import pytest

from bot.model.card import Card, Paragraph
from bot.model.limits import check_card
from bot.model.text import text
from content.loader import BUNDLED, load_course, load_courses
from content.model import (
    Choice,
    Course,
    Question,
    SingleQuestion,
    TrueFalseQuestion,
)
from content.questions import TYPES
from tests.content import item_rules as rules

SECTIONS = {
    "preamble": 3,
    "essentials": 1,
    "intro": 32,
    "how": 28,
    "problems": 8,
    "planning": 24,
    "timeline": 6,
    "deployment": 6,
    "organization": 8,
    "business": 41,
    "process": 3,
    "step-1": 1,
    "step-2": 9,
    "step-3": 6,
    "step-4": 18,
    "step-5": 9,
}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(BUNDLED / "aws-ml-ramp-up")


@pytest.fixture(scope="module")
def bank(course: Course) -> list[Question]:
    return [question for question in course.questions.values() if not question.retired]


def share(bank: list[Question], *types: str) -> float:
    return sum(question.type in types for question in bank) / len(bank)


def test_it_loads_in_a_moment() -> None:
    start = time.perf_counter()
    assert list(load_courses()) == ["aws-ml-ramp-up"]
    assert time.perf_counter() - start < 1.5


def test_every_fact_is_there(course: Course) -> None:
    assert Counter(fact.section for fact in course.facts.values()) == SECTIONS
    assert [section.id for section in course.sections] == list(SECTIONS)
    assert sum(bool(fact.questionable) for fact in course.facts.values()) == 116


def test_there_is_enough_of_everything(course: Course, bank: list[Question]) -> None:
    assert len(course.concepts) >= 17
    assert len(bank) >= 70
    assert {question.type for question in bank} == set(TYPES)
    assert sum(question.scenario for question in bank) >= 12
    assert 0.50 <= share(bank, "single") <= 0.60
    assert 0.12 <= share(bank, "multiple") <= 0.18
    assert 0.06 <= share(bank, "matching") <= 0.10
    assert 0.02 <= share(bank, "ordering") <= 0.05
    assert 0.08 <= share(bank, "typed", "number") <= 0.12
    assert share(bank, "true_false") <= 0.08


def test_bloom_levels_are_mixed(bank: list[Question]) -> None:
    levels = Counter(question.bloom for question in bank)
    assert levels["remember"] <= 0.40 * len(bank)
    assert levels["understand"] >= 0.25 * len(bank)
    assert levels["apply"] + levels["analyse"] >= 0.30 * len(bank)


def test_every_concept_is_asked_in_more_than_one_way(course: Course) -> None:
    for concept in course.concepts:
        questions = course.questions_of(concept)
        if concept == "opening":
            assert not questions
            continue
        assert 4 <= len(questions) <= 9, concept
        assert len({question.type for question in questions}) >= 2, concept
        assert sum(question.bloom != "remember" for question in questions) >= 2, concept
        facts = set(course.concepts[concept].facts)
        for question in questions:
            assert facts & set(question.tests), question.id


def test_every_fact_is_on_a_card_and_asked(course: Course, bank: list[Question]) -> None:
    on_cards = {fact for concept in course.concepts.values() for fact in concept.facts}
    asked: dict[str, set[str]] = defaultdict(set)
    for question in bank:
        for fact in question.tests:
            asked[fact].add(question.id)
    for fact in course.facts.values():
        assert fact.id in on_cards
        if fact.tested and fact.kind not in ("figure", "link"):
            least = 2 if fact.kind in ("definition", "contrast", "procedure") else 1
            assert len(asked[fact.id]) >= least, fact.id


def test_recall_is_never_the_only_way_a_fact_is_asked(bank: list[Question]) -> None:
    higher = {fact for question in bank if question.bloom != "remember" for fact in question.tests}
    for question in bank:
        assert question.bloom != "remember" or set(question.tests) <= higher, question.id


def test_each_question_keeps_the_rules(course: Course, bank: list[Question]) -> None:
    found: list[str] = []
    for question in bank:
        found += rules.stem_breaches(question)
        found += rules.why_breaches(question)
        found += rules.option_breaches(question)
        found += rules.true_false_breaches(question)
        found += rules.status_breaches(question)
        found += rules.correction_breaches(question, course.facts)
    found += rules.twin_breaches(bank)
    assert not found, "\n".join(found)


def test_keys_are_found_at_every_letter(bank: list[Question]) -> None:
    positions = rules.key_positions(bank)
    for letter in "ABCD":
        assert 0.20 <= positions[letter] / positions.total() <= 0.30, positions


def test_length_gives_nothing_away(bank: list[Question]) -> None:
    ratio, longest_over_chance = rules.key_lengths(bank)
    assert 0.9 <= ratio <= 1.1
    assert longest_over_chance <= 0.03


def test_true_and_false_are_balanced(bank: list[Question]) -> None:
    answers = [question.answer for question in bank if isinstance(question, TrueFalseQuestion)]
    assert 0.4 <= sum(answers) / len(answers) <= 0.6


def test_no_stem_holds_the_takeaway_of_its_own_card(course: Course, bank: list[Question]) -> None:
    for question in bank:
        takeaway = course.concepts[question.concept].takeaway
        assert takeaway.casefold() not in question.stem.casefold(), question.id


def test_cards_and_results_fit_every_platform(course: Course, bank: list[Question]) -> None:
    for concept in course.concepts.values():
        blocks = (Paragraph(concept.body), Paragraph(text(concept.takeaway)))
        assert not check_card(Card(concept.title, blocks))
    for question in bank:
        lines = [question.stem, *rules.whys_of(question), question.takeaway]
        lines += [option.text for option in rules.options_of(question)]
        card = Card("Results", (Paragraph(text("\n".join(lines))),))
        assert not check_card(card), question.id


def test_the_rules_see_what_they_are_for(bank: list[Question]) -> None:
    def single(stem: str, *options: str) -> SingleQuestion:
        why = "One two three four five six seven eight."
        return SingleQuestion(
            id="q",
            concept="c",
            bloom="apply",
            difficulty=1,
            tests=("aws-service.polly",),
            stem=stem,
            takeaway="t",
            options=tuple(
                Choice("ABCD"[at], at == 0, words, why) for at, words in enumerate(options)
            ),
        )

    good = single("What would a careful person do first on such a day?", "Wait", "Run", "Ask")
    assert not [*rules.stem_breaches(good), *rules.option_breaches(good)]
    assert list(rules.stem_breaches(single("Which is true about tea?", "a", "b", "c")))
    assert list(
        rules.stem_breaches(single("Which of the teas in this cupboard is NOT green?", "a"))
    )
    assert list(rules.option_breaches(single("What to do?", "Wait always", "Run", "Ask")))
    assert list(rules.option_breaches(single("What to do?", "Run", "Run away", "Ask")))
    assert list(rules.option_breaches(single("Which harbour is it?", "A harbour", "B", "C")))
    assert list(rules.option_breaches(single("Which?", "x" * 90, "y" * 20, "z" * 21)))
    assert list(rules.status_breaches(single("Which Amazon service?", "Polly", "x", "y")))
    assert list(rules.twin_breaches([good, good]))
    assert len(bank) == len({question.stem for question in bank})
