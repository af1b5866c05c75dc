"""An Anki deck (.apkg), through genanki: ids are stable, so that a newer deck updates an older."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from html import escape
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Any

from content.exporters.base import CannotExport, Entry, Export
from content.model import Course
from content.questions.exchange import Item

_FIELDS = ("Id", "Question", "Answer", "Why", "Takeaway")
_FRONT = "{{Question}}"
_BACK = "{{FrontSide}}<hr id=answer><b>{{Answer}}</b><p>{{Why}}</p><p><i>{{Takeaway}}</i></p>"
_CSS = ".card { font: 18px/1.45 system-ui, sans-serif; text-align: left; } img { max-width: 100%; }"


class Anki:
    name = "anki"
    title = "an Anki deck"
    ending = ".apkg"

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        try:
            import genanki
        except ImportError as error:
            raise CannotExport(
                "An Anki deck needs genanki: “pip install 'studyhall[courses]'” first."
            ) from error
        model = genanki.Model(
            _number("studyhall question"),
            "Studyhall question",
            fields=[{"name": name} for name in _FIELDS],
            templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
            css=_CSS,
        )
        out, pictures = Export(), dict[str, Path]()
        decks: dict[str, Any] = {}
        for entry in entries:
            name = f"{course.title}::{entry.chapter}"
            if name not in decks:
                decks[name] = genanki.Deck(_number(f"{course.slug} {entry.chapter}"), name)
            note = genanki.Note(
                model=model,
                fields=[entry.item.where, *_sides(entry, course.slug, pictures)],
                guid=genanki.guid_for("studyhall", course.slug, entry.item.where),
                tags=[entry.topic.replace(" ", "_")],
            )
            decks[name].add_note(note)
            out.lose(entry)
            out.written += 1
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, path in pictures.items():
                copy = Path(folder) / name
                copy.write_bytes(path.read_bytes())
                files.append(str(copy))
            target = Path(folder) / "deck.apkg"
            genanki.Package(list(decks.values()), media_files=files).write_to_file(str(target))
            out.data = target.read_bytes()
        return out


def _sides(entry: Entry, slug: str, pictures: dict[str, Path]) -> Iterator[str]:
    item = entry.item
    stem = escape(item.stem).replace("\n", "<br>")
    yield f"{stem}{_asked(item)}"
    yield _key(item)
    why = "<br>".join(escape(f"{letter}: {o.why}") for letter, o in _lettered(item) if o.why)
    shown = ""
    if entry.picture is not None:
        name = f"studyhall-{slug}-{entry.picture.name}"
        pictures[name] = entry.picture
        shown = f'<br><img src="{escape(name)}" alt="{escape(entry.alt)}">'
    yield (why or escape(item.why)) + shown
    yield escape(entry.takeaway)


def _asked(item: Item) -> str:
    if item.options:
        told = "".join(f"<br>{letter}. {escape(o.text)}" for letter, o in _lettered(item))
        return f"<br>{told}"
    if item.statement is not None:
        return "<br><br>True or false?"
    listed: list[str] = []
    if item.pairs:
        listed = [f"{prompt} → ?" for prompt, _ in item.pairs]
        answers = {answer for _, answer in item.pairs} | {*item.spare}
        listed.append(f"({'; '.join(sorted(answers))})")
    elif item.steps:
        listed = list(item.steps)
        Random(item.where).shuffle(listed)
    return "".join(f"<br>{escape(line)}" for line in listed)


def _key(item: Item) -> str:
    if item.options:
        return "<br>".join(
            f"{letter}. {escape(o.text)}" for letter, o in _lettered(item) if o.right
        )
    if item.statement is not None:
        return "True" if item.statement else "False"
    if item.pairs:
        return "<br>".join(escape(f"{prompt} → {answer}") for prompt, answer in item.pairs)
    return escape(" → ".join(item.steps) if item.steps else item.accept[0])


def _lettered(item: Item) -> Iterator[tuple[str, Any]]:
    return zip(ascii_uppercase, item.options, strict=False)


def _number(words: str) -> int:
    """A stable id in the range that Anki takes."""
    return int.from_bytes(blake2b(words.encode(), digest_size=4).digest(), "big") | 1 << 30
