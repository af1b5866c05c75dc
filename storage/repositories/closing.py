"""The end of a daily question: choices become answers, results are planned."""

from __future__ import annotations

from collections.abc import Sequence

from bot.study.delivery import NewDelivery
from bot.study.round import Pending
from storage.connection import Connection
from storage.engine import changed, every, one
from storage.repositories.planning import plan
from storage.repositories.recording import write_answer
from storage.repositories.rows import TALLIED
from storage.study_rounds import Settle


def close_round(
    db: Connection,
    round_id: int,
    at: int,
    settle: Settle,
    deliveries: Sequence[NewDelivery],
) -> bool:
    row = one(
        db,
        "UPDATE rounds SET state = 'closed', closed_at = ? WHERE id = ? AND state = 'open' "
        "RETURNING group_id",
        (at, round_id),
    )
    if row is None:
        return False
    choices = every(
        db,
        "SELECT person_id, given, at FROM choices WHERE round_id = ? ORDER BY at, person_id",
        (round_id,),
    )
    for choice in choices:
        record, decide = settle(Pending(*choice))
        write_answer(db, record, decide)
    changed(db, "DELETE FROM choices WHERE round_id = ?", (round_id,))
    changed(db, f"UPDATE rounds SET {TALLIED} WHERE id = ?", (round_id,))
    plan(db, row[0], deliveries)
    return True


def settle_some(db: Connection, round_id: int, settle: Settle, most: int) -> bool:
    # In the order of the table: each step would sort all that is left otherwise.
    choices = every(
        db,
        "SELECT c.person_id, c.given, c.at FROM choices c JOIN rounds r ON r.id = c.round_id "
        "WHERE c.round_id = ? AND r.state = 'open' ORDER BY c.person_id LIMIT ?",
        (round_id, most + 1),
    )
    if len(choices) <= most:
        return False
    for choice in choices[:most]:
        record, decide = settle(Pending(*choice))
        write_answer(db, record, decide)
    return True
