"""Judging an answer, writing it once, and telling the member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.router import from_millis
from bot.features.cards import count
from bot.features.places import Place
from bot.features.posing import described
from bot.features.report import report_button
from bot.features.services import Services
from bot.features.spoilers import refuse_secret
from bot.model import Block, Buttons, Card, Divider, Paragraph, Row, Strong, Text, Tone, text
from bot.study import calendar, memory, points, streaks
from bot.study.questions import Grade, type_of
from content.inline import nodes_of
from content.model import Question
from storage.records import (
    Answer,
    Entry,
    Group,
    MemoryRow,
    Prior,
    Record,
    Recorded,
    Round,
    StreakRow,
)

LATE_COUNTS = timedelta(hours=24)
"""How long after its close a daily question still keeps the streak."""

DAILY, LATE, PRACTICE = "daily", "late", "practice"


@dataclass(frozen=True, slots=True)
class Judged:
    """``note`` says why a right answer brought nothing; else empty."""

    grade: Grade
    recorded: Recorded
    note: str = ""


@dataclass(slots=True)
class Seen:
    """What ``decide`` found out inside the transaction, for the words of the verdict.

    ``worth`` is False where the answer earns nothing, however right it is.
    """

    worth: bool = True
    due_at: datetime | None = None


def record_of(
    group: Group, course: str, posed: Round, person_id: int, given: str, kind: str, at: int
) -> Record:
    """What is known before the database is asked."""
    today = calendar.local_date(from_millis(at), group.schedule.zone)
    week, month = calendar.periods(today)
    local = today.isoformat()
    return Record(
        round_id=posed.id,
        person_id=person_id,
        given=given,
        kind=kind,
        course=course,
        concepts=(posed.concept_id,),
        local_date=local,
        study_date=local if kind == PRACTICE else posed.local_date,
        week=week,
        month=month,
        at=at,
    )


def decision(
    question: Question, posed: Round, record: Record, sure: bool | None, seen: Seen | None = None
) -> Callable[[Prior], Entry]:
    """The pure rule that turns what the database knows into the ledger's entry."""
    seen = seen if seen is not None else Seen()
    grade = type_of(question).grade(question, record.given)

    def decide(prior: Prior) -> Entry:
        at = from_millis(record.at)
        rows = {row.concept_id: row for row in prior.memory.values()}
        if record.kind == DAILY:
            last = prior.last_on_question
            # Answered in another group since it was opened here: its answer was shown there.
            seen.worth = last is None or last.at < posed.opened_at
            active = True
            full = points.daily_points(question.difficulty, grade.credit)
            earned = full if seen.worth else 0
        else:
            last = prior.last_on_question
            due = any(
                memory.is_due(from_millis(row.due_at), at)
                for concept in record.concepts
                if (row := rows.get(concept)) is not None
            )
            seen.worth = points.practice_worth(last.correct if last else None, due)
            earned = points.practice_points(
                question.difficulty,
                grade.credit,
                worth=seen.worth,
                earned_today=prior.practice_points_today,
            )
            if record.kind == LATE:
                closed = from_millis(posed.closed_at or record.at)
                active = at <= closed + LATE_COUNTS
            else:
                active = prior.practice_answers_today + 1 >= points.STREAK_PRACTICE
        streak = streaks.with_day(
            streaks.Streak(*prior.streak), prior.days, record.study_date, active
        )
        rating = memory.rate(question.type, grade.correct, sure)
        remembered: list[MemoryRow] = []
        for concept in record.concepts:
            known = rows.get(concept)
            state, due_at = memory.review(
                known.state if known else None, rating, at, f"{record.person_id}:{concept}"
            )
            seen.due_at = min(seen.due_at or due_at, due_at)
            remembered.append(MemoryRow(concept, state, round(due_at.timestamp() * 1000)))
        return Entry(
            correct=grade.correct,
            credit=grade.credit,
            points=earned,
            sure=sure,
            active=active,
            streak=StreakRow(*streak),
            memory=tuple(remembered),
        )

    return decide


