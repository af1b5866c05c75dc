"""A look into a PostgreSQL database without writing or upgrading anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.inspection import StudyGroup
from storage.postgres.failures import explained
from storage.postgres.server import applied, connect, must_be_usable, shown


@dataclass(frozen=True, slots=True)
class Look:
    """``name`` tells no secret. ``archiving`` says whether the server keeps its log for backups.

    ``channels`` are key, group and problem. ``connections`` are those to this database and how
    many the whole server allows.
    """

    name: str
    version: str
    standby: bool
    archiving: bool
    size: int
    connections: tuple[int, int]
    migrations: tuple[str, ...]
    strangers: int
    groups: tuple[StudyGroup, ...]
    channels: tuple[tuple[str, int, str], ...]


def look(url: str) -> Look:
    """Raises ``StorageError``."""
    must_be_usable(url)
    name = shown(url)
    with explained(name):
        raw = connect(url)
        try:
            raw.execute("BEGIN READ ONLY")
            had = applied(raw)

            def rows(sql: str) -> list[Any]:
                return raw.execute(sql).fetchall()

            facts = rows(
                "SELECT current_setting('server_version'), pg_is_in_recovery(), "
                "current_setting('archive_mode') <> 'off', "
                "pg_database_size(current_database()), "
                "(SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()), "
                "current_setting('max_connections')::integer, "
                "(SELECT COUNT(*) FROM pg_class WHERE relkind IN ('r', 'v', 'p') "
                "AND relnamespace = current_schema()::regnamespace)"
            )[0]
            groups = rows("SELECT id, course, zone, state FROM groups ORDER BY id") if had else []
            channels = (
                rows(
                    "SELECT channel, group_id, problem FROM channels "
                    "ORDER BY problem = '', group_id, position"
                )
                if had
                else []
            )
        finally:
            raw.close()
    version, standby, archiving, size, used, most, tables = facts
    return Look(
        name,
        version.split()[0],
        standby,
        archiving,
        size,
        (used, most),
        tuple(had),
        0 if had else tables,
        tuple(StudyGroup(*row) for row in groups),
        tuple((row[0], row[1], row[2]) for row in channels),
    )
