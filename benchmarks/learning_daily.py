"""The groups' daily questions, chosen by the real policy (``bot.study.policy``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from bot.study.policy import choose
from content.model import Course


@dataclass(frozen=True, slots=True)
class _Asked:
    question_id: str
    concept_id: str
    local_date: str
    answered: int = 0
    correct: int = 0


class Daily:
    """One daily question a group and day; a question stands for the first fact that it tests."""

    def __init__(self, course: Course, facts: Sequence[str], groups: int, seed: int) -> None:
        self._course = course
        self._at = {fact: n for n, fact in enumerate(facts)}
        self._histories: list[list[_Asked]] = [[] for _ in range(groups)]
        self._seed = seed

    def choose(self, number: int) -> np.ndarray:
        """The fact that each group is asked about on a study day; -1 for none."""
        out = np.full(len(self._histories), -1)
        local = (date(2000, 1, 1) + timedelta(days=number)).isoformat()
        plan = self._course.plan
        today = plan[number] if number < len(plan) else None
        for group, history in enumerate(self._histories):
            found = choose(
                self._course,
                min(number + 1, len(plan)),
                history,
                local,
                self._seed + group,
                today=today,
                per_day=2,  # everybody has five reviews beside it
            )
            if found is not None:
                question = found.question
                out[group] = self._at[question.tests[0]]
                history.append(_Asked(question.id, question.concept, local))
        return out

    def answered(
        self, number: int, groups: np.ndarray, daily: np.ndarray, right: np.ndarray
    ) -> None:
        """Counts the answers to today's question: what the group has shown."""
        local = (date(2000, 1, 1) + timedelta(days=number)).isoformat()
        given = np.bincount(groups, daily.sum(axis=1), len(self._histories)).astype(int)
        good = np.bincount(groups, (daily & right).sum(axis=1), len(self._histories)).astype(int)
        for group, history in enumerate(self._histories):
            if history and history[-1].local_date == local:
                counts = {"answered": int(given[group]), "correct": int(good[group])}
                history[-1] = replace(history[-1], **counts)
