"""Discord's signature under a request (Discord: interactions/overview, security headers).

Ed25519, by the application's key, over the time and the raw body. PyNaCl checks it; the extra
``discord-http`` brings that: discord.py would load it in every bot, though most take the gateway.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.adapters.base import StartFailed
from bot.adapters.common.signed_http import Check, Refused, signed_once

if TYPE_CHECKING:
    from nacl.signing import VerifyKey

TIMESTAMP = "X-Signature-Timestamp"
SIGNATURE = "X-Signature-Ed25519"
_LENGTH = 128

Reader = Callable[[Sequence[str], Sequence[str], float], Check]


def reader(public_key: str) -> Reader:
    """Reads the values of both headers, at a time in seconds since the epoch, and gives what
    checks the body; both raise ``Refused``.

    ``public_key`` is in hexadecimal. Raises ``StartFailed`` for one that is none.
    """
    key = _key(public_key)

    def read(times: Sequence[str], signatures: Sequence[str], now: float) -> Check:
        time, signature = signed_once(times, signatures, now)
        signed = _bytes(signature)

        def check(body: bytes) -> None:
            from nacl.exceptions import BadSignatureError

            try:
                key.verify(time.encode() + body, signed)
            except BadSignatureError as error:
                raise Refused("the signature does not fit") from error

        return check

    return read


def _key(public_key: str) -> VerifyKey:
    try:
        from nacl.signing import VerifyKey
    except ImportError as error:
        raise StartFailed(
            "DISCORD_PUBLIC_KEY needs PyNaCl, which is not installed: pip install "
            "-c constraints.txt '.[discord-http]' brings it (the Docker image has it)."
        ) from error
    return VerifyKey(bytes.fromhex(public_key))


def _bytes(signature: str) -> bytes:
    # What fromhex would take besides: spaces, and other lengths.
    if len(signature) != _LENGTH or not signature.isalnum():
        raise Refused("its signature is none")
    try:
        return bytes.fromhex(signature)
    except ValueError as error:
        raise Refused("its signature is none") from error