async def judge(
    services: Services,
    place: Place,
    question: Question,
    posed: Round,
    given: str,
    kind: str,
    sure: bool | None,
) -> Judged:
    """Records an answer once; a second one changes nothing and gets the first back.

    Raises ``Refusal`` for an answer that would give away a daily question still open to the
    person: nothing is judged then.
    """
    if kind == PRACTICE:
        await refuse_secret(services, place, question)
    person, slug = place.person.id, place.course.slug
    record = record_of(place.group, slug, posed, person, given, kind, services.now())
    seen = Seen()
    rule = decision(question, posed, record, sure, seen)
    recorded = await services.store.answers.record(record, rule)
    grade = type_of(question).grade(question, recorded.answer.given)
    return Judged(grade, recorded, _why_nothing(place, recorded, seen, question.difficulty))


def _why_nothing(place: Place, recorded: Recorded, seen: Seen, difficulty: int) -> str:
    answer = recorded.answer
    if not recorded.fresh or answer.kind == DAILY or answer.points or answer.credit == 0:
        return ""
    if not points.daily_points(difficulty, answer.credit):
        return ""  # a small share of an easy question is worth nothing by itself
    if seen.worth:
        return f"No more points today: {points.PRACTICE_CAP} for practice is the most."
    at, zone = from_millis(answer.at), place.group.schedule.zone
    back = memory.back_on(seen.due_at or at, at, zone)
    return f"No points, because you know this one. Its concept is back {back}."


def verdict_word(answer: Answer, question: Question | None = None) -> str:
    """The verdict in a word or two; with ``question`` it says how much was right."""
    if answer.correct:
        return "Right"
    if answer.credit == 0:
        return "Not right"
    grade = type_of(question).grade(question, answer.given) if question else None
    if grade is None or not grade.partly:  # edited since: its parts are no longer what they were
        return "Partly right"
    return f"{grade.right} of {grade.parts} right"


def verdict_tone(answer: Answer) -> Tone:
    if answer.correct:
        return Tone.GOOD
    return Tone.PARTLY if answer.credit > 0 else Tone.BAD


def verdict_blocks(
    question: Question, posed: Round, recorded: Recorded, note: str
) -> tuple[Block, ...]:
    """Why, the takeaway, points and streak."""
    answer = recorded.answer
    kind = type_of(question)
    blocks: list[Block] = [
        Paragraph(text("You answered ", Strong(described(question, posed, answer.given)), ".")),
        Paragraph(kind.explain(question, posed.order, answer.given)),
        Paragraph(text(Strong("Takeaway: "), nodes_of(question.takeaway))),
        Divider(),
        Paragraph(_score(recorded, note)),
    ]
    return tuple(blocks)


def _score(recorded: Recorded, note: str) -> Text:
    answer = recorded.answer
    words = count(answer.points, "point")
    if answer.kind == LATE:
        words += " (answered late: practice points)"
    streak = recorded.streak.current
    if streak > 0:
        words += f" · streak {count(streak, 'study day')}"
    if recorded.streak.freezes:
        words += f" · {count(recorded.streak.freezes, 'freeze')} in hand"
    return text(f"{note} " if note else "", words + ".")


def verdict_card(
    question: Question,
    posed: Round,
    recorded: Recorded,
    *,
    rows: tuple[Row, ...] = (),
    before: tuple[Block, ...] = (),
    after: tuple[Block, ...] = (),
    note: str = "",
) -> Card:
    """Right or wrong in the title, in words; everything else below it, **Report** last."""
    answer = recorded.answer
    tone = verdict_tone(answer)
    title = verdict_word(answer, question)
    if not answer.correct:
        title += f": it is {type_of(question).solution(question, posed.order)}"
    blocks = before + verdict_blocks(question, posed, recorded, note) + after
    return Card(title[:150], blocks, _with_report(rows, posed), tone)


def _with_report(rows: tuple[Row, ...], posed: Round) -> tuple[Row, ...]:
    """The button joins the last row of buttons."""
    if rows and isinstance(rows[-1], Buttons):
        return (*rows[:-1], Buttons((*rows[-1].items, report_button(posed))))
    return (*rows, Buttons((report_button(posed),)))


WELCOME = (
    "Welcome. The daily question gives 10, 20 or 30 points, practice half of that; one "
    "answer counts, and nobody but you sees what you chose.",
    "Kept is what you answer, when, and your name here; the leaderboard shows names and points.",
    "/study me hides you from it, or gives you the verdict without asking whether you are sure.",
)


async def welcome_blocks(services: Services, place: Place) -> tuple[Block, ...]:
    """Three lines with a person's first verdict ever."""
    if place.person.welcomed or not await services.store.people.welcome(place.person.id):
        return ()
    return (Divider(), *(Paragraph(text(line)) for line in WELCOME))
