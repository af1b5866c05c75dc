"""Finding concepts, terms and sections by what a member types."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.study import search_index
from bot.study.search_index import (
    Index,
    Texts,
    index_of,
    literal_words,
    plain_words,
    singular,
    typed_words,
)
from content.model import Concept, Course, Section, Term

_NEAR = 75
"""Per cent that a whole title may be alike to be a guess."""
_MOST = 25
_MOST_NEAR = 5
_SHARE = 10
_ABBREVIATION = 3  # letters of a synonym that is like too many words to be a guess
_SPELLED, _LONG = 3, 6
"""Letters of a word from which it may be misspelled, and from which in two places."""
_CORRECTED = 4
"""So many words of a query are looked for in other spellings."""
_HALF = 0.4
_EVERYTHING = -1  # all bits


class Quality(IntEnum):
    """How well the words fit what was found."""

    NOTHING = 0
    GUESS = 1
    MENTIONED = 2
    """On a card."""
    NAMED = 3
    """In a title or a term."""
    EXACT = 4
    """The very title, id, term or section."""


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
    quality: Quality = Quality.NOTHING


def prepare(course: Course) -> None:
    """Works out the course's index, so that no search has to; for another thread."""
    index_of(course)


def is_ready(course: Course) -> bool:
    """Whether ``prepare`` has been done for this course."""
    return search_index.is_ready(course)


def find(course: Course, words: str, among: Collection[str] | None = None) -> Found:
    """Concepts of ``among`` (ids; None means all) that ``words`` mean.

    An exact id or title is the only hit. Else an exact term or synonym hits the concept that it
    belongs to; a plural counts as exact. Else titles that contain all words (or their beginnings)
    hit, else the concepts of such terms, else cards and facts that do. No words find nothing.
    Of what is typed the first 100 characters count.
    """
    asked = typed_words(words)
    tokens = tuple(dict.fromkeys(asked.split()))
    index = index_of(course)
    literal = literal_words(words)
    if not tokens and literal not in index.literal and literal not in index.literal_names:
        return Found((), ())
    allowed = _EVERYTHING if among is None else _bits(index.place[i] for i in among)
    sections = index.sections.get(asked, ())
    exact, term = _exact(index, asked, literal, allowed)
    if exact is not None:
        return Found((exact,), (), sections, (exact,), term, quality=Quality.EXACT)
    if term is not None:
        concept = index.concepts[index.place[term.concept]]
        return Found((concept,), (), sections, (term,), term, quality=Quality.EXACT)
    named = Quality.EXACT if sections else Quality.NAMED
    titled = _concepts(index, index.in_titles.containing(tokens) & allowed)
    terms = _terms(index, tokens, allowed)
    hits = titled or tuple(dict.fromkeys(_concept(index, term) for term in terms))
    if hits:
        return Found(hits[:_MOST], (), sections, _both(index, terms, titled), quality=named)
    hits = _concepts(index, index.in_cards.containing(tokens) & allowed)
    if hits:
        quality = Quality.EXACT if sections else Quality.MENTIONED
        return Found(hits[:_MOST], (), sections, _both(index, (), hits), quality=quality)
    near, near_terms = _near(index, asked, tokens, allowed)
    guessed = near or tuple(dict.fromkeys(_concept(index, term) for term in near_terms))
    quality = Quality.GUESS if guessed else Quality.NOTHING
    return Found(
        (),
        guessed,
        sections,
        (),
        None,
        _both(index, near_terms, near),
        Quality.EXACT if sections else quality,
    )


def concepts_of(course: Course, section_id: str) -> tuple[str, ...]:
    """Ids of a section's concepts in the order of the plan."""
    return tuple(
        id_
        for id_ in course.plan
        if id_ in course.concepts and course.concepts[id_].section == section_id
    )


def sections_called(course: Course, words: str) -> tuple[Section, ...]:
    """Sections whose title contains all words, or begins words with them."""
    tokens = typed_words(words).split()
    if not tokens:
        return ()
    bits = index_of(course).in_sections.containing(tokens)
    return tuple(course.sections[place] for place in _places(bits))


