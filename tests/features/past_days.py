"""Study days that are long over, for members with a long streak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.model import MemberRef
from tests.engines import reached
from tests.features.bench import Bench


def weekdays(before: str, count: int) -> list[str]:
    """The last ``count`` days from Monday to Friday before an ISO date, oldest first."""
    day, found = date.fromisoformat(before), list[str]()
    while len(found) < count:
        day -= timedelta(days=1)
        if day.isoweekday() <= 5:
            found.append(day.isoformat())
    return found[::-1]


async def studied(
    bench: Bench, who: MemberRef, days: Iterable[str], missed: Iterable[str] = ()
) -> None:
    """As if the group had had a question on all of the days, and ``who`` answered on ``days``."""
    await bench.say(who, "/today")  # the bot gets to know them
    group, person = await bench.group(), await bench.person(who)
    write_days(bench.path, group.id, person.id, list(days), list(missed))


def write_days(
    path: Path, group_id: int, person_id: int, days: Sequence[str], missed: Sequence[str] = ()
) -> None:
    """The same, in the database ``path``."""
    with reached(path) as db:
        for day in (*days, *missed):
            db.execute(
                "INSERT INTO rounds (group_id, kind, question_id, revision, concept_id, "
                "option_order, local_date, opened_at, closed_at, state) "
                "VALUES (?, 'daily', 'long-gone', 1, 'gone', 'A', ?, 1, 2, 'closed')",
                (group_id, day),
            )
        db.executemany(
            "INSERT INTO active_days VALUES (?, ?, ?)", [(group_id, person_id, d) for d in days]
        )
        db.execute("DELETE FROM streaks")
