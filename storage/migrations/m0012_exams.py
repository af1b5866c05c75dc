"""Mock exams: a frozen draw, a deadline, flags and what came of it; and when somebody's exam is.

An exam's questions are the rounds of a run that is never open, so that no quiz goes on with them;
what was answered waits among the ``choices`` until the exam is over.
"""

from __future__ import annotations

from storage.connection import Connection

STATEMENTS = (
    """
CREATE TABLE exams (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL UNIQUE REFERENCES runs (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  course TEXT NOT NULL,
  blueprint TEXT NOT NULL,
  domains TEXT NOT NULL,
  predicted TEXT NOT NULL,
  flags TEXT NOT NULL DEFAULT '[]',
  results TEXT NOT NULL DEFAULT '{}',
  started_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  finished_at BIGINT
)
""",
    """
CREATE UNIQUE INDEX exams_open ON exams (person_id, group_id) WHERE finished_at IS NULL
""",
    "CREATE INDEX exams_ends ON exams (ends_at) WHERE finished_at IS NULL",
    "CREATE INDEX exams_person ON exams (person_id, course)",
    "CREATE INDEX exams_group ON exams (group_id) WHERE finished_at IS NOT NULL",
    """
CREATE TABLE exam_dates (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  local_date TEXT NOT NULL,
  PRIMARY KEY (person_id, group_id)
) WITHOUT ROWID
""",
)


def apply(db: Connection) -> None:
    for statement in STATEMENTS:
        db.execute(statement)
