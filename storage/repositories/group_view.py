"""One group with all that its planning depends on, in one statement.

Lists come as JSON, a subquery each, so that a group costs one way to the database.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.model.refs import ChannelRef
from bot.study.checkpoint import MixedAsked
from bot.study.delivery import Delivery
from bot.study.planning.picking import told_since
from bot.study.planning.view import (
    Bank,
    Due,
    GroupView,
    HeldRound,
    OpenCheckpoint,
    OpenRound,
    Wanted,
)
from storage.connection import Connection
from storage.engine import one
from storage.repositories.checkpoints import CHECKPOINT, to_checkpoint
from storage.repositories.rows import (
    ASKED,
    DAILY_ANSWERS,
    DELIVERY,
    GROUP,
    ROUND,
    to_asked,
    to_delivery,
    to_group,
    to_round,
)
from storage.repositories.voiding import WITHDRAWN
from storage.rewind import RESTORED_AT, RESTORED_FROM

# Daily rounds "o" with the question of the round "r" in other groups of its workspaces.
NEAR = """
FROM channels c
JOIN channels n ON n.workspace = c.workspace AND n.group_id <> c.group_id
JOIN rounds o ON o.group_id = n.group_id AND o.kind = 'daily'
  AND o.question_id = r.question_id AND o.concept_id = r.concept_id
WHERE c.group_id = r.group_id
"""
_NEIGHBORS = 50
"""Other groups of a workspace that are looked at when a question is picked, at most."""
ASKED_NEAR = f"""
SELECT DISTINCT o.question_id, o.concept_id
FROM (SELECT n.group_id AS id FROM channels c
  JOIN channels n ON n.workspace = c.workspace AND n.group_id <> c.group_id
  WHERE c.group_id = :group LIMIT {_NEIGHBORS}) near
JOIN rounds o ON o.group_id = near.id AND o.kind = 'daily' AND o.local_date >= :told
  AND o.state <> 'void'
"""


def _list(row: str, rest: str) -> str:
    """A subquery for the rows of ``rest`` as a JSON list of lists."""
    return f"COALESCE((SELECT json_group_array(json_array({row})) FROM {rest}), '[]')"


def _ordered(table: str, alias: str, where: str, order: str) -> str:
    return f"(SELECT * FROM {table} WHERE {where} ORDER BY {order}) {alias}"


_POSTS_OF = "(SELECT * FROM deliveries WHERE round_id = {id} AND kind = 'question' ORDER BY id) d"
_PENDING = "(SELECT given, COUNT(*) AS n FROM choices WHERE round_id = r.id GROUP BY given) p"
_HELD = (
    f"(SELECT DISTINCT o.* {NEAR} AND o.state = 'closed' AND o.closed_at >= r.opened_at "
    "ORDER BY o.id)"
)
_HELD_ROW = (
    f"json_array({ROUND.replace('r.', 'h.')}), json({_list(DELIVERY, _POSTS_OF.format(id='h.id'))})"
)
_DUE = f"""json_array(
  json({_list(DELIVERY, _POSTS_OF.format(id="r.id"))}),
  (SELECT COUNT(*) FROM {DAILY_ANSWERS}),
  (SELECT COALESCE(SUM(a.correct), 0) FROM {DAILY_ANSWERS}),
  json({_list("given, n", _PENDING)}),
  json({_list(_HELD_ROW, f"{_HELD} h")}))"""
_LAST_SENT = (
    "(SELECT json_array({columns}) FROM deliveries d WHERE d.group_id = g.id AND d.kind = '{kind}' "
    "AND d.state = 'sent' ORDER BY d.sent_at DESC, d.id DESC LIMIT 1)"
)
# Not in order: of all rounds the index of those that are open would not be taken then.
_OPEN = "rounds r WHERE r.group_id = g.id AND r.kind = 'daily' AND r.state = 'open'"
_RECENT = _ordered(
    "rounds",
    "r",
    "group_id = g.id AND kind = 'daily' AND state <> 'void' AND local_date >= :today",
    "local_date, position",
)
_POSTS = _ordered("deliveries", "d", "group_id = g.id AND local_date >= :today", "id")
_OPEN_CHECKPOINTS = "checkpoints c WHERE c.group_id = g.id AND c.closed_at IS NULL"
_ITS_QUESTIONS = _ordered("checkpoint_questions", "q", "checkpoint_id = c.id", "position")
_ITS_POSTS = _ordered(
    "deliveries",
    "d",
    "group_id = c.group_id AND local_date = c.local_date AND kind = 'checkpoint'",
    "id",
)
_CHECKPOINT_ROW = f"""json_array({CHECKPOINT}),
  json({_list("q.question_id, q.concept_id, q.answered, q.correct", _ITS_QUESTIONS)}),
  json({_list(DELIVERY, _ITS_POSTS)})"""
_MIXED = (
    "(SELECT c.season, q.question_id, q.concept_id, c.local_date, q.answered, q.correct "
    "FROM checkpoints c JOIN checkpoint_questions q ON q.checkpoint_id = c.id "
    "WHERE c.group_id = :group ORDER BY c.local_date, c.id, q.position) m"
)
_ALL = _ordered("rounds", "r", "group_id = g.id AND kind = 'daily'", "local_date, id")
_ASKED = ASKED.replace(" AS answered", "").replace(" AS correct", "")
_BANK = f"""json_array(
  json({_list(_ASKED, _ALL)}),
  json({_list("question_id, revision", f"({WITHDRAWN.replace('?', ':group')}) w")}),
  json({_list("question_id, concept_id", f"({ASKED_NEAR}) n")}),
  json({_list("season, question_id, concept_id, local_date, answered, correct", _MIXED)}))"""
_VIEW = f"""
SELECT {GROUP},
  COALESCE((SELECT json_group_array(c.channel) FROM
    (SELECT channel FROM channels WHERE group_id = g.id ORDER BY position, channel) c), '[]'),
  COALESCE((SELECT json_group_array(f.local_date) FROM free_dates f WHERE f.group_id = g.id), '[]'),
  {_list(f"json_array({ROUND}), CASE WHEN r.closes_at <= :now THEN {_DUE} END", _OPEN)},
  {_list(ROUND, _RECENT)},
  {_list(DELIVERY, _POSTS)},
  {_LAST_SENT.format(columns=DELIVERY, kind="concept")},
  {_LAST_SENT.format(columns=DELIVERY, kind="week")},
  EXISTS (SELECT 1 FROM totals t WHERE t.group_id = g.id AND t.period = :week AND t.hidden = 0),
  (SELECT value FROM notes WHERE key = '{RESTORED_AT}'),
  (SELECT value FROM notes WHERE key = '{RESTORED_FROM}'),
  CASE WHEN :bank = 1 THEN {_BANK} END,
  {_list(_CHECKPOINT_ROW, _OPEN_CHECKPOINTS)}
