"""The ``studyhall learn`` commands: how well the bot predicts what people remember."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.db import with_store
from bot.service.errors import StartError

if TYPE_CHECKING:
    from bot.study.fitting import Fitted, Fitter, Scores
    from bot.study.group import Group
    from storage.memories import Parameters
    from storage.sql_store import SqlStore

learning = typer.Typer(help="How well people's recall is predicted.", no_args_is_help=True)

GroupOption = Annotated[
    int | None, typer.Option("--group", help="Only the group with this number.")
]


@learning.command()
def fit(
    group: GroupOption = None,
    all_: Annotated[
        bool, typer.Option("--all", help="One set for all groups that have none of their own.")
    ] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would change.")] = False,
) -> None:
    """Fits the forgetting curve to a group's own answers, where that predicts them better."""
    from bot.study.fitting import NoOptimizer, optimizer

    if group is not None and all_:
        raise StartError("Choose one of --group and --all.")
    try:
        fitter = optimizer()
    except NoOptimizer as error:
        raise StartError(str(error)) from error
    with_store(lambda store: _fit(store, fitter, group, everybody=all_, keep=not dry_run))


@learning.command()
def report(group: GroupOption = None) -> None:
    """Compares what was predicted with what people then knew. Changes nothing."""
    from bot.cli.learning_report import SECTIONS, Look

    async def told(store: SqlStore) -> list[tuple[str, list[str]]]:
        await _groups(store, group)
        look = Look(store, group)
        return [(title, await section(look)) for title, section in SECTIONS]

    sections = [(title, lines) for title, lines in with_store(told) if lines]
    if not sections:
        raise StartError(
            "There is nothing to report yet: a prediction is checked when somebody answers on the "
            "same thing again, a day or more later."
        )
    for number, (title, lines) in enumerate(sections):
        typer.echo(("\n" if number else "") + title)
        for line in lines:
            typer.echo(f"  {line}")


async def _fit(
    store: SqlStore, fitter: Fitter, only: int | None, *, everybody: bool, keep: bool
) -> None:
    from bot.study.fitting import ENOUGH, Verdict
    from storage.memories import EVERYBODY

    kept, most = await store.memories.parameters(), 0
    fitted = False
    for number, name in _whose(await _groups(store, only), everybody):
        found = await _fitted(store, fitter, kept, number)
        most = max(most, found.answers)
        if found.verdict is Verdict.TOO_FEW:
            continue
        fitted = True
        typer.echo(f"{name}: {found.answers:,} repeated answers.")
        for line in _compared(found):
            typer.echo(f"  {line}")
        taken = found.verdict is Verdict.TAKEN
        typer.echo(f"  {_outcome(taken, keep)}")
        if taken and keep:
            now = round(datetime.now(UTC).timestamp() * 1000)
            await store.memories.set_parameters(
                EVERYBODY if number is None else number,
                found.parameters,
                answers=found.answers,
                now=now,
            )
    if not fitted:
        raise StartError(
            f"There are too few answers to fit to: it takes {ENOUGH:,} that come a day or more "
            f"after another one on the same concept, and no group has more than {most:,} so far."
        )


async def _fitted(
    store: SqlStore, fitter: Fitter, kept: Mapping[int, Parameters], group_id: int | None
) -> Fitted:
    from bot.study.fitting import fit as fit_to
    from bot.study.fitting import histories
    from bot.study.recall import parameters_of
    from storage.memories import EVERYBODY

    own = kept.get(EVERYBODY if group_id is None else group_id) or kept.get(EVERYBODY)
    answers = await store.from_ledger(histories, group_id)
    return fit_to(answers, fitter, parameters_of(own.weights if own else None))


async def _groups(store: SqlStore, only: int | None) -> tuple[Group, ...]:
    groups = await store.groups.all()
    found = tuple(group for group in groups if only in (None, group.id))
    if not found and only is not None:
        there = ", ".join(str(group.id) for group in groups) or "none"
        raise StartError(f"There is no group {only}: the groups are {there}.")
    return found


def _whose(groups: tuple[Group, ...], everybody: bool) -> Iterator[tuple[int | None, str]]:
    if everybody:
        yield None, "All groups"
        return
    for group in groups:
        yield group.id, f"Group {group.id} ({group.course})"


def _compared(found: Fitted) -> Iterator[str]:
    if found.before is not None:
        yield f"On the latest {found.before.answers:,} predictions, which were held back:"
    for when, scores in (("before", found.before), ("after", found.after)):
        if scores is not None:
            yield f"{when}: {_words(scores)}"


def _words(scores: Scores) -> str:
    return (
        f"log loss {scores.log_loss:.4f}, calibration error {100 * scores.error:.1f} points of "
        f"100, Brier score {scores.brier:.4f}"
    )


def _outcome(taken: bool, keep: bool) -> str:
    if not taken:
        return "The new parameters don't predict better, so the old ones stay."
    if not keep:
        return "The new parameters predict better. Without --dry-run they would be used."
    return "The new parameters predict better and are used from now on."
