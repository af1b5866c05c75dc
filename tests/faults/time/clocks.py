"""What the clocks of a zone show, worked out from UTC alone.

The bot asks ``zoneinfo`` which instant a local time is. Here only the other way is used, which
has one answer always: the offset in force at an instant. So the two can check each other.
"""

from __future__ import annotations

import zoneinfo
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

ZONES = tuple(sorted(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"}))
STEP = timedelta(days=2)
"""No zone has two changes nearer than this in the years that are looked at."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Clocks:
    """One zone from ``first`` to ``last``, a little longer on both sides."""

    def __init__(self, zone: str, first: date, last: date) -> None:
        self.zone = zone
        self._tz = zoneinfo.ZoneInfo(zone)
        self._starts: list[datetime] = []
        self._offsets: list[timedelta] = []
        self._scan(_midnight(first) - 4 * DAY, _midnight(last) + 4 * DAY)
        self._known: dict[tuple[date, int], datetime | None] = {}

    @property
    def changes(self) -> list[datetime]:
        """The instants at which the offset changes."""
        return self._starts[1:]

    @property
    def kind(self) -> tuple[object, ...]:
        """Equal for zones whose clocks show the same all the time."""
        return (*self._starts, *self._offsets)

    def date_at(self, at: datetime) -> date:
        return self.shown(at).date()

    def shown(self, at: datetime) -> datetime:
        """What a clock shows at the instant ``at``, without a zone."""
        offset = self._offsets[max(0, bisect_right(self._starts, at) - 1)]
        return (at + offset).replace(tzinfo=None)

    def has(self, day: date) -> bool:
        """Whether the clocks ever show the date ``day``."""
        return self.happens(day, 0) is not None

    def happens(self, day: date, minutes: int) -> datetime | None:
        """When the bot promises to do what is planned for that time of ``day``.

        The first time that clocks show it. If they never do: right after the change that leaves
        it out or, where that is another date, a minute before the change. None for a date that
        is left out as a whole.
        """
        if (day, minutes) not in self._known:
            self._known[day, minutes] = self._happens(day, minutes)
        return self._known[day, minutes]

    def ends(self, day: date) -> datetime:
        """The first instant at which the clocks show a date after ``day``."""
        return min(
            max(start, (_midnight(day + DAY) - offset))
            for start, end, offset in self._near(day + DAY)
            if end > _midnight(day + DAY) - offset
        )

    def _happens(self, day: date, minutes: int) -> datetime | None:
        wall = datetime.combine(day, time(minutes // 60, minutes % 60), UTC)
        near = self._near(day)
        if len(near) == 1:
            return wall - near[0][2]
        showing = [wall - off for start, end, off in near if start <= wall - off < end]
        if showing:
            return min(showing)
        (change,) = {
            end
            for (_, end, before), (_, _, after) in pairwise(near)
            if end + before <= wall < end + after
        }
        if self.date_at(change) == day:
            return change
        last = change - MINUTE
        return last if self.date_at(last) == day else None

    def _near(self, day: date) -> list[tuple[datetime, datetime, timedelta]]:
        """The stretches of one offset that may touch ``day``."""
        first = max(0, bisect_right(self._starts, _midnight(day) - 2 * DAY) - 1)
        last = bisect_right(self._starts, _midnight(day) + 3 * DAY)
        ends = [*self._starts[first + 1 : last], _midnight(day) + 4 * DAY]
        return list(zip(self._starts[first:last], ends, self._offsets[first:last], strict=True))

    def _scan(self, start: datetime, end: datetime) -> None:
        at, offset = start, self._offset(start)
        self._starts, self._offsets = [start], [offset]
        while at < end:
            following = at + STEP
            later = self._offset(following)
            if later != offset:
                self._starts.append(self._change(at, following, offset))
                self._offsets.append(later)
            at, offset = following, later

    def _change(self, before: datetime, after: datetime, offset: timedelta) -> datetime:
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) // timedelta(seconds=2) * timedelta(seconds=1)
            if self._offset(middle) == offset:
                before = middle
            else:
                after = middle
        return after

    def _offset(self, at: datetime) -> timedelta:
        offset = at.astimezone(self._tz).utcoffset()
        assert offset is not None
        return offset


@cache
def clocks(zone: str, first: date, last: date) -> Clocks:
    return Clocks(zone, first, last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
