"""``studyhall doctor``: what is missing or wrong, in plain words, before and after the start."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.service import logging as log

out = Console()


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every channel, however many there are.")
    ] = False,
) -> None:
    """Looks at settings, disk, database, courses, clock and platforms; says what to do.

    Changes nothing and does not disturb a bot that runs. Exit code 0: all is well (there may be
    notes), 1: something to mend.
    """
    from bot.adapters.common.checkup import State
    from bot.features.catalogue import declared
    from bot.service.doctor.examine import examine
    from bot.service.doctor.report import data, summary, table
    from bot.service.doctor.section import number

    log.configure("console", "error")  # what libraries have to say stands in the findings
    sections = asyncio.run(examine(Path(".env"), declared(), everything=everything))
    if as_json:
        typer.echo(json.dumps(data(sections), ensure_ascii=False, indent=2))
    else:
        out.print(table(sections))
        out.print(summary(sections), markup=False)
    raise typer.Exit(1 if number(sections, State.MEND) else 0)
