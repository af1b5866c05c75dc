"""What was measured beside the goals, as one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from rich.table import Table

from benchmarks.rounds import Figures

PLATFORMS = ("slack", "discord")


@dataclass(frozen=True)
class Found:
    """One value a round. ``unit`` follows each number; a ratio has "×" before it."""

    values: Sequence[float]
    unit: str = ""

    @property
    def middle(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        """The median; the least and the most where they differ."""
        text = self._said(self.middle)
        if self._said(min(self.values)) == self._said(max(self.values)):
            return text
        return f"{text} [dim]({self._plain(min(self.values))}–{self._plain(max(self.values))})[/]"

    def _plain(self, value: float) -> str:
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}" if value else "0"

    def _said(self, value: float) -> str:
        if self.unit == "×":
            return f"×{value:.2f}"
        return f"{self._plain(value)} {self.unit}".strip()


@dataclass(frozen=True)
class Row:
    """One goal. ``most`` False: ``goal`` is the least, not the most."""

    what: str
    goal: float
    of: Callable[[Figures, str], Found | None]
    """The goal's value for a contender; None where it was not measured."""
    absolute: Callable[[Figures, str], Found | None] | None = None
    """What stands behind it, and is shown too."""
    most: bool = True
    below_peer: bool = False

    def met(self, figures: Figures, who: str = "studyhall") -> bool | None:
        found = self.of(figures, who)
        if found is None:
            return None
        reached = found.middle <= self.goal if self.most else found.middle >= self.goal
        peer = self.of(figures, "peer") if self.below_peer else None
        return reached and (peer is None or found.middle < peer.middle)

    def wanted(self, figures: Figures) -> str:
        found = self.of(figures, "studyhall")
        sign = "≤" if self.most else "≥"
        unit = found.unit if found else ""
        goal = f"×{self.goal:g}" if unit == "×" else f"{self.goal:g} {unit}".strip()
        return f"{sign} {goal}" + (", below the peer" if self.below_peer else "")


def values(figures: Figures, who: str, what: str) -> list[float]:
    return figures.get(who, {}).get(what, [])


def ratio(platform: str, what: str) -> Callable[[Figures, str], Found | None]:
    """To the bare handler, round by round."""

    def of(figures: Figures, who: str) -> Found | None:
        own = values(figures, f"{who} {platform}", what)
        bare = values(figures, f"bare {platform}", what)
        pairs = list(zip(own, bare, strict=False))
        return Found([a / b for a, b in pairs], "×") if pairs else None

    return of


def over(platform: str, what: str, unit: str) -> Callable[[Figures, str], Found | None]:
    """More than the bare handler's, round by round."""

    def of(figures: Figures, who: str) -> Found | None:
        own = values(figures, f"{who} {platform}", what)
        bare = values(figures, f"bare {platform}", what)
        pairs = list(zip(own, bare, strict=False))
        return Found([a - b for a, b in pairs], unit) if pairs else None

    return of


def plain(platform: str, what: str, unit: str = "") -> Callable[[Figures, str], Found | None]:
    """As it is; ``platform`` empty for the whole process."""

    def of(figures: Figures, who: str) -> Found | None:
        found = values(figures, f"{who} {platform}".strip(), what)
        return Found(found, unit) if found else None

    return of


def rows() -> list[Row]:
    found = []
    for name in PLATFORMS:
        found += [
            Row(
                f"{name}: CPU an answer, 64 in flight",
                1.6,
                ratio(name, "flood_ms"),
                plain(name, "flood_ms", "ms"),
                below_peer=True,
            ),
            Row(
                f"{name}: CPU an answer, 100/s",
                1.6,
                ratio(name, "steady_ms"),
                plain(name, "steady_ms", "ms"),
                below_peer=True,
            ),
            Row(
                f"{name}: median at 100/s",
                1.6,
                ratio(name, "median_ms"),
                plain(name, "median_ms", "ms"),
            ),
            Row(
                f"{name}: 99th percentile at 100/s",
                2.0,
                ratio(name, "p99_ms"),
                plain(name, "p99_ms", "ms"),
            ),
            Row(
                f"{name}: durable answers a second",
                0.6,
                ratio(name, "rate"),
                plain(name, "rate", "/s"),
                most=False,
            ),
            Row(f"{name}: SQL statements an answer", 6, plain(name, "statements")),
            Row(f"{name}: storage hops an answer", 1, plain(name, "hops")),
            Row(
                f"{name}: event loop held, over the bare handler's worst",
                10,
                over(name, "held_ms", "ms"),
                plain(name, "held_ms", "ms"),
            ),
        ]
    found += [
        Row("idle memory, both platforms", 80, plain("", "idle_mb", "MB")),
        Row("start to ready", 1.2, plain("", "start_s", "s")),
    ]
    return found


@dataclass(frozen=True)
class Version:
    """A column: a Studyhall that was measured, here or in an earlier run."""

    title: str
    figures: Figures
    who: str = "studyhall"


def table(versions: Sequence[Version]) -> Table:
    """The last of ``versions`` is the one that is judged; the others are before it."""
    *_, now = versions
    shown = Table(title="A recorded answer: medians of all rounds (least–most)", pad_edge=False)
    for title in ("what", "bare handler", "peer", *(v.title for v in versions), "goal", ""):
        shown.add_column(title)
    for row in rows():
        cells = [row.what, _bare(row, now), _cell(row, now.figures, "peer")]
        cells += [_cell(row, version.figures, version.who) for version in versions]
        shown.add_row(*cells, row.wanted(now.figures), _judged(row, now))
    return shown


def _bare(row: Row, now: Version) -> str:
    found = row.absolute(now.figures, "bare") if row.absolute else None
    return "" if found is None else f"{Found([found.middle], found.unit)}"


def _cell(row: Row, figures: Figures, who: str) -> str:
    found = row.of(figures, who)
    if found is None:
        return ""
    behind = row.absolute(figures, who) if row.absolute else None
    more = f"\n[dim]{Found([behind.middle], behind.unit)}[/]" if behind else ""
    return f"{found}{more}"


def _judged(row: Row, now: Version) -> str:
    """ "met", or how far off it is."""
    met, found = row.met(now.figures, now.who), row.of(now.figures, now.who)
    if met is None or found is None:
        return "not measured"
    if met:
        return "[green]met[/]"
    off = found.middle / row.goal if row.most else row.goal / found.middle
    return f"[red]not met (×{off:.2f})[/]" if off > 1 else "[red]not met (dearer than the peer)[/]"
