"""The ``studyhall`` command. Start-up errors are one sentence on stderr and exit code 2."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
import webbrowser
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot import log
from bot.errors import StartError
from bot.settings import Settings, load_settings
from content.loader import load_courses
from content.mistakes import CourseErrors
from content.model import Course
from storage.errors import StorageError

app = typer.Typer(
    name="studyhall",
    help="A study-group bot for Slack and Discord.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
db = typer.Typer(help="Look after the database.", no_args_is_help=True)
manifests = typer.Typer(help="What to paste where, to connect a platform.", no_args_is_help=True)
course = typer.Typer(help="Look at courses.", no_args_is_help=True)
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
        err.print(f"studyhall: {error}", style="red", markup=False, soft_wrap=True)
        sys.exit(2)
    except CourseErrors as error:
        _print_mistakes(error)
        sys.exit(2)


def _print_mistakes(error: CourseErrors) -> None:
    for mistake in error.mistakes:
        err.print(str(mistake), markup=False, soft_wrap=True)
    err.print(f"studyhall: {len(error.mistakes)} mistakes in the course files.", style="red")


def _courses(settings: Settings) -> dict[str, Course]:
    folder = settings.studyhall_courses
    if not folder.is_dir():
        raise StartError(f"STUDYHALL_COURSES points to {folder}, which is not a folder.")
    courses = load_courses(folder)
    if not courses:
        raise StartError(f"There is no course in {folder}: put a course folder there.")
    return courses


def _run(main_task: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(main_task())


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
                courses, port=port, database=database, study_days=days, rhythm=rhythm
            )
            shown = await context.__aenter__()
        try:
            out.print(f"Studyhall playground: {shown.url}  (Ctrl-C stops it)", soft_wrap=True)
            if browser:
                webbrowser.open(shown.url)
            await stop.wait()
        finally:
            await context.__aexit__(None, None, None)

    _run(run)


@app.command()
def run() -> None:
    """The bot, with the platforms whose tokens are set."""
    from bot.app import App, adapters_for, alive_file
    from bot.core.clock import SystemClock
    from storage.store import SqliteStore

    settings = load_settings()
    settings.check_tokens()
    log.configure(settings.studyhall_log, settings.studyhall_log_level)
    courses = _courses(settings)

    async def serve() -> None:
        stop = _stop_signal()
        path = settings.studyhall_database
        store = await SqliteStore.open(path)
        bot = App(store, courses, SystemClock(), alive=alive_file(path))
        try:
            for adapter in adapters_for(settings, bot):
                bot.add(adapter)
            await bot.start()
            failures = [s.failure for s in bot.chats.supervisors.values() if s.failure]
            if len(failures) == len(bot.chats.supervisors):
                raise StartError(" ".join(failures))
            bot.ticker.start()
            err.print("studyhall: ready", style="green")
            await stop.wait()
            err.print("studyhall: stopping")
        finally:
            await bot.stop()
            await store.close()

    _run(serve)


@app.command()
def health() -> None:
    """Exit code 0 while the bot's loop runs; for container health checks."""
    from bot.app import alive_file

    path = alive_file(load_settings().studyhall_database)
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        raise StartError("The bot is not running (or has never run) on this database.") from None
    if age > UNHEALTHY_AFTER:
        raise StartError(f"The bot has not looked at its work for {age:.0f} seconds.")
    out.print("ok")


@manifests.command("slack")
def manifest_slack() -> None:
    """The app manifest to paste at api.slack.com/apps, “From a manifest”."""
    from bot.adapters.slack.manifest import manifest

    settings = load_settings()
    typer.echo(manifest(_commands(), settings.slack_command_prefix))


@manifests.command("discord")
def manifest_discord(
    application_id: Annotated[str, typer.Argument(help="The portal's Application ID.")] = "",
) -> None:
    """The steps in Discord's portal and the invite link."""
    from bot.adapters.discord.manifest import manifest

    typer.echo(manifest(_commands(), application_id))


def _commands() -> tuple[Any, ...]:
    from bot.features.catalogue import declared

    return declared()


@course.command("check")
def course_check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of course folders.")] = None,
) -> None:
    """Loads every course and lists what is wrong, with file, line, key and rule."""
    settings = load_settings()
    if folder is not None:
        settings = settings.model_copy(update={"studyhall_courses": folder})
    for slug, loaded in _courses(settings).items():
        out.print(
            f"{slug}: {len(loaded.concepts)} concepts, {len(loaded.questions)} questions, ok",
            highlight=False,
        )


@db.command()
def migrate() -> None:
    """Brings the database file up to date; a backup is made beside it first."""
    _with_store(lambda store: store.stats(), "The database is up to date.")


@db.command()
def verify() -> None:
    """Recomputes points and streaks from the ledger. Exit code 1 when anything differs."""
    from bot.study.streaks import rebuild
    from storage.records import StreakRow

    found: list[str] = []

    async def check(store: Any) -> None:
        found.extend(await store.verify(lambda days: StreakRow(*rebuild(days))))

    _with_store(check, "")
    for line in found:
        typer.echo(line)
    typer.echo("No difference." if not found else f"{len(found)} differences.")
    raise typer.Exit(1 if found else 0)


@db.command()
def backup(file: Annotated[Path, typer.Argument(help="A file that does not exist yet.")]) -> None:
    """Copies the database while the bot runs."""
    _with_store(lambda store: store.backup(file), f"Saved to {file}.")


@db.command()
def stats() -> None:
    """How much is in the database."""
    rows: dict[str, Any] = {}

    async def read(store: Any) -> None:
        rows.update(await store.stats())

    _with_store(read, "")
    table = Table("what", "number")
    for name, value in rows.items():
        table.add_row(name.replace("_", " "), str(value))
    out.print(table)


def _with_store(work: Callable[[Any], Coroutine[Any, Any, Any]], done: str) -> None:
    from storage.store import SqliteStore

    path = load_settings().studyhall_database

    async def go() -> None:
        store = await SqliteStore.open(path)
        try:
            await work(store)
        finally:
            await store.close()

    _run(go)
    if done:
        typer.echo(done)
