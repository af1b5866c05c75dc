"""Which database the bot uses: a SQLite file unless the settings name a PostgreSQL server."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.service.errors import StartError

if TYPE_CHECKING:
    from bot.service.settings import Settings
    from storage.sql_store import SqlStore

DATABASE = "studyhall_database"
INSTEAD = "database_url"
"""What many hosts call the address of a database; STUDYHALL_DATABASE goes before it."""
SERVERS = ("postgresql://", "postgres://")
FILE = "sqlite://"
EXTRA = "pip install -c constraints.txt '.[postgres]'"
"""What installs what PostgreSQL needs."""


def is_server(address: str) -> bool:
    return address.startswith(SERVERS)


def has_extra() -> bool:
    """Whether what PostgreSQL needs is installed."""
    return all(map(find_spec, ("psycopg", "psycopg_pool")))


def file_of(address: str) -> Path:
    """The file of a path or a ``sqlite://`` address, which has three slashes before a relative
    path and four before an absolute one. Raises ``StartError``."""
    path = address.removeprefix(FILE).removeprefix("/") if address.startswith(FILE) else address
    if not path or "://" in path:
        raise StartError(
            "It must be the path of a file, sqlite:///data/studyhall.db, or begin with "
            "postgresql://."
        )
    return Path(path)


def sorted_out(found: dict[str, str]) -> None:
    """Moves the address of a server to where the settings have it, and takes ``sqlite://`` away.

    Raises ``StartError`` for an address that cannot be used; then it is not among ``found``.
    """
    instead = found.pop(INSTEAD, "")
    given, name = found.get(DATABASE, ""), DATABASE
    if not given and instead.startswith((*SERVERS, FILE)):
        given, name = instead, INSTEAD
    if is_server(given):
        found.pop(DATABASE, None)
        if not has_extra():
            raise StartError(
                f"{name.upper()} names a PostgreSQL server, which needs an extra: {EXTRA}."
            )
        found["postgresql"] = given
    elif given:
        found.pop(DATABASE, None)
        try:
            found[DATABASE] = str(file_of(given))
        except StartError as error:
            why = str(error)
            raise StartError(f"{name.upper()} is not usable: {why[:1].lower()}{why[1:]}") from None


async def opened(settings: Settings, *, upgrade: bool = True, create: bool = True) -> SqlStore:
    """The store that the settings name, with its tables made or upgraded as needed.

    ``create`` False refuses a server's database without our tables. Raises ``StorageError``.
    """
    if settings.postgresql is not None:
        from storage.postgres.store import PostgresStore

        url = settings.postgresql.get_secret_value()
        return await PostgresStore.open(url, upgrade=upgrade, create=create)
    from storage.store import SqliteStore

    return await SqliteStore.open(settings.studyhall_database, upgrade=upgrade)
