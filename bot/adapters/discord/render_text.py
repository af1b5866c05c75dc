"""Neutral text as Discord Markdown. Whatever is ``Plain`` comes out as the same letters only."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.model import (
    Break,
    Code,
    CodeBlock,
    Emphasis,
    Item,
    Link,
    Mention,
    Node,
    Plain,
    Strong,
    When,
    WhenStyle,
)
from bot.model.letters import one_line, visible

NOTHING = "\u200b"  # zero-width: keeps two pieces apart without being seen
_MARKUP = re.compile(r"([\\*_~|`<>\[\]#])")
_LINE_START = re.compile(r"(?m)^([^\S\n]*\d*)([-+.])")
_CALL_ALL = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_CALL_BEGUN = re.compile(r"@[a-z]*\Z", re.IGNORECASE)
# Discord's clients draw an emoji for a name between colons, also in what a bot sent.
_EMOJI = re.compile(r":[^\s:]*(?::|\Z)")
_CALL = re.compile(r"(<@(?=[!&]?\d)|@(?=everyone|here))", re.IGNORECASE)
_STYLES = {WhenStyle.TIME: "t", WhenStyle.DATE: "D", WhenStyle.DATETIME: "f"}
_MARKED = (Strong, Emphasis, Code, CodeBlock)
_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@lru_cache(maxsize=2048)
def label(words: str) -> str:
    """One line for a place that shows no Markdown (a button, an option); never blank."""
    return " ".join(one_line(words).split()) or "…"


@lru_cache(maxsize=2048)
def escaped(words: str) -> str:
    """``words`` so that Discord shows just them: no markup, no link, not even a quiet mention."""
    words = _MARKUP.sub(r"\\\1", visible(words))
    words = _LINE_START.sub(r"\1\\\2", words)
    # A bare address becomes a link by itself; an escaped colon stops that.
    stopped = ":" if _EMOJI.search(words) else "://"
    words = words.replace(stopped, f"\\{stopped}")
    return _CALL_ALL.sub(f"@{NOTHING}", words.replace("<@", f"<@{NOTHING}"))


def render(nodes: Sequence[Node], room: int, pings: Collection[str] = ()) -> str:
    """Markdown of at most ``room`` characters; what does not fit ends in an ellipsis.

    Members whose id is in ``pings`` are mentioned for real, all others by name.
    """
    out = ""
    before: Node | None = None
    for node in _together(nodes):
        piece = _node(node, pings)
        if not piece:
            continue
        gap = _gap(out, before, node, piece)
        if len(out) + len(gap) + len(piece) > room:
            return (out + _cut(node, room - len(out) - len(gap), gap, pings)).rstrip("\n")
        out += gap + piece
        before = node
    return out.rstrip("\n")


def _together(nodes: Sequence[Node]) -> list[Node]:
    """``nodes`` with plain neighbours as one: two that are harmless may make up markup."""
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Plain) and out and isinstance(last := out[-1], Plain):
            out[-1] = Plain(last.text + node.text)
        else:
            out.append(node)
    return out


def _gap(out: str, before: Node | None, node: Node, piece: str) -> str:
    if isinstance(node, (CodeBlock, Item)):
        return "" if not out or out.endswith("\n") else "\n"
    # Two marked pieces in a row would share their asterisks or backticks; two harmless ones
    # can make up a call to everybody.
    together = isinstance(before, _MARKED) and isinstance(node, _MARKED)
    return NOTHING if together or (_CALL_BEGUN.search(out) and piece[:1].isalpha()) else ""


def _node(node: Node, pings: Collection[str]) -> str:
    match node:
        case Plain(text):
            return escaped(text)
        case Strong(text):
            return _around("**", text)
        case Emphasis(text):
            return _around("*", text)
        case Code(text):
            return _code(text)
        case CodeBlock(text):
            inside = visible(text).replace("```", f"`{NOTHING}`{NOTHING}`").strip("\n")
            return f"```\n{_CALL.sub(_apart, inside)}\n```\n"
        case Link(words, url):
            return _link(words, url)
        case Mention(member, name, ping):
            return f"<@{member.id}>" if ping and member.id in pings else escaped(name)
        case When(at, style):
            return f"<t:{int(at.timestamp())}:{_STYLES[style]}>"
        case Break():
            return "\n"
        case Item(marker, inner):
            return f"{_marker(marker)} {render(inner, 1_000_000, pings)}\n"


def _around(mark: str, words: str) -> str:
    """Marked words; spaces at the ends go outside, where they cannot undo the marks."""
    safe = escaped(words)
    core = safe.strip()
    if not core:
        return safe
    start = safe.index(core)
    return f"{safe[:start]}{mark}{core}{mark}{safe[start + len(core) :]}"


def _code(words: str) -> str:
    """A code span; its fence is longer or shorter than every run of backticks inside."""
    inside = _CALL.sub(_apart, visible(words).replace("\n", " "))
    if not inside.strip():
        return inside
    runs = set(map(len, re.findall("`+", inside)))
    if {1, 2} <= runs or (1 in runs and max(runs) > 2):  # three begin a block, so two is the most
        inside = re.sub("`(?=`)", f"`{NOTHING}", inside)
        runs = {1}
    fence = "``" if 1 in runs else "`"
    # A backtick at an end would lengthen the fence; Discord drops the space beside it again.
    before = " " if inside.startswith("`") else ""
    after = " " if inside.endswith("`") else ""
    return f"{fence}{before}{inside}{after}{fence}"


def _apart(match: re.Match[str]) -> str:
    return f"{match[0]}{NOTHING}"


def _link(words: str, url: str) -> str:
    if not _WEB.fullmatch(url):
        return escaped(f"{words} ({url})" if words != url else url)
    safe = re.sub(r"[\\()<>\[\]*_~|`@]", lambda m: f"%{ord(m[0]):02X}", visible(url))
    if words == url or not words.strip():
        return f"<{safe}>"
    return f"[{escaped(words).strip()}](<{safe}>)"


def _marker(marker: str) -> str:
    if marker == "•":
        return "-"
    if marker.isalpha():
        return f"**{marker}**"
    # Discord would renumber a real numbered list, and ranks may have ties.
    return escaped(marker)


def _cut(node: Node, room: int, gap: str, pings: Collection[str]) -> str:
    """As much of ``node`` as fits into ``room``, with an ellipsis; empty where nothing does."""
    match node:
        case Plain(text) | Strong(text) | Emphasis(text):
            short, words = type(node), text
        case Mention(name=name):
            short, words = Plain, name
        case Item(marker, inner):
            head = f"{_marker(marker)} "
            rest = room - len(head)
            return f"{gap}{head}{render(inner, rest, pings)}" if rest > 8 else ""
        case _:
            return f"{gap}…" if room > 0 else ""
    least, most = 0, len(words)
    while least < most:
        middle = (least + most + 1) // 2
        if len(_node(short(words[:middle] + "…"), pings)) <= room:
            least = middle
        else:
            most = middle - 1
    piece = _node(short(words[:least].rstrip() + "…"), pings)
    return gap + piece if len(piece) <= room else ""
