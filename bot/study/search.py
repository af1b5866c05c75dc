"""Finding concepts, terms and sections by what a member types."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from content.model import Concept, Course, Section, Term

_NEAR = 60
_MOST = 25
_MOST_NEAR = 5
_SHARE = 10
_ABBREVIATION = 3  # letters of a synonym that is like too many words to be a guess
_LONGEST = 200

Thing = TypeVar("Thing", Concept, Term)


class Found(NamedTuple):
    """``hits`` are what was asked for, best first; ``near`` are guesses where there is no hit.

    ``sections`` are sections whose title or id was asked for. ``entries`` and ``guesses`` are the
    same as ``hits`` and ``near`` for those who can show terms of the glossary: terms come first,
    and stand there themselves instead of their concepts. ``exact`` is the term whose very name
    was asked for.
    """

    hits: tuple[Concept, ...]
    near: tuple[Concept, ...]
    sections: tuple[Section, ...] = ()
    entries: tuple[Concept | Term, ...] = ()
    exact: Term | None = None
    guesses: tuple[Concept | Term, ...] = ()


def find(course: Course, words: str, among: Collection[str] | None = None) -> Found:
    """Concepts of ``among`` (ids; None means all) that ``words`` mean.

    An exact id or title is the only hit. Else an exact term or synonym hits the concept that it
    belongs to; a plural counts as exact. Else titles that contain all words (or their beginnings)
    hit, else the concepts of such terms, else cards and facts that do. No words find nothing.
    """
    asked = _plain(words[:_LONGEST])
    tokens = asked.split()
    if not tokens:
        return Found((), ())
    concepts = [
        course.concepts[id_]
        for id_ in course.plan
        if id_ in course.concepts and (among is None or id_ in among)
    ]
    sections = tuple(s for s in course.sections if asked in (_plain(s.title), _plain(s.id)))
    known = {concept.id: concept for concept in concepts}
    glossary = [term for term in course.glossary if term.concept in known]
    term = next((term for term in glossary if _named(term, asked)), None)
    exact = [c for c in concepts if asked in (_plain(c.title), _plain(c.id))][:1]
    if exact:
        return Found(tuple(exact), (), sections, tuple(exact), term)
    if term:
        return Found((known[term.concept],), (), sections, (term,), term)
    titled = _containing(concepts, tokens, _title)
    by_name = _containing(glossary, tokens, lambda term: (term.name,))
    terms = tuple(dict.fromkeys((*by_name, *_containing(glossary, tokens, _names))))
    hits = titled or tuple(dict.fromkeys(known[term.concept] for term in terms))
    if hits:
        return Found(hits[:_MOST], (), sections, _both(terms, titled))
    hits = _containing(concepts, tokens, lambda concept: (_card(course, concept),))
    if hits:
        return Found(hits[:_MOST], (), sections, _both((), hits))
    near, near_terms = _near(concepts, asked, _title), _near(glossary, asked, _names)
    guessed = near or tuple(dict.fromkeys(known[term.concept] for term in near_terms))
    return Found((), guessed, sections, (), None, _both(near_terms, near))


def concepts_of(course: Course, section_id: str) -> tuple[str, ...]:
    """Ids of a section's concepts in the order of the plan."""
    return tuple(
        id_
        for id_ in course.plan
        if id_ in course.concepts and course.concepts[id_].section == section_id
    )


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    kept = (letter if letter.isalnum() else " " for letter in apart if not _mark(letter))
    return " ".join("".join(kept).split())


def _mark(letter: str) -> bool:
    return unicodedata.combining(letter) != 0


def _both(terms: Sequence[Term], concepts: Sequence[Concept]) -> tuple[Concept | Term, ...]:
    """A share of both; a term that is called like a concept gives way to it."""
    titles = {_plain(concept.title) for concept in concepts}
    apart = [term for term in terms if _plain(term.name) not in titles]
    return (*apart[:_SHARE], *concepts[:_SHARE])


def _title(concept: Concept) -> tuple[str, ...]:
    return (concept.title,)


def _names(term: Term) -> tuple[str, ...]:
    return term.names


def _named(term: Term, asked: str) -> bool:
    return _single(asked) in {_single(_plain(name)) for name in term.names}


def _single(words: str) -> str:
    """``words`` without the s of an English plural; short words and those in -ss keep theirs."""
    return words[:-1] if len(words) > 3 and words.endswith("s") and words[-2] != "s" else words


def _card(course: Course, concept: Concept) -> str:
    facts = (course.facts[id_].text for id_ in concept.facts if id_ in course.facts)
    return " ".join([concept.title, concept.body.plain, concept.takeaway, *facts])


def _containing(
    things: Iterable[Thing], tokens: list[str], told: Callable[[Thing], tuple[str, ...]]
) -> tuple[Thing, ...]:
    """Those that have all tokens in one and the same of their texts."""
    return tuple(
        thing
        for thing in things
        if any(
            all(_begins(token, words) for token in tokens)
            for words in (_plain(text).split() for text in told(thing))
        )
    )


def _begins(token: str, words: list[str]) -> bool:
    return any(word.startswith(token) if len(token) > 1 else word == token for word in words)


def _near(
    things: Sequence[Thing], asked: str, told: Callable[[Thing], tuple[str, ...]]
) -> tuple[Thing, ...]:
    names = {
        (at, number): _plain(name)
        for at, thing in enumerate(things)
        for number, name in enumerate(told(thing))
        if not number or len(name) > _ABBREVIATION
    }
    found = process.extract(asked, names, scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=_MOST_NEAR)
    return tuple(dict.fromkeys(things[at] for _, _, (at, _) in found))
