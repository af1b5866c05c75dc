"""Keeps other web pages out of the playground.

The page listens on this machine only, but any site in the same browser can send requests
there. A foreign ``Host`` (DNS rebinding) or ``Origin`` is refused, and nothing of the page
may be framed or embedded elsewhere.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.adapters.playground.words import say

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def must_be_loopback(host: str) -> None:
    """Raises ``ValueError`` for an address that other machines could reach."""
    if host == "localhost":
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ValueError(f"the playground listens on this machine only, not on {host}")


def _hosts(host: str, port: int) -> set[str]:
    named = f"[{host}]" if ":" in host else host
    names = {*LOCAL_NAMES, named}
    return {f"{name}:{port}" for name in names} | (names if port == 80 else set())


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses what does not come from the playground's own page or address bar."""
    sockname = request.transport.get_extra_info("sockname") if request.transport else None
    allowed = _hosts(sockname[0], sockname[1]) if sockname else set()
    if request.headers.get("Host", "").lower() not in allowed:
        raise web.HTTPForbidden(text=say("other-address"))
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in {f"http://{host}" for host in allowed}:
        raise web.HTTPForbidden(text=say("other-page"))
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def must_have_origin(request: web.Request) -> None:
    """A browser names its page when it opens a socket; what does not is not our page."""
    if "Origin" not in request.headers:
        raise web.HTTPForbidden(text=say("no-browser"))
