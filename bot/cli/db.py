"""The ``studyhall db`` commands: look after the database file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.progress import shown
from bot.cli.words import tell_differences
from bot.service.errors import StartError
from bot.service.settings import Settings, load_settings

if TYPE_CHECKING:
    from storage.backups import Held, Tried
    from storage.sql_store import SqlStore

T = TypeVar("T")

out = Console()
db = typer.Typer(help="Look after the database.", no_args_is_help=True)


@db.command()
def migrate() -> None:
    """Brings the database up to date; of a file a backup is made beside it first."""
    from bot.service.process_lock import no_file, only_copy

    settings = load_settings()
    lock = only_copy if settings.postgresql is None else no_file
    with lock(settings.studyhall_database):
        with_store(lambda store: store.stats(), "The database is up to date.", make=True)


@db.command()
def verify() -> None:
    """Recomputes points, streaks and memories from the ledger. Exit code 1 when any differs."""
    from bot.service.backups.daily import rebuild

    with shown() as told:
        found: list[str] = with_store(lambda store: store.verify(rebuild, told))
    for line in found:
        typer.echo(line)
    typer.echo("No difference." if not found else f"Differences: {len(found)}.")
    raise typer.Exit(1 if found else 0)


@db.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="A new file; without it, one named after the date.")
    ] = None,
) -> None:
    """Copies the database while the bot runs, and checks that the copy can be restored."""
    from bot.service.backups.daily import rebuild
    from bot.service.backups.folder import Folder
    from storage.backups import make

    settings = load_settings()
    if settings.postgresql is not None:
        from bot.cli.db_server import dump

        dump(settings, file)
        return
    database = _there(settings)
    if file is not None:
        with shown() as told:
            tried = make(database, file, rebuild, told=told)
    elif settings.backups is not None:
        with shown() as told:
            folder = Folder(settings.backups, database)
            file, tried = folder.make(datetime.now(UTC), rebuild, told=told)
    else:
        raise StartError("STUDYHALL_BACKUPS is off: name a file, such as backup.db.")
    typer.echo(f"Saved to {file}.")
    typer.echo(f"It can be restored: {_held(tried.held)}.")
    _tell_differences(tried)


@db.command()
def backups() -> None:
    """Lists the backups, newest first, and whatever else can be restored."""
    from bot.service.backups.folder import Folder

    settings = load_settings()
    _needs_a_file(settings, "lists backups of a file")
    database, now = settings.studyhall_database, datetime.now(UTC)
    table = Table("made", "size", "checked", "file")
    if settings.backups is not None:
        for kept in Folder(settings.backups, database).kept():
            checked = "it does not add up" if kept.doubtful else "yes"
            table.add_row(_age(now - kept.made), _megabytes(kept.size), checked, str(kept.path))
    for path in _beside(database):
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        table.add_row(_age(now - made), _megabytes(path.stat().st_size), "no", str(path))
    if table.row_count:
        # As wide as it must be: a path that is broken in two cannot be copied.
        Console(width=10_000).print(table)
    else:
        typer.echo("There are no backups yet. “studyhall db backup” makes one.")
    if settings.backups is None:
        typer.echo("STUDYHALL_BACKUPS is off: the bot makes none by itself.")


@db.command()
def restore(file: Annotated[Path, typer.Argument(help="See “studyhall db backups”.")]) -> None:
    """Replaces the database with a backup; the old one is kept under another name."""
    from bot.service.backups.daily import rebuild
    from bot.service.process_lock import only_copy
    from storage.backups import restore as put_back
    from storage.private import hand_over

    settings = load_settings()
    _needs_a_file(settings, "puts backups of a file back")
    database = settings.studyhall_database
    with only_copy(database):
        with shown() as told:
            done = put_back(file, database, rebuild, datetime.now(UTC), told)
        hand_over(database.with_name(f"{database.name}.lock"), database)
    held = done.tried.held
    typer.echo(f"{database} now holds what was in {file}: {_held(held)}.")
    _tell_differences(done.tried)
    if done.before is not None:
        lost = done.before.count("answers") - held.count("answers")
        if lost > 0:
            typer.echo(f"Answers that came after the backup and are not in it: {lost}.")
    if done.aside is not None:
        typer.echo(f"The old database is kept as {done.aside}: delete it once all is well.")
    typer.echo(
        "Settings such as a pause are what they were in the backup. When the bot starts, it looks "
        "for today's posts and keeps them instead of posting twice. The days between the backup "
        "and today are gone: their questions say so when somebody presses a button, and their "
        "concepts will be posted again."
    )


@db.command()
def copy(
    source: Annotated[str, typer.Argument(help="sqlite:///data/studyhall.db or postgresql://…")],
    target: Annotated[str, typer.Argument(help="The other kind, new or empty.")],
) -> None:
    """Moves everything from SQLite to PostgreSQL or back. The bot must be stopped."""
    from bot.cli.db_server import move

    move(source, target)


@db.command()
def stats() -> None:
    """How much is in the database."""
    rows: dict[str, Any] = with_store(lambda store: store.stats())
    table = Table("what", "number")
    for name, value in rows.items():
        table.add_row(name.replace("_", " "), str(value))
    out.print(table)


def _needs_a_file(settings: Settings, what: str) -> None:
    """Raises ``StartError`` with a server, whose backups are its own programs' business."""
    if settings.postgresql is not None:
        raise StartError(
            f"This {what}, and the database is on a PostgreSQL server: pg_dump and pg_restore do "
            "that there, see docs/postgresql.md."
        )


