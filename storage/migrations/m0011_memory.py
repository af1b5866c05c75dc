"""Memory of each question beside that of each concept, worked out from the ledger.

``answers.rated`` says how an answer was rated (``bot.study.memory.Rated``), so that memory follows
from the ledger alone, whatever became of the course; NULL is for one that moves no memory. Earlier
answers get what can be told without their course: wrong is "again", not sure or given after the
results "hard", anything else "good", and one within an hour of the same question nothing.
``memory`` is filled when it is first asked for: who is in ``memory_outdated`` has it worked out
anew.
``parameters`` are those of a group's own forgetting (group 0: of everybody without their own).
"""

from __future__ import annotations

from storage.connection import Connection

CHUNK = 50_000
"""Lines of the ledger that are looked at by one statement, so that each needs little memory."""

TABLES = (
    "ALTER TABLE answers ADD COLUMN rated TEXT",
    "DROP TABLE memory",
    """
CREATE TABLE memory (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  course TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('concept', 'question')),
  subject TEXT NOT NULL,
  stability DOUBLE PRECISION NOT NULL CHECK (stability > 0),
  difficulty DOUBLE PRECISION NOT NULL,
  at BIGINT NOT NULL,
  in_a_row INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  sure_wrong INTEGER NOT NULL CHECK (sure_wrong IN (0, 1)),
  PRIMARY KEY (person_id, course, kind, subject)
) WITHOUT ROWID
""",
    """
CREATE TABLE memory_outdated (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  course TEXT NOT NULL,
  PRIMARY KEY (person_id, course)
) WITHOUT ROWID
""",
    """
CREATE TABLE parameters (
  group_id INTEGER PRIMARY KEY,
  weights TEXT NOT NULL,
  answers INTEGER NOT NULL,
  fitted_at BIGINT NOT NULL
)
""",
)

# An hour, in milliseconds; "last" is the answer to the same question before this one.
RATED = """
UPDATE answers SET rated = CASE
  WHEN correct = 0 AND (credit < 0.75 OR COALESCE(sure, 1) = 0 OR kind = 'late') THEN '11'
  WHEN correct = 0 OR COALESCE(sure, 1) = 0 OR kind = 'late' THEN '22'
  ELSE '33' END
WHERE id BETWEEN ? AND ? AND kind <> 'void'
  AND at - COALESCE((SELECT MAX(last.at) FROM answers last
    WHERE last.person_id = answers.person_id AND last.question_id = answers.question_id
    AND last.at <= answers.at AND last.id < answers.id AND last.kind <> 'void'
    AND last.course = answers.course), -3600000) >= 3600000
"""
OUTDATED = """
INSERT INTO memory_outdated (person_id, course)
SELECT DISTINCT person_id, course FROM answers WHERE id BETWEEN ? AND ?
ON CONFLICT (person_id, course) DO NOTHING
"""


def apply(db: Connection) -> None:
    for statement in TABLES:
        db.execute(statement)
    last = db.execute("SELECT MAX(id) FROM answers").fetchone()[0] or 0
    first = db.execute("SELECT MIN(id) FROM answers").fetchone()[0] or 0
    while first <= last:
        some = (first, first + CHUNK - 1)
        for statement in (RATED, OUTDATED):
            db.execute(statement, some)
        # Ids may have wide gaps, see ``storage.rewind``.
        found = db.execute("SELECT MIN(id) FROM answers WHERE id > ?", (some[1],)).fetchone()[0]
        first = last + 1 if found is None else found
