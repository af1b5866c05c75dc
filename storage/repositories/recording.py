"""Writing one answer with everything that is derived from it; one transaction, one judge."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.study.answer import Answer, Entry, MemoryRow, Prior, Record, Recorded, StreakRow
from storage.engine import changed, every, marks, one
from storage.errors import Conflict, Missing
from storage.repositories.days import study_days
from storage.repositories.rows import ANSWER, STREAK, to_answer
from storage.study_rounds import Decide

# Everything that one row can tell about the round, the person and today.
_SITUATION = f"""
SELECT r.group_id, r.question_id, r.concept_id, r.state,
  p.hidden OR EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id
    AND m.group_id = r.group_id AND (m.away = 1 OR m.removed = 1)),
  EXISTS (SELECT 1 FROM answers e WHERE e.round_id = r.id AND e.person_id = p.id
    AND e.kind <> 'void'),
  EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.group_id = r.group_id),
  EXISTS (SELECT 1 FROM choices c WHERE c.round_id = r.id AND c.person_id = p.id),
  EXISTS (SELECT 1 FROM active_days d
    WHERE d.group_id = r.group_id AND d.person_id = p.id AND d.local_date = ?),
  (SELECT COUNT(*) FROM answers a WHERE a.person_id = p.id AND a.group_id = r.group_id
    AND a.local_date = ? AND a.kind IN ('late', 'practice')),
  (SELECT COALESCE(SUM(a.points), 0) FROM answers a WHERE a.person_id = p.id
    AND a.group_id = r.group_id AND a.local_date = ? AND a.kind IN ('late', 'practice')),
  {STREAK}
