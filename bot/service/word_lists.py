"""Looks up in the word lists what grading will ask for, beside the running bot.

An answer that is typed before it is done is judged just as well; it waits for its list.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import structlog

from content.knowledge import learn
from content.model import Course
from content.spelling import lexicon

log = structlog.get_logger()


async def look_up(folder: Path, courses: Iterable[Course]) -> None:
    """Once it returns, grading ``courses`` (those in ``folder``) waits for no list."""
    try:
        lexicon.take(json.loads(await _told(folder)))
    except (OSError, ValueError, LookupError) as error:
        # Here it takes longer and more memory, and is as right.
        log.info("word lists are read here", reason=repr(error))
    await asyncio.to_thread(learn, courses)


async def _told(folder: Path) -> bytes:
    # The same modules as here, and none of a folder that happens to be the current one.
    where = os.pathsep.join(path for path in sys.path if path)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "content.looking_up", str(folder)),
        env={**os.environ, "PYTHONPATH": where},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return out
