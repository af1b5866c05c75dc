"""Persons, their accounts, preferences and the group each meant last."""

from __future__ import annotations

from bot.model.refs import MemberRef, WorkspaceRef
from bot.study.person import Person
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.errors import Missing
from storage.repositories.members import call, on_boards_again
from storage.repositories.rows import PERSON, UNNAMED, to_person


class PeopleTable:
    """Implements ``storage.persons.People``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def ensure(
        self, member: MemberRef, name: str, now: int, workspace: WorkspaceRef | None = None
    ) -> Person:
        # Nearly always there is nothing to write, and a read does not wait for the disk.
        known = await self.by_member(member, workspace)
        if known is not None and known.name == (name if workspace else ""):
            return known
        where = workspace.key if workspace else None
        return await self._access.write(lambda db: _ensure(db, member.key, name, now, where))

    async def get(self, person_id: int) -> Person | None:
        def job(db: Connection) -> Person | None:
            row = one(db, f"SELECT {UNNAMED} FROM persons p WHERE p.id = ?", (person_id,))
            return to_person(row) if row else None

        return await self._access.read(job)

    async def by_member(
        self, member: MemberRef, workspace: WorkspaceRef | None = None
    ) -> Person | None:
        key, where = member.key, workspace.key if workspace else None
        return await self._access.read(lambda db: by_member(db, key, where))

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
        def job(db: Connection) -> None:
            if straight is not None:
                changed(
                    db,
                    "UPDATE persons SET straight = ? WHERE id = ?",
                    (int(straight), person_id),
                )
            if hidden is not None:
                changed(db, "UPDATE persons SET hidden = ? WHERE id = ?", (int(hidden), person_id))
                on_boards_again(db, person_id)

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


def by_member(db: Connection, key: str, workspace: str | None) -> Person | None:
    row = one(
        db,
        f"SELECT {PERSON} FROM members m JOIN persons p ON p.id = m.person_id WHERE m.member = ?",
        (workspace, key),
    )
    return to_person(row) if row else None


def _ensure(db: Connection, key: str, name: str, now: int, workspace: str | None) -> Person:
    known = by_member(db, key, workspace)
    if known is None:
        person_id = one(
            db, "INSERT INTO persons (name, created_at) VALUES ('', ?) RETURNING id", (now,)
        )[0]
        changed(db, "INSERT INTO members (member, person_id) VALUES (?, ?)", (key, person_id))
    else:
        person_id = known.id
    if workspace is not None and (known is None or known.name != name):
        call(db, person_id, workspace, name)
    person = by_member(db, key, workspace)
    if person is None:
        raise Missing("The person that was just written is not there.")
    return person
