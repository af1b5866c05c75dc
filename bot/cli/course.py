"""``studyhall course``: what an author needs, from the first file to the id lock."""

from __future__ import annotations

import asyncio
import json
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli.course_export import give
from bot.cli.course_folders import Folder, Which, folders, only
from bot.cli.course_import import take
from bot.service.errors import StartError
from bot.service.platforms import PLATFORMS
from bot.service.settings import load_settings
from content.loader import BUNDLED, load_course
from content.lock import EMPTY, FILE, read_lock, write_lock
from content.measured import ENOUGH, FirstAnswer, Measured, measure
from content.model import Course
from content.scaffold import CannotMake, make_course

if TYPE_CHECKING:
    from content.lint import Checked, Finding

course = typer.Typer(help="Write and look after courses.", no_args_is_help=True)

course.command("import")(take)
course.command("export")(give)

out = Console(highlight=False)


def _checked(folders: Iterable[Path], against: str = "") -> list[Checked]:
    from bot.service.course_checks import BotRuntime
    from content.lint import check

    return [check(folder, BotRuntime(), against=against) for folder in folders]


@course.command()
def lint(
    folder: Folder = None,
    against: Annotated[
        Path | None, typer.Option(help="A text whose wording must not be copied.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Warnings count as errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Checks every rule. Exit code 1 when a course has an error."""
    try:
        source = against.read_text(encoding="utf-8") if against else ""
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(f"{against} cannot be read: {error}.") from error
    checked = _checked(folders(folder), source)
    if as_json:
        typer.echo(json.dumps([_data(f) for one in checked for f in one.findings], indent=2))
    else:
        _print(checked)
    bad = any(one.errors or (strict and one.warnings) for one in checked)
    raise typer.Exit(1 if bad else 0)


def _print(checked: list[Checked]) -> None:
    advice: dict[str, str] = {}
    for one in checked:
        for finding in one.findings:
            typer.echo(f"{finding.severity}: {finding}")
            advice.setdefault(finding.rule, finding.advice)
    if advice:
        typer.echo("\nWhat to do:")
        for rule, words in sorted(advice.items()):
            typer.echo(f"  [{rule}] {words}")
        typer.echo("")
    for one in checked:
        size = (
            f"{_count(len(one.course.concepts), 'concept')}, "
            f"{_count(len(one.course.questions), 'question')}"
            if one.course
            else "cannot be loaded"
        )
        errors, warnings = _count(len(one.errors), "error"), _count(len(one.warnings), "warning")
        typer.echo(f"{one.slug}: {size}, {errors}, {warnings}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _data(finding: Finding) -> dict[str, str | int]:
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "file": finding.file,
        "line": finding.line,
        "key": finding.key,
        "message": finding.message,
        "advice": finding.advice,
    }


@course.command()
def stats(
    folder: Folder = None,
    which: Which = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="Draw the coverage into this .svg file.")
    ] = None,
) -> None:
    """What a course consists of: coverage, types, levels, letters of right answers, lengths."""
    from bot.cli.course_tables import tables
    from bot.service.course_checks import BotRuntime
    from content.coverage import coverage_svg
    from content.stats import stats_of

    one = only(folder, which)
    found = stats_of(one, BotRuntime())
    if picture is not None:
        try:
            picture.write_text(coverage_svg(one, found), encoding="utf-8")
        except OSError as error:
            raise StartError(f"{picture} cannot be written: {error.strerror}.") from error
    if as_json:
        typer.echo(json.dumps(found.as_data(), indent=2))
    else:
        for table in tables(one, found):
            out.print(table)


@course.command()
def preview(
    entry: Annotated[str, typer.Argument(metavar="ID", help="A concept's or a question's id.")],
    folder: Folder = None,
    which: Which = "",
    as_json: Annotated[
        str, typer.Option("--json", help="Print what this platform is sent, as JSON.")
    ] = "",
    port: Annotated[int, typer.Option(help="0 takes any free port.", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """A card or a question as members will see it: a page with the looks of both platforms."""
    from bot.service.preview import previewed, rendered
    from bot.service.signals import stop_signal

    one = only(folder, which)
    if entry not in one.concepts and entry not in one.questions:
        raise StartError(f"There is no concept or question “{entry}” in {one.slug}.")
    if as_json:
        platforms = {p.name: p.render for p in PLATFORMS if p.render is not None}
        if as_json not in platforms:
            raise StartError(f"--json takes one of {', '.join(platforms)}.")
        typer.echo(json.dumps(rendered(one, entry, platforms[as_json]), indent=2))
        return

    async def show() -> None:
        stop = stop_signal()
        async with previewed(one, entry, port=port) as shown:
            out.print(f"{entry}: {shown.url}  (Ctrl-C stops it)", soft_wrap=True)
            if browser:
                webbrowser.open(shown.url)
            await stop.wait()

    asyncio.run(show())


@course.command()
def new(
    slug: Annotated[str, typer.Argument(help="The course's id, such as tea-for-beginners.")],
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    into: Annotated[
        Path | None, typer.Option(help="The folder of courses. [STUDYHALL_COURSES or courses]")
    ] = None,
) -> None:
    """Makes a small course that can be studied at once, to write your own into."""
    own = load_settings().studyhall_courses
    root = into or (own if own != BUNDLED else Path("courses"))
    try:
        folder = make_course(root, slug, title)
    except CannotMake as error:
        raise StartError(str(error)) from error
    typer.echo(f"A new course is in {folder}. Now try:")
    typer.echo(f"  studyhall course lint {root}")
    typer.echo(f"  STUDYHALL_COURSES={root} studyhall demo")


@course.command()
def lock(folder: Folder = None) -> None:
    """Writes down the ids and revisions in use. Never forgets one."""
    for path in folders(folder):
        one = load_course(path)
        before = read_lock(path) or EMPTY
        problems = before.problems(one)
        for problem in problems:
            typer.echo(f"{one.slug}: {problem.question or problem.concept}: {problem.message}")
        if problems:
            raise typer.Exit(1)
        added = len(before.behind(one))
        if added:
            try:
                write_lock(path, before.grown(one))
            except OSError as error:
                raise StartError(f"{path / FILE} cannot be written: {error.strerror}.") from error
        typer.echo(f"{one.slug}: {added} entries added to {path / FILE}")


@course.command()
def items(
    folder: Folder = None,
    enough: Annotated[int, typer.Option(help="First answers before judging.", min=1)] = ENOUGH,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """How questions behave with your members: too hard, too easy, idle or stronger options."""
    loaded = [load_course(path) for path in folders(folder)]
    found = asyncio.run(_measured(loaded, enough))
    if as_json:
        data = [
            {
                "question": m.question.id,
                "answers": m.answers,
                "right": m.right,
                "discrimination": m.discrimination,
                "flags": m.flags,
            }
            for m in found
        ]
        typer.echo(json.dumps(data, indent=2))
        return
    for m in found:
        words = "; ".join(m.flags) or "ok"
        out.print(f"{m.question.id}: {m.answers} answers, {m.right:.0%} right: {words}")
    if not found:
        out.print(f"No question has {enough} first answers yet.")


async def _measured(courses: Iterable[Course], enough: int) -> list[Measured]:
    from bot.service.database import opened

    settings = load_settings()
    path = settings.studyhall_database
    if settings.postgresql is None and not path.exists():
        raise StartError(f"There is no database at {path}: STUDYHALL_DATABASE says where it is.")
    store = await opened(settings, create=False)
    try:
        return [
            m
            for one in courses
            for m in measure(
                one, [FirstAnswer(*row) for row in await store.first_answers(one.slug)], enough
            )
        ]
    finally:
        await store.close()
