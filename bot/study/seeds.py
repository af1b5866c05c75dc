"""Chance that is the same on every machine and after every restart."""

from __future__ import annotations

import hashlib


def seed_of(*parts: object) -> int:
    """A seed for ``random.Random`` from the words of ``parts``; their borders count."""
    packed = "\x1f".join(str(part).replace("\x1f", "\x1f\x1f") for part in parts)
    return int.from_bytes(hashlib.blake2b(packed.encode(), digest_size=8).digest(), "big")
