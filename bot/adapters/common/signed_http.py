"""The gate for requests that a platform signs: nothing of one is parsed before it has passed.

Size, time, body, signature, in this order; only then is the body handed on. What is refused is
counted, and answered with a bare status on a connection that ends with it.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.adapters.base import StartFailed
from bot.adapters.common.listener import Listener
from bot.adapters.common.shared_port import MOST_BODY, port_of

READ_WITHIN = 2.0
"""Seconds until a body must be there; the answer is due after three."""
MOST_AGE = 5 * 60
"""Seconds by which a request's time may differ from ours, either way."""
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


class Refused(Exception):
    """Not a request of the platform's, or an old one. ``str()`` says why and quotes nothing."""


class NotParsed(Exception):
    """A signed request that is none of the kinds there are."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Door:
    """Where requests come in and by which key they are known. Port 0 takes any free one.

    ``now`` is the wall clock in seconds.
    """

    key: str
    host: str = "127.0.0.1"
    port: int = 3000
    now: Callable[[], float] = time.time

    def __repr__(self) -> str:
        return f"Door({self.host}:{self.port})"


Check = Callable[[bytes], None]
"""Raises ``Refused`` for a body that was not signed."""


class SignedPath:
    """One platform's path.

    ``stamp`` reads the signature from a request's headers (seconds since the epoch are the second
    argument) and gives what checks the body; it raises ``Refused``. ``answer`` gets the
    content's type, the body, and when the request came by the monotonic clock; it may raise
    ``Refused`` or ``NotParsed``. ``refused`` is told why. ``settings`` is how the names of the
    settings begin that say where to listen.
    """

    def __init__(
        self,
        path: str,
        door: Door,
        stamp: Callable[[web.Request, float], Check],
        answer: Callable[[str, bytes, float], Awaitable[web.Response]],
        refused: Callable[[str], None],
        settings: str,
    ) -> None:
        self._path = path
        self._door = door
        self._stamp = stamp
        self._answer = answer
        self._tell = refused
        self._settings = settings
        self._shared = port_of(door.host, door.port)
        self._listener: Listener | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; 0 while there is none."""
        return self._shared.port

    async def open(self) -> None:
        """Raises ``StartFailed``."""
        host, port, name = self._door.host, self._door.port, self._settings
        try:
            await self._shared.add(self._path, self._serve)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise StartFailed(
                f"{name}_HOST {host} with {name}_PORT {port} cannot be listened "
                f"on ({why}): choose an address of this machine and a port "
                "that no other program uses."
            ) from error

    def deafen(self) -> None:
        """Takes nothing more in; what is being answered goes on."""
        self._listener = self._shared.close(self._path)

    async def stop(self) -> None:
        """After ``deafen``: what is being answered had its time."""
        listener, self._listener = self._listener, None
        if listener is not None:
            await listener.stop()

    async def _serve(self, request: web.Request) -> web.Response:
        began = time.monotonic()
        try:
            body = await self._genuine(request)
            return await self._answer(request.content_type, body, began)
        except Refused as error:
            return self._refused(HTTPStatus.UNAUTHORIZED, str(error))
        except NotParsed as error:
            return self._refused(error.status, str(error))
        except TimeoutError:
            return self._refused(HTTPStatus.REQUEST_TIMEOUT, "its body came too slowly")
        except web.HTTPRequestEntityTooLarge:
            return self._refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "its body is too long")
        except (web.RequestPayloadError, ConnectionError):
            return self._refused(HTTPStatus.BAD_REQUEST, "its body broke off")

    async def _genuine(self, request: web.Request) -> bytes:
        """The body of a request that the platform has signed just now."""
        if (request.content_length or 0) > MOST_BODY:
            raise web.HTTPRequestEntityTooLarge(MOST_BODY, request.content_length or 0)
        check = self._stamp(request, self._door.now())
        async with asyncio.timeout(READ_WITHIN):
            body = await request.read()
        check(body)
        return body

    def _refused(self, status: int, why: str) -> web.Response:
        self._tell(f"a request was refused with {int(status)}: {why}")
        response = web.Response(status=status)
        response.force_close()
        return response


def signed_once(times: Sequence[str], signatures: Sequence[str], now: float) -> tuple[str, str]:
    """Time and signature from the values of both headers; each must be there once, and the time
    not far from ``now``, in seconds since the epoch. Raises ``Refused``."""
    if len(times) != 1 or len(signatures) != 1:
        raise Refused("not signed")
    (moment,), (signature,) = times, signatures
    if not _TIME.fullmatch(moment):
        raise Refused("its time is no number")
    if abs(now - int(moment)) > MOST_AGE:
        raise Refused("its time is more than five minutes away from ours")
    return moment, signature


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises ``NotParsed``."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotParsed(HTTPStatus.BAD_REQUEST, "its JSON cannot be read") from error
    if not isinstance(data, dict):
        raise NotParsed(HTTPStatus.BAD_REQUEST, "its JSON is no object")
    return data
