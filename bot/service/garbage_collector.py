"""Python's garbage collector, told what stays."""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 20, 50)
"""New objects that start a collection of the youngest, and how many of each kind start one of the
next. An answer makes some hundred objects that need no collector; what does is found soon enough.
"""


def settle() -> None:
    """To be called once everything is loaded: courses and libraries stay for good.

    Collections need not walk through them any more, which would hold the event loop for some
    80 ms each time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
