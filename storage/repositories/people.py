"""Persons, their accounts, preferences and the group each meant last."""

from __future__ import annotations

import sqlite3

from bot.model.refs import MemberRef, WorkspaceRef
from storage.access import Access, changed, every, one
from storage.errors import Missing
from storage.records import Person
from storage.repositories.rows import PERSON, to_person


class PeopleTable:
    """Implements ``storage.protocols.People``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def ensure(self, member: MemberRef, name: str, now: int) -> Person:
        # Nearly always there is nothing to write, and a read does not wait for the disk.
        known = await self.by_member(member)
        if known is not None and known.name == name:
            return known
        return await self._access.write(lambda db: _ensure(db, member.key, name, now))

    async def get(self, person_id: int) -> Person | None:
        def job(db: sqlite3.Connection) -> Person | None:
            row = one(db, f"SELECT {PERSON} FROM persons p WHERE p.id = ?", (person_id,))
            return to_person(row) if row else None

        return await self._access.read(job)

    async def by_member(self, member: MemberRef) -> Person | None:
        key = member.key
        return await self._access.read(lambda db: by_member(db, key))

    async def members(self, person_id: int) -> tuple[MemberRef, ...]:
        rows = await self._access.read(
            lambda db: every(
                db, "SELECT member FROM members WHERE person_id = ? ORDER BY member", (person_id,)
            )
        )
        return tuple(MemberRef.parse(row[0]) for row in rows)

    async def set_preferences(
        self, person_id: int, *, hidden: bool | None = None, straight: bool | None = None
    ) -> None:
        def job(db: sqlite3.Connection) -> None:
            if straight is not None:
                changed(
                    db,
                    "UPDATE persons SET straight = ? WHERE id = ?",
                    (int(straight), person_id),
                )
            if hidden is not None:
                changed(db, "UPDATE persons SET hidden = ? WHERE id = ?", (int(hidden), person_id))
                changed(
                    db,
                    "UPDATE totals SET hidden = ? WHERE person_id = ?",
                    (int(hidden), person_id),
                )

        await self._access.write(job)

    async def welcome(self, person_id: int) -> bool:
        known = await self.get(person_id)
        if known is not None and known.welcomed:
            return False
        sql = "UPDATE persons SET welcomed = 1 WHERE id = ? AND welcomed = 0"
        return await self._access.write(lambda db: changed(db, sql, (person_id,)) == 1)

    async def remember_group(self, person_id: int, workspace: WorkspaceRef, group_id: int) -> None:
        sql = (
            "INSERT INTO remembered_groups (person_id, workspace, group_id) VALUES (?, ?, ?) "
            "ON CONFLICT (person_id, workspace) DO UPDATE SET group_id = excluded.group_id"
        )
        await self._access.write(lambda db: changed(db, sql, (person_id, workspace.key, group_id)))

    async def remembered_group(self, person_id: int, workspace: WorkspaceRef) -> int | None:
        sql = "SELECT group_id FROM remembered_groups WHERE person_id = ? AND workspace = ?"
        row = await self._access.read(lambda db: one(db, sql, (person_id, workspace.key)))
        return None if row is None else int(row[0])


def by_member(db: sqlite3.Connection, key: str) -> Person | None:
    row = one(
        db,
        f"SELECT {PERSON} FROM members m JOIN persons p ON p.id = m.person_id WHERE m.member = ?",
        (key,),
    )
    return to_person(row) if row else None


def _ensure(db: sqlite3.Connection, key: str, name: str, now: int) -> Person:
    known = by_member(db, key)
    if known is None:
        person_id = one(
            db,
            "INSERT INTO persons (name, created_at) VALUES (?, ?) RETURNING id",
            (name, now),
        )[0]
        changed(db, "INSERT INTO members (member, person_id) VALUES (?, ?)", (key, person_id))
    elif known.name != name:
        changed(db, "UPDATE persons SET name = ? WHERE id = ?", (name, known.id))
    person = by_member(db, key)
    if person is None:
        raise Missing("The person that was just written is not there.")
    return person
