"""The part of a group that its organizers own: they themselves, free dates, notices."""

from __future__ import annotations

from bot.study.person import Person
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.repositories.rows import name_in, to_person


class GroupMembers:
    """The second half of ``storage.study_groups.Groups``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def organizers(self, group_id: int) -> tuple[Person, ...]:
        rows = await self._access.read(
            lambda db: every(
                db,
                f"SELECT p.id, {name_in('o.group_id', 'p.id')}, p.hidden, p.straight, p.welcomed "
                "FROM organisers o JOIN persons p ON p.id = o.person_id "
                "WHERE o.group_id = ? ORDER BY p.id",
                (group_id,),
            )
        )
        return tuple(map(to_person, rows))

    async def add_organizer(self, group_id: int, person_id: int) -> None:
        sql = (
            "INSERT INTO organisers (group_id, person_id) VALUES (?, ?) "
            "ON CONFLICT (group_id, person_id) DO NOTHING"
        )
        await self._access.write(lambda db: changed(db, sql, (group_id, person_id)))

    async def remove_organizer(self, group_id: int, person_id: int) -> bool:
        def job(db: Connection) -> bool:
            others = one(
                db,
                "SELECT 1 FROM organisers WHERE group_id = ? AND person_id <> ?",
                (group_id, person_id),
            )
            if others is None:
                return False
            changed(
                db,
                "DELETE FROM organisers WHERE group_id = ? AND person_id = ?",
                (group_id, person_id),
            )
            return True

        return await self._access.write(job)

    async def free_dates(self, group_id: int) -> frozenset[str]:
        sql = "SELECT local_date FROM free_dates WHERE group_id = ?"
        rows = await self._access.read(lambda db: every(db, sql, (group_id,)))
        return frozenset(row[0] for row in rows)

    async def set_free_dates(self, group_id: int, dates: frozenset[str]) -> None:
        def job(db: Connection) -> None:
            changed(db, "DELETE FROM free_dates WHERE group_id = ?", (group_id,))
            db.executemany(
                "INSERT INTO free_dates (group_id, local_date) VALUES (?, ?)",
                [(group_id, date) for date in sorted(dates)],
            )

        await self._access.write(job)

    async def add_notice(self, group_id: int, words: str, now: int) -> None:
        await self._access.write(lambda db: add_notice(db, group_id, words, now))

    async def notices(self, group_id: int) -> tuple[tuple[int, str], ...]:
        sql = "SELECT id, words FROM notices WHERE group_id = ? ORDER BY id"
        rows = await self._access.read(lambda db: every(db, sql, (group_id,)))
        return tuple((row[0], row[1]) for row in rows)

    async def untried_notices(self, limit: int) -> tuple[tuple[int, int, str], ...]:
        sql = "SELECT id, group_id, words FROM notices WHERE tried_at IS NULL ORDER BY id LIMIT ?"
        rows = await self._access.read(lambda db: every(db, sql, (limit,)))
        return tuple((row[0], row[1], row[2]) for row in rows)

    async def try_notice(self, notice_id: int, now: int) -> bool:
        sql = "UPDATE notices SET tried_at = ? WHERE id = ? AND tried_at IS NULL"
        return await self._access.write(lambda db: changed(db, sql, (now, notice_id)) == 1)

    async def drop_notice(self, notice_id: int) -> None:
        sql = "DELETE FROM notices WHERE id = ?"
        await self._access.write(lambda db: changed(db, sql, (notice_id,)))


def add_notice(db: Connection, group_id: int, words: str, now: int) -> None:
    """The same words wait only once."""
    sql = (
        "INSERT INTO notices (group_id, words, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT (group_id, words) DO NOTHING"
    )
    changed(db, sql, (group_id, words, now))
