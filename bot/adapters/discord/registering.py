"""Puts the bot's commands into the application's list and leaves everything else in there alone.

Whatever is found in that list, or refuses to be read or written, never keeps the bot from
listening: its commands may be registered already, and it tries again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.adapters.base import AdapterError, AdapterState, Rejected
from bot.adapters.discord.commands import ADDED, Json, payload, plain
from bot.adapters.discord.errors import TokenRefused
from bot.adapters.discord.wire import Wire
from bot.model import Command

_log = logging.getLogger(__name__)

OURS = "commands"
"""Under this the names of the commands that the bot registered are remembered."""
FIRST, LONGEST = 60.0, 3600.0
"""Seconds until the list is tried again, which double, and the most."""
_SLASH = 1
_NOT_SENT = ADDED | {"name_localized", "description_localized"}

Sleep = Callable[[float], Awaitable[object]]


class Registrar:
    def __init__(
        self,
        wire: Wire,
        commands: Sequence[Command],
        state: AdapterState,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._wire = wire
        self._wanted = payload(commands)
        self._state = state
        self._sleep = sleep
        self._again: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Tries once, and goes on beside everything else where that fails. Raises
        ``TokenRefused`` only."""
        try:
            await self._try()
        except TokenRefused:
            raise
        except Exception as error:
            self._log(error)
            self._again = asyncio.create_task(self._keep_trying())

    async def stop(self) -> None:
        if self._again is not None:
            self._again.cancel()
            await asyncio.gather(self._again, return_exceptions=True)

    async def _keep_trying(self) -> None:
        wait = FIRST
        while True:
            await self._sleep(wait)
            wait = min(2 * wait, LONGEST)
            try:
                await self._try()
            except TokenRefused:
                return  # the connection ends for that
            except Exception as error:
                self._log(error)
            else:
                _log.info("the commands are registered")
                return

    def _log(self, error: Exception) -> None:
        said = str(error) if isinstance(error, AdapterError) else type(error).__name__
        _log.error("Not all commands could be registered, the bot keeps trying: %s", said)

    async def _try(self) -> None:
        """Writes only what differs: writing without need would delete admins' permission
        settings of renamed commands."""
        there = await self._wire.commands()
        ours = await self._remembered() | {command["name"] for command in self._wanted}
        others = [entry for entry in there if not _is_ours(entry, ours)]
        mine = [entry for entry in there if _is_ours(entry, ours)]
        if plain(mine) != plain(self._wanted):
            await self._write(mine, others)
        names = sorted(command["name"] for command in self._wanted)
        await self._state.put(OURS, json.dumps(names))

    async def _write(self, mine: Sequence[Any], others: Sequence[Any]) -> None:
        if all(_can_be_kept(entry) for entry in others):
            with contextlib.suppress(Rejected):
                await self._wire.put_commands([*self._wanted, *map(_kept, others)])
                return
        # A list with something in it that cannot be written back is not replaced: one by one.
        refused: Rejected | None = None
        for command in self._wanted:
            if plain(command) not in [plain(entry) for entry in mine]:
                try:
                    await self._wire.add_command(command)
                except Rejected as error:
                    refused = refused or Rejected(f"/{command['name']}: {error}")
        wanted = {command["name"] for command in self._wanted}
        for entry in mine:
            if entry["name"] not in wanted and str(entry.get("id", "")).isdigit():
                await self._wire.drop_command(str(entry["id"]))
        if refused is not None:
            raise refused

    async def _remembered(self) -> set[str]:
        try:
            names = json.loads(await self._state.get(OURS) or "[]")
        except ValueError:
            return set()
        return (
            {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()
        )


def _is_ours(entry: object, names: set[str]) -> bool:
    """A slash command that the bot made, now or before."""
    if not isinstance(entry, Mapping):
        return False
    return entry.get("type", _SLASH) == _SLASH and entry.get("name") in names


def _can_be_kept(entry: object) -> bool:
    return isinstance(entry, Mapping) and isinstance(entry.get("name"), str)


def _kept(entry: Mapping[str, Any]) -> Json:
    """Somebody else's command, as it is written back."""
    return {
        key: value for key, value in entry.items() if key not in _NOT_SENT and value is not None
    }
