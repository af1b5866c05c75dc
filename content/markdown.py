"""The small Markdown of concept cards, parsed once into ``Text``.

Paragraphs, **strong**, *emphasis*, `code`, fenced code, links and flat lists. Other blocks are
refused, because not every chat platform can show them. Everything else is text and stays as it
is: tags, entities, underscores (``__init__``), asterisks inside words (``2**3``, ``a*b*c``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from bot.model import limits
from bot.model.text import (
    Break,
    Code,
    CodeBlock,
    Emphasis,
    Inline,
    Item,
    Link,
    Node,
    Plain,
    Strong,
    Text,
)
from content.reader import is_web_address
from content.wording import unshowable


def _asterisks(state: StateInline, silent: bool) -> bool:
    """Markdown's rule for emphasis, for asterisks around whole words only."""
    if silent or state.src[state.pos] != "*":
        return False
    run = state.scanDelims(state.pos, False)
    for _ in range(run.length):
        state.push("text", "", 0).content = "*"
        at = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord("*"), run.length, at, -1, open=run.can_open, close=run.can_close)
        )
    state.pos += run.length
    return True


_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": 8}).disable("entity")
_PARSER.inline.ruler.at("emphasis", _asterisks)
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]  # judged below, with a line


_ADDRESS = re.compile(r"[:/]|^$")
_NAMES = {
    "blockquote": "a quote",
    "bullet list": "a list",
    "code block": "a line that begins with four spaces",
    "code inline": "code",
    "em": "emphasis",
    "heading": "a heading",
    "hr": "a line across the card",
    "image": "a picture",
    "lheading": "a heading",
    "ordered list": "a list",
}
_INSTEAD = " (code goes between lines of ```)"


class BadMarkdown(Exception):
    """``line`` counts from 0 within the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def parse(words: str) -> Text:
    """``words`` as nodes. Raises ``BadMarkdown`` at the first piece that is not in the subset."""
    if trouble := unshowable(words):
        raise BadMarkdown(0, trouble)
    tokens = iter(_PARSER.parse(words))
    nodes: list[Node] = []
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "paragraph_open":
            if nodes:
                nodes.append(Break())
                if not isinstance(nodes[-2], Item | CodeBlock):
                    nodes.append(Break())
            nodes.extend(_inline(next(tokens), line))
        elif token.type == "fence":
            nodes.append(CodeBlock(token.content.rstrip("\n")))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            nodes.extend(_items(token, tokens))
        elif token.type != "paragraph_close":
            raise BadMarkdown(line, f"{_name(token)} can't be shown on a card{_INSTEAD}")
    return Text(tuple(nodes))


def _items(opening: Token, tokens: Iterator[Token]) -> Iterator[Item]:
    """The items up to the end of the list that ``opening`` began."""
    ordered = opening.type == "ordered_list_open"
    number = int(opening.attrs.get("start", 1)) if ordered else 0
    inner: tuple[Inline, ...] | None = None
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "inline":
            if inner is not None:
                raise BadMarkdown(line, "a list item has one paragraph")
            inner = tuple(_inline(token, line))
        elif token.type == "list_item_close":
            if inner is None:
                raise BadMarkdown(line, "a list item is empty")
            yield Item(f"{number}." if ordered else "•", inner)
            number += 1
            inner = None
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            return
        elif token.type not in ("list_item_open", "paragraph_open", "paragraph_close"):
            raise BadMarkdown(line, f"{_name(token)} can't be part of a list")


def _inline(token: Token, line: int) -> list[Inline]:
    out: list[Inline] = []
    children = iter(token.children or ())
    for child in children:
        match child.type:
            case "text":
                _plain(out, child.content)
            case "softbreak":
                _plain(out, " ")
            case "hardbreak":
                out.append(Break())
            case "code_inline":
                out.append(Code(child.content))
            case "strong_open":
                out.append(Strong(_until("strong_close", children, line)))
            case "em_open":
                out.append(Emphasis(_until("em_close", children, line)))
            case "link_open":
                url = str(child.attrs.get("href", ""))
                if not _ADDRESS.search(url):  # such as arr[i](x)
                    _plain(out, f"[{_until('link_close', children, line)}]({url})")
                    continue
                if not is_web_address(url) or len(url) > limits.URL:
                    raise BadMarkdown(line, f"a link must be a short https address: {url[:60]!r}")
                out.append(Link(_until("link_close", children, line), url))
            case _:
                raise BadMarkdown(line, f"{_name(child)} can't be shown on a card")
    return out


def _until(closing: str, children: Iterator[Token], line: int) -> str:
    """The words up to ``closing``. Markup inside markup is refused."""
    words = ""
    for child in children:
        if child.type == closing:
            break
        if child.type not in ("text", "softbreak"):
            raise BadMarkdown(line, f"{_name(child)} inside other markup")
        words += " " if child.type == "softbreak" else child.content
    if not words.strip():
        raise BadMarkdown(line, "empty markup")
    return words


def _plain(out: list[Inline], words: str) -> None:
    if out and isinstance(last := out[-1], Plain):
        out[-1] = Plain(last.text + words)
    elif words:
        out.append(Plain(words))


def _name(token: Token) -> str:
    name = token.type.removesuffix("_open").removesuffix("_close").replace("_", " ")
    return _NAMES.get(name, name)
