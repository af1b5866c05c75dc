"""Taking a question back, with all that was won by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.study.delivery import NewDelivery
from bot.study.round import RoundKind
from storage.engine import changed, every, one
from storage.errors import Missing
from storage.repositories.days import forget_streaks_counted_over
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


def void(db: sqlite3.Connection, round_id: int, at: int, deliveries: Sequence[NewDelivery]) -> int:
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


def _take_back(db: sqlite3.Connection, round_id: int, at: int) -> int:
    """Adds the correcting lines and takes them from the totals of the same periods."""
    lines = every(
        db,
        "INSERT INTO answers (round_id, person_id, group_id, course, question_id, concept_id, "
        "kind, given, correct, credit, points, sure, local_date, week, month, at) "
        "SELECT round_id, person_id, group_id, course, question_id, concept_id, 'void', given, "
        "correct, credit, -points, sure, local_date, week, month, ? "
        "FROM answers WHERE round_id = ? AND kind <> 'void' "
        "RETURNING person_id, group_id, week, month, correct, points",
        (at, round_id),
    )
    whose = "person_id = ? AND group_id = ? AND period IN ('all', ?, ?)"
    # What was answered before the points were begun anew is in no total.
    counted = every(
        db,
        "SELECT a.person_id FROM answers a JOIN groups g ON g.id = a.group_id "
        "WHERE a.round_id = ? AND a.kind <> 'void' AND a.id > g.counted_after",
        (round_id,),
    )
    for person_id, group_id, week, month, correct, points in lines:
        if (person_id,) not in counted:
            continue
        where = (person_id, group_id, week, month)
        # Somebody with no answer left stands on no leaderboard.
        db.execute(f"DELETE FROM totals WHERE {whose} AND answers = 1", where)
        db.execute(
            "UPDATE totals SET points = points + ?, correct = correct - ?, answers = answers - 1, "
            f"accuracy = CAST(correct - ? AS DOUBLE PRECISION) / (answers - 1) WHERE {whose}",
            (points, correct, correct, *where),
        )
    return len(lines)
