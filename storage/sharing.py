"""What several processes on one database may ask of storage; see ``storage.protocols``."""

from __future__ import annotations

from typing import Protocol


class Claims(Protocol):
    async def claim(self, name: str, at: int) -> bool:
        """True for the first who asks for ``name``, in whichever process, and for nobody after.

        ``at`` is now; claims older than an hour are forgotten.
        """
        ...


class Leases(Protocol):
    async def hold(self, name: str, holder: str, now: int, until: int) -> bool:
        """Takes or renews the lease until ``until``; False while somebody else has it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Gives the lease back so that nobody has to wait for its end; not somebody else's."""
        ...
