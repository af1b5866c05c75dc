"""Drafts that buttons refer to, and the adapters' key-value notes."""

from __future__ import annotations

import sqlite3

from storage.access import Access, changed, one

DRAFT_LIFE_MS = 7 * 24 * 3_600_000


class DraftsTable:
    """Implements ``storage.protocols.Drafts``; a draft lives for at least a week."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def put(self, body: str, now: int) -> int:
        def job(db: sqlite3.Connection) -> int:
            changed(db, "DELETE FROM drafts WHERE created_at < ?", (now - DRAFT_LIFE_MS,))
            row = one(
                db,
                "INSERT INTO drafts (body, created_at) VALUES (?, ?) RETURNING id",
                (body, now),
            )
            return int(row[0])

        return await self._access.write(job)

    async def get(self, draft_id: int) -> str | None:
        sql = "SELECT body FROM drafts WHERE id = ?"
        row = await self._access.read(lambda db: one(db, sql, (draft_id,)))
        return None if row is None else str(row[0])


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
