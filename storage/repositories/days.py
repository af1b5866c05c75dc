"""A person's study dates in a group, from which streaks are counted."""

from __future__ import annotations

from bot.study.streaks import Streak
from bot.study.study_days import Activity, Done
from storage.connection import Connection
from storage.engine import every, one
from storage.repositories.rows import STREAK, to_streak

Days = tuple[tuple[str, bool], ...]

# A date with a withdrawn question asks nothing of those who had not studied on it, even where
# another question took its place, and takes nothing from those who had.
_DAYS = """
SELECT DISTINCT r.local_date, a.person_id IS NOT NULL
FROM rounds r
LEFT JOIN active_days a
  ON a.group_id = r.group_id AND a.person_id = ? AND a.local_date = r.local_date
WHERE r.group_id = ? AND r.kind = 'daily' AND r.local_date > ? AND r.local_date <= ?
  AND (a.person_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM rounds v
    WHERE v.group_id = r.group_id AND v.local_date = r.local_date AND v.kind = 'daily'
    AND v.state = 'void'))
ORDER BY r.local_date
"""


def study_days(db: Connection, group_id: int, person_id: int, after: str, up_to: str) -> Days:
    """Study dates after ``after`` up to ``up_to``, oldest first, with whether active."""
    rows = every(db, _DAYS, (person_id, group_id, after, up_to))
    return tuple((row[0], bool(row[1])) for row in rows)


# Several questions may be asked on one date. Late answers count as practice as well, quick
# retries do not.
_ASKED = """
SELECT r.local_date, COUNT(d.local_date), COUNT(CASE WHEN r.state = 'void' THEN 1 END),
  COUNT(CASE WHEN a.kind = 'daily' THEN 1 END), COUNT(CASE WHEN a.kind = 'late' THEN 1 END)
FROM rounds r
LEFT JOIN active_days d
  ON d.group_id = r.group_id AND d.person_id = ? AND d.local_date = r.local_date
LEFT JOIN answers a ON a.round_id = r.id AND a.person_id = ? AND a.kind <> 'void'
WHERE r.group_id = ? AND r.kind = 'daily' AND r.local_date <= ?
GROUP BY r.local_date ORDER BY r.local_date
"""
_PRACTICED = """
SELECT local_date, COUNT(*), SUM(correct) FROM answers
WHERE person_id = ? AND group_id = ? AND local_date <= ? AND kind IN ('late', 'practice')
  AND rated IS NOT NULL
GROUP BY local_date
"""


def activities(db: Connection, group_id: int, person_id: int, up_to: str) -> tuple[Activity, ...]:
    """Every study date of the group up to ``up_to``, oldest first, with what the person did."""
    practiced = {row[0]: row[1:] for row in every(db, _PRACTICED, (person_id, group_id, up_to))}
    found = []
    for row in every(db, _ASKED, (person_id, person_id, group_id, up_to)):
        date, active, void, daily, late = row
        answers, right = practiced.get(date, (0, 0))
        done = Done(
            daily=bool(active and (daily or late)),
            late=bool(late and not daily),
            practice=answers,
            practice_right=right,
        )
        found.append(Activity(date, bool(active), bool(void), done))
    return tuple(found)


def stored_streak(db: Connection, group_id: int, person_id: int) -> Streak:
    sql = f"SELECT {STREAK} FROM streaks s WHERE s.group_id = ? AND s.person_id = ?"
    return to_streak(one(db, sql, (group_id, person_id)))


def forget_streaks_counted_over(db: Connection, group_id: int, local_date: str) -> None:
    """Lets the streaks that counted ``local_date`` as missed be counted afresh without it."""
    db.execute(
        "DELETE FROM streaks WHERE group_id = ? AND through >= ? AND NOT EXISTS ("
        "SELECT 1 FROM active_days a WHERE a.group_id = streaks.group_id "
        "AND a.person_id = streaks.person_id AND a.local_date = ?)",
        (group_id, local_date, local_date),
    )


def forget_streaks_counted_past(db: Connection, group_id: int, local_date: str) -> None:
    """Lets streaks that later dates are counted in be counted afresh with ``local_date``.

    A date comes after a later one where a clock was ahead, or where a group moved west.
    """
    db.execute(
        "DELETE FROM streaks WHERE group_id = ? AND through >= ? AND EXISTS ("
        "SELECT 1 FROM rounds r WHERE r.group_id = streaks.group_id AND r.kind = 'daily' "
        "AND r.local_date > ?)",
        (group_id, local_date, local_date),
    )
