"""The proxy of the environment: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case.

The platforms' libraries read these each in a way of its own, or not at all.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import (  # type: ignore[attr-defined]
    getproxies_environment,
    proxy_bypass_environment,
)

from yarl import URL

from bot.adapters.base import StartFailed

_SCHEMES = {"wss": "https", "ws": "http"}
_TAKEN = ("http", "https")
_SERVERS = 100


def proxy_for(url: str) -> str | None:
    """The proxy through which ``url`` is reached; None for none.

    An encrypted address goes through HTTPS_PROXY, else HTTP_PROXY, unless NO_PROXY names its
    host; any other through HTTP_PROXY. A lower-case name goes before the same in capitals.
    """
    parts = urlsplit(url)
    scheme = _SCHEMES.get(parts.scheme, parts.scheme)
    found = getproxies_environment()
    proxy = found.get(scheme) or (found.get("http") if scheme == "https" else None)
    proxy = proxy or found.get("all")
    if not proxy or proxy_bypass_environment(parts.netloc.rpartition("@")[2]):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


class Proxies:
    """``proxy_for`` worked out once for each server: the environment is as it was at the start."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str | None, int | None], str | None] = {}

    def get(self, url: URL) -> str | None:
        """The proxy through which ``url`` is reached; None for none."""
        server = (url.scheme, url.host, url.explicit_port)
        if server not in self._found:
            if len(self._found) >= _SERVERS:
                self._found.clear()
            self._found[server] = proxy_for(str(url))
        return self._found[server]


def check_proxy(url: str) -> None:
    """Raises ``StartFailed`` for a proxy of a kind that cannot be used, which it does not show:
    an address may hold a password."""
    proxy = proxy_for(url)
    if proxy is not None and urlsplit(proxy).scheme not in _TAKEN:
        raise StartFailed(
            "The proxy in HTTPS_PROXY or HTTP_PROXY is of a kind that can't be used: give the "
            "address of an HTTP proxy, such as http://proxy.example.org:3128."
        )
