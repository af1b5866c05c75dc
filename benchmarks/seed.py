"""Puts a group with questions and members into a database, before Studyhall is started on it.

Run as a script (``seed.py FILE JSON``) with the checkout on PYTHONPATH whose database it is to
be; prints the actions of the questions' buttons. Names are looked for by their definition, so
that checkouts from before a move can be measured beside this one.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import random
import re
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

QUESTIONS = 24


@cache
def _sources() -> dict[str, str]:
    """The text of every module of the checkout."""
    found = {}
    for house in ("bot", "content", "storage"):
        spec = find_spec(house)
        assert spec is not None and spec.submodule_search_locations
        root = Path(spec.submodule_search_locations[0])
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root.parent).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path.read_text(encoding="utf-8")
    return found


def defined(*names: str) -> Any:
    """The class or function that is called so; the first of several names that there is."""
    for name in names:
        pattern = re.compile(rf"^(?:async def|def|class) {name}\b", re.MULTILINE)
        for module, source in _sources().items():
            if pattern.search(source):
                return getattr(importlib.import_module(module), name)
    raise LookupError(f"nothing is called {' or '.join(names)}")


def _parameter(of: Any, *names: str) -> str:
    """What the function ``of`` calls a parameter; the first of several names that it has."""
    return next(name for name in names if name in inspect.signature(of).parameters)


async def seed(path: Path, places: dict[str, Any]) -> dict[str, list[str]]:
    """``places`` has workspace, channel and members by platform; so come the actions back."""
    channel_ref, workspace_ref = defined("ChannelRef"), defined("WorkspaceRef")
    member_ref, new_round = defined("MemberRef"), defined("NewRound")
    schedule, encode, type_of = defined("Schedule"), defined("encode"), defined("type_of")
    courses = defined("load_courses")()
    try:
        rhythm = defined("Rhythm")
    except LookupError:  # before it was an enum
        rhythm = str
    store = await defined("SqliteStore").open(path)
    course = courses[min(courses)]
    questions = [q for q in course.questions.values() if q.type == "single"]
    now = defined("millis")(defined("SystemClock")().now())
    actions: dict[str, list[str]] = {}
    for name, place in places.items():
        people = []
        for member in place["members"]:
            person = await store.people.ensure(member_ref(name, member), "Somebody", now)
            # The verdict at once, which costs more than waiting for the day's end.
            await store.people.set_preferences(person.id, straight=True)
            await store.people.welcome(person.id)
            people.append(person)
        group = await store.groups.create(
            channel=channel_ref(workspace_ref(name, place["workspace"]), place["channel"]),
            course=course.slug,
            **{_parameter(store.groups.create, "organizer", "organiser"): people[0].id},
            schedule=schedule("UTC", (1, 2, 3, 4, 5), rhythm("morning"), (540,)),
            due_at=None,
            now=now,
        )
        actions[name] = []
        for number in range(QUESTIONS):
            question = questions[number % len(questions)]
            order = type_of(question).order(question, random.Random(number))
            posed = await store.rounds.open_daily(
                group.id,
                new_round(question.id, question.revision, question.concept, order),
                local_date=f"2026-01-{number + 1:02d}",
                opened_at=now,
                closes_at=None,
            )
            actions[name].append(encode("answer", posed.id, order.split(",")[0]))
    await store.close()
    return actions


if __name__ == "__main__":
    print(json.dumps(asyncio.run(seed(Path(sys.argv[1]), json.loads(sys.argv[2])))))
