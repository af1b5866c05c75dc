"""Slack's signature under a request (Slack: verifying-requests-from-slack).

``v0=`` and the HMAC-SHA256, keyed by the app's signing secret, of ``v0:<timestamp>:<body>``.
Pure functions over bytes as they came in: nothing is parsed before this is passed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.common.signed_http import Refused, signed_once

TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the headers claim."""

    time: str
    signature: bytes

    @classmethod
    def read(cls, times: Sequence[str], signatures: Sequence[str], now: float) -> Stamp:
        """From the values of both headers; each must be there once. Raises ``Refused``.

        ``now`` is in seconds since the epoch.
        """
        time, signature = signed_once(times, signatures, now)
        return cls(time, signature.encode("utf-8", "surrogatepass"))

    def check(self, secret: str, body: bytes) -> None:
        """Raises ``Refused`` unless ``body`` was signed with ``secret`` at this time."""
        if not hmac.compare_digest(sign(secret, self.time, body), self.signature):
            raise Refused("the signature does not fit")


def sign(secret: str, time: str, body: bytes) -> bytes:
    """The value of the signature header."""
    base = b"v0:" + time.encode() + b":" + body
    return b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()
