"""Pictures: uploaded once, remembered by what they contain, shown by their file id.

Without a channel an uploaded file is private to the bot and shows in its messages only
(Slack: files.completeUploadExternal). It is not ready at once, and Slack then calls the
blocks invalid; ``files.info`` would tell, but wants a scope (files:read) over everybody's
files, so the message itself is tried again instead.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot.adapters.base import AdapterError, AdapterState
from bot.adapters.slack.api import Api
from bot.adapters.slack.errors import PictureRefused
from bot.adapters.slack.render_card import Files, Picture, of_picture, pictures
from bot.model import Card, Drawing, Image

log = logging.getLogger(__name__)
T = TypeVar("T")

PAUSES = (0.3, 0.7, 1.5, 3.0)
"""Seconds between tries while a fresh upload gets ready."""
_FRESH = 60.0


class Pictures:
    def __init__(self, api: Api, state: AdapterState, team: str, pauses: Sequence[float]) -> None:
        self._api = api
        self._state = state
        self._team = team
        self._pauses = pauses
        self._lock = asyncio.Lock()
        self._uploaded: dict[str, float] = {}

    async def send(self, card: Card, send: Callable[[Files], Awaitable[T]]) -> T:
        """Calls ``send`` with the file ids of the card's pictures.

        A picture that Slack keeps refusing is left out, and its alt text shows: the words
        matter more. Raises what ``send`` raises otherwise.
        """
        images = pictures(card)
        if not images:
            return await send({})
        try:
            files = await self._ids(images, anew=False)
            renewed = False
            for pause in self._pauses:
                try:
                    return await send(files)
                except PictureRefused as refused:
                    if not refused.passing:
                        break  # not taken here at all
                    if not renewed and not self._fresh(files):
                        # Somebody deleted the file in the workspace.
                        files = await self._ids(images, anew=True)
                        renewed = True
                    else:
                        await asyncio.sleep(pause)
        except _UploadFailed as failure:
            log.warning("a picture could not be uploaded: %s", failure)
        else:
            log.warning("Slack refuses a picture of %r", card.title)
        return await send({})

    def _fresh(self, files: Files) -> bool:
        now = time.monotonic()
        return any(now - self._uploaded.get(file, -_FRESH) < _FRESH for file in files.values())

    async def _ids(self, images: Sequence[Picture], *, anew: bool) -> dict[str | Drawing, str]:
        async with self._lock:
            try:
                return {of_picture(image): await self._id(image, anew) for image in images}
            except (AdapterError, OSError) as error:
                raise _UploadFailed(str(error)) from error

    async def _id(self, image: Picture, anew: bool) -> str:
        path, content = await _content(image)
        key = f"picture:{self._team}:{hashlib.sha256(content).hexdigest()}"
        known = await self._state.get(key)
        if known and not anew:
            return known
        web = self._api.web
        ticket = await self._api.call(
            web.files_getUploadURLExternal(
                filename=path.name, length=len(content), alt_txt=image.alt[:1000]
            )
        )
        await self._api.upload(str(ticket["upload_url"]), content)
        file = str(ticket["file_id"])
        await self._api.call(
            web.files_completeUploadExternal(files=[{"id": file, "title": path.stem}])
        )
        await self._state.put(key, file)
        self._uploaded[file] = time.monotonic()
        return file


async def _content(image: Picture) -> tuple[Path, bytes]:
    """A picture's name and its bytes."""
    if isinstance(image, Image):
        path = Path(image.path)
        return path, await asyncio.to_thread(path.read_bytes)
    try:
        return Path("picture.png"), await asyncio.to_thread(image.drawing.png)
    except Exception as error:
        log.exception("a picture could not be drawn")
        raise _UploadFailed(repr(error)) from error


class _UploadFailed(Exception):
    """The picture is not on Slack."""
