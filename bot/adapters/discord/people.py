"""Who somebody is, in the server that is asked about or that they were last seen in."""

from __future__ import annotations

from bot.adapters.base import Gone
from bot.adapters.discord.bounded_map import Recent
from bot.adapters.discord.error_codes import UNKNOWN_MEMBER
from bot.adapters.discord.errors import code_of
from bot.adapters.discord.incoming import DIRECT
from bot.adapters.discord.permissions import Permissions
from bot.adapters.discord.wire import Json, Wire
from bot.model import Member, MemberRef, WorkspaceRef


class People:
    def __init__(self) -> None:
        self._homes: Recent[str] = Recent()

    def seen(self, member: MemberRef, guild: str) -> None:
        """Somebody did something in a server."""
        self._homes.put(member.id, guild)

    async def member(
        self,
        wire: Wire,
        permissions: Permissions,
        member: MemberRef,
        workspace: WorkspaceRef | None,
    ) -> Member:
        """``admin`` means Manage Server there."""
        home = self._homes.get(member.id)
        if workspace is not None and workspace != DIRECT:
            home = workspace.id
        if home is None:
            return Member(member, _name(await wire.user(member.id)))
        try:
            found = await wire.guild_member(home, member.id)
        except Gone as error:
            if code_of(error) != UNKNOWN_MEMBER:
                raise
            return Member(member, _name(await wire.user(member.id)), present=False)
        may = await permissions.in_guild(home, found)
        name = found.get("nick") or _name(found["user"])
        return Member(member, name, admin=may.manage_guild or may.administrator)


def _name(user: Json) -> str:
    return str(user.get("global_name") or user.get("username") or "")
