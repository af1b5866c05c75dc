"""What was refused, by kind: whole numbers that only grow, for metrics and tests."""

from __future__ import annotations

import threading
from collections import Counter

UNREADABLE = "unreadable"  # a payload that is none of the platform's own
UNKNOWN = "unknown"  # a button or form of no route that there is
FORGED = "forged"  # a known route with arguments that no button of ours carries
DECLINED = "declined"  # refused in words by a feature: not allowed, not yours, not now
MISTYPED = "mistyped"  # a command line that does not fit the command
TOO_QUICK = "too quick"  # beyond what one member may send
REPEATED = "repeated"  # delivered before

KINDS = frozenset({UNREADABLE, UNKNOWN, FORGED, DECLINED, MISTYPED, TOO_QUICK, REPEATED})


class RefusalCounts:
    """Counters of one process, safe from any thread; they start at zero with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: Counter[str] = Counter()

    def refused(self, kind: str) -> None:
        """One more refusal. Raises ``ValueError`` for none of ``KINDS``: labels stay few."""
        if kind not in KINDS:
            raise ValueError(f"no kind of refusal: {kind!r}")
        with self._lock:
            self._refused[kind] += 1

    def snapshot(self) -> dict[str, int]:
        """Every kind with its number, also those at zero."""
        with self._lock:
            return {kind: self._refused[kind] for kind in sorted(KINDS)}
