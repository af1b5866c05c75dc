"""What one person leaves behind is bounded: drafts have an owner, old quizzes can be found.

Questions of ended quizzes that nobody answered are of no use to anybody: they go. The newest
ones stay, because their ids would be given out again.
"""

from __future__ import annotations

from storage.connection import Connection

OWNER = "ALTER TABLE drafts ADD COLUMN owner TEXT NOT NULL DEFAULT ''"
OWNERS = "CREATE INDEX drafts_owner ON drafts (owner, id)"
AGE = "CREATE INDEX runs_age ON runs (started_at) WHERE state = 'open'"

UNANSWERED = """
DELETE FROM rounds
WHERE kind = 'practice'
  AND id < (SELECT MAX(id) FROM rounds)
  AND EXISTS (SELECT 1 FROM runs u WHERE u.id = rounds.run_id AND u.state = 'done')
  AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.round_id = rounds.id)
  AND NOT EXISTS (SELECT 1 FROM choices c WHERE c.round_id = rounds.id)
"""
EMPTY = """
DELETE FROM runs
WHERE state = 'done'
  AND id < (SELECT MAX(id) FROM runs)
  AND id NOT IN (SELECT run_id FROM rounds WHERE run_id IS NOT NULL)
"""


def apply(db: Connection) -> None:
    for statement in (OWNER, OWNERS, AGE, UNANSWERED, EMPTY):
        db.execute(statement)
