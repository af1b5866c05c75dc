"""Keeps each platform connected on its own: one that fails never takes another along."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.adapters.base import Adapter, AdapterError, InteractionHandler, StartFailed
from bot.model import Command
from bot.runtime.meter import SILENT, Meter

log = structlog.get_logger()

FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0

Sleep = Callable[[float], Awaitable[None]]


class Supervisor:
    """Starts one adapter, starts it again when its connection is lost, stops it cleanly.

    ``ready`` is set whenever it is connected, ``tried`` once the first attempt to connect is
    over, however it went; ``failure`` is the sentence why it was given up, or empty.
    """

    def __init__(
        self,
        adapter: Adapter,
        commands: Sequence[Command],
        handler: InteractionHandler,
        *,
        sleep: Sleep = asyncio.sleep,
        meter: Meter = SILENT,
    ) -> None:
        self.adapter = adapter
        self.ready = asyncio.Event()
        self.given_up = asyncio.Event()
        self.tried = asyncio.Event()
        self.failure = ""
        self._commands = commands
        self._handler = handler
        self._sleep = sleep
        self._meter = meter
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether it is connected or tries to be."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._down()
        await self.adapter.stop()

    async def _keep(self) -> None:
        wait = FIRST_WAIT
        name = self.adapter.name
        while True:
            try:
                await self.adapter.start(self._commands, self._handler)
                wait = FIRST_WAIT
                self._up()
                self.tried.set()
                log.info("connected", platform=name)
                await self.adapter.closed()
                self._down()
                return
            except StartFailed as error:
                self._down()
                self.failure = str(error)
                self.given_up.set()
                # At the first attempt whoever started the program says it, once.
                if self.tried.is_set():
                    log.error("platform given up", platform=name, reason=str(error))
                self.tried.set()
                return
            except AdapterError as error:
                log.warning("platform unreachable", platform=name, error=str(error), again_in=wait)
            except Exception:
                log.exception("adapter failed", platform=name, again_in=wait)
            self._down()
            self.tried.set()
            try:
                await self.adapter.stop()
            except Exception:
                log.exception("adapter did not stop cleanly", platform=name)
            await self._sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _up(self) -> None:
        self.ready.set()
        self._meter.connected(self.adapter.name, up=True)

    def _down(self) -> None:
        if self.ready.is_set():
            self.ready.clear()
            self._meter.connected(self.adapter.name, up=False)
