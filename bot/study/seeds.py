"""Chance that is the same on every machine and after every restart."""

from __future__ import annotations

import hashlib


def seed_of(*parts: object) -> int:
    """A seed for ``random.Random`` from the words of ``parts``; their borders count."""
    words = [str(part).encode("utf-8", "surrogatepass") for part in parts]
    packed = b"".join(b"%d:%b" % (len(word), word) for word in words)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big")
