"""Slack's signature under a request (Slack: verifying-requests-from-slack).

``v0=`` and the HMAC-SHA256, keyed by the app's signing secret, of ``v0:<timestamp>:<body>``.
Pure functions over bytes as they came in: nothing is parsed before this is passed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"
MOST_AGE = 5 * 60
"""Seconds by which a request's time may differ from ours, either way."""
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


class Refused(Exception):
    """Not a request of Slack's, or an old one. ``str()`` says why and quotes nothing."""


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
        if len(times) != 1 or len(signatures) != 1:
            raise Refused("not signed")
        (time,), (signature,) = times, signatures
        if not _TIME.fullmatch(time):
            raise Refused("its time is no number")
        if abs(now - int(time)) > MOST_AGE:
            raise Refused("its time is more than five minutes away from ours")
        return cls(time, signature.encode("utf-8", "surrogatepass"))

    def check(self, secret: str, body: bytes) -> None:
        """Raises ``Refused`` unless ``body`` was signed with ``secret`` at this time."""
        if not hmac.compare_digest(sign(secret, self.time, body), self.signature):
            raise Refused("the signature does not fit")


def sign(secret: str, time: str, body: bytes) -> bytes:
    """The value of the signature header."""
    base = b"v0:" + time.encode() + b":" + body
    return b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()
