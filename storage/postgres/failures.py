"""Turns what PostgreSQL says into ``storage.errors``, one sentence each, without secrets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors as pg
from psycopg_pool import PoolTimeout, TooManyRequests

from storage.errors import (
    Conflict,
    DiskFull,
    Locked,
    NotWritable,
    StorageError,
    Unreachable,
)

AGAIN = (pg.SerializationFailure, pg.DeadlockDetected)
"""What running the same transaction again puts right."""
_READ_ONLY = (pg.ReadOnlySqlTransaction, pg.FeatureNotSupported)
_SLOW = (pg.QueryCanceled, pg.LockNotAvailable, pg.IdleInTransactionSessionTimeout)
_FULL = (pg.DiskFull, pg.OutOfMemory)
_NO_ENTRY = (
    pg.InvalidAuthorizationSpecification,
    pg.InvalidPassword,
    pg.InvalidCatalogName,
)
_FEW = (pg.TooManyConnections, pg.ConfigurationLimitExceeded)


def explain(error: BaseException, name: str) -> StorageError:
    """The error of ours that says what to do about ``error``; ``name`` is the database's."""
    if isinstance(error, AGAIN):
        return Locked(
            f"Too much happened at once in {name}: nothing was changed, please try again."
        )
    if isinstance(error, PoolTimeout | TooManyRequests):
        return Unreachable(
            f"No connection to {name} was free or could be made in time: check that PostgreSQL "
            "runs and allows enough connections. The bot goes on as soon as it answers."
        )
    if isinstance(error, _SLOW):
        return Locked(
            f"{name} took too long to answer: look for long transactions in PostgreSQL "
            "(pg_stat_activity), or for a server that is overloaded."
        )
    if isinstance(error, _READ_ONLY):
        return NotWritable(
            f"{name} can only be read, it is a standby: let the address name the primary server "
            "(several hosts with target_session_attrs=read-write)."
        )
    if isinstance(error, _FULL):
        return DiskFull(f"PostgreSQL has no room left for {name}: free some space on its server.")
    if isinstance(error, _FEW):
        return Unreachable(
            f"PostgreSQL lets no more connections to {name}: raise max_connections or run fewer "
            "copies."
        )
    if isinstance(error, pg.InsufficientPrivilege):
        return NotWritable(
            f"The user of {name} may not do this: make it the owner of the database and of its "
            "public schema."
        )
    if isinstance(error, pg.IntegrityError):
        return Conflict(f"The database refused a row that contradicts another one ({error}).")
    if isinstance(error, _NO_ENTRY) or _refused(error):
        return Unreachable(
            f"PostgreSQL does not let the bot into {name}: check the user, the password and the "
            "database's name."
        )
    if is_gone(error):
        return Unreachable(
            f"PostgreSQL cannot be reached at {name}: check that it runs and that the address is "
            "right. The bot goes on as soon as it answers."
        )
    return StorageError(f"{name} refused a request ({error}): please report this.")


def is_gone(error: BaseException) -> bool:
    """Whether the connection was lost, or could not be made."""
    if isinstance(error, psycopg.errors.PipelineAborted):
        return False  # something that was sent before it failed
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    code = error.sqlstate
    # 08: connection exception; 57P: the server shuts down, crashed or starts. Without a code the
    # client noticed it by itself.
    return code is None or code.startswith(("08", "57P"))


def _refused(error: BaseException) -> bool:
    """Failures to connect come without a code, only with words."""
    if not isinstance(error, psycopg.OperationalError) or error.sqlstate is not None:
        return False
    said = str(error)
    return "authentication failed" in said or "does not exist" in said or "no pg_hba" in said


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Lets only ``StorageError`` out of the block for what PostgreSQL refuses."""
    try:
        yield
    except psycopg.Error as error:
        raise explain(error, name) from error
