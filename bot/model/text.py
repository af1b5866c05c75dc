"""Rich text as data: nodes without any platform's markup.

Markup exists only as nodes that our own code or a parsed course wrote. Whatever comes from
a member is ``Plain``, which every renderer escapes, so it can become neither markup nor a ping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.refs import MemberRef

_ADDRESS = re.compile(r"https://(?P<host>[a-z0-9.-]+)[^\s]*[^\s.,;:!?)]")


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A member. Shown as ``name`` unless ``ping`` asks for a real notification."""

    member: MemberRef
    name: str
    ping: bool = False


class WhenStyle(StrEnum):
    TIME = "time"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class When:
    """An instant (time-zone aware), shown in each reader's own zone where the platform can.

    ``fallback`` is what a reader sees where it cannot, already in the group's zone.
    """

    at: datetime
    style: WhenStyle
    fallback: str


@dataclass(frozen=True, slots=True)
class Item:
    """One list item on its own line. ``marker`` is "•", "1." or a letter such as "A"."""

    marker: str
    nodes: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A line break."""


Inline = Plain | Strong | Emphasis | Code | Link | Mention | When | Break
Node = Inline | CodeBlock | Item


@dataclass(frozen=True, slots=True)
class Text:
    nodes: tuple[Node, ...] = ()
    _plain: str | None = field(default=None, init=False, repr=False, compare=False)

    def __add__(self, other: Text) -> Text:
        return Text(self.nodes + other.nodes)

    def __bool__(self) -> bool:
        return bool(self.nodes)

    @property
    def plain(self) -> str:
        """The text without any markup, for fallbacks and screen readers."""
        known = self._plain
        if known is None:  # asked for by every limit and every fallback, so worked out once
            known = plain_of(self.nodes)
            object.__setattr__(self, "_plain", known)
        return known


def plain_of(nodes: Iterable[Node]) -> str:
    """Plain words of ``nodes``; items and code blocks stand on lines of their own."""
    out: list[str] = []
    for node in nodes:
        match node:
            case Plain(text) | Strong(text) | Emphasis(text) | Code(text):
                out.append(text)
            case Link(label, url):
                out.append(f"{label} ({url})" if label != url else url)
            case Mention(name=name):
                out.append(name)
            case When(fallback=fallback):
                out.append(fallback)
            case Break():
                out.append("\n")
            case CodeBlock(text):
                _fresh_line(out)
                out.append(f"{text}\n")
            case Item(marker, nodes=inner):
                _fresh_line(out)
                out.append(f"{marker} {plain_of(inner)}\n")
    return "".join(out).rstrip("\n")


def _fresh_line(out: list[str]) -> None:
    if out and not out[-1].endswith("\n"):
        out.append("\n")


def linked(words: str) -> Text:
    """Words of our own with addresses in them, which become links under their host's name."""
    nodes: list[Node] = []
    end = 0
    for found in _ADDRESS.finditer(words):
        nodes += [Plain(words[end : found.start()])] if found.start() > end else []
        nodes.append(Link(found["host"], found[0]))
        end = found.end()
    nodes += [Plain(words[end:])] if end < len(words) else []
    return Text(tuple(nodes))


def text(*parts: str | Node | Text) -> Text:
    """Builds a ``Text``; strings become ``Plain``."""
    nodes: list[Node] = []
    for part in parts:
        if isinstance(part, str):
            if part:
                nodes.append(Plain(part))
        elif isinstance(part, Text):
            nodes.extend(part.nodes)
        else:
            nodes.append(part)
    return Text(tuple(nodes))
