"""Judging an answer, writing it once, and telling the member."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.features.context import GroupContext
from bot.features.services import Services
from bot.features.spoilers import refuse_secret
from bot.i18n import words_of
from bot.interactions.router import from_millis
from bot.study import calendar, memory, points, streaks
from bot.study.answer import Answer, AnswerKind, AnswerRequest, Judgment, Prior, Recorded
from bot.study.evidence import rated
from bot.study.group import Group
from bot.study.memory import MemoryKind
from bot.study.questions import Grade, type_of
from bot.study.rating import is_retry
from bot.study.recall import model_of
from bot.study.round import Round
from bot.study.streaks import Streak
from bot.study.study_days import MILESTONES
from content.model import Question
from storage.study_rounds import KNOWN_FOR

LATE_COUNTS = timedelta(hours=24)
"""How long after its close a daily question still keeps the streak."""

words = words_of(__file__)


@dataclass(frozen=True, slots=True)
class Judged:
    """``note`` says why an answer brought nothing and what became of a freeze; else empty.
    ``milestone`` is the one that the streak reached with it, 0 for none."""

    grade: Grade
    recorded: Recorded
    note: str = ""
    milestone: int = 0


@dataclass(slots=True)
class Seen:
    """What ``decide`` found out inside the transaction, for the words of the verdict.

    ``worth`` is False where the answer earns nothing, however right it is; ``in_time`` where a
    late one is too late for the streak. ``retry`` says that the answer was shown minutes ago,
    ``elsewhere`` that it was shown with an answer in another group, ``results`` that the channel
    was told just now, to somebody who had not answered.
    ``froze`` are the freezes that were spent without the person being told, on a streak of
    ``kept`` days. ``milestone`` as in ``Judged``.
    """

    worth: bool = True
    in_time: bool = True
    froze: int = 0
    kept: int = 0
    milestone: int = 0
    earned_freeze: bool = False
    retry: bool = False
    elsewhere: bool = False
    results: bool = False


def record_of(
    group: Group,
    course: str,
    posed: Round,
    person_id: int,
    given: str,
    kind: AnswerKind,
    at: int,
    parts: Iterable[str] = (),
) -> AnswerRequest:
    """What is known before the database is asked; ``parts`` are concepts of parts of the answer,
    which move memory as well."""
    today = calendar.local_date(from_millis(at), group.schedule.zone)
    week, month = calendar.periods(today)
    local = today.isoformat()
    return AnswerRequest(
        round_id=posed.id,
        person_id=person_id,
        given=given,
        kind=kind,
        course=course,
        concepts=tuple(dict.fromkeys((posed.concept_id, *parts))),
        local_date=local,
        study_date=local if kind == AnswerKind.PRACTICE else posed.local_date,
        week=week,
        month=month,
        at=at,
    )


def decision(
    question: Question,
    posed: Round,
    record: AnswerRequest,
    sure: bool | None,
    seen: Seen | None = None,
) -> Callable[[Prior], Judgment]:
    """The pure rule that turns what the database knows into the ledger's entry.

    ``seen`` is given where a verdict follows: what is in it counts as told.
    """
    told, seen = seen is not None, seen if seen is not None else Seen()
    grade = type_of(question).grade(question, record.given)

    def decide(prior: Prior) -> Judgment:
        at, last = from_millis(record.at), prior.last_on_question
        # What was shown minutes ago is copied from short-term memory.
        since_shown = None if last is None else at - from_millis(last.at)
        if prior.results_at is not None and is_retry(at - from_millis(prior.results_at)):
            # The channel was told just now: nothing new to who had answered, a hint to others.
            seen.results = last is None
            since_shown = None if last is None else at - from_millis(prior.results_at)
        seen.retry = is_retry(since_shown)
        if record.kind == AnswerKind.DAILY:
            seen.elsewhere = last is not None and _known_from_elsewhere(last, posed)
            seen.worth = not (seen.elsewhere or seen.retry)
            active, cleared = True, False
            full = points.daily_points(question.difficulty, grade.credit)
            earned = full if seen.worth else 0
        elif record.kind == AnswerKind.LATE:
            # The results are out, for everybody to read.
            earned = 0
            closed = from_millis(posed.closed_at or record.at)
            active = seen.in_time = at <= closed + LATE_COUNTS
            cleared = False
        else:
            due = _due(prior, at)
            worth = points.practice_worth(last.correct if last else None, due)
            seen.worth = worth and not (seen.retry or seen.results)
            earned = points.practice_points(
                question.difficulty,
                grade.credit,
                worth=seen.worth,
                earned_today=prior.practice_points_today,
            )
            cleared = grade.correct and due and not (seen.retry or seen.results)
            active = not seen.retry and points.keeps_streak(
                prior.practice_answers_today + 1, prior.practice_right_today + grade.correct
            )
        streak = streaks.with_day(prior.streak, prior.days, record.study_date, active)
        if told:
            grew = streaks.grows(prior.days, record.study_date, active)
            streak = _told_of(seen, prior.streak, streak, grew=grew)
        return Judgment(
            correct=grade.correct,
            credit=grade.credit,
            points=earned,
            sure=sure,
            active=active,
            streak=streak,
            rated=rated(
                question,
                record.given,
                grade,
                prior.memory,
                sure=sure,
                since_shown=since_shown,
                # What could be read in the results shows no more than a guess does.
                public=record.kind == AnswerKind.LATE or seen.results,
            ),
            cleared=cleared,
        )

    return decide


def _told_of(seen: Seen, before: Streak, streak: Streak, *, grew: bool) -> Streak:
    """Notes what a verdict tells of the streak; freezes that are told are not told again."""
    spent = streak.unsaid - before.unsaid
    seen.froze, seen.kept = streak.unsaid, streak.current - grew
    seen.earned_freeze = bool(before.through) and streak.freezes > before.freezes - spent
    seen.milestone = streak.current if grew and streak.current in MILESTONES else 0
    return streak._replace(unsaid=0)


def _due(prior: Prior, at: datetime) -> bool:
    """Whether a concept that the answer is about is due."""
    model = model_of(prior.parameters)
    return any(
        memory.is_due(known.due_at(model), at)
        for (kind, _), known in prior.memory.items()
        if kind is MemoryKind.CONCEPT
    )


def _known_from_elsewhere(last: Answer, posed: Round) -> bool:
    """Whether its answer was shown with the person's ``last`` one to it: since it was opened, or
    in another group shortly before. See ``storage.study_rounds.Rounds.unanswered``."""
    if last.group_id == posed.group_id:
        return last.at >= posed.opened_at
    return last.at >= posed.opened_at - KNOWN_FOR


async def judge(
    services: Services,
    context: GroupContext,
    question: Question,
    posed: Round,
    given: str,
    kind: AnswerKind,
    sure: bool | None,
) -> Judged:
    """Records an answer once; a second one changes nothing and gets the first back.

    Raises ``Refusal`` for an answer that would give away a daily question still open to the
    person: nothing is judged then.
    """
    if kind != AnswerKind.DAILY:
        await refuse_secret(services, context, question)
    person, slug = context.person.id, context.course.slug
    record = record_of(
        context.group, slug, posed, person, given, kind, services.now(), question.part_concepts()
    )
    seen = Seen()
    rule = decision(question, posed, record, sure, seen)
    recorded = await services.store.answers.record(record, rule)
    grade = type_of(question).grade(question, recorded.answer.given)
    note = _note(context, question, recorded, seen)
    return Judged(grade, recorded, note, seen.milestone if recorded.fresh else 0)


def _note(context: GroupContext, question: Question, recorded: Recorded, seen: Seen) -> str:
    """What is to be told beside points and streak; why they are none comes first."""
    answer = recorded.answer
    if not recorded.fresh:
        return ""
    told = []
    # A small share of an easy question is worth nothing by itself.
    if not answer.points and points.daily_points(question.difficulty, answer.credit):
        told.append(_why_nothing(context, recorded, seen))
    if seen.froze:
        told.append(words("freeze-kept", freezes=seen.froze, days=seen.kept))
    if seen.earned_freeze:
        told.append(words("freeze-earned"))
    return " ".join(told)


def _why_nothing(context: GroupContext, recorded: Recorded, seen: Seen) -> str:
    answer = recorded.answer
    if answer.kind == AnswerKind.DAILY:
        return words("why-elsewhere" if seen.elsewhere else "why-retry")
    if answer.kind == AnswerKind.LATE:
        return words("why-late-streak" if seen.in_time else "why-late")
    if seen.retry:
        return words("why-retry")
    if seen.results:
        return words("why-late")
    if seen.worth:
        return words("why-cap", most=points.PRACTICE_CAP)
    at, zone = from_millis(answer.at), context.group.schedule.zone
    due = at if recorded.due_at is None else from_millis(recorded.due_at)
    return words("why-known", back=memory.back_on(due, at, zone))
