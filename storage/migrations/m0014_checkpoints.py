"""Checkpoints: what every fifth study day asks in private, who began it, and how it went.

A checkpoint's questions are the same for the whole group. Each person's copies of them are the
rounds of a run that is never open, as with mock exams. ``took``, ``answered`` and ``correct`` are
counted when it closes.
"""

from __future__ import annotations

from storage.connection import Connection

STATEMENTS = (
    """
CREATE TABLE checkpoints (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id INTEGER NOT NULL REFERENCES groups (id),
  season INTEGER NOT NULL,
  course TEXT NOT NULL,
  local_date TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closes_at BIGINT NOT NULL,
  closed_at BIGINT,
  took INTEGER NOT NULL DEFAULT 0,
  UNIQUE (group_id, local_date)
)
""",
    "CREATE INDEX checkpoints_open ON checkpoints (group_id) WHERE closed_at IS NULL",
    """
CREATE TABLE checkpoint_questions (
  checkpoint_id INTEGER NOT NULL REFERENCES checkpoints (id),
  position INTEGER NOT NULL,
  question_id TEXT NOT NULL,
  concept_id TEXT NOT NULL,
  answered INTEGER NOT NULL DEFAULT 0,
  correct INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (checkpoint_id, position)
) WITHOUT ROWID
""",
    """
CREATE TABLE checkpoint_runs (
  checkpoint_id INTEGER NOT NULL REFERENCES checkpoints (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  run_id INTEGER NOT NULL UNIQUE REFERENCES runs (id),
  PRIMARY KEY (checkpoint_id, person_id)
) WITHOUT ROWID
""",
)


def apply(db: Connection) -> None:
    for statement in STATEMENTS:
        db.execute(statement)
