"""What an answer shows: one rating for its question, one for each concept that it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.study.evidence import rated
from bot.study.memory import Key, MemoryKind, Rated, Remembered
from bot.study.questions import type_of
from bot.study.rating import Rating
from bot.study.recall import Model
from content.questions import Question
from tests.study import samples

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AGAIN, HARD, GOOD, EASY = Rating.Again, Rating.Hard, Rating.Good, Rating.Easy


def known(*keys: Key, rating: Rating = GOOD) -> dict[Key, Remembered]:
    return {key: Remembered.after(None, rating, AT, Model()) for key in keys}


def of(question: Question, given: str, **more: object) -> Rated | None:
    memories: dict[Key, Remembered] = more.pop("known", {})  # type: ignore[assignment]
    sure = more.pop("sure", None)
    grade = type_of(question).grade(question, given)
    return rated(question, given, grade, memories, sure=sure, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "sure", "rating"),
    [
        (samples.single(), True, GOOD),
        (samples.single(), None, GOOD),
        (samples.single(), False, HARD),
        (samples.true_false(), True, GOOD),
        (samples.true_false(), None, HARD),
        (samples.true_false(), False, AGAIN),
        (samples.multiple(), False, HARD),
        (samples.typed(), True, GOOD),
        (samples.matching(), False, HARD),
    ],
)
def test_a_right_answer_by_type_and_sureness(
    question: Question, sure: bool | None, rating: Rating
) -> None:
    assert of(question, type_of(question).key(question), sure=sure) == Rated(rating, rating)


def test_a_typed_answer_that_was_known_before_is_easy() -> None:
    question = samples.typed()
    key = type_of(question).key(question)
    both = known((MemoryKind.QUESTION, question.id), (MemoryKind.CONCEPT, question.concept))
    assert of(question, key, sure=True, known=both) == Rated(EASY, EASY)
    concept = known((MemoryKind.CONCEPT, question.concept))
    assert of(question, key, sure=True, known=concept) == Rated(GOOD, EASY)


def test_a_quick_retry_moves_nothing_and_the_results_make_it_a_guess() -> None:
    question = samples.single()
    assert of(question, "B", sure=True, since_shown=timedelta(minutes=3)) is None
    assert of(question, "B", sure=True, since_shown=timedelta(hours=2)) == Rated(GOOD, GOOD)
    assert of(question, "B", sure=True, public=True) == Rated(HARD, HARD)


def test_each_concept_of_a_matching_answer_moves_by_its_own_pair() -> None:
    q = samples.matching(prompts=3)  # B, D, C
    pairs = [replace(p, concept=own) for p, own in zip(q.pairs, ("a", "", "b"), strict=True)]
    own = replace(q, pairs=tuple(pairs))
    found = of(own, "B,D,A", sure=True)
    assert found == Rated(AGAIN, GOOD, (("a", GOOD), ("b", AGAIN)))
    known_before = known((MemoryKind.CONCEPT, "a"))
    assert of(own, "B,D,C", sure=True, known=known_before) == Rated(
        GOOD, GOOD, (("a", GOOD), ("b", GOOD))
    ), "one pair in five is guessed easily: not easy"


def test_a_question_whose_parts_are_all_about_others_moves_its_own_concept_as_a_whole() -> None:
    q = samples.matching(prompts=3)
    pairs = [replace(p, concept=own) for p, own in zip(q.pairs, ("a", "b", "c"), strict=True)]
    own = replace(q, pairs=tuple(pairs))
    assert of(own, "B,D,A", sure=True) == Rated(
        AGAIN, AGAIN, (("a", GOOD), ("b", GOOD), ("c", AGAIN))
    )


def test_junk_is_wrong_as_a_whole() -> None:
    for question in (samples.single(), samples.matching(), samples.typed()):
        assert of(question, "junk", sure=None) == Rated(AGAIN, AGAIN)
