"""The end of a mock exam: its answers count, and its report is there."""

from __future__ import annotations

from functools import partial

from bot.features.answering import judge
from bot.features.context import GroupContext
from bot.features.exam.aim import blueprints_of
from bot.features.exam.cards import report_card
from bot.features.exam.ready import percent, uncovered_words
from bot.features.exam.words import words
from bot.features.services import Services
from bot.interactions.router import Refusal
from bot.model import Card
from bot.study.answer import AnswerKind
from bot.study.exam import Report, likely, report
from bot.study.mock_exam import COVERED, MockExam
from bot.study.person import Person
from bot.study.questions import type_of
from bot.study.round import RoundState
from content.model import Blueprint, Course

EVERY = 20_000
"""Milliseconds between two looks; a press ends an exam at once."""
AT_ONCE = 20
"""Exams ended in one look of the ticker."""


async def finish(services: Services, context: GroupContext, exam: MockExam) -> MockExam:
    """Ends the exam, once: answers go into the ledger as practice, and what was missed moves memory
    as any wrong answer does. Afterwards it is as it is now kept."""
    if exam.finished_at is not None:
        return exam
    found = _report(context.course, exam)
    for posed in exam.rounds:
        given = exam.given.get(posed.id)
        question = context.course.questions.get(posed.question_id)
        if given is None or question is None or posed.state == RoundState.VOID:
            continue
        try:
            await judge(services, context, question, posed, given, AnswerKind.PRACTICE, None)
        except Refusal:
            continue  # it became a question of the day meanwhile, and counts there
    at = min(services.now(), exam.ends_at)
    results = {part.domain.id: (part.right, part.asked) for part in found.parts}
    await services.store.exams.finish(exam.id, at, results)
    return await services.store.exams.get(exam.id) or exam


def _report(course: Course, exam: MockExam) -> Report:
    right: dict[str, bool] = {}
    for posed in exam.rounds:
        given = exam.given.get(posed.id)
        question = course.questions.get(posed.question_id)
        if given is not None and question is not None:
            right[posed.question_id] = type_of(question).grade(question, given).correct
    return report(blueprint_of(course, exam), exam.drawn, right)


def blueprint_of(course: Course, exam: MockExam) -> Blueprint:
    """The exam's blueprint; the course's first where it has lost that one."""
    found = blueprints_of(course)
    return next((one for one in found if one.id == exam.blueprint), found[0])


def missed(course: Course, exam: MockExam) -> tuple[int, ...]:
    """Positions of the questions that were wrong or left open."""
    wrong = set(_report(course, exam).missed)
    return tuple(
        at
        for at, posed in enumerate(exam.rounds)
        if posed.question_id in wrong and posed.state != RoundState.VOID
    )


def told(course: Course, exam: MockExam) -> Card:
    """The report of a finished exam."""
    found, blueprint = _report(course, exam), blueprint_of(course, exam)
    low, high = likely(found.right, found.asked)
    expected = exam.predicted.get(COVERED)
    lines = [
        "" if expected is None else words("report.expected", percent=percent(expected)),
        words("report.reviews") if found.missed else "",
    ]
    return report_card(
        exam,
        found,
        lines,
        likely=(percent(low), percent(high)),
        course_covers=uncovered_words(blueprint),
    )


class OverdueExams:
    """Ends exams whose time is over, also where that was while the bot was off."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._next = 0

    async def due(self) -> None:
        """To be called with each tick; looks now and then."""
        now = self._services.now()
        if now < self._next <= now + EVERY:
            return
        found = await self._services.store.exams.overdue(now, AT_ONCE)
        for exam_id in found:
            await self._services.act(partial(self._end, exam_id))
        self._next = now if len(found) == AT_ONCE else now + EVERY

    async def _end(self, exam_id: int) -> None:
        store = self._services.store
        exam = await store.exams.get(exam_id)
        if exam is None:
            return
        group = await store.groups.get(exam.group_id)
        course = self._services.courses.all().get(exam.course)
        if group is None or course is None:
            await store.exams.finish(exam_id, exam.ends_at, {})
            return
        person = Person(exam.person_id, "")
        await finish(self._services, GroupContext(person, group, course), exam)