def _there(settings: Settings) -> Path:
    path = settings.studyhall_database
    if not path.exists():
        raise StartError(
            f"There is no database {path} yet: the bot makes it at its first start. "
            "STUDYHALL_DATABASE says where it is."
        )
    return path


def with_store(
    work: Callable[[SqlStore], Coroutine[Any, Any, T]], done: str = "", *, make: bool = False
) -> T:
    """What ``work`` gives. Only with ``make`` a database that is not there yet is made."""
    from bot.service.database import opened
    from bot.service.process_lock import only_copy
    from storage.backups import is_older

    settings = load_settings()
    if settings.postgresql is None and not make and is_older(_there(settings)):
        with only_copy(settings.studyhall_database):
            pass  # nobody runs; an upgrade must not happen under an older bot that does

    async def go() -> T:
        store = await opened(settings, create=make)
        try:
            return await work(store)
        finally:
            await store.close()

    found = asyncio.run(go())
    if done:
        typer.echo(done)
    return found


def _beside(database: Path) -> list[Path]:
    """What upgrades and restores have put beside the database."""
    from storage.copying import ASIDE, SIDE_FILES

    found = [
        path
        for mark in (".before-", ASIDE)
        for path in database.parent.glob(f"{database.name}{mark}*")
        if not path.name.endswith(SIDE_FILES)
    ]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def _tell_differences(tried: Tried) -> None:
    tell_differences(tried.differences)


def _held(held: Held) -> str:
    groups, people = held.count("groups"), held.count("persons")
    words = (
        f"{groups} group{'' if groups == 1 else 's'}, {people} "
        f"{'person' if people == 1 else 'people'}, answers: {held.count('answers')}"
    )
    if held.latest is None:
        return words
    latest = datetime.fromtimestamp(held.latest / 1000, UTC)
    return f"{words}, up to {latest:%Y-%m-%d %H:%M} UTC"


def _age(age: timedelta) -> str:
    minutes = round(age.total_seconds() / 60)
    for size, name in ((1440, "days"), (60, "hours")):
        if minutes >= 2 * size:
            return f"{minutes // size} {name} ago"
    return f"{minutes} minutes ago"


def _megabytes(size: int) -> str:
    from storage.copying import megabytes

    return megabytes(size)
