"""Drafts that buttons refer to, and the adapters' key-value notes."""

from __future__ import annotations

import json

from storage.connection import Connection
from storage.engine import Access, changed, one

DRAFT_LIFE_MS = 7 * 24 * 3_600_000
DRAFTS = 20
"""So many drafts of one owner are kept; the oldest make way."""


class DraftsTable:
    """Implements ``storage.protocols.Drafts``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def put(self, body: str, now: int) -> int:
        owner = _owner(body)

        def job(db: Connection) -> int:
            _forget_old(db, now)
            if owner:
                changed(
                    db,
                    "DELETE FROM drafts WHERE owner = ? AND id <= (SELECT id FROM drafts "
                    "WHERE owner = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    (owner, owner, DRAFTS - 1),
                )
            row = one(
                db,
                "INSERT INTO drafts (body, created_at, owner) VALUES (?, ?, ?) RETURNING id",
                (body, now, owner),
            )
            return int(row[0])

        return await self._access.write(job)

    async def tidy(self, now: int) -> None:
        await self._access.write(lambda db: _forget_old(db, now))

    async def get(self, draft_id: int) -> str | None:
        sql = "SELECT body FROM drafts WHERE id = ?"
        row = await self._access.read(lambda db: one(db, sql, (draft_id,)))
        return None if row is None else str(row[0])


def _forget_old(db: Connection, now: int) -> None:
    changed(db, "DELETE FROM drafts WHERE created_at < ?", (now - DRAFT_LIFE_MS,))


def _owner(body: str) -> str:
    """Whose draft it is, as its body says; empty where it does not."""
    try:
        data = json.loads(body)
    except ValueError:
        return ""
    owner = data.get("owner") if isinstance(data, dict) else None
    return owner if isinstance(owner, str) else ""


class NotesTable:
    """Implements ``storage.protocols.Notes``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def get(self, key: str) -> str | None:
        sql = "SELECT value FROM notes WHERE key = ?"
        row = await self._access.read(lambda db: one(db, sql, (key,)))
        return None if row is None else str(row[0])

    async def put(self, key: str, value: str) -> None:
        sql = (
            "INSERT INTO notes (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        )
        await self._access.write(lambda db: changed(db, sql, (key, value)))
