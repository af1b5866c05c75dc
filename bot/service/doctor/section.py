"""What the doctor hands on: findings under headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.common.checkup import Finding, State


@dataclass(frozen=True, slots=True)
class Section:
    """``name`` is what was looked at: settings, disk, a platform …"""

    name: str
    findings: Sequence[Finding]


def number(sections: Sequence[Section], state: State) -> int:
    """How many findings have this state."""
    return sum(finding.state is state for section in sections for finding in section.findings)
