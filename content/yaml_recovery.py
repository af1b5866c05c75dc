"""Reads YAML with mistakes in it, so that one of them does not hide all others.

A file that cannot be read as a whole is taken entry by entry. In an entry that cannot be read,
the line where reading stopped is mended in the way its author most likely meant, or left out, and
reading goes on. Each mended line is a mistake to be told; nothing that was mended is ever used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from content.yaml_messages import plainly
from content.yaml_nodes import BadYaml, Mapping, Node, Sequence, compose
from content.yaml_repairs import Repair, repairs

MOST_REPAIRS = 25
"""Lines of one entry that are mended before the rest of it is given up."""
MOST_FAULTS = 100
"""Broken lines of one file that are told; what comes below is not read then."""
MOST_CHARACTERS = 3_000_000
"""Characters that are read again and again for one file, all in all."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ITEM = re.compile(r"( *)-(?:\s|$)")
_KEY = re.compile(r"[^\s#\-\[\]{},][^:]*:(?:\s|$)")
_NAME = re.compile(r"\s*(?:- )?([A-Za-z_][\w-]*):?\s")
_ID = re.compile(r"\bid:\s*[\"']?([a-z0-9][a-z0-9.-]*)")


class Fault(NamedTuple):
    """A line that is not YAML, and what is wrong with it in plain words. ``key`` is the path to
    what it says, as far as that can be told."""

    line: int
    message: str
    key: str = ""


@dataclass(slots=True)
class Mended:
    """What could be read. ``torn`` are lines at which entries begin that miss a part; ``lost`` are
    ids of entries that may be missing; ``whole`` is false when entries without an id may be."""

    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    whole: bool = True


def read(words: str) -> Mended:
    """The YAML in ``words``, with all that is wrong with it. Raises nothing."""
    found = Mended()
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for at, line in enumerate(lines):
        if control := _CONTROL.search(line):
            code = f"U+{ord(control.group()):04X}"
            found.faults.append(Fault(at + 1, f"has the invisible control character {code}"))
            lines[at] = _CONTROL.sub("", line)
    try:
        found.root = compose("\n".join(lines))
        return found
    except BadYaml as error:
        first = error
    left = MOST_CHARACTERS
    for above, entry in _entries(lines):
        if len(found.faults) >= MOST_FAULTS:
            told = f"has more such lines from here on: these are the first {MOST_FAULTS}"
            found.faults.append(Fault(above + 1, told))
            found.whole = False
            break
        left = _entry(found, entry, above, left)
    if not found.faults:  # every part can be read, but not all together
        found.faults.append(Fault(first.line, plainly(first.message)))
    return found


def _entries(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each entry of a list, or of each key, with the number of lines above it."""
    first = next((line for line in lines if line.strip() and line.lstrip()[0] not in "#%"), "")
    item = _ITEM.match(first)
    begun = 0
    for at, line in enumerate(lines):
        if item:
            starts = (here := _ITEM.match(line)) is not None and here[1] == item[1]
        else:
            starts = _KEY.match(line) is not None
        if starts and at > begun:
            yield begun, lines[begun:at]
            begun = at
    yield begun, lines[begun:]


def _entry(found: Mended, lines: list[str], above: int, left: int) -> int:
    """Adds what one entry has; the characters that may still be read."""
    mended = list(lines)
    told: set[int] = set()
    torn = False
    node: Node | None = None
    for _ in range(MOST_REPAIRS):
        left -= sum(map(len, mended)) + 1
        try:
            node = compose("\n".join(mended), above)
            break
        except BadYaml as error:
            if left < 0:
                found.faults.append(Fault(error.line, plainly(error.message)))
                torn = True
                break
            fix, left = _best(mended, error, above, left)
        mended = fix.lines
        torn = torn or fix.torn
        if fix.at not in told:
            told.add(fix.at)
            found.faults.append(Fault(above + fix.at + 1, fix.message, _key(lines, fix.at)))
    else:
        torn = True
    if told or torn:
        ids = _ID.findall("\n".join(lines))[:1]
        found.lost.update(ids)
        found.whole = found.whole and (bool(ids) or not torn)
    _hang(found, node, torn)
    return left


def _key(lines: list[str], at: int) -> str:
    """The entry's id and the key of line ``at``, such as "q-model-01.stem"."""
    found = _NAME.match(lines[at])
    named = [found[1]] if found and found[1] != "id" else []
    return ".".join([*_ID.findall("\n".join(lines))[:1], *named])


def _best(lines: list[str], error: BadYaml, above: int, left: int) -> tuple[Repair, int]:
    """The repair after which reading gets furthest; the line left out where none helps."""
    at = min(max(error.line - above - 1, 0), len(lines) - 1)
    before = (error.line, error.column)
    best: tuple[tuple[float, float], Repair] | None = None
    for fix in repairs(lines, at, max(error.opened - above - 1, 0)):
        left -= sum(map(len, fix.lines)) + 1
        if left < 0:
            break
        try:
            compose("\n".join(fix.lines), above)
            reached: tuple[float, float] = (float("inf"), 0)
        except BadYaml as after:
            reached = (after.line, after.column)
        if reached > before and (best is None or reached > best[0]):
            best = reached, fix
        if reached[0] == float("inf"):
            break
    if best is not None:
        return best[1], left
    message = plainly(error.message)
    return Repair(at, [*lines[:at], "", *lines[at + 1 :]], message, torn=True), left


def _hang(found: Mended, node: Node | None, torn: bool) -> None:
    if node is None:
        return
    if found.root is None:
        found.root = node
    elif isinstance(found.root, Sequence) and isinstance(node, Sequence):
        found.root.items.extend(node.items)
    elif isinstance(found.root, Mapping) and isinstance(node, Mapping):
        found.root.pairs.extend(node.pairs)
    else:
        found.whole = False
    if torn:
        found.torn.add(node.line)
        if isinstance(node, Sequence):
            found.torn.update(item.line for item in node.items)
