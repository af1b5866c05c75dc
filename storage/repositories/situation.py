"""Where a person stands with one question, in one look: presses are what is many.

The same columns serve the look that a press begins with and the one that an answer is judged by.
In an act the first is kept until the act writes something, and the second left out.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from bot.study.answer import Answer, AnswerKind, AnswerRequest
from bot.study.memory import Remembered
from bot.study.round import Pending
from bot.study.streaks import Streak
from storage.connection import Connection
from storage.errors import Missing
from storage.repositories.days import Days
from storage.repositories.rows import (
    ANSWER,
    PARAMETERS,
    REMEMBERED,
    STREAK,
    Row,
    to_answer,
    to_remembered,
)

_ANSWER = ANSWER.count(",") + 1
_STREAK = STREAK.count(",") + 1
_REMEMBERED = REMEMBERED.count(",") + 1


def _of(alias: str) -> str:
    return ANSWER.replace("a.", f"{alias}.")


def standing(course: str, day: str) -> tuple[str, str]:
    """Columns and joins for a query that has the round as "r" and the person as "p".

    ``course`` and ``day`` are SQL: whose memory, and the study date that an answer would keep.
    A day that was counted in the streak already is counted anew from the first one on.
    """
    columns = f"""
  r.id, p.id, r.group_id, r.question_id, r.concept_id, r.state, {course}, {day},
  CASE WHEN p.hidden = 1 OR m.away = 1 OR m.removed = 1 THEN 1 ELSE 0 END, m.person_id IS NOT NULL,
  d.local_date IS NOT NULL, k.given, k.at, {REMEMBERED}, {REMEMBERED.replace("y.", "z.")},
  {PARAMETERS.format(group="r.group_id")}, x.person_id IS NOT NULL,
  (SELECT GROUP_CONCAT(o.local_date || CASE WHEN a.person_id IS NULL THEN '0' ELSE '1' END, ',')
    FROM rounds o
    LEFT JOIN active_days a
      ON a.group_id = o.group_id AND a.person_id = p.id AND a.local_date = o.local_date
    WHERE o.group_id = r.group_id AND o.kind = 'daily'
      AND o.local_date > CASE WHEN {day} > s.through THEN s.through ELSE '' END
      AND o.local_date <= CASE WHEN {day} < s.through THEN s.through ELSE {day} END
      AND (a.person_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM rounds v
        WHERE v.group_id = o.group_id AND v.local_date = o.local_date AND v.kind = 'daily'
        AND v.state = 'void'))),
  t.correct, {STREAK}, {_of("e")}, {_of("l")}"""
    joins = f"""
LEFT JOIN memberships m ON m.person_id = p.id AND m.group_id = r.group_id
LEFT JOIN active_days d
  ON d.group_id = r.group_id AND d.person_id = p.id AND d.local_date = {day}
LEFT JOIN choices k ON k.round_id = r.id AND k.person_id = p.id
LEFT JOIN memory y ON y.person_id = p.id AND y.course = {course}
  AND y.kind = 'concept' AND y.subject = r.concept_id
LEFT JOIN memory z ON z.person_id = p.id AND z.course = {course}
  AND z.kind = 'question' AND z.subject = r.question_id
LEFT JOIN memory_outdated x ON x.person_id = p.id AND x.course = {course}
LEFT JOIN streaks s ON s.group_id = r.group_id AND s.person_id = p.id
LEFT JOIN totals t
  ON t.person_id = p.id AND t.group_id = r.group_id AND t.period = 'all'
