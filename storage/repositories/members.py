"""Who takes part in a group and stands on its boards."""

from __future__ import annotations

from bot.model.refs import WorkspaceRef
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.membership import Membership
from storage.repositories.rows import name_in

# Off the boards: those who hide, who left, and who were taken off.
OFF_BOARDS = (
    "CASE WHEN (SELECT who.hidden FROM persons who WHERE who.id = {person}) = 1 OR EXISTS ("
    "SELECT 1 FROM memberships gone WHERE gone.person_id = {person} "
    "AND gone.group_id = {group} AND (gone.away = 1 OR gone.removed = 1)) THEN 1 ELSE 0 END"
)
_TOTALS = "UPDATE totals SET hidden = " + OFF_BOARDS.format(
    person="totals.person_id", group="totals.group_id"
)
_MEMBER = f"""
SELECT p.id, {name_in("x.group_id", "p.id")},
  COALESCE((SELECT MIN(a.member) FROM members a WHERE a.person_id = p.id), ''),
  COALESCE(m.since, 0), COALESCE(m.away, 0), COALESCE(m.removed, 0), p.hidden,
  o.person_id IS NOT NULL
FROM (
  SELECT group_id, person_id FROM memberships WHERE group_id = :here
  UNION SELECT group_id, person_id FROM organisers WHERE group_id = :here
) AS x
JOIN persons p ON p.id = x.person_id
LEFT JOIN memberships m ON m.group_id = x.group_id AND m.person_id = x.person_id
LEFT JOIN organisers o ON o.group_id = x.group_id AND o.person_id = x.person_id
"""
# Asked of the few rows at the start: a group may have thousands of members.
_ONE = _MEMBER.replace("group_id = :here", "group_id = :here AND person_id = :who")


def on_boards_again(db: Connection, person_id: int, group_id: int | None = None) -> None:
    """Puts the person on the boards or takes them off, as all that is known now says."""
    if group_id is None:
        changed(db, f"{_TOTALS} WHERE person_id = ?", (person_id,))
    else:
        changed(db, f"{_TOTALS} WHERE person_id = ? AND group_id = ?", (person_id, group_id))


class MembersTable:
    """Implements ``storage.membership.Members``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def join(self, group_id: int, person_id: int, now: int) -> None:
        sql = "SELECT 1 FROM memberships WHERE group_id = ? AND person_id = ? AND away = 0"
        # Nearly always there is nothing to write.
        if await self._access.read(lambda db: one(db, sql, (group_id, person_id))):
            return

        def job(db: Connection) -> None:
            changed(
                db,
                "INSERT INTO memberships (person_id, group_id, since, looked_at) "
                "VALUES (?, ?, ?, ?) "
                "ON CONFLICT (person_id, group_id) DO UPDATE SET away = 0, looked_at = ?",
                (person_id, group_id, now, now, now),
            )
            on_boards_again(db, person_id, group_id)

        await self._access.write(job)

    async def of(self, group_id: int, person_id: int) -> Membership | None:
        given = {"here": group_id, "who": person_id}
        row = await self._access.read(lambda db: db.execute(_ONE, given).fetchone())
        return None if row is None else _membership(row)

    async def roll(self, group_id: int) -> tuple[Membership, ...]:
        def job(db: Connection) -> tuple[Membership, ...]:
            found = map(_membership, db.execute(_MEMBER, {"here": group_id}))
            return tuple(sorted(found, key=lambda m: (m.name.casefold(), m.since, m.person_id)))

        return await self._access.read(job)

    async def name(self, group_id: int, person_id: int) -> str:
        sql = f"SELECT {name_in('?', '?')}"
        row = await self._access.read(lambda db: one(db, sql, (group_id, person_id)))
        return str(row[0])

    async def call(self, person_id: int, workspace: WorkspaceRef, name: str) -> None:
        await self._access.write(lambda db: call(db, person_id, workspace.key, name))

    async def remove(self, group_id: int, person_id: int, *, removed: bool = True) -> None:
        def job(db: Connection) -> None:
            changed(
                db,
                "UPDATE memberships SET removed = ? WHERE group_id = ? AND person_id = ?",
                (int(removed), group_id, person_id),
            )
            on_boards_again(db, person_id, group_id)

        await self._access.write(job)

    async def unseen(self, before: int, limit: int) -> tuple[tuple[int, int], ...]:
        sql = (
            "SELECT m.group_id, m.person_id FROM memberships m "
            "WHERE m.removed = 0 AND m.looked_at < ? AND EXISTS ("
            "SELECT 1 FROM totals t WHERE t.person_id = m.person_id AND t.group_id = m.group_id "
            "AND t.period = 'all') ORDER BY m.looked_at, m.group_id, m.person_id LIMIT ?"
        )
        rows = await self._access.read(lambda db: every(db, sql, (before, limit)))
        return tuple((row[0], row[1]) for row in rows)

    async def seen(self, group_id: int, person_id: int, *, away: bool | None, now: int) -> None:
        def job(db: Connection) -> None:
            changed(
                db,
                "UPDATE memberships SET looked_at = ?, away = COALESCE(?, away) "
                "WHERE group_id = ? AND person_id = ?",
                (now, None if away is None else int(away), group_id, person_id),
            )
            on_boards_again(db, person_id, group_id)

        await self._access.write(job)

    async def begin_anew(self, group_id: int) -> int:
        def job(db: Connection) -> int:
            changed(
                db,
                "UPDATE groups SET counted_after = "
                "(SELECT COALESCE(MAX(id), 0) FROM answers) WHERE id = ?",
                (group_id,),
            )
            had = changed(
                db, "DELETE FROM totals WHERE group_id = ? AND period = 'all'", (group_id,)
            )
            changed(db, "DELETE FROM totals WHERE group_id = ?", (group_id,))
            return had

        return await self._access.write(job)


def call(db: Connection, person_id: int, workspace: str, name: str) -> None:
    """Keeps what ``workspace`` (its key) calls the person."""
    changed(
        db,
        "INSERT INTO names (person_id, workspace, name) VALUES (?, ?, ?) "
        "ON CONFLICT (person_id, workspace) DO UPDATE SET name = excluded.name",
        (person_id, workspace, name),
    )


def _membership(row: tuple[int, str, str, int, int, int, int, int]) -> Membership:
    person_id, name, account, since, *flags = row
    return Membership(person_id, name, account, since, *map(bool, flags))
