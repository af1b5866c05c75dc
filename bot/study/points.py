"""What an answer is worth. Points are whole numbers."""

from __future__ import annotations

import math

PRACTICE_CAP = 30
"""The most practice points of one local day."""

STREAK_PRACTICE = 5
STREAK_RIGHT = 3
"""So many practice answers on a study day keep the streak, when so many of them are right."""


STEP = 5
"""A share of the points is rounded down to a multiple of this."""

_EXACT = 1e-6
"""Two thirds of 30 are 20, whatever a float makes of it."""


def daily_points(difficulty: int, credit: float) -> int:
    """10, 20 or 30 for difficulty 1, 2 or 3, times ``credit`` (0 to 1), in whole fives."""
    return STEP * math.floor(10 * difficulty * credit / STEP + _EXACT)


def keeps_streak(answers: int, right: int) -> bool:
    """Whether a day's practice keeps the streak: five wrong guesses don't."""
    return answers >= STREAK_PRACTICE and right >= STREAK_RIGHT


def practice_points(difficulty: int, credit: float, *, worth: bool, earned_today: int) -> int:
    """Half the daily points, rounded up, within what the day's cap leaves.

    ``worth`` is what ``practice_worth`` says; a question that is known earns nothing.
    """
    if not worth:
        return 0
    points = math.ceil(daily_points(difficulty, credit) / 2)
    return max(0, min(points, PRACTICE_CAP - earned_today))


def practice_worth(last_correct: bool | None, due: bool) -> bool:
    """Whether practice earns points: a new question (None), one wrong last time, or one due."""
    return not last_correct or due
