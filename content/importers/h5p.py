"""H5P packages (.h5p): question sets and single questions of theirs (h5p.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from content.importers.archive import Archive, is_archive
from content.importers.base import (
    LARGEST_TEXT,
    CannotImport,
    Found,
    Item,
    LeftOut,
    Option,
    Source,
    decoded,
)
from content.importers.plain import one_line, plain

_DEEPEST = 6


class H5p:
    name = "h5p"
    title = "H5P"

    def knows(self, source: Source) -> bool:
        return source.ending == ".h5p" or (
            is_archive(source) and "h5p.json" in Archive(source).names()
        )

    def read(self, source: Source) -> Iterator[Found]:
        archive = Archive(source)
        if "content/content.json" not in archive.names():
            raise CannotImport(f"{source.name} has no content/content.json in it.")
        content = _json(archive, "content/content.json", source.name)
        about = _json(archive, "h5p.json", source.name) if "h5p.json" in archive.names() else {}
        library = str(_map(about).get("mainLibrary", ""))
        yield from _questions(library, _map(content), "question 1", "", 0)


def _json(archive: Archive, name: str, file: str) -> Any:
    try:
        return json.loads(decoded(archive.read(name, LARGEST_TEXT), name))
    except (ValueError, RecursionError) as error:
        raise CannotImport(f"{file}: {name} is no JSON.") from error


def _questions(
    library: str, params: Mapping[str, Any], where: str, topic: str, depth: int
) -> Iterator[Found]:
    kind = library.partition(" ")[0].rpartition(".")[2]
    inside = params.get("questions")
    if kind in ("QuestionSet", "Column", "SingleChoiceSet") or (not kind and inside):
        yield from _set(params, topic, depth)
        return
    match kind:
        case "MultiChoice":
            stem = plain(_text(params.get("question")), html=True)
            options = [_option(_map(one)) for one in _list(params.get("answers"))]
            yield _item(where, topic, stem.text, stem.losses, options=tuple(options))
        case "TrueFalse":
            stem = plain(_text(params.get("question")), html=True)
            right = str(params.get("correct", "")).lower() == "true"
            yield _item(where, topic, stem.text, stem.losses, statement=right)
        case "Blanks":
            texts = [_text(one) for one in _list(params.get("questions"))]
            for number, text in enumerate(texts or [_text(params.get("text"))], 1):
                yield from _blanks(text, f"{where}.{number}" if len(texts) > 1 else where, topic)
        case _:
            yield LeftOut(where, f"a question of the type “{kind[:40] or 'unknown'}”")


def _set(params: Mapping[str, Any], topic: str, depth: int) -> Iterator[Found]:
    if depth > _DEEPEST:
        return
    for number, one in enumerate(_list(params.get("questions") or params.get("choices")), 1):
        where, entry = f"question {number}", _map(one)
        if "library" in entry:
            library, own = str(entry["library"]), _map(entry.get("params"))
            yield from _questions(library, own, where, topic, depth + 1)
        elif "answers" in entry:  # a set of single choices: the first one is right
            texts = [one_line(plain(_text(t), html=True).text) for t in _list(entry["answers"])]
            stem = plain(_text(entry.get("question")), html=True)
            options = tuple(Option(text, at == 0) for at, text in enumerate(texts))
            yield _item(where, topic, stem.text, stem.losses, options=options)
        else:
            yield LeftOut(where, "an entry without a question")


def _blanks(text: str, where: str, topic: str) -> Iterator[Found]:
    """ "H5P is *free/gratis:a hint*": each gap is asked by itself."""
    stem = plain(text, html=True)
    parts = stem.text.split("*")
    for at in range(1, len(parts) - 1, 2):
        answers, _, _hint = parts[at].partition(":")
        shown = "".join(
            part if n % 2 == 0 else "_____" if n == at else part.partition(":")[0].partition("/")[0]
            for n, part in enumerate(parts)
        )
        accept = tuple(filter(None, (one.strip() for one in answers.split("/"))))
        if accept:
            yield Item(where=where, stem=shown, topic=topic, accept=accept, losses=stem.losses)


def _option(one: Mapping[str, Any]) -> Option:
    tips = _map(one.get("tipsAndFeedback"))
    why = one_line(plain(_text(tips.get("chosenFeedback")), html=True).text)
    text = one_line(plain(_text(one.get("text")), html=True).text)
    return Option(text, one.get("correct") is True, why)


def _item(
    where: str,
    topic: str,
    stem: str,
    losses: tuple[str, ...],
    *,
    options: tuple[Option, ...] = (),
    statement: bool | None = None,
) -> Found:
    if not stem or (statement is None and not options):
        return LeftOut(where, "a question without words, or without options")
    return Item(
        where=where, stem=stem, topic=topic, options=options, statement=statement, losses=losses
    )


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
