"""Python's garbage collector, told what stays."""

from __future__ import annotations

import gc


def settle() -> None:
    """To be called once everything is loaded: courses and libraries stay for good.

    Collections need not walk through them any more, which would hold the event loop for some
    80 ms each time.
    """
    gc.collect()
    gc.freeze()
