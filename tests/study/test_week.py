"""A week in numbers, and who improved in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.study.leaderboard import CAREFUL, LEAST, Counted, Running, improvement, most_improved
from bot.study.round import Asked, RoundState
from bot.study.week import DayCount, Reached, by_day, hardest, reached


def asked(date: str, answered: int, correct: int, question: str = "q") -> Asked:
    return Asked(question, "k", date, RoundState.CLOSED, answered, correct)


def test_two_questions_of_a_day_are_one_column() -> None:
    days = by_day([asked("2026-11-24", 3, 1), asked("2026-11-23", 2, 2), asked("2026-11-24", 1, 1)])
    assert days == (DayCount("2026-11-23", 2, 2), DayCount("2026-11-24", 4, 2))


def test_the_hardest_question_was_answered_by_somebody() -> None:
    few, many = asked("2026-11-23", 2, 1, "few"), asked("2026-11-24", 8, 4, "many")
    assert hardest([asked("2026-11-25", 0, 0, "none"), few, many]) == many
    assert hardest([asked("2026-11-25", 0, 0)]) is None


def test_a_milestone_counts_when_it_was_reached_in_the_week() -> None:
    running = [
        Running(1, "Ana", 7, 5),
        Running(2, "Ben", 12, 5),  # reached 7 before that week: 7 days ago
        Running(3, "Cleo", 33, 5),
        Running(4, "Dee", 3, 0),
        Running(5, "Eve", 4, 4),
    ]
    assert reached(running) == (Reached("Cleo", 30), Reached("Ana", 7), Reached("Eve", 3))


COUNTS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda two: (min(two), max(two)))


@given(now=COUNTS, before=COUNTS)
def test_an_improvement_is_less_than_the_difference(
    now: tuple[int, int], before: tuple[int, int]
) -> None:
    found = improvement(Counted(1, *now, *before))
    if now[1] < LEAST or before[1] < LEAST:
        assert found == 0
        return
    difference = now[0] / now[1] - before[0] / before[1]
    assert 0 <= found <= max(0.0, difference)
    assert (found > 0) == (difference > 0)


def test_a_lucky_few_are_not_ahead_of_many() -> None:
    few, many = Counted(1, 5, 5, 5, 10), Counted(2, 36, 40, 20, 40)
    assert improvement(few) == 0.5 * 5 / (5 + CAREFUL)
    top, own, members = most_improved([few, many], 1, 1)
    assert ([line.person_id for line in top], members) == ([2], 2)
    assert own is not None and (own.rank, own.before, own.after) == (2, 0.5, 1.0)


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=30), st.integers(1, 12))
def test_ranks_skip_after_ties(
    people: list[tuple[tuple[int, int], tuple[int, int]]], limit: int
) -> None:
    everybody = [Counted(n, *now, *before) for n, (now, before) in enumerate(people)]
    top, _, members = most_improved(everybody, None, limit)
    scores = sorted((improvement(one) for one in everybody if improvement(one) > 0), reverse=True)
    assert members == len(scores)
    assert [line.score for line in top] == scores[:limit]
    assert all(line.rank == scores.index(line.score) + 1 for line in top)
