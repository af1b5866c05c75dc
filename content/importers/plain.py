"""Plain text out of HTML, Markdown and LaTeX, with what was lost on the way."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4"})
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_CODE = frozenset({"code", "tt", "kbd", "samp", "pre"})
_LOST = {
    "img": "a picture",
    "audio": "a sound",
    "video": "a video",
    "object": "an embedded object",
    "iframe": "an embedded page",
    "svg": "a drawing",
    "table": "a table's layout",
    "math": "a formula's layout",
}
_SOUND = re.compile(r"\[sound:[^\]\n]{0,300}\]")
_FORMULA = re.compile(r"\\\(|\\\[|\$\$|\[latex\]|\[\$\]", re.IGNORECASE)
_SPACE = re.compile(r"[^\S\n]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,30});")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\s]{0,2000}\)")
LONGEST = 20_000
"""Characters of one text; far more than any question has."""
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)([^\n]{1,500}?)(?<=\S)\1(?!\w)")


class Plain(NamedTuple):
    """``losses`` say what ``text`` doesn't show, such as "a picture"."""

    text: str
    losses: tuple[str, ...] = ()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.losses: dict[str, None] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOST:
            self.losses[_LOST[tag]] = None
        if tag in _SILENT:
            self._silent += 1
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag in _CODE:
            self.parts.append("`")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag in _CODE:
            self.parts.append("`")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(words: str, *, html: bool | None = None) -> Plain:
    """``words`` without markup. ``html`` None: only where it looks like HTML."""
    losses: dict[str, None] = {}
    if len(words) > LONGEST:
        words, losses["the end of a very long text"] = words[:LONGEST], None
    if _SOUND.search(words):
        words = _SOUND.sub("", words)
        losses["a sound"] = None
    if _FORMULA.search(words):
        losses["a formula's layout"] = None
    if html or (html is None and _TAG.search(words)):
        reader = _Reader()
        reader.feed(words)
        reader.close()
        words = "".join(reader.parts)
        losses |= reader.losses
    return Plain(tidy(words), tuple(losses))


def markdown(words: str) -> Plain:
    """``words`` without the emphasis and links of Markdown; code stays between backticks."""
    losses = ("a picture",) if "![" in words else ()
    words = words[: LONGEST + 1]
    words = _LINK.sub(r"\1", words)
    for _ in range(2):  # bold inside italics
        words = _EMPHASIS.sub(r"\2", words)
    found = plain(words)
    return Plain(found.text, (*losses, *(one for one in found.losses if one not in losses)))


def tidy(words: str) -> str:
    """On one line each, without control characters and double spaces; no empty lines."""
    words = _CONTROL.sub("", words.replace("\u00a0", " ").replace("\t", " "))
    lines = (_SPACE.sub(" ", line).strip() for line in words.split("\n"))
    return "\n".join(line for line in lines if line).replace("``", "`")


def one_line(words: str) -> str:
    """``words`` on a single line."""
    return " ".join(words.split())
