"""The PostgreSQL server: looked at without writing, upgrading or disturbing anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.adapters.common.checkup import Finding, mend, note, ok
from bot.service.doctor.disk import in_words
from bot.service.doctor.file import Content, migrated, taken_in
from storage.errors import StorageError

if TYPE_CHECKING:
    from storage.postgres.inspection import Look

NEEDED = 6
"""Connections that one copy of the bot may take, and some to spare."""


def examine(url: str) -> tuple[Content, list[Finding]]:
    """Never raises: what is wrong is a finding."""
    from storage.postgres.inspection import look

    content = Content()
    try:
        seen = look(url)
    except StorageError as error:
        says, _, todo = str(error).partition(": ")
        return content, [mend("server", says, f"{todo[:1].upper()}{todo[1:]}")]
    found = list(_server(seen))
    found += _tables(seen)
    if seen.migrations:
        found += taken_in(content, seen.groups, seen.channels)
    return content, found


def backups(url: str) -> Iterator[Finding]:
    """How the server's data can be saved, which the bot does not do by itself."""
    from storage.postgres.dump import program
    from storage.postgres.inspection import look

    try:
        archiving = look(url).archiving
    except StorageError:
        return  # told already
    if archiving:
        says = "PostgreSQL archives its log: with a base backup it goes back to any moment"
        yield ok("server", says)
    else:
        yield note(
            "server",
            "the bot makes no backups of a PostgreSQL server, and the server archives no log",
            "Run studyhall db backup (pg_dump) each night, or set up WAL archiving: "
            "docs/postgresql.md says how.",
        )
    if program("pg_dump") is None:
        yield note(
            "pg_dump",
            "not installed here, so studyhall db backup cannot work",
            "Install postgresql-client, or make backups where the server is.",
        )


def _server(seen: Look) -> Iterator[Finding]:
    used, most = seen.connections
    yield ok("server", f"{seen.name}, PostgreSQL {seen.version}, {in_words(seen.size)}")
    if seen.standby:
        yield mend(
            "server",
            "it is a standby, which can only be read",
            "Let the address name the primary server (target_session_attrs=read-write).",
        )
    if used + NEEDED > most:
        yield note(
            "connections",
            f"{used} of {most} are in use",
            "A copy of the bot takes up to four: raise max_connections before more copies run.",
        )


def _tables(seen: Look) -> Iterator[Finding]:
    if seen.strangers:
        yield mend(
            "migrations",
            f"{seen.name} holds tables of another program",
            "Use a database of the bot's own.",
        )
    elif not seen.migrations:
        yield ok("migrations", "the database is empty: the bot fills it at its first start")
    else:
        yield migrated(seen.migrations)
