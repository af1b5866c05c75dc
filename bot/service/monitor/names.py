"""Which names in a request's ``Host`` can be this machine's, and not another site's."""

from __future__ import annotations

import ipaddress
import re
import socket
from contextlib import suppress

PRIVATE = (
    *("localhost", "localdomain", "local", "internal", "lan", "home.arpa", "test"),
    *("svc", "svc.cluster.local", "cluster.local"),
)
"""Endings that nobody can register (RFC 6761, 6762, 8375, ICANN's “internal”) or that exist in
clusters only."""
_LABELS = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*")


def ours(host: str, listens_on: str) -> bool:
    """Whether ``host``, a ``Host`` header with or without a port, may lead here rightly.

    Addresses in digits, names without a dot (a container's, ``localhost``), names of private
    networks, this machine's own and the one that is listened on. A name that a stranger can have
    in the public DNS is none of these.
    """
    name = _without_port(host.strip().lower())
    with suppress(ValueError):
        ipaddress.ip_address(name.strip("[]").partition("%")[0])
        return True
    name = name.removesuffix(".")
    if not _LABELS.fullmatch(name):
        return False
    known = {listens_on.lower(), socket.gethostname().lower()}
    return "." not in name or name in known or name.endswith(tuple(f".{end}" for end in PRIVATE))


def _without_port(host: str) -> str:
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::[0-9]{0,5})?", host)
    return found[1] if found else ""
