"""Who is still there: asked of the platform in the background, about everybody once a day.

Those who left or were deactivated leave the boards and come back with their points. What
members are called, and whether a channel is private, is looked at with it. A few questions with
each tick: a board is worth no platform's rate.
"""

from __future__ import annotations

import structlog

from bot.features.names import plain_name
from bot.features.services import Services
from bot.study.group import GroupChannel

log = structlog.get_logger()

DAY = 24 * 60 * 60_000
AGAIN = 60 * 60_000
"""Milliseconds after which somebody about whom the platform could not tell is asked about anew."""
AT_ONCE = 2


class Presence:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def look(self) -> None:
        """Asks about the few who were not asked about for longest."""
        store, before = self._services.store, self._services.now() - DAY
        for channel in await store.groups.unseen_channels(before, AT_ONCE):
            await self._look_at(channel)
        for group_id, person_id in await store.members.unseen(before, AT_ONCE):
            try:
                away = await self._is_away(group_id, person_id)
            except Exception as error:  # a board must not hold up whatever else a tick does
                log.warning("not known who is still there", error=repr(error))
                away = None
            at = self._services.now() - (DAY - AGAIN if away is None else 0)
            await store.members.seen(group_id, person_id, away=away, now=at)

    async def _look_at(self, channel: GroupChannel) -> None:
        found = await self._services.directory.inspect(channel.channel)
        unsure = found.unsure or found.private is None
        at = self._services.now() - (DAY - AGAIN if unsure else 0)
        shown = "" if found.problem else found.shows_as
        await self._services.store.groups.look(channel.channel, found.private, shown, at)

    async def _is_away(self, group_id: int, person_id: int) -> bool | None:
        """Present in one of the group's workspaces is present; None when nobody can tell."""
        store = self._services.store
        accounts = await store.people.members(person_id)
        channels = await store.groups.channels(group_id)
        places = {c.channel.workspace for c in channels}
        here: list[bool | None] = []
        for workspace in sorted(places, key=lambda place: place.key):
            for account in accounts:
                if account.platform != workspace.platform:
                    continue
                member = await self._services.directory.member(account, workspace)
                here.append(member.present if member else None)
                if member is None or not member.present or not member.name.strip():
                    continue
                # Only where no name is known: the one that comes with each press may be better.
                if not await store.members.name(group_id, person_id):
                    await store.members.call(person_id, workspace, plain_name(member.name))
        if True in here:
            return False
        return None if None in here or not here else True