def _exact(
    index: Index, asked: str, literal: str, allowed: int
) -> tuple[Concept | None, Term | None]:
    place = index.literal.get(literal)
    name = index.literal_names.get(literal)
    if place is None and name is None:
        place, name = index.exact.get(asked), index.named.get(singular(asked))
    elif name is None:
        name = index.named.get(singular(asked))
    concept = None if place is None or not allowed >> place & 1 else index.concepts[place]
    term = None if name is None else index.terms[name]
    if term is not None and not allowed >> index.place[term.concept] & 1:
        term = None
    return concept, term


def _terms(index: Index, tokens: Sequence[str], allowed: int) -> tuple[Term, ...]:
    """Terms with all tokens in one of their names; those with them in the first one first."""
    names = list(_places(index.in_names.containing(tokens)))
    first = [name for name in names if index.first_name[name]]
    terms = dict.fromkeys(index.name_of[name] for name in (*first, *names))
    found = (index.terms[place] for place in terms)
    return tuple(term for term in found if allowed >> index.place[term.concept] & 1)


def _concept(index: Index, term: Term) -> Concept:
    return index.concepts[index.place[term.concept]]


def _concepts(index: Index, bits: int) -> tuple[Concept, ...]:
    return tuple(index.concepts[place] for place in _places(bits))


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _bits(places: Iterator[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _both(
    index: Index, terms: Sequence[Term], concepts: Sequence[Concept]
) -> tuple[Concept | Term, ...]:
    """A share of both; a term that is called like a concept gives way to it."""
    shown = terms[: _SHARE + len(concepts)]
    titles = {index.titles[index.place[concept.id]] for concept in concepts} if shown else set()
    apart = [term for term in shown if plain_words(term.name) not in titles]
    return (*apart[:_SHARE], *concepts[:_SHARE])


def _near(
    index: Index, asked: str, tokens: Sequence[str], allowed: int
) -> tuple[tuple[Concept, ...], tuple[Term, ...]]:
    """Concepts and terms that are spelled almost so, or have words that are."""
    titles = _alike(asked, tokens, index.joined, index.in_titles)
    concepts = [index.concepts[place] for place in titles if allowed >> place & 1]
    names = [
        place
        for place in _alike(asked, tokens, index.joined_names, index.in_names)
        if index.first_name[place] or len(index.names[place]) > _ABBREVIATION
    ]
    terms = [index.terms[place] for place in dict.fromkeys(index.name_of[p] for p in names)]
    return (
        tuple(concepts[:_MOST_NEAR]),
        tuple(t for t in terms if allowed >> index.place[t.concept] & 1)[:_MOST_NEAR],
    )


def _alike(asked: str, tokens: Sequence[str], joined: Sequence[str], texts: Texts) -> list[int]:
    """Places of texts, likeliest first: the whole is almost so, or half of the words asked for
    or more are almost in them."""
    whole = process.extract(
        asked.replace(" ", ""), joined, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_NEAR
    )
    scores: dict[int, float] = {place: score / 100 for _, score, place in whole}
    spelled = [token for token in tokens if len(token) >= _SPELLED][:_CORRECTED]
    for token in spelled:
        # The place of a text → how well its best word fits.
        best = dict.fromkeys(_places(texts.containing((token,))), 1.0)
        slips = 1 if len(token) < _LONG else 2
        close = process.extract(
            token, texts.words, scorer=OSA.distance, score_cutoff=slips, limit=_MOST_NEAR
        )
        for word, distance, _ in close:
            for place in _places(texts.having(word)):
                best[place] = max(best.get(place, 0.0), 1 - distance / (len(token) + 1))
        for place, fit in best.items():
            scores[place] = scores.get(place, 0.0) + fit / len(tokens)
    enough = [place for place, score in scores.items() if score >= _HALF]
    return sorted(enough, key=lambda place: (-scores[place], place))
