"""Which question comes next."""

import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.study import season, selection
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


@given(st.integers(0, 10**9))
def test_reserved_questions_are_what_dailies_use_first(seed: int) -> None:
    kept = selection.reserved(COURSE, [], seed)
    for concept in COURSE.plan[1:]:
        free = [q for q in COURSE.questions_of(concept) if q.id not in kept]
        assert len(free) >= len(COURSE.questions_of(concept)) / 2
        assert len([id_ for id_ in kept if id_.startswith(f"{concept}-")]) == 2
    history: list[Asked] = []
    for day in season.rehearse(COURSE, seed, review_days=3):
        for one in (*day.questions, *day.checkpoint):
            if [e.concept_id for e in history].count(one.question.concept) < selection.RESERVED:
                assert one.question.id in kept
            history.append(Asked(one.question.id, one.question.concept))
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


def test_of_new_questions_those_on_weak_facts_come_first() -> None:
    able = COURSE.questions_of("c1")
    known = {question.id: 0.9 - 0.1 * at for at, question in enumerate(able)}
    for seed in range(5):
        (one,) = selection.practice(
            COURSE, ["c1"], 1, seed, answered={}, recall=lambda question: known[question.id]
        )
        assert one == able[-1]
