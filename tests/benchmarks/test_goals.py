"""The table of goals says what was met, and by how much not."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from benchmarks.goals import Found, Row, Version, over, plain, ratio, rows, table
from benchmarks.rounds import Figures

BARE, PEER, OURS = "bare slack", "peer slack", "studyhall slack"


def figures(**own: list[float]) -> Figures:
    """Every contender's CPU in three rounds."""
    return {
        BARE: {"flood_ms": own["bare"]},
        PEER: {"flood_ms": own["peer"]},
        OURS: {"flood_ms": own["ours"]},
    }


CPU = Row("CPU", 1.6, ratio("slack", "flood_ms"), plain("slack", "flood_ms", "ms"), below_peer=True)


def test_a_ratio_is_taken_within_each_round() -> None:
    # The machine was twice as slow in the last round: that is no matter of the bot's.
    found = ratio("slack", "flood_ms")(
        figures(bare=[1.0, 1.0, 2.0], peer=[2, 2, 4], ours=[1.5, 1.5, 3.0]), "studyhall"
    )
    assert found is not None
    assert list(found.values) == [1.5, 1.5, 1.5]


@pytest.mark.parametrize(
    ("ours", "peer", "met"),
    [
        ([1.5, 1.5, 9.0], [1.7, 1.7, 1.7], True),  # the median counts
        ([1.7, 1.7, 1.7], [2.0, 2.0, 2.0], False),
        ([1.5, 1.5, 1.5], [1.4, 1.4, 1.4], False),  # dearer than the peer
    ],
)
def test_a_goal_is_a_bound_and_the_peer(ours: list[float], peer: list[float], met: bool) -> None:
    assert CPU.met(figures(bare=[1.0, 1.0, 1.0], peer=peer, ours=ours)) is met


def test_more_than_the_bare_handler_is_a_difference() -> None:
    told = figures(bare=[5.0], peer=[0.0], ours=[12.0])
    found = over("slack", "flood_ms", "ms")(told, "studyhall")
    assert found is not None
    assert str(found) == "7 ms"


def test_the_spread_is_shown_where_there_is_one() -> None:
    assert str(Found([1.5, 1.5], "×")) == "×1.50"
    assert str(Found([1.0, 2.0, 3.0], "ms")) == "2 ms [dim](1–3)[/]"
    assert str(Found([1234.0], "/s")) == "1234 /s"


def test_what_was_not_measured_is_said() -> None:
    assert CPU.met({}) is None
    assert "not measured" in printed({})


def printed(told: Figures, *before: Version) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(table([*before, Version("now", told)]))
    return out.getvalue()


def test_an_earlier_run_stands_beside_this_one() -> None:
    now = figures(bare=[1.0], peer=[2.0], ours=[3.2])
    before = figures(bare=[1.0], peer=[2.0], ours=[4.4])
    line = next(
        line
        for line in printed(now, Version("earlier", before)).splitlines()
        if "slack: CPU an answer, 64" in line
    )
    assert line.index("×4.40") < line.index("×3.20") < line.index("not met (×2.00)")


def test_every_goal_has_a_row() -> None:
    kinds = {row.what.split(": ")[-1] for row in rows()}
    assert kinds == {
        "CPU an answer, 64 in flight",
        "CPU an answer, 100/s",
        "median at 100/s",
        "99th percentile at 100/s",
        "durable answers a second",
        "SQL statements an answer",
        "storage hops an answer",
        "event loop held, over the bare handler's worst",
        "idle memory, both platforms",
        "start to ready",
    }
