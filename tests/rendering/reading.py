"""Independent readers: what a member sees of Discord's Markdown and of Slack's rich text.

Discord's follows the rules of the client's own parser (simple-markdown with Discord's changes),
written down here from how its clients behave, not from our renderer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Run(NamedTuple):
    """Words and how they are marked: "" for plain ones, else such as "bold" or "code"."""

    words: str
    mark: str


_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_AT_LINE_START = [
    ("heading", re.compile(r" *#{1,3} +")),
    ("subtext", re.compile(r" *-# +")),
    ("quote", re.compile(r" *>(?:>>)? ")),
    ("list", re.compile(r" *(?:[*-]|\d+\.) +")),
]
_BLOCK = re.compile(r"```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_ENTITIES = re.compile(
    r"<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^:>]+:\d+>|@everyone|@here"
)
_ADDRESS = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")
_SHOWN_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>")
_LINK = re.compile(r"\[((?:\\[\s\S]|[^\[\]\\])+)\]\(<?([^\s<>()]+)>?\)")
_EMOJI = re.compile(r":[^\s:]+?:")
_STYLES = [
    ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    (
        "italic",
        re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"),
    ),
    ("italic", re.compile(r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
    ("strike", re.compile(r"~~([\s\S]+?)~~(?!_)")),
    ("spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
]


def discord(markdown: str) -> list[Run]:
    """The runs that a reader of a message with this content sees."""
    runs: list[Run] = []
    for run in _read(markdown, "", start=True):
        words = run.words.replace("\u200b", "")  # seen by nobody
        if runs and runs[-1].mark == run.mark:
            runs[-1] = Run(runs[-1].words + words, run.mark)
        elif words:
            runs.append(Run(words, run.mark))
    return runs


def _read(source: str, mark: str, *, start: bool = False) -> Iterator[Run]:
    at = 0
    while at < len(source):
        if start and (at == 0 or source[at - 1] == "\n"):
            found = next(((n, m) for n, p in _AT_LINE_START if (m := p.match(source, at))), None)
            if found:
                yield Run(found[1].group(), found[0])
                at = found[1].end()
                continue
        if found := _ESCAPE.match(source, at):
            yield Run(found[1], mark)
        elif found := _BLOCK.match(source, at):
            yield Run(found[1], "block")
        elif found := _SHOWN_ADDRESS.match(source, at) or _ADDRESS.match(source, at):
            yield Run(found.group(), "address")
        elif found := _LINK.match(source, at):
            yield Run(found.group(), "link")
        elif found := _ENTITIES.match(source, at):
            yield Run(found.group(), "entity")
        elif found := _EMOJI.match(source, at):
            yield Run(found.group(), "emoji")
        elif styled := next(((n, m) for n, p in _STYLES if (m := p.match(source, at))), None):
            yield from _read(styled[1][1], f"{mark} {styled[0]}".strip())
            found = styled[1]
        elif found := _CODE.match(source, at):
            inside = re.sub(r"^ (?= *`)|(` *) $", r"\1", found[2])
            yield Run(inside, f"{mark} code".strip())
        else:
            yield Run(source[at], mark)
            at += 1
            continue
        at = found.end()


def slack(block: Mapping[str, Any]) -> list[Run]:
    """The runs that a reader of a ``rich_text`` block sees, each section on lines of its own."""
    runs: list[Run] = []
    for part in block["elements"]:
        if part["type"] == "rich_text_preformatted":
            runs += [Run(piece["text"], "block") for piece in part["elements"]]
            continue
        for piece in part["elements"]:
            if piece["type"] != "text":
                runs.append(Run(str(piece), piece["type"]))
                continue
            [*styles] = piece.get("style", {})
            runs.append(Run(piece["text"], " ".join(styles)))
    return runs


def playground(nodes: list[Mapping[str, Any]]) -> list[Run]:
    """The runs of the page's own text data, which the page puts in as text, never as markup."""
    marks = {"plain": "", "strong": "bold", "emphasis": "italic", "code": "code", "block": "block"}
    return [Run(node["words"], marks[node["is"]]) for node in nodes if node["words"]]
