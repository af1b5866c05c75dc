"""A page to print (HTML): the questions first, the answers on sheets of their own."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from html import escape
from string import ascii_uppercase

from content.exporters.base import Entry, Export
from content.model import Course
from content.questions.exchange import Item

_Shown = Callable[[Entry], Iterator[str]]
_STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em;
  color: #1c1c1c; background: #fff; }
h1, h2 { font-family: system-ui, sans-serif; line-height: 1.2; }
.q { break-inside: avoid; margin: 1.2em 0; }
.q ol { list-style: upper-alpha; }
.line { display: inline-block; min-width: 14em; border-bottom: 1px solid #777; }
.why { color: #444; }
img { max-width: 100%; }
.key { break-before: page; }
"""


class Page:
    name = "html"
    title = "a page to print (HTML)"
    ending = ".html"

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        out = Export()
        body = [*_part(course.title, entries, _asked), *_part("Answers", entries, _told, "key")]
        for entry in entries:
            out.lose(entry)
            out.written += 1
        page = (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(course.title)}</title><style>{_STYLE}</style></head><body>\n"
            + "\n".join(body)
            + "\n</body></html>\n"
        )
        out.data = page.encode()
        return out


def _part(
    title: str, entries: Sequence[Entry], show: _Shown, kind: str = "questions"
) -> Iterator[str]:
    yield f'<section class="{kind}"><h1>{escape(title)}</h1>'
    topic = ""
    for number, entry in enumerate(entries, 1):
        if entry.topic != topic:
            topic = entry.topic
            yield f"<h2>{escape(topic)}</h2>"
            if kind == "key" and entry.picture is not None:
                yield _picture(entry)
        yield f'<div class="q"><b>{number}.</b> {"".join(show(entry))}</div>'
    yield "</section>"


def _asked(entry: Entry) -> Iterator[str]:
    item = entry.item
    yield f"{escape(item.stem)}".replace("\n", "<br>")
    if item.options:
        yield "<ol>" + "".join(f"<li>{escape(o.text)}</li>" for o in item.options) + "</ol>"
    elif item.statement is not None:
        yield "<p>☐ True &nbsp; ☐ False</p>"
    elif item.pairs:
        prompts = "".join(f'<li>{escape(p)} <span class="line"></span></li>' for p, _ in item.pairs)
        answers = sorted({answer for _, answer in item.pairs} | {*item.spare})
        yield f"<ul>{prompts}</ul><p>Choose from: {escape('; '.join(answers))}</p>"
    elif item.steps:
        yield "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in sorted(item.steps)) + "</ul>"
    else:
        yield '<p><span class="line">&nbsp;</span></p>'


def _told(entry: Entry) -> Iterator[str]:
    item = entry.item
    yield f"<b>{escape(_key(item))}</b>"
    for letter, option in zip(ascii_uppercase, item.options, strict=False):
        yield f'<p class="why">{letter}: {escape(option.why)}</p>'
    if item.why:
        yield f'<p class="why">{escape(item.why)}</p>'
    yield f"<p>{escape(entry.takeaway)}</p>"


def _key(item: Item) -> str:
    if item.options:
        told = zip(ascii_uppercase, item.options, strict=False)
        return ", ".join(f"{letter} ({o.text})" for letter, o in told if o.right)
    if item.statement is not None:
        return "True" if item.statement else "False"
    if item.pairs:
        return "; ".join(f"{prompt} → {answer}" for prompt, answer in item.pairs)
    return " → ".join(item.steps) if item.steps else item.accept[0]


def _picture(entry: Entry) -> str:
    assert entry.picture is not None
    kind = "jpeg" if entry.picture.suffix in (".jpg", ".jpeg") else entry.picture.suffix[1:]
    data = base64.b64encode(entry.picture.read_bytes()).decode()
    return f'<img alt="{escape(entry.alt)}" src="data:image/{kind};base64,{data}">'