FROM groups g WHERE g.id = :group
"""
_GROUP = GROUP.count(",") + 1


def view(db: Connection, wanted: Wanted) -> GroupView | None:
    """See ``storage.group_planning.Planning``."""
    given = {
        "group": wanted.group_id,
        "today": wanted.today,
        "week": wanted.week,
        "now": wanted.now,
        "bank": int(wanted.bank),
        "told": told_since(wanted.today),
    }
    row = db.execute(_VIEW, given).fetchone()
    if row is None:
        return None
    group = to_group(row[:_GROUP])
    lists = row[_GROUP:]
    channels, free, opened, recent, posts = map(json.loads, lists[:5])
    concept, week = (json.loads(found) if found else None for found in lists[5:7])
    counted, restored, since, bank, checkpoints = lists[7:]
    return GroupView(
        group,
        tuple(map(ChannelRef.parse, channels)),
        frozenset(free),
        tuple(sorted((OpenRound(to_round(posed), _due(due)) for posed, due in opened), key=_when)),
        tuple(map(to_round, recent)),
        _deliveries(posts),
        to_delivery(concept) if concept else None,
        to_delivery(week) if week else None,
        bool(counted),
        None if restored is None else (int(restored), int(since or 0)),
        _bank(json.loads(bank)) if bank else None,
        tuple(
            OpenCheckpoint(to_checkpoint(row, questions), _deliveries(posts))
            for row, questions, posts in sorted(json.loads(checkpoints))
        ),
    )


def _when(each: OpenRound) -> tuple[str, int]:
    return each.round.local_date, each.round.id


def due_of(db: Connection, round_id: int) -> Due:
    """See ``storage.group_planning.Planning``."""
    row = one(db, f"SELECT {_DUE} FROM rounds r WHERE r.id = ?", (round_id,))
    return Due(()) if row is None else _due(json.loads(row[0])) or Due(())


def _due(found: Sequence[Any] | None) -> Due | None:
    if found is None:
        return None
    posts, answered, correct, pending, held = found
    return Due(
        _deliveries(posts),
        answered,
        correct,
        dict(pending),
        tuple(HeldRound(to_round(posed), _deliveries(rows)) for posed, rows in held),
    )


def _bank(found: Sequence[Any]) -> Bank:
    history, withdrawn, told, mixed = found
    return Bank(
        tuple(map(to_asked, history)),
        frozenset((id_, revision) for id_, revision in withdrawn),
        frozenset((id_, concept) for id_, concept in told),
        tuple(MixedAsked(*asked) for asked in mixed),
    )


def _deliveries(rows: Sequence[Sequence[Any]]) -> tuple[Delivery, ...]:
    return tuple(map(to_delivery, rows))
