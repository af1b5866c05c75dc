"""Who studies.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who studies; has one or more members (accounts) on chat platforms.

    ``name`` is what the workspace (or group) asked about calls them, empty where it was never
    told: a name stays where it came from.
    """

    id: int
    name: str
    hidden: bool = False
    straight: bool = False  # verdict at once, without asking sure or not
    welcomed: bool = False