FROM rounds r
JOIN persons p ON p.id = ?
LEFT JOIN streaks s ON s.group_id = r.group_id AND s.person_id = p.id
WHERE r.id = ?
"""

_TOTALS = """
INSERT INTO totals (person_id, group_id, period, hidden, points, correct, accuracy, answers)
VALUES (?, ?, 'all', ?, ?, ?, ?, 1), (?, ?, ?, ?, ?, ?, ?, 1), (?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (person_id, group_id, period) DO UPDATE SET
  points = totals.points + excluded.points,
  correct = totals.correct + excluded.correct,
  accuracy = CAST(totals.correct + excluded.correct AS DOUBLE PRECISION) / (totals.answers + 1),
  answers = totals.answers + 1
RETURNING period, correct
"""

_STREAK = """
INSERT INTO streaks (group_id, person_id, current, best, freezes, toward_freeze, through)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (group_id, person_id) DO UPDATE SET
  current = excluded.current, best = excluded.best, freezes = excluded.freezes,
  toward_freeze = excluded.toward_freeze, through = excluded.through
"""

_MEMORY = """
INSERT INTO memory (person_id, course, concept_id, state, due_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (person_id, course, concept_id) DO UPDATE SET
  state = excluded.state, due_at = excluded.due_at
"""


@dataclass(frozen=True, slots=True)
class _Situation:
    group_id: int
    question_id: str
    concept_id: str
    state: str
    hidden: int
    is_answered: bool
    is_member: bool
    has_choice: bool
    was_active: bool
    practice_answers: int
    practice_points: int
    streak: StreakRow


def answer_of(db: sqlite3.Connection, round_id: int, person_id: int) -> Answer | None:
    row = one(
        db,
        f"SELECT {ANSWER} FROM answers a "
        "WHERE a.round_id = ? AND a.person_id = ? AND a.kind <> 'void'",
        (round_id, person_id),
    )
    return to_answer(row) if row else None


def write_answer(db: sqlite3.Connection, record: Record, decide: Decide) -> Recorded:
    """Raises ``Missing`` (round or person) and ``Conflict`` (the question was withdrawn)."""
    here = _situation(db, record)
    existing = answer_of(db, record.round_id, record.person_id) if here.is_answered else None
    if existing is not None:
        return Recorded(existing, False, here.streak)
    if here.state == "void":
        raise Conflict("This question was withdrawn: it takes no more answers.")
    entry = decide(_prior(db, record, here))
    answer = _insert(db, record, here, entry)
    right = _derive(db, record, here, entry)
    return Recorded(answer, True, entry.streak, right)


def _situation(db: sqlite3.Connection, record: Record) -> _Situation:
    row = one(
        db,
        _SITUATION,
        (
            record.study_date,
            record.local_date,
            record.local_date,
            record.person_id,
            record.round_id,
        ),
    )
    if row is None:
        raise Missing(f"There is no round {record.round_id} or no person {record.person_id}.")
    streak = StreakRow(*row[11:]) if row[11] is not None else StreakRow()
    values = [*row[:11], streak]
    return _Situation(*values)


def _prior(db: sqlite3.Connection, record: Record, here: _Situation) -> Prior:
    streak, up_to = here.streak, record.study_date
    if record.study_date <= streak.through:
        # A day that was counted already changes: count from the start.
        streak, up_to = StreakRow(), streak.through
    last = one(
        db,
        f"SELECT {ANSWER} FROM answers a JOIN rounds r ON r.id = a.round_id "
        "WHERE a.person_id = ? AND a.course = ? AND a.question_id = ? AND a.kind <> 'void' "
        "AND r.state <> 'void' ORDER BY a.at DESC, a.id DESC LIMIT 1",
        (record.person_id, record.course, here.question_id),
    )
    return Prior(
        streak=streak,
        days=study_days(db, here.group_id, record.person_id, streak.through, up_to),
        memory=_memory(db, record),
        last_on_question=to_answer(last) if last else None,
        practice_answers_today=here.practice_answers,
        practice_points_today=here.practice_points,
    )


def _memory(db: sqlite3.Connection, record: Record) -> dict[str, MemoryRow]:
    if not record.concepts:
        return {}
    rows = every(
        db,
        "SELECT concept_id, state, due_at FROM memory WHERE person_id = ? AND course = ? "
        f"AND concept_id IN ({marks(len(record.concepts))})",
        (record.person_id, record.course, *record.concepts),
    )
    return {row[0]: MemoryRow(*row) for row in rows}


def _insert(db: sqlite3.Connection, record: Record, here: _Situation, entry: Entry) -> Answer:
    row = one(
        db,
        "INSERT INTO answers (round_id, person_id, group_id, course, question_id, "
        "concept_id, kind, given, correct, credit, points, sure, local_date, week, month, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
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
        ),
    )
    return Answer(
        id=row[0],
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


def _derive(db: sqlite3.Connection, record: Record, here: _Situation, entry: Entry) -> int:
    """Writes what follows from the answer; returns the person's right answers in the group."""
    person_id, group_id = record.person_id, here.group_id
    gain = (here.hidden, entry.points, int(entry.correct), float(entry.correct))
    whose = (person_id, group_id)
    given = (*whose, *gain, *whose, record.week, *gain, *whose, record.month, *gain)
    right = dict(every(db, _TOTALS, given))["all"]
    if entry.active and not here.was_active:
        changed(
            db,
            "INSERT INTO active_days (group_id, person_id, local_date) VALUES (?, ?, ?)",
            (group_id, person_id, record.study_date),
        )
    if entry.streak != here.streak:
        db.execute(_STREAK, (group_id, person_id, *entry.streak))
    for row in entry.memory:
        db.execute(_MEMORY, (person_id, record.course, row.concept_id, row.state, row.due_at))
    if here.has_choice:
        changed(
            db,
            "DELETE FROM choices WHERE round_id = ? AND person_id = ?",
            (record.round_id, person_id),
        )
    if not here.is_member:
        changed(
            db,
            "INSERT INTO memberships (person_id, group_id, since) VALUES (?, ?, ?)",
            (person_id, group_id, record.at),
        )
    return int(right)
