"""What several processes on one database need to agree on.

A claim says that somebody handles a delivered interaction already; ``name`` is the
interaction's. A lease says who may plan and post until ``until``; after that anybody may
take it over.
"""

from __future__ import annotations

from storage.connection import Connection

CLAIMS = """
CREATE TABLE claims (
  name TEXT PRIMARY KEY,
  at BIGINT NOT NULL
) WITHOUT ROWID
"""

CLAIMS_AGE = "CREATE INDEX claims_age ON claims (at)"

LEASES = """
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until BIGINT NOT NULL
) WITHOUT ROWID
"""


def apply(database: Connection) -> None:
    for statement in (CLAIMS, CLAIMS_AGE, LEASES):
        database.execute(statement)
