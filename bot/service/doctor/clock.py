"""The clock and the calendar: this machine's time against the platforms', and its time zones."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping, Sequence

from bot.adapters.common.checkup import Finding, mend, note, ok
from storage.inspection import StudyGroup

NOTED = 2.0
"""Seconds that our clock may differ unnoticed."""
TOO_MUCH = 30.0
SYNCHRONISE = "Let this machine keep its time by itself (chrony, systemd-timesyncd, w32time)."


def clock(ahead: Mapping[str, float | None], groups: Sequence[StudyGroup]) -> Iterator[Finding]:
    """``ahead``: by how many seconds our clock is ahead of each platform's that was asked."""
    told = {name: seconds for name, seconds in ahead.items() if seconds is not None}
    if told:
        yield _clock(max(told.items(), key=lambda item: abs(item[1])))
    elif ahead:
        yield note("clock", "no platform told its time, so it could not be compared")
    if not zoneinfo.available_timezones():
        yield mend("time zones", "this machine knows none", "Install the package tzdata.")
        return
    unknown = [group for group in groups if not _known(group.zone)]
    for group in unknown:
        yield mend(
            f"group {group.id}",
            f"its time zone {group.zone} is not known here",
            "Install a newer tzdata, or choose another time zone with /study schedule.",
        )
    if not unknown:
        used = sorted({group.zone for group in groups})
        yield ok("time zones", f"known, in use: {', '.join(used)}" if used else "known")


def _clock(worst: tuple[str, float]) -> Finding:
    name, seconds = worst
    platform = name.title()
    if abs(seconds) <= NOTED:
        return ok("clock", f"agrees with {platform}'s")
    way = "ahead of" if seconds > 0 else "behind"
    says = f"{abs(seconds):.0f} seconds {way} {platform}'s"
    return (mend if abs(seconds) > TOO_MUCH else note)("clock", says, SYNCHRONISE)


def _known(zone: str) -> bool:
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
