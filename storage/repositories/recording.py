"""Writing one answer with everything that is derived from it; one transaction, one judge."""

from __future__ import annotations

from bot.study.answer import Answer, AnswerRequest, Judgment, Prior, Recorded
from bot.study.memory import Key, Line, MemoryKind, Remembered, moved
from bot.study.recall import model_of
from bot.study.round import RoundState
from bot.study.streaks import Streak, anew, with_day
from storage.connection import Connection
from storage.engine import every, marks, one
from storage.errors import Conflict
from storage.repositories.days import stored_streak, study_days
from storage.repositories.memories import keep, work_out
from storage.repositories.rows import ANSWER, REMEMBERED, to_answer, to_remembered
from storage.repositories.situation import Situation, practice_today, situation_of
from storage.study_rounds import Decide

_TOTALS = """
INSERT INTO totals
  (person_id, group_id, period, hidden, points, correct, accuracy, reviews, answers)
VALUES (?, ?, 'all', ?, ?, ?, ?, ?, 1), (?, ?, ?, ?, ?, ?, ?, ?, 1), (?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (person_id, group_id, period) DO UPDATE SET
  points = totals.points + excluded.points,
  correct = totals.correct + excluded.correct,
  accuracy = CAST(totals.correct + excluded.correct AS DOUBLE PRECISION) / (totals.answers + 1),
  reviews = totals.reviews + excluded.reviews,
  answers = totals.answers + 1
"""

_STREAK = """
INSERT INTO streaks
  (group_id, person_id, current, best, freezes, toward_freeze, through, runs, unsaid)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (group_id, person_id) DO UPDATE SET
  current = excluded.current, best = excluded.best, freezes = excluded.freezes,
  toward_freeze = excluded.toward_freeze, through = excluded.through,
  runs = excluded.runs, unsaid = excluded.unsaid
"""

_ACTIVE = "INSERT INTO active_days (group_id, person_id, local_date) VALUES (?, ?, ?)"


def answer_of(db: Connection, round_id: int, person_id: int) -> Answer | None:
    row = one(
        db,
        f"SELECT {ANSWER} FROM answers a "
        "WHERE a.round_id = ? AND a.person_id = ? AND a.kind <> 'void'",
        (round_id, person_id),
    )
    return to_answer(row) if row else None


def write_answer(
    db: Connection, record: AnswerRequest, decide: Decide, known: Situation | None = None
) -> Recorded:
    """Raises ``Missing`` (round or person) and ``Conflict`` (the question was withdrawn).

    ``known`` is where the person stands, read in this transaction with nothing written since.
    """
    here = known if known is not None and known.fits(record) else situation_of(db, record)
    if here.outdated:
        work_out(db, record.person_id, record.course)
        here = situation_of(db, record)
    if here.answer is not None:
        return Recorded(here.answer, False, here.streak)
    if here.state == RoundState.VOID:
        raise Conflict("This question was withdrawn: it takes no more answers.")
    prior = _prior(db, record, here)
    entry = decide(prior)
    answer = _insert(db, record, here, entry)
    right = _derive(db, record, here, entry)
    return Recorded(answer, True, entry.streak, right, _learn(db, record, prior, answer, entry))


def _prior(db: Connection, record: AnswerRequest, here: Situation) -> Prior:
    practice = practice_today(db, record, here)
    return Prior(
        # A day that was counted already changes: count from the start.
        streak=here.streak if here.day > here.streak.through else anew(here.streak),
        days=here.days,
        memory=_memory(db, record, here),
        last_on_question=here.last_on_question,
        practice_answers_today=practice.answers,
        practice_right_today=practice.right,
        practice_points_today=practice.points,
        parameters=here.parameters,
        results_at=practice.results_at,
    )


