"""What the author of a line that is not YAML probably meant, one repair after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.yaml_nodes import SECOND

_VALUE = re.compile(r"^(\s*(?:- )*(?:[\w.-]+|\"[^\"]*\"|'[^']*'):\s+)(\S.*?)(\s*)$")
_LISTED = re.compile(r"^(\s*(?:- )+)(\S.*?)(\s*)$")
_FLOW = re.compile(r"^(\s*(?:- )*(?:[\w.-]+:\s+)?\{)(.*)(\}\s*,?\s*)$")
_FLOW_LIST = re.compile(r"^(\s*(?:- )*(?:[\w.-]+:\s+)\[)(.*)(\]\s*)$")
_NEXT_KEY = re.compile(r",\s+(?=(?:[\w.-]+|\"[^\"]*\"|'[^']*'):\s)")
_PAIR = re.compile(r"^(\s*(?:[\w.-]+|\"[^\"]*\"|'[^']*'):\s+)(.*?)(\s*)$")
_SAFE = re.compile(r"[\w][\w .()+/-]*|\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'|[\[{].*[\]}]")
_NO_SPACE = re.compile(r"^(\s*(?:- )*[\w-]+):([^\s:/].*)$")
_NO_COLON = re.compile(r"^(\s*(?:- )*)([a-z_]+)\s+([\"'\[{].*)$")
_BAD_ESCAPE = re.compile(r"(\\[0abtnvfre \"/\\N_LPxuU])|\\")
_NO_COMMA = re.compile(
    r"(?<=[\w\"'])\s+(?=(?:correct|text|why|short|answer|prompt|id|section|kind|title|type|bloom|"
    r"difficulty|tests|choose):\s)"
)
_SPECIAL = "@`%*&!|>?[]{},#-\"'"

QUOTE_INSIDE = (
    'has a quote inside a text in quotes: write \\" for it, or put the text between single quotes'
)
APOSTROPHE = "has an apostrophe between single quotes: double it, or use double quotes"
BACKSLASH = (
    "has a backslash between double quotes: write \\\\ for it, or put the text between single "
    "quotes"
)
TAB = "has a tab at its start: use spaces, as YAML takes no tabs there"


LONGEST_LINE = 2000
"""Characters of a line that is worth mending."""


class Repair(NamedTuple):
    """``lines`` with line ``at`` (from 0) changed. ``torn`` where something was left out."""

    at: int
    lines: list[str]
    message: str
    torn: bool = False


def repairs(lines: list[str], at: int, opened: int) -> Iterator[Repair]:
    """Repairs of an entry in which reading stopped at line ``at``, the likeliest first.

    ``opened`` is the line in which what is not finished there began.
    """
    if lines[at].rstrip() == "---":
        yield Repair(at, [*lines[:at], "", *lines[at + 1 :]], SECOND)
    for here in dict.fromkeys((at, at - 1, opened)):
        if 0 <= here < len(lines) and len(lines[here]) <= LONGEST_LINE:
            for line, message in _line(lines[here]):
                fixed = [*lines[:here], line, *lines[here + 1 :]]
                yield Repair(here, fixed, message, torn=message.endswith("never closed"))
    for here in (at, at - 1):
        if 0 < here < len(lines) and len(lines[here]) <= LONGEST_LINE:
            yield from _moved(lines, here)


def _line(line: str) -> Iterator[tuple[str, str]]:
    bare = line.lstrip(" \t")
    head = line[: len(line) - len(bare)]
    if "\t" in head:
        yield head.replace("\t", "  ") + bare, TAB
    if '"' in line and _BAD_ESCAPE.sub(lambda m: m[1] or "", line) != line:
        yield _BAD_ESCAPE.sub(lambda m: m[1] or "\\\\", line), BACKSLASH
    if _NO_COMMA.search(line) and ("{" in line or "[" in line):
        yield _NO_COMMA.sub(", ", line), "needs a comma between two keys"
    for closing in ('"', "'"):
        if line.count(closing) == 1:
            yield line.rstrip() + closing, "has a quote that is never closed"
    for opening, closing in ("[]", "{}"):
        if line.count(opening) > line.count(closing):
            yield line.rstrip() + closing, f"has a {opening} that is never closed"
    if found := _FLOW.match(line):
        pairs = [_pair(part) for part in _NEXT_KEY.split(found[2])]
        yield f"{found[1]}{', '.join(pairs)}{found[3]}", _why_quotes("")
    if found := _FLOW_LIST.match(line):
        items = [_one(part) for part in re.split(r",\s+", found[2])]
        yield f"{found[1]}{', '.join(items)}{found[3]}", _why_quotes("")
    if found := _VALUE.match(line) or _LISTED.match(line):
        yield from _quoted(*found.groups())
    if found := _NO_SPACE.match(line):
        yield f"{found[1]}: {found[2]}", "needs a space after the colon"
    if found := _NO_COLON.match(line):
        yield f"{found[1]}{found[2]}: {found[3]}", f"needs a colon after “{found[2]}”"


def _quoted(head: str, value: str, tail: str) -> Iterator[tuple[str, str]]:
    """The line with quotes around all of its value."""
    inner = value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == '"':
        yield head + _single(inner.replace('\\"', '"')) + tail, QUOTE_INSIDE
    elif len(value) > 1 and value[0] == value[-1] == "'":
        yield head + _single(inner) + tail, APOSTROPHE
    else:
        yield head + _single(value) + tail, _why_quotes(value)


def _pair(words: str) -> str:
    found = _PAIR.match(words)
    return f"{found[1]}{_one(found[2])}{found[3]}" if found else words


def _one(value: str) -> str:
    """One value of a flow with quotes around it, where it needs any."""
    if _SAFE.fullmatch(value):
        return value
    inner = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
    return _single(inner.replace('\\"', '"'))


def _single(words: str) -> str:
    return "'" + words.replace("''", "'").replace("'", "''") + "'"


def _why_quotes(value: str) -> str:
    why = ""
    if value and value[0] in _SPECIAL:
        why = f": it begins with {value[0]}"
    elif ": " in value:
        why = ": it has “: ” in it"
    return f"has a text that needs quotes around it{why}"


def _moved(lines: list[str], at: int) -> Iterator[Repair]:
    """The line as far to the right as keys above it begin, the nearest first."""
    words = lines[at].lstrip(" \t")
    here = len(lines[at]) - len(words)
    seen: dict[int, None] = {}
    for line in reversed(lines[:at]):
        if line.strip():
            bare = line.lstrip(" ")
            column = len(line) - len(bare)
            if bare.startswith("- "):
                seen.setdefault(column + len(bare) - len(bare[1:].lstrip(" ")))
            seen.setdefault(column)
    for column in seen:
        if words and column != here:
            message = (
                f"begins {here} spaces from the left, which fits to no line above: {column} would"
            )
            yield Repair(at, [*lines[:at], " " * column + words, *lines[at + 1 :]], message)
