"""What ``studyhall db`` does with a PostgreSQL server, where it differs from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.cli.progress import shown
from bot.cli.words import tell_differences
from bot.service.database import EXTRA, file_of, has_extra, is_server
from bot.service.errors import StartError
from bot.service.redaction import hide
from bot.service.settings import Settings
from storage.copying import megabytes


def dump(settings: Settings, file: Path | None) -> None:
    """Writes a backup with pg_dump while the bot runs; without ``file`` one named after now."""
    from storage.postgres.dump import dump as written

    assert settings.postgresql is not None
    if file is None:
        name = f"studyhall-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump"
        file = settings.studyhall_database.parent / "backups" / name
    size = written(settings.postgresql.get_secret_value(), file)
    typer.echo(f"Saved to {file} ({megabytes(size)}).")
    typer.echo("pg_restore puts it into an empty database: docs/postgresql.md says how.")


def move(source: str, target: str) -> None:
    """Copies everything from a file to a server or back. Raises ``StartError``."""
    from bot.service.backups.daily import rebuild
    from bot.service.process_lock import only_copy

    if is_server(source) == is_server(target):
        raise StartError(
            "Name a file and a server, such as sqlite:///data/studyhall.db and "
            "postgresql://user@host/name."
        )
    if not has_extra():
        raise StartError(f"PostgreSQL needs an extra: {EXTRA}.")
    from storage.postgres.server import shown as named
    from storage.postgres.transfer import to_file, to_server

    if is_server(target):
        hide(target)
        file, name = file_of(source), named(target)
        if not file.is_file():
            raise StartError(f"There is no database {file}.")
        with only_copy(file), shown() as told:
            moved = to_server(file, target, rebuild, told)
    else:
        hide(source)
        file = file_of(target)
        name = str(file)
        with shown() as told:
            moved = to_file(source, file, rebuild, told)
    rows = sum(count for _, count in moved.rows)
    typer.echo(f"{name[0].upper()}{name[1:]} holds the same now: {rows} rows, each compared.")
    typer.echo(
        f"Groups: {moved.count('groups')}, people: {moved.count('persons')}, answers: "
        f"{moved.count('answers')}."
    )
    tell_differences(moved.differences)
    typer.echo("Set STUDYHALL_DATABASE to it and start the bot; the old database stays as it is.")