def _memory(db: Connection, record: AnswerRequest, here: Situation) -> dict[Key, Remembered]:
    there = {
        (MemoryKind.QUESTION, here.question_id): here.question,
        (MemoryKind.CONCEPT, here.concept_id): here.concept,
    }
    others = [concept for concept in record.concepts if concept != here.concept_id]
    if others:
        rows = every(
            db,
            f"SELECT y.subject, {REMEMBERED} FROM memory y WHERE person_id = ? AND course = ? "
            f"AND kind = 'concept' AND subject IN ({marks(len(others))})",
            (record.person_id, record.course, *others),
        )
        there |= {(MemoryKind.CONCEPT, row[0]): to_remembered(row[1:]) for row in rows}
    return {key: memory for key, memory in there.items() if memory is not None}


def _learn(
    db: Connection, record: AnswerRequest, prior: Prior, answer: Answer, entry: Judgment
) -> int | None:
    """Moves the memories; when the first of the concepts is due again."""
    if entry.rated is None:
        return None
    model = model_of(prior.parameters)
    line = Line(answer.question_id, answer.concept_id, entry.rated, answer.sure, answer.at)
    after = moved(prior.memory, line, model)
    keep(db, record.person_id, record.course, after)
    due = [one.due_at(model) for (kind, _), one in after.items() if kind is MemoryKind.CONCEPT]
    return round(min(due).timestamp() * 1000)


def keep_day(db: Connection, group_id: int, person_id: int, local_date: str) -> Streak | None:
    """See ``storage.protocols.Answers.keep_day``."""
    stored = stored_streak(db, group_id, person_id)
    counted = local_date <= stored.through
    before = anew(stored) if counted else stored
    last = max(local_date, stored.through)
    days = study_days(db, group_id, person_id, before.through, last)
    if (local_date, False) not in days:
        return None
    db.execute(_ACTIVE, (group_id, person_id, local_date))
    streak = with_day(before, days, local_date, True)
    db.execute(_STREAK, (group_id, person_id, *streak))
    return streak


def _insert(db: Connection, record: AnswerRequest, here: Situation, entry: Judgment) -> Answer:
    added = one(
        db,
        "INSERT INTO answers (round_id, person_id, group_id, course, question_id, "
        "concept_id, kind, given, correct, credit, points, sure, local_date, week, month, at, "
        "rated, cleared) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            record.round_id,
            record.person_id,
            here.group_id,
            record.course,
            here.question_id,
            here.concept_id,
            record.kind,
            record.given,
            int(entry.correct),
            entry.credit,
            entry.points,
            None if entry.sure is None else int(entry.sure),
            record.local_date,
            record.week,
            record.month,
            record.at,
            None if entry.rated is None else entry.rated.text,
            int(entry.cleared),
        ),
    )
    return Answer(
        id=added[0],
        round_id=record.round_id,
        person_id=record.person_id,
        group_id=here.group_id,
        question_id=here.question_id,
        concept_id=here.concept_id,
        kind=record.kind,
        given=record.given,
        correct=entry.correct,
        credit=entry.credit,
        points=entry.points,
        sure=entry.sure,
        local_date=record.local_date,
        at=record.at,
    )


def _derive(db: Connection, record: AnswerRequest, here: Situation, entry: Judgment) -> int:
    """Writes what follows from the answer; returns the person's right answers in the group."""
    person_id, group_id = record.person_id, here.group_id
    right = int(entry.correct)
    gain = (here.hidden, entry.points, right, float(right), int(entry.cleared))
    whose = (person_id, group_id)
    given = (*whose, *gain, *whose, record.week, *gain, *whose, record.month, *gain)
    db.execute(_TOTALS, given)
    if entry.active and not here.was_active:
        db.execute(_ACTIVE, (group_id, person_id, record.study_date))
    if entry.streak != here.streak:
        db.execute(_STREAK, (group_id, person_id, *entry.streak))
    if here.pending is not None:
        db.execute(
            "DELETE FROM choices WHERE round_id = ? AND person_id = ?",
            (record.round_id, person_id),
        )
    if not here.is_member:
        db.execute(
            "INSERT INTO memberships (person_id, group_id, since) VALUES (?, ?, ?)",
            (person_id, group_id, record.at),
        )
    return here.right + int(entry.correct)
