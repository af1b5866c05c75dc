"""Reads ``glossary.yaml``: the key terms of a course with a sentence each."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from bot.model import limits
from bot.model.text import Break, CodeBlock, Item
from content.entry_reading import settled
from content.model import Term
from content.parts import card_text
from content.reader import Fields
from content.references import Located
from content.wording import exact_form, same_form, word_count

FILE = "glossary.yaml"
NAME_CHARACTERS = 60
"""Characters of a term or a synonym."""
LONGEST_ID = limits.OPTION_VALUE - 5
"""Characters of a term's id, so that a menu can tell it from a concept's by a mark before it."""
MOST_ALSO = 8
SENTENCE_WORDS = 30
SENTENCE_CHARACTERS = 300


def read_glossary(found: Iterable[Fields]) -> list[Located[Term]]:
    """The terms in file order. A name that two terms share is noted at the second.

    Names that differ in case or signs alone are different: "C" and "C++", "Polish" and "polish".
    """
    terms: list[Located[Term]] = []
    taken: dict[str, int] = {}
    ids: set[str] = set()
    for each in found:
        term, fields = settled(each, lambda found: _read_term(found, ids))
        ids.add(term.id)
        for number, name in enumerate(term.names):
            key = "also" if number else "term"
            form = exact_form(name)
            if form in taken:
                fields.note(key, "duplicate", f"{name!r} is also in line {taken[form]}")
            elif form:
                taken[form] = fields.line
        terms.append(Located(term, fields))
    return terms


def _read_term(fields: Fields, taken: Collection[str]) -> Term:
    name = fields.text("term", characters=NAME_CHARACTERS, rule="shape")
    term = Term(
        id=_id_of(name, taken),
        name=name,
        text=card_text(fields, "text", SENTENCE_CHARACTERS),
        concept=fields.identifier("concept"),
        also=fields.texts("also", characters=NAME_CHARACTERS),
    )
    if len(term.also) > MOST_ALSO:
        fields.note("also", "R13", f"has {len(term.also)} synonyms; at most {MOST_ALSO} fit")
    if any(isinstance(node, Break | CodeBlock | Item) for node in term.text.nodes):
        fields.note("text", "markdown", "must be one sentence, without lists or line breaks")
    if (words := word_count(term.text.plain)) > SENTENCE_WORDS:
        fields.note("text", "R13", f"has {words} words; at most {SENTENCE_WORDS} fit")
    fields.close()
    return term


def _id_of(name: str, taken: Collection[str]) -> str:
    """The name in plain small letters; one of signs, or taken already, gets a mark of its own."""
    plain = same_form(name).replace(" ", "-")
    if plain and plain not in taken and len(plain) <= LONGEST_ID:
        return plain
    mark = hashlib.sha256(exact_form(name).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain[: LONGEST_ID - 9]}-{mark}"
