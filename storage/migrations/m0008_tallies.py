"""A question that is closed keeps how many answered it and how many were right.

The history of a group is read with each quiz and each daily pick: counted from the ledger it took
longer with every answer ever given. The same holds for what a report
says about a question. Indexes that nothing needs any more go.

The lines of one answer, and of one question, are found by one index without a condition: SQLite
uses no other kind when a question is deleted, to see that no answer refers to it.
"""

from __future__ import annotations

from storage.connection import Connection

COUNTED = """
UPDATE rounds SET
  answered = (SELECT COUNT(*) FROM answers a WHERE a.round_id = rounds.id
    AND a.kind <> 'void' AND a.kind = 'daily'),
  correct = (SELECT COALESCE(SUM(a.correct), 0) FROM answers a WHERE a.round_id = rounds.id
    AND a.kind <> 'void' AND a.kind = 'daily')
WHERE kind = 'daily' AND state <> 'open'
"""


def apply(db: Connection) -> None:
    db.execute("ALTER TABLE rounds ADD COLUMN answered INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE rounds ADD COLUMN correct INTEGER NOT NULL DEFAULT 0")
    db.execute(COUNTED)
    for name in ("round", "group", "once", "void_once", "question"):
        db.execute(f"DROP INDEX answers_{name}")
    # One answer counts, and one line may take it back.
    db.execute("CREATE UNIQUE INDEX answers_once ON answers (round_id, person_id, (kind = 'void'))")
    db.execute("CREATE INDEX answers_asked ON answers (group_id, question_id, correct)")
    db.execute("CREATE INDEX answers_taken ON answers (group_id, question_id) WHERE kind = 'void'")
    db.execute("CREATE INDEX answers_question ON answers (person_id, question_id, at)")
