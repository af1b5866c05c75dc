"""Carrying out a group's plan."""

from __future__ import annotations

from dataclasses import replace

from bot.study import group_settings
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.planning import closing
from bot.study.planning.plan import GroupChange, Opening
from bot.study.planning.view import Due, GroupView, Wanted
from storage.connection import Connection
from storage.engine import Access, changed
from storage.group_planning import Writing
from storage.repositories.checkpoints import close_checkpoint, open_checkpoint
from storage.repositories.closing import close_round, settle_some
from storage.repositories.deliveries import hasten
from storage.repositories.group_members import add_notice
from storage.repositories.group_view import due_of, view
from storage.repositories.planning import plan
from storage.repositories.rounds import open_daily
from storage.repositories.voiding import void


class PlanningTable:
    """Implements ``storage.group_planning.Planning``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def view(self, wanted: Wanted) -> GroupView | None:
        return await self._access.read(lambda db: view(db, wanted))

    async def due_of(self, round_id: int) -> Due:
        return await self._access.read(lambda db: due_of(db, round_id))

    async def write(self, writing: Writing) -> None:
        await self._access.write(lambda db: _write(db, writing))


def _write(db: Connection, writing: Writing) -> None:
    group, what = writing.group, writing.plan
    if what.settle is not None:
        settle_some(db, what.settle.id, writing.settle(what.settle), closing.CHUNK)
    posts: list[NewDelivery] = []
    for each in what.closes:
        if each.never:
            void(db, each.round.id, each.at, ())
        else:
            close_round(db, each.round.id, each.at, writing.settle(each.round), ())
            posts += each.posts
    for release in what.releases:
        plan(db, release.round.group_id, release.posts)
        hasten(db, release.round.id, DeliveryKind.DISCUSS, release.at)
    for words in writing.notices:
        add_notice(db, group.id, words, writing.now)
    posts += what.posts
    for opening in what.openings:
        posts += _open(db, group.id, opening)
    for over in what.checkpoint_closes:
        close_checkpoint(db, over.checkpoint_id, over.at)
        posts += over.posts
    if what.checkpoint is not None:
        open_checkpoint(db, group.id, what.checkpoint.new)
        posts += what.checkpoint.posts
    plan(db, group.id, posts)
    _change(db, group.id, what.change)


def _open(db: Connection, group_id: int, opening: Opening) -> list[NewDelivery]:
    """The question's posts, with its id."""
    posed = opening.round
    if posed is None and opening.new is not None:
        posed = open_daily(
            db,
            group_id,
            opening.new,
            local_date=opening.local_date,
            position=opening.position,
            opened_at=opening.opened_at,
            closes_at=opening.closes_at,
        )
    return [replace(post, round_id=posed.id) for post in opening.posts] if posed else []


def _change(db: Connection, group_id: int, change: GroupChange) -> None:
    what: dict[str, object] = {}
    if change.settings is not None:
        what["settings"] = group_settings.written(change.settings)
    if change.state is not None:
        what |= {"state": change.state, "paused_until": change.paused_until}
    if change.look_again:
        what["due_at"] = change.due_at
    if what:
        columns = ", ".join(f"{name} = ?" for name in what)
        changed(db, f"UPDATE groups SET {columns} WHERE id = ?", (*what.values(), group_id))
