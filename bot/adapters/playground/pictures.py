"""The pictures of the cards on the page: the page gets an address, and from it the bytes."""

from __future__ import annotations

import asyncio
import logging
import secrets
from pathlib import Path

from bot.adapters.playground.room import Room
from bot.model import Drawing, Drawn, Image, laid_out

log = logging.getLogger(__name__)

KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}

Source = str | Drawing
"""A file's path, or what is drawn."""


class Pictures:
    """Only what a card in ``room`` shows right now can be fetched."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._tokens: dict[Source, str] = {}
        self._sources: dict[str, Source] = {}

    def address(self, picture: Image | Drawn) -> str:
        """Where the page may fetch it."""
        source = _source(picture)
        if source not in self._tokens:
            self._forget_drawn()
            token = secrets.token_urlsafe(16)
            self._tokens[source], self._sources[token] = token, source
        return f"/picture/{self._tokens[source]}"

    async def fetch(self, token: str) -> tuple[str, bytes] | None:
        """Content type and bytes; None where there is nothing to be had."""
        source = self._sources.get(token)
        if source is None or source not in self._shown():
            return None
        if not isinstance(source, str):
            return await self._drawn(source)
        file = Path(source)
        kind = KINDS.get(file.suffix.lower())
        if kind is None:
            return None
        try:
            return kind, await asyncio.to_thread(file.read_bytes)
        except OSError:
            return None

    async def _drawn(self, drawing: Drawing) -> tuple[str, bytes] | None:
        try:
            return KINDS[".png"], await asyncio.to_thread(drawing.png)
        except Exception:
            log.exception("a picture could not be drawn")
            return None

    def _forget_drawn(self) -> None:
        """Each look at one's progress may draw another picture: old ones are let go of."""
        shown = self._shown()
        for source in [s for s in self._tokens if not isinstance(s, str) and s not in shown]:
            del self._sources[self._tokens.pop(source)]

    def _shown(self) -> set[Source]:
        return {
            _source(block)
            for message in self._room.messages.values()
            if message.card is not None
            for block in laid_out(message.card, pictures=True).blocks
            if isinstance(block, Image | Drawn)
        }


def _source(picture: Image | Drawn) -> Source:
    return picture.path if isinstance(picture, Image) else picture.drawing