LEFT JOIN answers e ON e.round_id = r.id AND e.person_id = p.id AND e.kind <> 'void'
LEFT JOIN answers l ON l.id = (SELECT a.id FROM answers a JOIN rounds o ON o.id = a.round_id
  WHERE a.person_id = p.id AND a.course = {course} AND a.question_id = r.question_id
    AND a.kind <> 'void' AND o.state <> 'void' ORDER BY a.at DESC, a.id DESC LIMIT 1)"""
    return columns, joins


class Situation(NamedTuple):
    """``days`` are the study dates that the streak has not counted yet, with whether active;
    all up to the later of ``day`` and its last one where it has counted ``day`` already.
    ``right`` are the person's right answers in the group. ``outdated`` says that the memories are
    to be worked out anew first."""

    round_id: int
    person_id: int
    group_id: int
    question_id: str
    concept_id: str
    state: str
    course: str
    day: str
    hidden: int
    is_member: int
    was_active: int
    pending: Pending | None
    concept: Remembered | None
    question: Remembered | None
    parameters: str | None
    outdated: int
    days: Days
    right: int
    streak: Streak
    answer: Answer | None
    last_on_question: Answer | None

    @property
    def key(self) -> tuple[str, int, int]:
        return key(self.round_id, self.person_id)

    def fits(self, record: AnswerRequest) -> bool:
        """Whether it was read for what ``record`` asks."""
        return (self.course, self.day) == (record.course, record.study_date)


def key(round_id: int, person_id: int) -> tuple[str, int, int]:
    """What a situation is kept under while an act reads only."""
    return "situation", round_id, person_id


def to_situation(row: Row) -> Situation:
    """From the columns of ``standing``, of a person who is known."""
    person_id, given, at = row[1], *row[11:13]
    rest = row[13 + 2 * _REMEMBERED :]
    parameters, outdated, days, right, *rest = rest
    streak, answer, last = rest[:_STREAK], rest[_STREAK:-_ANSWER], rest[-_ANSWER:]
    values: list[Any] = [
        *row[:11],
        None if given is None else Pending(person_id, given, at),
        to_remembered(row[13 : 13 + _REMEMBERED]),
        to_remembered(row[13 + _REMEMBERED : 13 + 2 * _REMEMBERED]),
        parameters,
        outdated,
        _days(days),
        right or 0,
        Streak() if streak[0] is None else Streak(*streak),
        None if answer[0] is None else to_answer(answer),
        None if last[0] is None else to_answer(last),
    ]
    return Situation(*values)


def _days(text: str | None) -> Days:
    """From dates with 1 behind those on which the person was active, and 0 behind others."""
    if not text:
        return ()
    return tuple((day[:-1], day[-1] == "1") for day in sorted({*text.split(",")}))


_COLUMNS, _JOINS = standing(":course", ":day")
_RECORD = f"""
SELECT {_COLUMNS}
FROM rounds r
JOIN groups g ON g.id = r.group_id
JOIN persons p ON p.id = :person
{_JOINS}
WHERE r.id = :round
"""
_PRACTICE = """
SELECT COUNT(*), COALESCE(SUM(correct), 0), COALESCE(SUM(points), 0),
  (SELECT MAX(d.closed_at) FROM rounds d
    WHERE d.group_id = :group AND d.kind = 'daily' AND d.state <> 'void' AND d.local_date >= :since
    AND d.question_id = :question)
FROM answers
WHERE person_id = :person AND group_id = :group AND local_date = :day
  AND kind IN ('late', 'practice') AND rated IS NOT NULL
"""
_OPEN_FOR = timedelta(days=90)
"""No question of the day that was closed just now has been open for longer."""


def situation_of(db: Connection, record: AnswerRequest) -> Situation:
    """Raises ``Missing`` (round or person)."""
    given = {
        "course": record.course,
        "day": record.study_date,
        "person": record.person_id,
        "round": record.round_id,
    }
    row = db.execute(_RECORD, given).fetchone()
    if row is None:
        raise Missing(f"There is no round {record.round_id} or no person {record.person_id}.")
    return to_situation(row)


class Practice(NamedTuple):
    """What was practiced on a day: answers, right ones, their points. Those that moved no memory
    are quick retries, and count for nothing.

    ``results_at`` is when the group was told the answer of the question that is asked (epoch ms).
    """

    answers: int = 0
    right: int = 0
    points: int = 0
    results_at: int | None = None


def practice_today(db: Connection, record: AnswerRequest, here: Situation) -> Practice:
    """Nothing for an answer that is no practice."""
    if record.kind != AnswerKind.PRACTICE:
        return Practice()
    since = date.fromisoformat(record.local_date) - _OPEN_FOR
    given = {
        "person": record.person_id,
        "group": here.group_id,
        "day": record.local_date,
        "question": here.question_id,
        "since": since.isoformat(),
    }
    return Practice(*db.execute(_PRACTICE, given).fetchone())
