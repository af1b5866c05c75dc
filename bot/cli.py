"""The ``studyhall`` command. Start-up errors are one sentence on stderr and exit code 2."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
import webbrowser
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot import log
from bot.adapters.platform import Platform
from bot.cli_course import course
from bot.errors import StartError
from bot.platforms import PLATFORMS
from bot.settings import Settings, load_settings
from bot.single import alive_file, only_copy
from content.loader import load_courses
from content.mistakes import CourseErrors
from content.model import Course
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.app import App
    from storage.store import SqliteStore

T = TypeVar("T")

app = typer.Typer(
    name="studyhall",
    help="A study-group bot for Slack and Discord.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # errors as plain lines, not broken up by a box
    add_completion=False,
)
db = typer.Typer(help="Look after the database.", no_args_is_help=True)
manifests = typer.Typer(help="What to paste where, to connect a platform.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(manifests, name="manifest")
app.add_typer(course, name="course")

out = Console()
err = Console(stderr=True, highlight=False)

UNHEALTHY_AFTER = 60.0
"""Seconds without a tick after which the bot counts as stuck."""


def main() -> None:
    """Entry point: turns every expected error into one sentence."""
    try:
        app()
    except (StartError, StorageError) as error:
        _refuse(str(error))
    except CourseErrors as error:
        for mistake in error.mistakes:
            err.print(str(mistake), markup=False, soft_wrap=True)
        many = len(error.mistakes)
        _refuse(f"{many} mistake{'s' if many > 1 else ''} in the course files.")


def _refuse(sentence: str) -> NoReturn:
    err.print(f"studyhall: {sentence}", style="red", markup=False, soft_wrap=True)
    sys.exit(2)


def _courses(settings: Settings) -> dict[str, Course]:
    folder = settings.studyhall_courses
    if not folder.is_dir():
        raise StartError(f"STUDYHALL_COURSES points to {folder}, which is not a folder.")
    courses = load_courses(folder)
    if not courses:
        raise StartError(f"There is no course in {folder}: put a course folder there.")
    return courses


def _stop_signal() -> asyncio.Event:
    """Set by Ctrl-C and SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="0 takes any free port.", min=0, max=65535)] = 8420,
    database: Annotated[
        Path | None, typer.Option(help="Keep the demo's data in this file.")
    ] = None,
    days: Annotated[int, typer.Option(help="Study days already over.", min=0, max=60)] = 8,
    spread: Annotated[bool, typer.Option(help="Three posts a day instead of one.")] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = False,
) -> None:
    """The playground: a page with a study group, no tokens needed."""
    from bot.demo import playground

    settings = load_settings()
    log.configure(settings.studyhall_log, "warning")
    courses = _courses(settings)
    rhythm = "spread" if spread else "morning"

    async def run() -> None:
        stop = _stop_signal()
        with err.status("A study group is getting to work …"):
            context = playground(
                courses,
                port=port,
                database=database,
                study_days=days,
                rhythm=rhythm,
                folder=settings.studyhall_courses,
            )
            shown = await context.__aenter__()
        try:
            out.print(f"Studyhall playground: {shown.url}  (Ctrl-C stops it)", soft_wrap=True)
            if browser:
                webbrowser.open(shown.url)
            await stop.wait()
        finally:
            await context.__aexit__(None, None, None)

    asyncio.run(run())


@app.command()
def run() -> None:
    """The bot, with the platforms whose tokens are set."""
    from bot.app import App, adapters_for
    from bot.core.clock import SystemClock
    from storage.store import SqliteStore

    settings = load_settings()
    settings.connected()
    log.configure(settings.studyhall_log, settings.studyhall_log_level)
    courses = _courses(settings)

    async def serve() -> None:
        stop = _stop_signal()
        path = settings.studyhall_database
        store = await SqliteStore.open(path)
        try:
            with only_copy(path):
                bot = App(
                    store,
                    courses,
                    SystemClock(),
                    alive=alive_file(path),
                    folder=settings.studyhall_courses,
                )
                await _serve(bot, stop)
        finally:
            await store.close()

    async def _serve(bot: App, stop: asyncio.Event) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, bot.reload)
        alive = alive_file(settings.studyhall_database)
        try:
            for adapter in adapters_for(settings, bot):
                bot.add(adapter)
            working = asyncio.create_task(_work(bot))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not working.cancel():
                await working  # ended by itself, which only an error does
            err.print("studyhall: stopping")
        finally:
            await bot.stop()
            alive.unlink(missing_ok=True)

    asyncio.run(serve())


async def _work(bot: App) -> None:
    """Runs until cancelled. Raises ``StartError`` when no platform is left."""
    bot.connect()
    connected = await bot.connected()
    if len(bot.failures()) < len(bot.chats.supervisors):
        bot.ticker.start()
        with_whom = ", ".join(connected) or "no platform can be reached yet, trying on"
        err.print(f"studyhall: ready ({with_whom})", style="green", markup=False)
        await bot.tried()
        for failure in bot.failures():
            err.print(f"studyhall: {failure}", style="red", markup=False, soft_wrap=True)
    await bot.deserted()
    raise StartError(" ".join(bot.failures()))


@app.command()
def health() -> None:
    """Exit code 0 while the bot's loop runs; for container health checks."""
    path = alive_file(load_settings().studyhall_database)
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        raise StartError("The bot is not running (or has never run) on this database.") from None
    if age > UNHEALTHY_AFTER:
        raise StartError(f"The bot has not looked at its work for {age:.0f} seconds.")
    out.print("ok")


def _add_manifest(platform: Platform) -> None:
    # Typer reads annotations by name, so what differs by platform stands in the default.
    asked = typer.Argument("", help=platform.argument, hidden=not platform.argument)

    def manifest(argument: str = asked) -> None:
        typer.echo(platform.manifest(_commands(), load_settings().values(platform), argument))

    manifests.command(platform.name, help=platform.about_manifest)(manifest)


for _platform in PLATFORMS:
    _add_manifest(_platform)


def _commands() -> tuple[Any, ...]:
    from bot.features.catalogue import declared

    return declared()


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
