"""Numbered, forward-only steps; each module ``mNNNN_name`` has one function ``apply``.

A released step is never changed: what it got wrong, the next one mends. Each runs in a
transaction of its own, together with the record that it was applied.
"""

from __future__ import annotations

from collections.abc import Callable

from storage.connection import Connection
from storage.migrations import (
    m0001_first,
    m0002_sharing,
    m0003_notices,
    m0004_open_dailies,
    m0005_bounded,
    m0006_members,
    m0007_replaced,
    m0008_tallies,
    m0009_positions,
    m0010_reminders,
    m0011_memory,
    m0012_exams,
    m0013_freezes,
    m0014_checkpoints,
    m0015_reviews,
)

Step = tuple[str, Callable[[Connection], None]]

STEPS: tuple[Step, ...] = (
    ("0001_first", m0001_first.apply),
    ("0002_sharing", m0002_sharing.apply),
    ("0003_notices", m0003_notices.apply),
    ("0004_open_dailies", m0004_open_dailies.apply),
    ("0005_bounded", m0005_bounded.apply),
    ("0006_members", m0006_members.apply),
    ("0007_replaced", m0007_replaced.apply),
    ("0008_tallies", m0008_tallies.apply),
    ("0009_positions", m0009_positions.apply),
    ("0010_reminders", m0010_reminders.apply),
    ("0011_memory", m0011_memory.apply),
    ("0012_exams", m0012_exams.apply),
    ("0013_freezes", m0013_freezes.apply),
    ("0014_checkpoints", m0014_checkpoints.apply),
    ("0015_reviews", m0015_reviews.apply),
)
