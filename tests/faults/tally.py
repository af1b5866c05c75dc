"""Counts what a fault test tried and what became of it, for the table at the end of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

PROPERTY = "faults"


@dataclass
class Tally:
    """``suite`` names the table's row; tests of one suite are summed up.

    ``kills`` are processes or runs ended without warning, ``faults`` anything else that was
    broken on purpose, ``inputs`` hostile payloads and texts. ``refused`` inputs were answered
    in words or dropped with a counted log line. An answer or post is lost when it was
    acknowledged or due and is not there, doubled when it is there more than once.
    """

    suite: str
    kills: int = 0
    faults: int = 0
    inputs: int = 0
    refused: int = 0
    answers_expected: int = 0
    answers_found: int = 0
    answers_lost: int = 0
    answers_doubled: int = 0
    posts_expected: int = 0
    posts_found: int = 0
    posts_lost: int = 0
    posts_doubled: int = 0

    def answers(self, expected: Iterable[object], found: Iterable[object]) -> None:
        """Compares what had to be there with what is: each item names one answer."""
        wanted, there = list(expected), list(found)
        self.answers_expected += len(wanted)
        self.answers_found += len(there)
        self.answers_lost += len(set(wanted) - set(there))
        self.answers_doubled += len(there) - len(set(there))

    def posts(self, expected: Iterable[object], found: Iterable[object]) -> None:
        """The same for posts."""
        wanted, there = list(expected), list(found)
        self.posts_expected += len(wanted)
        self.posts_found += len(there)
        self.posts_lost += len(set(wanted) - set(there))
        self.posts_doubled += len(there) - len(set(there))

    def check(self) -> None:
        """Fails when anything was lost or doubled."""
        wrong = {
            name: value
            for name, value in asdict(self).items()
            if name.endswith(("_lost", "_doubled")) and value
        }
        assert not wrong, f"{self.suite}: {wrong}"


_COLUMNS = tuple(field.name for field in fields(Tally) if field.name != "suite")
_HEADS = tuple(name.replace("answers_", "a. ").replace("posts_", "p. ") for name in _COLUMNS)


def table(found: Iterable[Mapping[str, int | str]]) -> list[str]:
    """Lines of text: a row for each suite and one for all."""
    suites: dict[str, list[int]] = {}
    for counted in found:
        row = suites.setdefault(str(counted["suite"]), [0] * len(_COLUMNS))
        for place, name in enumerate(_COLUMNS):
            row[place] += int(counted[name])
    total = [sum(column) for column in zip(*suites.values(), strict=True)]
    rows = [*sorted(suites.items()), ("all", total)]
    width = max(len(name) for name, _ in rows)
    head = " " * width + "".join(f"  {head:>11}" for head in _HEADS)
    lines = [f"{name:<{width}}" + "".join(f"  {n:>11}" for n in row) for name, row in rows]
    return ["a. = answers, p. = posts", head, *lines]
