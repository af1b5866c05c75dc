"""Tables: CSV and TSV with a header, spreadsheets (Kahoot, Google Forms), Anki's text export.

A header names the columns; case, spaces and signs don't count. What they may be called:

=============  ===================================================================
the question   question, stem, front, term, prompt
answers        answer, back, definition, correct, correct answer, answers, meaning
wrong ones     wrong, wrong 1, incorrect 2, distractor 3 …
options        a, b, c … or option 1, answer 1, choice 1 …; then *answer* (or *correct
               answers*) holds letters, numbers or the text of what is right
the rest       why, explanation, feedback, comment; topic, category, section, deck, tags
=============  ===================================================================

Several ways to write a typed answer are divided by ``|`` or ``;``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from content.importers.base import CannotImport, Found, Item, LeftOut, Option, Source
from content.importers.plain import one_line, plain

_QUESTION = ("question", "stem", "front", "term", "prompt", "questiontext", "text", "expression")
_ANSWER = (
    "answer", "answers", "back", "definition", "correct", "correctanswer", "correctanswers",
    "correctoption", "right", "rightanswer", "key", "meaning", "solution",
)  # fmt: skip
_WHY = ("why", "explanation", "feedback", "comment", "reason", "note", "notes")
_TOPIC = ("topic", "category", "section", "deck", "chapter", "tag", "tags")
_WRONG = re.compile(r"(?:wrong|incorrect|distractor)(?:answer|option)?s?\d*")
_OPTION = re.compile(r"(?:option|choice|answer|alternative)?([a-h]|[1-9])")
_REST = re.compile(r"\s+[-–(]")
_NAME = re.compile(r"[^a-z0-9]+")
_LETTERS = re.compile(r"[A-Ha-h1-9](?:\s*[,;/ ]\s*[A-Ha-h1-9])*")
_ANKI = re.compile(
    r"^#(separator|html|columns|tags column|deck column|notetype column|guid column):(.*)$"
)
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|"}
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


class Table:
    name = "csv"
    title = "a table (CSV or TSV)"

    def knows(self, source: Source) -> bool:
        if source.ending in (".csv", ".tsv"):
            return True
        head = source.head()
        if _ANKI.match(head.split("\n", 1)[0].strip()):
            return True
        first = next((line for line in head.split("\n") if line.strip()), "")
        cells = re.split(r"[,;\t|]", first)
        return len(cells) > 1 and any(_plain_name(cell) in _QUESTION for cell in cells)

    def read(self, source: Source) -> Iterator[Found]:
        text = source.prose()
        notes, text, skipped = _directives(text)
        delimiter = _SEPARATORS.get(notes.get("separator", "").lower(), notes.get("separator", ""))
        if not delimiter:
            delimiter = "\t" if source.ending == ".tsv" else _delimiter(text)
        reader = csv.reader(io.StringIO(text), delimiter=delimiter[:1], strict=False)
        names = notes["columns"].split(delimiter) if "columns" in notes else None
        rows = _numbered(reader, source.name, skipped)
        if notes and names is None:
            yield from notes_of(rows, notes)
        else:
            yield from questions_of(rows, source.name, names)


def _directives(text: str) -> tuple[dict[str, str], str, int]:
    """Anki's text export begins with lines such as "#separator:tab"."""
    notes: dict[str, str] = {}
    lines = text.split("\n")
    skipped = 0
    for line in lines:
        found = _ANKI.match(line)
        if not found:
            break
        notes[found[1]] = found[2].strip("\n")
        skipped += 1
    return notes, "\n".join(lines[skipped:]), skipped


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t|", key=first.count)


def _numbered(
    reader: Iterable[list[str]], name: str, skipped: int
) -> Iterator[tuple[str, list[str]]]:
    line = skipped
    try:
        for row in reader:
            begun = line + 1
            line = skipped + getattr(reader, "line_num", line)
            if any(cell.strip() for cell in row):
                yield f"line {begun}", row
    except csv.Error as error:
        raise CannotImport(f"{name}, line {line + 1}: {error}.") from error


def notes_of(rows: Iterable[tuple[str, list[str]]], notes: dict[str, str]) -> Iterator[Found]:
    """Anki's notes: front and back, or a text with clozes."""
    apart = {
        int(value) - 1
        for key, value in notes.items()
        if key.endswith("column") and value.strip().isdigit()
    }
    for where, row in rows:
        fields = [cell for at, cell in enumerate(row) if at not in apart]
        yield from note(where, fields, "")


