"""Code inside the sentences of a question: between backticks, or in lines between fences.

Stems, reasons and takeaways are plain text but for that. Whatever else looks like markup is
text, and renderers show it as it stands. A backtick without a partner is a backtick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.text import Code, CodeBlock, Emphasis, Inline, Node, Plain, Strong, Text
from content.wording import on_one_line

Style = type[Plain] | type[Strong] | type[Emphasis]
_BLOCK = re.compile(r"^[ \t]*```[^\n`]*\n(.*?)\n?^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def folded(words: str) -> str:
    """``words`` as courses keep them: each paragraph on one line, blocks of code line by line."""
    out: list[str] = []
    for prose, code in _parts(words.replace("\r", "")):
        if line := on_one_line(prose):
            out.append(line)
        if code is not None:
            out.append(f"```\n{code}\n```")
    return "\n".join(out)


def without_code(words: str) -> str:
    """``words`` with an ellipsis for each piece of code, to judge the sentences around it."""
    return _SPAN.sub("…", _BLOCK.sub("", words)).strip()


def nodes_of(words: str, style: Style = Plain) -> Text:
    """``words`` as rich text: sentences in this style, code as code."""
    out: list[Node] = []
    for prose, code in _parts(words):
        out += _spans(prose.strip("\n") if code is not None or out else prose, style)
        if code is not None:
            out.append(CodeBlock(code))
    return Text(tuple(out))


def spans_of(words: str) -> tuple[Inline, ...]:
    """Words of one line, such as a reason, with the code between backticks."""
    return tuple(_spans(words, Plain))


def _parts(words: str) -> Iterator[tuple[str, str | None]]:
    """Sentences, each with the block of code that follows them."""
    at = 0
    for block in _BLOCK.finditer(words):
        yield words[at : block.start()], block[1]
        at = block.end()
    if at < len(words):
        yield words[at:], None


def _spans(words: str, style: Style) -> Iterator[Plain | Strong | Emphasis | Code]:
    at = 0
    for span in _SPAN.finditer(words):
        if before := words[at : span.start()]:
            yield style(before)
        inside = span[2]
        if inside.startswith(" ") and inside.endswith(" ") and inside.strip():
            inside = inside[1:-1]  # room for a backtick at an end
        yield Code(inside)
        at = span.end()
    if rest := words[at:]:
        yield style(rest)
