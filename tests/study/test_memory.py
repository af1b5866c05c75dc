"""Memories that follow from rated answers, by FSRS-6."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from bot.study import memory
from bot.study.memory import Line, MemoryKind, Rated, Remembered, moved, remembered
from bot.study.recall import DEFAULTS, Model, model_of, parameters_of, parameters_text

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MODEL = Model()
DAY = timedelta(days=1)
ratings = st.sampled_from(list(Rating))
ids = st.from_regex(r"[a-z0-9]+([-.][a-z0-9]+)*", fullmatch=True)
rated = st.builds(Rated, ratings, ratings, st.lists(st.tuples(ids, ratings), max_size=4).map(tuple))


def line(question: str, concept: str, how: Rated, day: float, sure: bool | None = True) -> Line:
    return Line(question, concept, how, sure, round((AT + day * DAY).timestamp() * 1000))


@given(rated)
def test_ratings_are_read_as_they_were_written(how: Rated) -> None:
    assert Rated.read(how.text) == how


@pytest.mark.parametrize("text", ["", "3", "35", "333", "x3", "33 polly", "33 polly=9", "33  "])
def test_other_ratings_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Rated.read(text)


def test_an_answer_moves_its_question_and_each_concept_by_a_rating_of_its_own() -> None:
    how = Rated(Rating.Hard, Rating.Good, (("lex", Rating.Again),))
    after = moved({}, line("q1", "polly", how, 0), MODEL)
    assert {key: one.trace for key, one in after.items()} == {
        (MemoryKind.QUESTION, "q1"): MODEL.first(Rating.Hard),
        (MemoryKind.CONCEPT, "polly"): MODEL.first(Rating.Good),
        (MemoryKind.CONCEPT, "lex"): MODEL.first(Rating.Again),
    }
    assert after[MemoryKind.CONCEPT, "lex"].sure_wrong


@given(st.lists(st.tuples(st.sampled_from("ab"), ratings, st.floats(0, 40)), max_size=8))
def test_what_is_stored_step_by_step_is_what_the_ledger_gives(
    answers: list[tuple[str, Rating, float]],
) -> None:
    lines = [line(f"q-{c}", c, Rated(how, how), day) for c, how, day in answers]
    kept: dict[memory.Key, Remembered] = {}
    for one in lines:
        kept |= moved(kept, one, MODEL)
    folded = remembered(((1, one) for one in lines), lambda _: MODEL)
    assert folded == kept
    assert all(one.due_at(MODEL) >= one.at + DAY for one in kept.values())


def test_each_group_moves_memory_by_its_own_parameters() -> None:
    slow = Model([9.0, *DEFAULTS[1:]])
    models = {1: MODEL, 2: slow}
    lines = [(1, line("q1", "c", Rated(Rating.Good, Rating.Good), 0)),
             (2, line("q2", "d", Rated(Rating.Again, Rating.Again), 0))]  # fmt: skip
    found = remembered(lines, models.__getitem__)
    assert found[MemoryKind.CONCEPT, "c"].trace == MODEL.first(Rating.Good)
    assert found[MemoryKind.CONCEPT, "d"].trace.stability == 9.0


@given(st.lists(st.tuples(ratings, st.integers(1, 60)), min_size=1, max_size=6))
def test_memories_are_those_of_the_library(answers: list[tuple[Rating, int]]) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, state, at = Card(card_id=1, due=AT), None, AT
    for rating, wait in answers:
        card, _ = scheduler.review_card(card, rating, at)
        state = Remembered.after(state, rating, at, MODEL)
        assert state.trace.stability == pytest.approx(card.stability)
        assert state.trace.difficulty == pytest.approx(card.difficulty)
        at += wait * DAY


def test_what_was_missed_is_due_the_day_after_until_it_is_right_once() -> None:
    state = Remembered.after(None, Rating.Good, AT, MODEL)
    gap = state.due_at(MODEL) - AT
    state = Remembered.after(state, Rating.Again, AT + 3 * DAY, MODEL)
    assert state.due_at(MODEL) == AT + 4 * DAY
    state = Remembered.after(state, Rating.Again, AT + 4 * DAY, MODEL)
    assert state.due_at(MODEL) == AT + 5 * DAY
    gaps = []
    for _ in range(3):
        at = state.due_at(MODEL)
        state = Remembered.after(state, Rating.Good, at, MODEL)
        gaps.append(state.due_at(MODEL) - at)
    assert gaps == sorted(gaps) and gaps[-1] > gap


def test_due() -> None:
    assert memory.is_due(AT, AT)
    assert memory.is_due(AT + timedelta(hours=2), AT)
    assert not memory.is_due(AT + timedelta(hours=12), AT)


def test_other_zones_are_read_as_utc() -> None:
    berlin = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
    assert Remembered.after(None, Rating.Good, berlin, MODEL) == Remembered.after(
        None, Rating.Good, AT, MODEL
    )


def test_parameters_are_read_as_they_were_written() -> None:
    own = (5.0, *DEFAULTS[1:])
    assert parameters_of(parameters_text(own)) == own
    assert model_of(parameters_text(own)).parameters == own
    assert model_of(None).parameters == parameters_of(None) == DEFAULTS
    for junk in ("", "[]", "[1]", "null", '["x"]', "{}"):
        with pytest.raises(ValueError):
            parameters_of(junk)
        assert model_of(junk).parameters == DEFAULTS
    with pytest.raises(ValueError):
        parameters_text([1.0])


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "tomorrow"),
        (3, "on Thursday"),
        (6, "on Sunday"),
        (10, "on Dec 3"),
    ],
)
def test_back_on(days: int, words: str) -> None:
    assert memory.back_on(AT + timedelta(days=days), AT, "Europe/Berlin") == words
