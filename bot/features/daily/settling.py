"""How choices that nobody confirmed become answers when their question closes."""

from __future__ import annotations

from collections.abc import Callable

from bot.features.answering import decision, record_of
from bot.features.services import Services
from bot.study import streaks
from bot.study.answer import AnswerKind, AnswerRequest, Judgment, Prior
from bot.study.group import Group
from bot.study.round import Pending, Round
from content.model import Course, Question
from storage.study_rounds import Decide, Settle


def settling(services: Services, group: Group) -> Callable[[Round], Settle]:
    """The rule for any of the group's questions."""

    def settle(posed: Round) -> Settle:
        asked = services.asked(group, posed)
        return _settled(group, *asked, posed) if asked else _unjudged(group, posed)

    return settle


def _settled(group: Group, course: Course, question: Question, posed: Round) -> Settle:
    """Each choice becomes an answer as of its press."""

    def settle(pending: Pending) -> tuple[AnswerRequest, Decide]:
        given, at = pending.given, pending.at
        record = record_of(
            group,
            course.slug,
            posed,
            pending.person_id,
            given,
            AnswerKind.DAILY,
            at,
            question.part_concepts(),
        )
        return record, decision(question, posed, record, None)

    return settle


def _unjudged(group: Group, posed: Round) -> Settle:
    """For a question that no course has any more: no points, but the study day counts."""

    def settle(pending: Pending) -> tuple[AnswerRequest, Decide]:
        given, at = pending.given, pending.at
        record = record_of(
            group, group.course, posed, pending.person_id, given, AnswerKind.DAILY, at
        )

        def decide(prior: Prior) -> Judgment:
            streak = streaks.with_day(prior.streak, prior.days, record.study_date, True)
            return Judgment(False, 0.0, 0, None, True, streak)

        return record, decide

    return settle
