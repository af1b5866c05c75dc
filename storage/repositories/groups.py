"""Groups: schedule, state, channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.model.refs import ChannelRef, WorkspaceRef
from bot.study import group_settings
from bot.study.group import Group, GroupChannel, GroupState, Schedule
from bot.study.group_settings import GroupSettings
from storage.connection import Connection
from storage.engine import changed, every, one
from storage.errors import Conflict, Missing
from storage.repositories.group_members import GroupMembers, add_notice
from storage.repositories.renaming import rename
from storage.repositories.rows import GROUP, joined, place, to_group


class GroupsTable(GroupMembers):
    """Implements ``storage.study_groups.Groups``."""

    async def create(
        self,
        *,
        channel: ChannelRef,
        organizer: int,
        course: str,
        schedule: Schedule,
        due_at: int | None,
        now: int,
        private: bool | None = None,
        shown: str = "",
    ) -> Group:
        def job(db: Connection) -> Group:
            row = one(
                db,
                "INSERT INTO groups (course, zone, days, rhythm, times, created_at, due_at) "
                f"VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING {GROUP.replace('g.', '')}",
                (course, *_columns(schedule), now, due_at),
            )
            group = to_group(row)
            _claim(db, group.id, channel)
            look(db, channel, private, shown, now)
            changed(
                db,
                "INSERT INTO organisers (group_id, person_id) VALUES (?, ?)",
                (group.id, organizer),
            )
            return group

        return await self._access.write(job)

    async def get(self, group_id: int) -> Group | None:
        groups = await self._select("WHERE g.id = ?", (group_id,))
        return groups[0] if groups else None

    async def by_channel(self, channel: ChannelRef) -> Group | None:
        groups = await self._select(
            "JOIN channels c ON c.group_id = g.id WHERE c.channel = ?", (place(channel),)
        )
        return groups[0] if groups else None

    async def in_workspace(self, workspace: WorkspaceRef) -> tuple[Group, ...]:
        return await self._select(
            "WHERE g.id IN (SELECT group_id FROM channels WHERE workspace = ?) ORDER BY g.id",
            (workspace.key,),
        )

    async def open_in(self, workspace: WorkspaceRef) -> tuple[Group, ...]:
        return await self._select(
            "WHERE g.id IN (SELECT group_id FROM channels WHERE workspace = ? AND private = 0) "
            "ORDER BY g.id",
            (workspace.key,),
        )

    async def of_person(self, person_id: int) -> tuple[Group, ...]:
        return await self._select(
            "WHERE g.id IN (SELECT group_id FROM memberships "
            "WHERE person_id = ? AND away = 0 AND removed = 0 "
            "UNION SELECT group_id FROM organisers WHERE person_id = ?) ORDER BY g.id",
            (person_id, person_id),
        )

    async def all(self) -> tuple[Group, ...]:
        return await self._select("ORDER BY g.id", ())

    async def due(self, now: int, limit: int) -> tuple[Group, ...]:
        return await self._select(
            "WHERE g.due_at <= ? ORDER BY g.due_at, g.id LIMIT ?", (now, limit)
        )

    async def channels(self, group_id: int) -> tuple[GroupChannel, ...]:
        rows = await self._access.read(
            lambda db: every(
                db,
                f"SELECT {_CHANNEL} FROM channels WHERE group_id = ? ORDER BY position, channel",
                (group_id,),
            )
        )
        return tuple(map(_channel, rows))

    async def unseen_channels(self, before: int, limit: int) -> tuple[GroupChannel, ...]:
        sql = f"SELECT {_CHANNEL} FROM channels WHERE looked_at < ? ORDER BY looked_at LIMIT ?"
        rows = await self._access.read(lambda db: every(db, sql, (before, limit)))
        return tuple(map(_channel, rows))

    async def look(self, channel: ChannelRef, private: bool | None, shown: str, now: int) -> None:
        await self._access.write(lambda db: look(db, channel, private, shown, now))

    async def set_schedule(self, group_id: int, schedule: Schedule, due_at: int | None) -> None:
        await self._update(
            group_id,
            "zone = ?, days = ?, rhythm = ?, times = ?, due_at = ?",
            (*_columns(schedule), due_at),
        )

    async def set_course(self, group_id: int, course: str, due_at: int | None) -> None:
        await self._update(
            group_id,
            "course = ?, due_at = ?, position = 0, season = season + 1, concept_date = ''",
            (course, due_at),
        )

    async def set_state(
        self, group_id: int, state: GroupState, *, paused_until: str | None, due_at: int | None
    ) -> None:
        await self._update(
            group_id, "state = ?, paused_until = ?, due_at = ?", (state, paused_until, due_at)
        )

    async def change_settings(
        self, group_id: int, change: Callable[[GroupSettings], GroupSettings]
    ) -> None:
        def job(db: Connection) -> None:
            row = one(db, "SELECT settings FROM groups WHERE id = ?", (group_id,))
            if row is None:
                raise _no_group(group_id)
            settings = group_settings.written(change(group_settings.read(row[0])))
            changed(
                db,
                "UPDATE groups SET settings = ? WHERE id = ?",
                (settings, group_id),
            )

        await self._access.write(job)

    async def set_due(self, group_id: int, due_at: int | None) -> None:
        await self._update(group_id, "due_at = ?", (due_at,))

    async def move_channel(self, group_id: int, old: ChannelRef, new: ChannelRef) -> None:
        await self._access.write(lambda db: _move(db, group_id, old, new))

    async def rename_channel(self, old: ChannelRef, new: ChannelRef) -> bool:
        return await self._access.write(lambda db: rename(db, old, new))

    async def set_problem(
        self, channel: ChannelRef, problem: str, *, notice: str = "", now: int = 0
    ) -> bool:
        def job(db: Connection) -> bool:
            row = one(
                db,
                "UPDATE channels SET problem = ? WHERE channel = ? AND problem <> ? "
                "RETURNING group_id",
                (problem, place(channel), problem),
            )
            if row is not None and notice:
                add_notice(db, row[0], notice, now)
            return row is not None

        return await self._access.write(job)

    async def _select(self, rest: str, given: Sequence[object]) -> tuple[Group, ...]:
        # In the reader's thread: many rows would hold the event loop.
        return await self._access.read(
            lambda db: tuple(
                map(to_group, every(db, f"SELECT {GROUP} FROM groups g {rest}", given))
            )
        )

    async def _update(self, group_id: int, what: str, given: Sequence[object]) -> None:
        def job(db: Connection) -> None:
            if not changed(db, f"UPDATE groups SET {what} WHERE id = ?", (*given, group_id)):
                raise _no_group(group_id)

        await self._access.write(job)


_CHANNEL = "channel, group_id, problem, private, shown, looked_at"


def _channel(row: Sequence[Any]) -> GroupChannel:
    key, group_id, problem, private, shown, looked_at = row
    known = None if private is None else bool(private)
    return GroupChannel(ChannelRef.parse(key), group_id, problem, known, shown, looked_at)


def look(db: Connection, channel: ChannelRef, private: bool | None, shown: str, now: int) -> None:
    """Keeps what the platform said of a channel; what it did not say stays as it was."""
    changed(
        db,
        "UPDATE channels SET private = COALESCE(?, private), looked_at = ?, "
        "shown = CASE ? WHEN '' THEN shown ELSE ? END WHERE channel = ?",
        (None if private is None else int(private), now, shown, shown, place(channel)),
    )


def _no_group(group_id: int) -> Missing:
    return Missing(f"There is no study group {group_id}.")


def _columns(schedule: Schedule) -> tuple[str, str, str, str]:
    return schedule.zone, joined(schedule.days), schedule.rhythm, joined(schedule.times)


def _claim(db: Connection, group_id: int, channel: ChannelRef) -> None:
    """Gives the channel to the group, behind its other channels. Raises ``Conflict``."""
    added = changed(
        db,
        "INSERT INTO channels (channel, workspace, group_id, position) "
        "SELECT ?, ?, ?, COUNT(*) FROM channels WHERE group_id = ? ON CONFLICT DO NOTHING",
        (place(channel), channel.workspace.key, group_id, group_id),
    )
    if not added:
        raise Conflict("This channel has a study group already: end or move that one first.")


def _move(db: Connection, group_id: int, old: ChannelRef, new: ChannelRef) -> None:
    before, after = place(old), place(new)
    if before == after:
        return
    if one(db, "SELECT 1 FROM channels WHERE channel = ?", (after,)):
        raise Conflict("The new channel has a study group already: end or move that one first.")
    moved = changed(
        db,
        "UPDATE channels SET channel = ?, workspace = ?, problem = '', private = NULL, shown = '', "
        "looked_at = 0 "
        "WHERE channel = ? AND group_id = ?",
        (after, new.workspace.key, before, group_id),
    )
    if not moved:
        raise Missing("The study group does not have the channel that should move.")
    # A thread cannot move with its group; what was meant for one stays with its channel.
    # A post that the new channel has had already (the group was here before) is not repeated.
    changed(
        db,
        "UPDATE deliveries SET state = 'skipped', error = 'the group has moved' "
        "WHERE group_id = ? AND channel = ? AND state = 'planned' AND EXISTS ("
        "SELECT 1 FROM deliveries o WHERE o.group_id = deliveries.group_id AND o.channel = ? "
        "AND o.kind = deliveries.kind AND o.local_date = deliveries.local_date "
        "AND o.sequence = deliveries.sequence)",
        (group_id, before, after),
    )
    changed(
        db,
        "UPDATE deliveries SET channel = ?, place = ? "
        "WHERE group_id = ? AND channel = ? AND state = 'planned'",
        (after, after, group_id, before),
    )
