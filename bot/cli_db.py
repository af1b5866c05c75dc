"""The ``studyhall db`` commands: look after the database file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import StartError
from bot.settings import load_settings

if TYPE_CHECKING:
    from storage.store import SqliteStore

T = TypeVar("T")

out = Console()
db = typer.Typer(help="Look after the database.", no_args_is_help=True)


@db.command()
def migrate() -> None:
    """Brings the database file up to date; a backup is made beside it first."""
    _with_store(lambda store: store.stats(), "The database is up to date.", make=True)


@db.command()
def verify() -> None:
    """Recomputes points and streaks from the ledger. Exit code 1 when anything differs."""
    from bot.study.streaks import rebuild
    from storage.records import StreakRow

    found: list[str] = _with_store(
        lambda store: store.verify(lambda days: StreakRow(*rebuild(days)))
    )
    for line in found:
        typer.echo(line)
    typer.echo("No difference." if not found else f"Differences: {len(found)}.")
    raise typer.Exit(1 if found else 0)


@db.command()
def backup(file: Annotated[Path, typer.Argument(help="A file that does not exist yet.")]) -> None:
    """Copies the database while the bot runs."""
    _with_store(lambda store: store.backup(file), f"Saved to {file}.")


@db.command()
def stats() -> None:
    """How much is in the database."""
    rows: dict[str, Any] = _with_store(lambda store: store.stats())
    table = Table("what", "number")
    for name, value in rows.items():
        table.add_row(name.replace("_", " "), str(value))
    out.print(table)


def _with_store(
    work: Callable[[SqliteStore], Coroutine[Any, Any, T]], done: str = "", *, make: bool = False
) -> T:
    """What ``work`` gives. Only with ``make`` a database that is not there yet is made."""
    from storage.store import SqliteStore

    path = load_settings().studyhall_database
    if not make and not path.exists():
        raise StartError(
            f"There is no database {path} yet: the bot makes it at its first start. "
            "STUDYHALL_DATABASE says where it is."
        )

    async def go() -> T:
        store = await SqliteStore.open(path)
        try:
            return await work(store)
        finally:
            await store.close()

    found = asyncio.run(go())
    if done:
        typer.echo(done)
    return found
