"""GIFT, Moodle's text format (docs.moodle.org: "GIFT format")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.exporters.base import Entry, Export
from content.model import Course
from content.questions.exchange import Item

_SIGNS = re.compile(r"([~=#{}:\\])")


class Gift:
    name = "gift"
    title = "GIFT"
    ending = ".gift"

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        out = Export()
        lines = [f"// {course.title}"]
        topic = ""
        for entry in entries:
            body = _answers(entry.item)
            if body is None:
                out.leave(entry, "GIFT has no questions of this kind")
                continue
            if entry.topic != topic:
                topic = entry.topic
                lines += ["", f"$CATEGORY: {_plain(entry.chapter)}/{_plain(topic)}"]
            general = [entry.item.why, entry.takeaway]
            told = " ".join(_said(one) for one in general if one)
            stem = _said(entry.item.stem).replace("\n", "\\n")
            lines += ["", f"::{_said(entry.item.where)}::{stem} {{", *body, f"\t####{told}", "}"]
            out.lose(entry, "the picture on its card" if entry.picture else "")
            out.written += 1
        out.data = ("\n".join(lines) + "\n").encode()
        return out


def _answers(item: Item) -> list[str] | None:
    if item.statement is not None:
        return [f"\t{'TRUE' if item.statement else 'FALSE'}"]
    if item.options:
        right = len(item.right)
        lines = []
        for option in item.options:
            sign = "=" if option.right and right == 1 else "~"
            share = 100 / right if option.right else -100 / max(1, len(item.wrong))
            weight = f"%{share:.5g}%" if right > 1 else ""
            lines.append(f"\t{sign}{weight}{_said(option.text)}#{_said(option.why)}")
        return lines
    if item.number:
        return [f"\t#{_figure(item.accept[0])}"]
    if item.accept:
        wrong = [f"\t=%0%{_said(text)}#{_said(why)}" for text, why in item.near]
        return [*(f"\t={_said(text)}" for text in item.accept), *wrong]
    if item.pairs:
        pairs = [f"\t={_said(prompt)} -> {_said(answer)}" for prompt, answer in item.pairs]
        return [*pairs, *(f"\t= -> {_said(answer)}" for answer in item.spare)]
    return None


def _said(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)


def _figure(words: str) -> str:
    return _said(words.replace(",", "").replace(" ", ""))


def _plain(title: str) -> str:
    """A slash would begin a category below."""
    return title.replace("/", "∕")
