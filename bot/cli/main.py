"""The ``studyhall`` command. Start-up errors are one sentence on stderr and exit code 2."""

from __future__ import annotations

import asyncio
import io
import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from bot.adapters.platform import Platform
from bot.cli.course import course
from bot.cli.db import db
from bot.cli.doctor import doctor
from bot.cli.learn import learning
from bot.service import logging as log
from bot.service.errors import StartError
from bot.service.platforms import PLATFORMS
from bot.service.process_lock import alive_files
from bot.service.redaction import redacted
from bot.service.settings import Settings, load_settings
from bot.study.group import Rhythm
from content.knowledge import learn
from content.loader import load_courses
from content.mistakes import CourseErrors
from content.model import Course
from storage.errors import StorageError

app = typer.Typer(
    name="studyhall",
    help="A study-group bot for Slack and Discord.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # errors as plain lines, not broken up by a box
    add_completion=False,
)
manifests = typer.Typer(help="What to paste where, to connect a platform.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(learning, name="learn")
app.command()(doctor)
app.add_typer(manifests, name="manifest")
app.add_typer(course, name="course")

out = Console()
err = Console(stderr=True, highlight=False)

UNHEALTHY_AFTER = 60.0
"""Seconds without a tick after which the bot counts as stuck."""


def main() -> None:
    """Entry point: turns every expected error into one sentence."""
    _speak()
    try:
        app()
    except (StartError, StorageError) as error:
        _refuse(str(error))
    except CourseErrors as error:
        for mistake in error.mistakes:
            err.print(str(mistake), markup=False, soft_wrap=True)
        many = len(error.mistakes)
        _refuse(f"{many} mistake{'s' if many > 1 else ''} in the course files.")


def _speak() -> None:
    """A console that lacks a sign (many on Windows lack “→”) shows ? in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _refuse(sentence: str) -> NoReturn:
    err.print(f"studyhall: {redacted(sentence)}", style="red", markup=False, soft_wrap=True)
    sys.exit(2)


def _courses(settings: Settings, *, learned: bool = True) -> dict[str, Course]:
    """Not ``learned``: what grading looks up is looked up when it is first asked for."""
    folder = settings.studyhall_courses
    if not folder.is_dir():
        raise StartError(f"STUDYHALL_COURSES points to {folder}, which is not a folder.")
    courses = load_courses(folder)
    if not courses:
        raise StartError(f"There is no course in {folder}: put a course folder there.")
    if learned:
        learn(courses.values())
    return courses


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="0 takes any free port.", min=0, max=65535)] = 8420,
    database: Annotated[
        Path | None, typer.Option(help="Keep the demo's data in this file.")
    ] = None,
    days: Annotated[int, typer.Option(help="Study days that are already over.", min=0, max=60)] = 8,
    spread: Annotated[bool, typer.Option(help="Three posts a day instead of one.")] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = False,
) -> None:
    """The playground: a page with a study group, no tokens needed."""
    from bot.service.demo import playground
    from bot.service.signals import stop_signal

    settings = load_settings()
    log.configure(settings.studyhall_log, "warning")
    courses = _courses(settings)
    rhythm = Rhythm.SPREAD if spread else Rhythm.MORNING

    async def run() -> None:
        stop = stop_signal()
        with err.status("Setting up a study group …"):
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
            for line in _hints(database):
                out.print(line, markup=False, highlight=False, soft_wrap=True)
            if browser:
                webbrowser.open(shown.url)
            await stop.wait()
        finally:
            await context.__aexit__(None, None, None)

    asyncio.run(run())


def _hints(database: Path | None) -> tuple[str, str, str]:
    kept = (
        f"Everything is kept in {database}: start the demo with it again to go on."
        if database is not None
        else "Everything is gone when you stop it; --database demo.db keeps it in a file."
    )
    return (
        "Try this: answer the question, type /quiz or /leaderboard, press Next post. The channel "
        "#empty is for /study setup and /study move.",
        kept,
        "Another port: make demo PORT=8430, or studyhall demo --port 8430.",
    )


@app.command()
def run() -> None:
    """The bot, with the platforms whose tokens are set."""
    from bot.cli.run import serve
    from bot.service import event_loop
    from bot.service.env_file import told_at_start

    settings = load_settings()
    settings.connected()
    for words in told_at_start(Path(".env"), settings):
        err.print(f"studyhall: {redacted(words)}", markup=False, soft_wrap=True)
    log.configure(settings.studyhall_log, settings.studyhall_log_level)
    event_loop.run(serve(settings, _courses(settings, learned=False)))


@app.command()
def health() -> None:
    """Exit code 0 while the bot's loop runs; for container health checks."""
    ages = [
        time.time() - path.stat().st_mtime
        for path in alive_files(load_settings().studyhall_database)
    ]
    if not ages:
        raise StartError("The bot is not running (or has never run) on this database.")
    if (age := max(ages)) > UNHEALTHY_AFTER:
        raise StartError(f"The bot has done nothing for {age:.0f} seconds.")
    out.print("ok")


def _add_manifest(platform: Platform) -> None:
    # Typer reads annotations by name, so what differs by platform stands in the default.
    asked = typer.Argument("", help=platform.argument, hidden=not platform.argument)

    def manifest(argument: str = asked) -> None:
        values = load_settings().values(platform)
        try:
            typer.echo(platform.manifest(_commands(), values, argument))
        except ValueError as error:
            raise StartError(str(error)) from error

    manifests.command(platform.name, help=platform.about_manifest)(manifest)


for _platform in PLATFORMS:
    _add_manifest(_platform)


def _commands() -> tuple[Any, ...]:
    from bot.features.catalogue import declared

    return declared()
