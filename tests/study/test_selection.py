"""Which question comes next."""

import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study import selection
from content.model import Question
from tests.study import courses

COURSE = courses.course()


@dataclass
class Asked:
    question_id: str
    concept_id: str


@dataclass
class Answer:
    correct: bool
    at: int


def season(seed: int, days: int, accuracy: dict[str, float] | None = None) -> list[Asked]:
    """A concept and a daily question on each day; after the plan, questions only."""
    history: list[Asked] = []
    for day in range(days):
        today = COURSE.plan[day] if day < len(COURSE.plan) else None
        position = min(day, len(COURSE.plan))
        picked = selection.daily(
            COURSE, position, history, seed, today=today, accuracy=accuracy or {}
        )
        if picked is None:
            continue
        assert picked.concept in COURSE.plan[:position]
        assert picked.concept != today
        assert picked.daily
        assert not picked.retired
        history.append(Asked(picked.id, picked.concept))
    return history


@settings(max_examples=25)
@given(st.integers(0, 10**9))
def test_a_season_uses_the_whole_bank_before_it_repeats(seed: int) -> None:
    history = season(seed, 40)
    bank = {q.id for q in COURSE.questions.values() if not q.retired and q.daily}
    asked = [entry.question_id for entry in history]
    assert set(asked[: len(bank)]) == bank
    assert asked[len(bank) :] == asked[: len(asked) - len(bank)]  # oldest first
    assert history == season(seed, 40)


def test_the_first_days_have_nothing_to_ask() -> None:
    assert selection.daily(COURSE, 0, [], 1) is None
    assert selection.daily(COURSE, 1, [], 1) is None  # the opening concept has no questions
    assert selection.daily(COURSE, 2, [], 1, today="c1") is None
    picked = selection.daily(COURSE, 2, [], 1)
    assert picked is not None
    assert picked.concept == "c1"


def test_seeds_differ() -> None:
    assert len({tuple(e.question_id for e in season(seed, 12)) for seed in range(10)}) > 5


def test_turns_go_newest_older_confusable() -> None:
    accuracy = {"c3": 0.2, "c4": 0.6, "c6": 0.9}
    asked = Asked("x", "c7")

    def concept(history: list[Asked]) -> str:
        picked = selection.daily(COURSE, 8, history, 5, today="c7", accuracy=accuracy)
        assert picked is not None
        return picked.concept

    assert concept([]) == "c6"
    assert concept([asked]) == "c3"
    assert concept([Asked("y", "c1"), Asked("y2", "c4")]) == "c2"


def test_a_weak_concept_rests_a_day_and_the_newest_is_news_only_once() -> None:
    accuracy = {"c7": 0.1, "c2": 0.5}
    second = selection.daily(COURSE, 8, [Asked("x", "c7")], 5, accuracy=accuracy)
    assert second is not None
    assert second.concept == "c2"
    history = [Asked("x", "c7"), Asked("y", "c2"), Asked("z", "c4")]
    fourth = selection.daily(COURSE, 8, history, 5)
    assert fourth is not None
    assert fourth.concept == "c1"


def test_the_same_concept_never_comes_twice_in_a_row_while_there_is_another() -> None:
    for seed in range(20):
        history = season(seed, 21)
        about = [entry.concept_id for entry in history[2:]]
        assert all(one != two for one, two in pairwise(about))


@given(st.integers(0, 10**9))
def test_reserved_questions_are_what_dailies_use_first(seed: int) -> None:
    kept = selection.reserved(COURSE, [], seed)
    for concept in COURSE.plan[1:]:
        free = [q for q in COURSE.questions_of(concept) if q.id not in kept]
        assert len(free) >= len(COURSE.questions_of(concept)) / 2
        assert len([id_ for id_ in kept if id_.startswith(f"{concept}-")]) == 2
    history = season(seed, 12)
    seen: set[str] = set()
    for entry in history:
        if entry.concept_id not in seen:
            assert entry.question_id in kept
        seen.add(entry.concept_id)
    assert selection.reserved(COURSE, history, seed) == kept - {e.question_id for e in history}


ids = st.sampled_from(sorted(q.id for q in COURSE.questions.values()))


@given(
    st.sets(st.sampled_from(COURSE.plan)),
    st.integers(0, 20),
    st.integers(),
    st.dictionaries(ids, st.builds(Answer, st.booleans(), st.integers(0, 99))),
    st.sets(st.sampled_from(COURSE.plan)),
    st.sets(ids),
)
def test_practice(
    concepts: set[str],
    count: int,
    seed: int,
    answered: dict[str, Answer],
    due: set[str],
    excluded: set[str],
) -> None:
    def pick() -> tuple[Question, ...]:
        return selection.practice(
            COURSE, concepts, count, seed, answered=answered, due=due, excluded=excluded
        )

    picked = pick()
    assert picked == pick()
    able = [
        q
        for q in COURSE.questions.values()
        if q.concept in concepts and not q.retired and q.id not in excluded
    ]
    assert len(picked) == min(count, len(able))
    assert len({q.id for q in picked}) == len(picked)
    assert {q.id for q in picked} <= {q.id for q in able}
    wrong = {q.id for q in able if q.id in answered and not answered[q.id].correct}
    needed = {q.concept for q in able if q.concept in due}
    if count >= len(wrong) + len(needed):
        assert wrong <= {q.id for q in picked}
        assert needed <= {q.concept for q in picked}
    known = [q for q in picked if q.id in answered and q.id not in wrong and q.concept not in due]
    if known:
        assert {q.id for q in able if q.id not in answered} <= {q.id for q in picked}
    names = [q.concept for q in picked]
    most = max((names.count(name) for name in names), default=0)
    if most <= (len(names) + 1) // 2:
        assert all(one != two for one, two in pairwise(names))


def test_practice_prefers_new_to_known_and_known_long_ago() -> None:
    able = COURSE.questions_of("c1")
    answered = {q.id: Answer(True, at) for at, q in enumerate(able[1:])}
    one = selection.practice(COURSE, ["c1"], 1, 3, answered=answered)
    assert one == (able[0],)
    two = selection.practice(COURSE, ["c1"], 2, 3, answered=answered)
    assert set(two) == {able[0], able[1]}


def test_seeds_are_the_same_in_another_process() -> None:
    code = "from bot.study.selection import seed_of; print(seed_of('group', 7, 'ü'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(told.stdout) == selection.seed_of("group", 7, "ü")
    assert selection.seed_of("a", "bc") != selection.seed_of("ab", "c")
    assert selection.seed_of("a\x1f", "b") != selection.seed_of("a", "\x1fb")