def note(where: str, fields: Sequence[str], topic: str) -> Iterator[Found]:
    """What a note asks: each of its clozes by itself, else its front."""
    if not fields or not fields[0].strip():
        yield LeftOut(where, "a note without a front")
        return
    clozes = list(_CLOZE.finditer(fields[0]))
    if clozes:
        extra = one_line(plain(fields[1]).text) if len(fields) > 1 else ""
        for at, cloze in enumerate(clozes, 1):
            gap = f"_____ ({cloze[2]})" if cloze[2] else "_____"
            before, after = fields[0][: cloze.start()], fields[0][cloze.end() :]
            stem = plain(_CLOZE.sub(r"\1", before) + gap + _CLOZE.sub(r"\1", after))
            place = where if len(clozes) == 1 else f"{where}, cloze {at}"
            answer = one_line(plain(cloze[1]).text)
            yield Item(
                where=place, stem=stem.text, topic=topic, accept=(answer,), why=extra,
                losses=stem.losses,
            )  # fmt: skip
        return
    if len(fields) < 2 or not fields[1].strip():
        yield LeftOut(where, "a note without a back")
        return
    front, back = plain(fields[0]), plain(fields[1])
    losses = tuple(dict.fromkeys((*front.losses, *back.losses)))
    if not front.text or not back.text:
        yield LeftOut(where, f"nothing but {' and '.join(losses) or 'markup'} on one side")
        return
    yield Item(
        where=where, stem=front.text, topic=topic, accept=(one_line(back.text),), losses=losses
    )


def questions_of(
    rows: Iterable[tuple[str, list[str]]], name: str, names: Sequence[str] | None = None
) -> Iterator[Found]:
    """The questions of a table; the first row with a column for the question is its header."""
    columns = _Columns(names) if names is not None else None
    for where, row in rows:
        if columns is None:
            columns = _Columns(row)
            if not columns.usable:
                columns = None
            continue
        yield columns.item(where, row)
    if columns is None or not columns.usable:
        raise CannotImport(
            f"{name} has no header that names a question and an answer: put one in the first line, "
            "such as “question,answer,wrong 1,wrong 2,wrong 3,why,topic”."
        )


class _Columns:
    """What each column of a table is for."""

    def __init__(self, header: Sequence[str]) -> None:
        names = [_plain_name(cell) for cell in header]
        self.question = _index(names, _QUESTION)
        self.answer = _index(names, _ANSWER)
        self.why, self.topic = _index(names, _WHY), _index(names, _TOPIC)
        taken = {self.question, self.answer, self.why, self.topic}
        self.wrong = [n for n, one in enumerate(names) if n not in taken and _WRONG.fullmatch(one)]
        taken |= {*self.wrong}
        self.options = [
            n for n, one in enumerate(names) if n not in taken and _OPTION.fullmatch(one)
        ]

    @property
    def usable(self) -> bool:
        return self.question is not None and self.answer is not None

    def item(self, where: str, row: Sequence[str]) -> Found:
        def cell(at: int | None) -> str:
            return row[at].strip() if at is not None and at < len(row) else ""

        def line(at: int | None) -> str:
            return one_line(plain(cell(at)).text)

        stem, answer = plain(cell(self.question)), line(self.answer)
        topic, why = line(self.topic), line(self.why)
        if not stem.text or not answer:
            return LeftOut(where, "no question or no answer")
        item = Item(where=where, stem=stem.text, topic=topic, why=why, losses=stem.losses)
        texts = [line(at) for at in self.options]
        if sum(map(bool, texts)) >= 2:
            right = _named(answer, texts)
            if not right:
                return LeftOut(where, f"“{answer[:40]}” is none of its options")
            options = [Option(text, at in right) for at, text in enumerate(texts) if text]
            return _made(item, tuple(options))
        wrong = [text for text in map(line, self.wrong) if text]
        if wrong:
            return _made(item, (Option(answer, True), *(Option(text, False) for text in wrong)))
        if answer.casefold() in ("true", "false"):
            return Item(
                where=where, stem=stem.text, topic=topic, why=why, losses=stem.losses,
                statement=answer.casefold() == "true",
            )  # fmt: skip
        accept = tuple(one.strip() for one in re.split(r"[|;]", answer) if one.strip())
        return Item(
            where=where, stem=stem.text, topic=topic, why=why, losses=stem.losses, accept=accept
        )


def _made(item: Item, options: tuple[Option, ...]) -> Item:
    return Item(
        where=item.where, stem=item.stem, topic=item.topic, why=item.why, losses=item.losses,
        options=options,
    )  # fmt: skip


def _named(answer: str, texts: Sequence[str]) -> set[int]:
    """Which options an answer means: their text, their letters or their numbers from 1."""
    exact = {at for at, text in enumerate(texts) if text and text.casefold() == answer.casefold()}
    if exact or not _LETTERS.fullmatch(answer):
        return exact
    found = set[int]()
    for one in re.findall(r"[A-Ha-h1-9]", answer):
        at = int(one) - 1 if one.isdigit() else ord(one.lower()) - ord("a")
        if at >= len(texts) or not texts[at]:
            return set()
        found.add(at)
    return found


def _index(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    found = [names.index(one) for one in wanted if one in names]
    return found[0] if found else None


def _plain_name(cell: str) -> str:
    """Without what comes after a dash or in parentheses, as in "Answer 1 - max 75 characters"."""
    return _NAME.sub("", _REST.split(cell.strip().strip("\"'"), maxsplit=1)[0].casefold())
