"""Neutral text as Slack's ``rich_text`` and ``plain_text``, in which nothing can be typed
that becomes markup or notifies anybody (Slack: block-kit/blocks, "rich text")."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from bot.model import (
    Break,
    Card,
    Code,
    CodeBlock,
    Emphasis,
    Inline,
    Item,
    Link,
    MemberRef,
    Mention,
    Plain,
    Strong,
    Text,
    When,
    WhenStyle,
    letters,
)

Json = dict[str, Any]
Pings = frozenset[MemberRef]

EMPTY = "–"
# Slack refuses chat.update above 4,000 characters of text, escapes counted.
FALLBACK = 4000
_CUT_ENTITY = re.compile("&[a-z]{0,3}$")
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_WEB = re.compile(r"https?://[^\s<>|\"]+")
_FORMATS = {
    WhenStyle.TIME: "{time}",
    WhenStyle.DATE: "{date_short_pretty}",
    WhenStyle.DATETIME: "{date_short_pretty}, {time}",
}


class _Styled(NamedTuple):
    text: str
    style: str


@lru_cache(maxsize=4096)
def clean(words: str, *, one_line: bool = False) -> str:
    """``words`` without control characters and without what turns the direction of reading."""
    return letters.one_line(words) if one_line else letters.visible(words)


def plain_text(words: str, limit: int) -> Json:
    """A ``plain_text`` object of 1 to ``limit`` characters; emoji codes stay as typed."""
    shown = clean(clean(words, one_line=True)[:limit])  # the cut may have left an isolate open
    return {"type": "plain_text", "text": shown if shown.strip() else EMPTY, "emoji": False}


def escape(words: str, limit: int = FALLBACK) -> str:
    """``words`` for a ``text`` argument: & < > as entities, cut to ``limit`` characters."""
    escaped = html.escape(clean(words), quote=False)
    if len(escaped) <= limit:
        return escaped
    # An entity that the cut went through goes as a whole.
    return _CUT_ENTITY.sub("", escaped[: limit - 1]) + "…"


def fallback(card: Card) -> str:
    """What notifications and screen readers get: every word of the card."""
    words = escape(card.fallback)
    return words if words.strip() else EMPTY


def web_address(url: str) -> str | None:
    """``url`` when Slack takes it for a link; None when it is not an http(s) address."""
    return url if len(url) <= 3000 and _WEB.fullmatch(clean(url)) and clean(url) == url else None


def user_id(member: MemberRef) -> str | None:
    """The Slack user id inside a member's id (``<team>-<user>``); None for another's."""
    user = member.id.rpartition("-")[2]
    return user if member.platform == "slack" and _USER.fullmatch(user) else None


def rich_text(text: Text, pings: Pings = frozenset()) -> Json:
    """One ``rich_text`` block. Members are named; only those in ``pings`` are notified."""
    return {"type": "rich_text", "elements": _Writer(pings).write(text)}


def lines(*parts: Text | str) -> Json:
    """A ``rich_text`` block of several texts, one after the other."""
    nodes: list[Any] = []
    for part in parts:
        nodes.extend((Plain(part),) if isinstance(part, str) else part.nodes)
    return rich_text(Text(tuple(nodes)))


class _Writer:
    """Collects inline pieces into sections, broken by lists and code blocks."""

    def __init__(self, pings: Pings) -> None:
        self._pings = pings
        self._blocks: list[Json] = []
        self._line: list[_Styled | Json] = []
        self._after_item = False

    def write(self, text: Text) -> list[Json]:
        for node in text.nodes:
            if isinstance(node, CodeBlock):
                self._code(node)
            elif isinstance(node, Item):
                self._item(node)
            else:
                if self._after_item:
                    self._fresh_line()
                self._after_item = False
                self._line.extend(self._inline(node))
        self._flush()
        return self._blocks or [_section([_Styled(EMPTY, "")])]

    def _code(self, node: CodeBlock) -> None:
        self._flush()
        code = clean(node.text)
        if code.strip():
            element = {"type": "text", "text": code}
            self._blocks.append({"type": "rich_text_preformatted", "elements": [element]})

    def _item(self, node: Item) -> None:
        inner = [piece for inline in node.nodes for piece in self._inline(inline)]
        if node.marker == "•":
            self._flush()
            if not self._blocks or self._blocks[-1]["type"] != "rich_text_list":
                self._blocks.append({"type": "rich_text_list", "style": "bullet", "elements": []})
            section = _section(inner)
            self._blocks[-1]["elements"].append(
                section if section["elements"] else _section([_Styled(EMPTY, "")])
            )
            return
        # Slack's own lists know no letters, and letters must stay what they are.
        self._fresh_line()
        self._line.append(_Styled(f"{clean(node.marker, one_line=True)} ", ""))
        self._line.extend(inner)
        self._after_item = True

    def _fresh_line(self) -> None:
        if self._line:
            self._line.append(_Styled("\n", ""))

    def _flush(self) -> None:
        self._after_item = False
        section = _section(self._line)
        if section["elements"]:
            self._blocks.append(section)
        self._line = []

    def _inline(self, node: Inline) -> list[_Styled | Json]:
        match node:
            case Plain(text):
                return [_Styled(clean(text), "")]
            case Strong(text):
                return [_Styled(clean(text), "bold")]
            case Emphasis(text):
                return [_Styled(clean(text), "italic")]
            case Code(text):
                return [_Styled(clean(text), "code")]
            case Break():
                return [_Styled("\n", "")]
            case Link(label, url):
                if address := web_address(url):
                    return [{"type": "link", "url": address, "text": clean(label) or address}]
                return [_Styled(clean(f"{label} ({url})"), "")]
            case Mention(member, name, ping):
                user = user_id(member) if ping and member in self._pings else None
                if user:
                    return [{"type": "user", "user_id": user}]
                return [_Styled(clean(name), "")]
            case When(at, style, words):
                return [
                    {
                        "type": "date",
                        "timestamp": int(at.timestamp()),
                        "format": _FORMATS[style],
                        "fallback": clean(words, one_line=True) or at.isoformat(" ", "minutes"),
                    }
                ]


def _section(pieces: Iterable[_Styled | Json]) -> Json:
    merged: list[_Styled | Json] = []
    for piece in pieces:
        if isinstance(piece, _Styled):
            last = merged[-1] if merged else None
            if not piece.text:
                continue
            if isinstance(last, _Styled) and last.style == piece.style:
                merged[-1] = _Styled(last.text + piece.text, piece.style)
                continue
        merged.append(piece)
    while merged and isinstance(merged[-1], _Styled):
        kept = merged[-1].text.rstrip("\n")
        if kept:
            merged[-1] = _Styled(kept, merged[-1].style)
            break
        merged.pop()
    return {"type": "rich_text_section", "elements": [_element(piece) for piece in merged]}


def _element(piece: _Styled | Json) -> Json:
    if not isinstance(piece, _Styled):
        return piece
    if piece.style:
        return {"type": "text", "text": piece.text, "style": {piece.style: True}}
    return {"type": "text", "text": piece.text}
