"""Refusals are counted by kind."""

from __future__ import annotations

import threading

import pytest

from bot.runtime.refusals import FORGED, KINDS, TOO_QUICK, RefusalCounts


def test_every_kind_is_there_from_the_start() -> None:
    assert RefusalCounts().snapshot() == dict.fromkeys(KINDS, 0)


def test_counts_by_kind_and_hands_out_copies() -> None:
    counts = RefusalCounts()
    counts.refused(FORGED)
    counts.refused(FORGED)
    counts.refused(TOO_QUICK)
    before = counts.snapshot()
    counts.refused(FORGED)
    assert (before[FORGED], before[TOO_QUICK]) == (2, 1)
    assert counts.snapshot()[FORGED] == 3


def test_no_label_can_be_made_up() -> None:
    with pytest.raises(ValueError, match="no kind"):
        RefusalCounts().refused("<!channel>")


def test_threads_lose_no_count() -> None:
    counts = RefusalCounts()

    def many() -> None:
        for _ in range(2000):
            counts.refused(FORGED)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.snapshot()[FORGED] == 8000
