"""Searching a course from a handler, without holding up anybody else."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.runtime.acts import ask
from bot.study import search
from bot.study.search import Found
from content.model import Course


async def ready(course: Course) -> None:
    """Waits for the course's index, which is worked out off the loop, once for each course."""
    if not search.is_ready(course):
        await ask(("index", id(course)), partial(asyncio.to_thread, search.prepare, course))


async def looked_up(course: Course, words: str, command: str = "") -> Found:
    """``search.find``; ``command`` is a word that may have been typed twice."""
    await ready(course)
    found = search.find(course, words)
    first, _, rest = words.partition(" ")
    if command and rest and not found.hits and first.casefold().lstrip("/") == command:
        return search.find(course, rest)
    return found
