"""What an organizer or the bot has set for one group, beside its schedule.

In the database it is one JSON object of strings, so that a new setting needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple


class OfSeason(NamedTuple):
    """A number or local date that holds in one season only."""

    season: int
    value: str

    @classmethod
    def read(cls, stored: str) -> OfSeason:
        season, _, value = stored.partition(":")
        return cls(int(season or 0), value)

    def __str__(self) -> str:
        return f"{self.season}:{self.value}"


MOST_QUESTIONS = 3
"""Questions that a study day has at most."""
NO_SEASON = OfSeason(0, "")


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """``others`` keeps settings that this version does not know."""

    since: int | None = None
    """Epoch ms before which no post is due (set-up, resume, a new schedule)."""
    opened: int = 0
    """The season whose opening card was posted before its first study day; 0 for none."""
    asked_before: OfSeason = NO_SEASON
    """How many daily questions there were before the season."""
    more_review: OfSeason = NO_SEASON
    """The local date after which the weeks of review are counted anew in the season."""
    told_of_end: int = 0
    """The season in which organizers were asked what comes next; 0 for none."""
    quiet_breaks: bool = False
    """Whether the channel is not told when a break begins or ends."""
    points_since: str = ""
    """The local date on which all points began anew; empty for the first day."""
    points_resets: int = 0
    """How often all points began anew."""
    paused_on: tuple[str, ...] = ()
    """The local dates on which the latest breaks began, oldest first."""
    set_up_by: int = 0
    """The draft whose **Start** made the group; 0 for none."""
    questions: int = 1
    """How many questions a study day has, 1 to ``MOST_QUESTIONS``; from the second on, reviews."""
    exam_date: str = ""
    """The local date of the exam that the group studies for; empty for none."""
    checkpoints: bool = True
    """Whether every fifth study day has a checkpoint."""
    quiet_weeks: bool = False
    """Whether the channel gets no recap of its weeks."""
    others: Mapping[str, str] = field(default_factory=dict)


BREAKS = 10
"""So many beginnings of breaks are kept."""


def paused(settings: GroupSettings, today: str) -> GroupSettings:
    """The settings of a group whose break begins on the local date ``today``."""
    kept = [day for day in settings.paused_on if day < today]
    return replace(settings, paused_on=(*kept, today)[-BREAKS:])


@lru_cache(maxsize=1024)
def read(stored: str) -> GroupSettings:
    """The settings as they stand in the database. Raises ``ValueError`` for what is no JSON."""
    given: dict[str, str] = json.loads(stored)
    if not given:
        return GroupSettings()
    since = given.pop("since", None)
    return GroupSettings(
        since=None if since is None else int(since),
        opened=int(given.pop("opened", 0)),
        asked_before=OfSeason.read(given.pop("asked-before", "")),
        more_review=OfSeason.read(given.pop("more-review", "")),
        told_of_end=int(given.pop("told-of-end", 0)),
        quiet_breaks=given.pop("quiet-breaks", "0") == "1",
        points_since=given.pop("points-since", ""),
        points_resets=int(given.pop("points-begun", 0)),
        paused_on=tuple(filter(None, given.pop("paused-on", "").split(","))),
        set_up_by=int(given.pop("set-up-by", 0)),
        exam_date=given.pop("exam-date", ""),
        questions=int(given.pop("questions", 1)),
        checkpoints=given.pop("checkpoints", "1") == "1",
        quiet_weeks=given.pop("quiet-weeks", "0") == "1",
        others=given,
    )


def written(settings: GroupSettings) -> str:
    """What ``read`` reads as the same settings; what is at its default is left out."""
    stored = dict(settings.others)
    if settings.since is not None:
        stored["since"] = str(settings.since)
    if settings.opened:
        stored["opened"] = str(settings.opened)
    if settings.asked_before != NO_SEASON:
        stored["asked-before"] = str(settings.asked_before)
    if settings.more_review != NO_SEASON:
        stored["more-review"] = str(settings.more_review)
    if settings.told_of_end:
        stored["told-of-end"] = str(settings.told_of_end)
    if settings.quiet_breaks:
        stored["quiet-breaks"] = "1"
    if settings.quiet_weeks:
        stored["quiet-weeks"] = "1"
    if settings.points_since:
        stored["points-since"] = settings.points_since
    if settings.points_resets:
        stored["points-begun"] = str(settings.points_resets)
    if settings.exam_date:
        stored["exam-date"] = settings.exam_date
    if settings.paused_on:
        stored["paused-on"] = ",".join(settings.paused_on)
    if settings.questions != 1:
        stored["questions"] = str(settings.questions)
    if not settings.checkpoints:
        stored["checkpoints"] = "0"
    if settings.set_up_by:
        stored["set-up-by"] = str(settings.set_up_by)
    return json.dumps(stored, ensure_ascii=False)
