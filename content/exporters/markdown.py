"""A list in Markdown, with the answers folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.exporters.base import Entry, Export
from content.model import Course
from content.questions.exchange import Item

_SIGNS = re.compile(r"([\\*_\[\]<>#|~])")


class Markdown:
    name = "markdown"
    title = "Markdown"
    ending = ".md"

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        out = Export()
        lines = [f"# {_said(course.title)}", "", _said(course.description)]
        topic = ""
        for number, entry in enumerate(entries, 1):
            if entry.topic != topic:
                topic = entry.topic
                lines += ["", f"## {_said(topic)}"]
            lines += ["", *_question(number, entry)]
            out.lose(entry, "the picture on its card" if entry.picture else "")
            out.written += 1
        out.data = ("\n".join(lines) + "\n").encode()
        return out


def _question(number: int, entry: Entry) -> Iterator[str]:
    item = entry.item
    first, *rest = item.stem.split("\n")
    yield f"### {number}. {_said(first)}"
    if rest:
        yield ""
        yield from rest
    yield ""
    yield from _asked(item)
    yield ""
    yield "<details><summary>Answer</summary>"
    yield ""
    yield from _told(item)
    yield f"{_said(entry.takeaway)}"
    yield ""
    yield "</details>"


def _asked(item: Item) -> Iterator[str]:
    if item.options:
        for option in item.options:
            yield f"- [{'x' if option.right else ' '}] {_said(option.text)}"
    elif item.statement is not None:
        yield f"- [{'x' if item.statement else ' '}] True"
        yield f"- [{' ' if item.statement else 'x'}] False"
    elif item.pairs:
        for prompt, _ in item.pairs:
            yield f"* {_said(prompt)} → ?"
        answers = sorted({answer for _, answer in item.pairs} | {*item.spare})
        yield ""
        yield f"Choose from: {_said('; '.join(answers))}"
    elif item.steps:
        for step in sorted(item.steps):
            yield f"* {_said(step)}"
    else:
        yield "Type the answer."


def _told(item: Item) -> Iterator[str]:
    for option in item.options:
        yield f"* {_said(option.text)}: {_said(option.why)}"
    if item.accept:
        yield f"**{_said(item.accept[0])}**"
        yield ""
    for prompt, answer in item.pairs:
        yield f"* {_said(prompt)} → {_said(answer)}"
    for nth, step in enumerate(item.steps, 1):
        yield f"{nth}. {_said(step)}"
    yield ""
    if item.why:
        yield _said(item.why)
        yield ""


def _said(words: str) -> str:
    """Text with its signs, but for code between backticks."""
    parts = words.split("`")
    if len(parts) % 2 == 0:
        return _SIGNS.sub(r"\\\1", words).replace("`", r"\`")
    return "`".join(p if n % 2 else _SIGNS.sub(r"\\\1", p) for n, p in enumerate(parts))
