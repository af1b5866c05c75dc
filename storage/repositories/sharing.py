"""Claims and leases: how several processes on one database keep out of each other's way."""

from __future__ import annotations

from storage.connection import Connection
from storage.engine import Access, changed, one
from storage.repositories.deliveries import DeliveriesTable, start

CLAIM_LIFE_MS = 3_600_000
"""Far longer than a platform delivers one interaction again, or takes a signature for fresh."""


class ClaimsTable:
    """Implements ``storage.sharing.Claims``; a claim lives for at least an hour."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def claim(self, name: str, at: int) -> bool:
        def job(db: Connection) -> bool:
            changed(db, "DELETE FROM claims WHERE at < ?", (at - CLAIM_LIFE_MS,))
            sql = "INSERT INTO claims (name, at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
            return changed(db, sql, (name, at)) == 1

        return await self._access.write(job)


class LeasesTable:
    """Implements ``storage.sharing.Leases``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def hold(self, name: str, holder: str, now: int, until: int) -> bool:
        # A lease that ends further ahead than any honest one was written by a clock that was
        # set back since; with twice the span, two processes' small differences are none.
        far = until + (until - now)
        sql = (
            "INSERT INTO leases (name, holder, until) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until "
            "WHERE leases.holder = excluded.holder OR leases.until <= ? OR leases.until > ?"
        )
        given = (name, holder, until, now, far)
        return await self._access.write(lambda db: changed(db, sql, given) == 1)

    async def release(self, name: str, holder: str) -> None:
        sql = "DELETE FROM leases WHERE name = ? AND holder = ?"
        await self._access.write(lambda db: changed(db, sql, (name, holder)))


class FencedDeliveries(DeliveriesTable):
    """Deliveries as one process sees them: it begins a row only while it holds the lease.

    Whatever a process believes after it was held up for a while, this asks the lease in the
    transaction that begins the row.
    """

    def __init__(self, access: Access, lease: str, holder: str) -> None:
        super().__init__(access)
        self._lease = lease
        self._holder = holder

    async def begin(self, delivery_id: int, at: int) -> bool:
        def job(db: Connection) -> bool:
            return has_lease(db, self._lease, self._holder, at) and start(db, delivery_id, at)

        return await self._access.write(job)


def has_lease(db: Connection, lease: str, holder: str, at: int) -> bool:
    """Whether the process ``holder`` has the lease at the moment ``at``."""
    sql = "SELECT 1 FROM leases WHERE name = ? AND holder = ? AND until > ?"
    return one(db, sql, (lease, holder, at)) is not None
