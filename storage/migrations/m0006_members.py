"""Who may read a group and who stands on its boards; what each workspace calls a person.

``names`` holds a person's name as one workspace knows it; ``persons.name`` is not used any more.
It is taken over where a person is known in one workspace only: elsewhere nobody can tell which
one it came from. ``channels.private`` is NULL until the platform was asked. ``memberships`` tell
who left (``away``) and who was taken off the boards (``removed``); ``groups.counted_after`` is the
last line of the ledger before the points of a season were begun anew.
"""

from __future__ import annotations

from storage.connection import Connection

NAMES = """
CREATE TABLE names (
  person_id INTEGER NOT NULL REFERENCES persons (id),
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (person_id, workspace)
) WITHOUT ROWID
"""

KNOWN = """
INSERT INTO names (person_id, workspace, name)
SELECT w.person_id, MIN(w.workspace), p.name FROM (
  SELECT m.person_id, c.workspace FROM memberships m JOIN channels c ON c.group_id = m.group_id
  UNION SELECT o.person_id, c.workspace FROM organisers o JOIN channels c ON c.group_id = o.group_id
) AS w JOIN persons p ON p.id = w.person_id
GROUP BY w.person_id, p.name HAVING COUNT(DISTINCT w.workspace) = 1
"""

COLUMNS = (
    "ALTER TABLE channels ADD COLUMN private INTEGER CHECK (private IN (0, 1))",
    "ALTER TABLE channels ADD COLUMN shown TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE channels ADD COLUMN looked_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE memberships ADD COLUMN away INTEGER NOT NULL DEFAULT 0 CHECK (away IN (0, 1))",
    "ALTER TABLE memberships ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 "
    "CHECK (removed IN (0, 1))",
    "ALTER TABLE memberships ADD COLUMN looked_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE groups ADD COLUMN counted_after INTEGER NOT NULL DEFAULT 0",
)

INDEXES = (
    "CREATE INDEX channels_looked ON channels (looked_at)",
    "CREATE INDEX memberships_looked ON memberships (looked_at) WHERE removed = 0",
    "CREATE INDEX memberships_group ON memberships (group_id)",
)


def apply(db: Connection) -> None:
    for statement in (NAMES, KNOWN, *COLUMNS, *INDEXES):
        db.execute(statement)
