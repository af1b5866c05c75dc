"""Questions as JSON: the Open Trivia Database and Kotoba's decks."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from content.importers.base import CannotImport, Found, Item, LeftOut, Option, Source
from content.importers.plain import one_line, plain


class OpenTrivia:
    name = "opentdb"
    title = "Open Trivia Database"

    def knows(self, source: Source) -> bool:
        return _looks(source) and b"incorrect_answers" in source.data

    def read(self, source: Source) -> Iterator[Found]:
        data = _parsed(source)
        listed = data.get("results", data.get("questions")) if isinstance(data, dict) else data
        if not isinstance(listed, list):
            raise CannotImport(f"{source.name} has no list of questions in it.")
        readable = _decoding([one for one in listed if isinstance(one, dict)])
        for number, one in enumerate(listed, 1):
            yield _trivia(one, f"question {number}", readable)


class Kotoba:
    name = "kotoba"
    title = "Kotoba deck"

    def knows(self, source: Source) -> bool:
        return _looks(source) and b'"cards"' in source.data

    def read(self, source: Source) -> Iterator[Found]:
        data = _parsed(source)
        cards = data.get("cards") if isinstance(data, dict) else None
        if not isinstance(cards, list):
            raise CannotImport(f"{source.name} has no list of cards in it.")
        topic = one_line(_text(data.get("name")))
        for number, card in enumerate(cards, 1):
            if card is None:
                continue  # Kotoba leaves a hole where a card was deleted
            where = f"card {number}"
            if not isinstance(card, dict):
                yield LeftOut(where, "no card")
                continue
            given = card.get("answer", card.get("answers"))
            accept = tuple(_line(one) for one in (given if isinstance(given, list) else [given]))
            stem = plain(_text(card.get("question")))
            lost = "it is shown as a picture in Kotoba" if card.get("renderAs") == "Image" else ""
            asked = stem.text
            if told := _line(card.get("instructions", card.get("instruction"))):
                asked = f"{told} {asked}"
            yield Item(
                where=where,
                stem=asked,
                topic=topic,
                accept=tuple(filter(None, accept)),
                why=_line(card.get("meaning", card.get("comment"))),
                losses=stem.losses,
            ).losing(lost)


def _looks(source: Source) -> bool:
    return source.ending == ".json" or source.head().lstrip()[:1] in ("{", "[")


def _parsed(source: Source) -> Any:
    try:
        return json.loads(source.text())
    except RecursionError as error:
        raise CannotImport(f"{source.name} is nested too deeply.") from error
    except ValueError as error:
        raise CannotImport(f"{source.name} is no JSON: {error}.") from error


def _trivia(one: object, where: str, readable: Callable[[str], str]) -> Found:
    if not isinstance(one, Mapping):
        return LeftOut(where, "no question")
    wrong = one.get("incorrect_answers")
    stem = plain(readable(_text(one.get("question"))))
    right = _line(readable(_text(one.get("correct_answer"))))
    topic = _line(readable(_text(one.get("category"))))
    topic = topic.rpartition(": ")[2]
    if not stem.text or not right or not isinstance(wrong, list):
        return LeftOut(where, "no question, no right answer or no wrong ones")
    others = [_line(readable(_text(text))) for text in wrong]
    item = Item(where=where, stem=stem.text, topic=topic, losses=stem.losses)
    if {right, *others} == {"True", "False"}:
        return Item(where=where, stem=stem.text, topic=topic, statement=right == "True")
    options = (Option(right, True), *(Option(text, False) for text in others))
    return Item(where=where, stem=item.stem, topic=topic, options=options, losses=item.losses)


def _decoding(listed: list[dict[str, Any]]) -> Callable[[str], str]:
    """The API sends texts as HTML, percent-encoded or as Base64; the file doesn't say how."""
    kinds = {_text(one.get("type")) for one in listed}
    if kinds and kinds <= {"bXVsdGlwbGU=", "Ym9vbGVhbg=="}:
        return _from_base64
    asked = [_text(one.get("question")) for one in listed]
    if asked and all("%20" in words or " " not in words for words in asked):
        return unquote
    return lambda words: words


def _from_base64(words: str) -> str:
    try:
        return base64.b64decode(words, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return words


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _line(value: object) -> str:
    return one_line(plain(_text(value)).text)
