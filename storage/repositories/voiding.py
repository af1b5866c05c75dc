"""Taking a question back, with all that was won by it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.study.delivery import NewDelivery
from bot.study.round import RoundKind
from storage.connection import Connection
from storage.engine import changed, one
from storage.errors import Missing
from storage.repositories.days import forget_streaks_counted_over
from storage.repositories.memories import outdate_round
from storage.repositories.planning import plan
from storage.repositories.rows import TALLIED

WITHDRAWN = """
SELECT DISTINCT r.question_id, r.revision FROM rounds r
WHERE r.group_id = ? AND r.kind = 'daily' AND r.state = 'void'
  AND (EXISTS (SELECT 1 FROM answers a WHERE a.round_id = r.id)
    OR EXISTS (SELECT 1 FROM deliveries d WHERE d.round_id = r.id AND d.kind = 'question'
      AND (d.message IS NOT NULL OR d.state = 'sending')))
"""
"""Questions of a group that were taken back after members had seen them."""


def void(db: Connection, round_id: int, at: int, deliveries: Sequence[NewDelivery]) -> int:
    row = one(
        db,
        "UPDATE rounds SET state = 'void', closed_at = COALESCE(closed_at, ?) "
        "WHERE id = ? AND state <> 'void' RETURNING group_id, local_date, kind",
        (at, round_id),
    )
    if row is None:
        if one(db, "SELECT 1 FROM rounds WHERE id = ?", (round_id,)) is None:
            raise Missing(f"There is no round {round_id}.")
        return 0
    group_id, local_date, kind = row
    withdrawn = _take_back(db, round_id, at)
    outdate_round(db, round_id)
    if kind == RoundKind.DAILY:
        changed(db, f"UPDATE rounds SET {TALLIED} WHERE id = ?", (round_id,))
    changed(db, "DELETE FROM choices WHERE round_id = ?", (round_id,))
    if kind == RoundKind.DAILY:
        forget_streaks_counted_over(db, group_id, local_date)
    changed(
        db,
        "UPDATE deliveries SET state = 'skipped', error = 'the question was withdrawn' "
        "WHERE round_id = ? AND state = 'planned'",
        (round_id,),
    )
    plan(db, group_id, deliveries)
    return withdrawn


# What was answered before the points were begun anew is in no total.
_COUNTED = """
(SELECT a.person_id, a.group_id, a.week, a.month, a.correct, a.points, a.cleared
  FROM answers a JOIN groups g ON g.id = a.group_id
  WHERE a.round_id = ? AND a.kind <> 'void' AND a.id > g.counted_after) AS lost
"""
# Somebody with no answer left stands on no leaderboard.
_GONE = """
DELETE FROM totals WHERE answers = 1
  AND person_id IN (SELECT a.person_id FROM answers a WHERE a.round_id = ? AND a.kind <> 'void')
  AND group_id = (SELECT r.group_id FROM rounds r WHERE r.id = ?)
  AND EXISTS (SELECT 1 FROM answers a JOIN groups g ON g.id = a.group_id
    WHERE a.round_id = ? AND a.person_id = totals.person_id AND a.kind <> 'void'
      AND a.id > g.counted_after AND totals.period IN ('all', a.week, a.month))
"""
_LESS = f"""
UPDATE totals SET points = totals.points - lost.points, correct = totals.correct - lost.correct,
  answers = totals.answers - 1, reviews = totals.reviews - lost.cleared,
  accuracy = CAST(totals.correct - lost.correct AS DOUBLE PRECISION) / (totals.answers - 1)
FROM {_COUNTED}
WHERE totals.person_id = lost.person_id AND totals.group_id = lost.group_id
  AND totals.period IN ('all', lost.week, lost.month)
"""
_LINES = """
INSERT INTO answers (round_id, person_id, group_id, course, question_id, concept_id, kind, given,
  correct, credit, points, sure, local_date, week, month, at, cleared)
SELECT round_id, person_id, group_id, course, question_id, concept_id, 'void', given,
  correct, credit, -points, sure, local_date, week, month, ?, cleared
FROM answers WHERE round_id = ? AND kind <> 'void'
"""


def _take_back(db: Connection, round_id: int, at: int) -> int:
    """Takes what the answers brought from the totals of the same periods and adds the correcting
    lines, a statement each: thousands may have answered. Returns how many lines."""
    changed(db, _GONE, (round_id,) * 3)
    changed(db, _LESS, (round_id,))
    return changed(db, _LINES, (at, round_id))
