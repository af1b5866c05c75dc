"""The findings as a table for people and as data for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Column, Table
from rich.text import Text

from bot.adapters.common.checkup import State
from bot.service.doctor.section import Section, number
from bot.service.redaction import redacted

WIDTH = 32
"""Columns for what was looked at."""
STYLE = {State.OK: "green", State.NOTE: "yellow", State.MEND: "bold red"}


def table(sections: Sequence[Section]) -> Table:
    """One row a finding; what to do stands below what was found."""
    shown = Table(
        "",
        Column("what", overflow="fold", max_width=WIDTH),
        Column("found, and what to do", overflow="fold"),  # paths whole, so that they can be used
    )
    for section in sections:
        for at, finding in enumerate(section.findings):
            said = Text(redacted(finding.says))
            if finding.todo:
                said.append(f"\n→ {redacted(finding.todo)}", style="bold")
            same = finding.about == section.name
            what = Text(section.name if same else f"{section.name}: {redacted(finding.about)}")
            last = at == len(section.findings) - 1
            mark = Text(finding.state.value, style=STYLE[finding.state])
            shown.add_row(mark, what, said, end_section=last)
    return shown


def summary(sections: Sequence[Section]) -> str:
    """One sentence."""
    mend, notes = number(sections, State.MEND), number(sections, State.NOTE)
    more = f" {notes} note{'s' if notes > 1 else ''}." if notes else ""
    if not mend:
        return f"All is well.{more}"
    return f"{mend} thing{'s' if mend > 1 else ''} to mend.{more}"


def data(sections: Sequence[Section]) -> dict[str, Any]:
    """Everything, for JSON."""
    findings = [
        {
            "part": section.name,
            "about": redacted(finding.about),
            "state": finding.state.value,
            "says": redacted(finding.says),
            "todo": redacted(finding.todo),
        }
        for section in sections
        for finding in section.findings
    ]
    mend, notes = number(sections, State.MEND), number(sections, State.NOTE)
    return {"ok": not mend, "mend": mend, "notes": notes, "findings": findings}
