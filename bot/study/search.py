"""Finding concepts and sections by what a member types."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from rapidfuzz import fuzz, process

from content.model import Concept, Course, Section

_NEAR = 60
_MOST = 25
_MOST_NEAR = 5
_LONGEST = 200


class Found(NamedTuple):
    """``hits`` are what was asked for, best first; ``near`` are guesses where there is no hit.

    ``sections`` are sections whose title or id was asked for.
    """

    hits: tuple[Concept, ...]
    near: tuple[Concept, ...]
    sections: tuple[Section, ...] = ()


def find(course: Course, words: str, among: Collection[str] | None = None) -> Found:
    """Concepts of ``among`` (ids; None means all) that ``words`` mean.

    An exact id or title is the only hit. Else titles that contain all words (or their
    beginnings) hit, else cards and facts that do. No words find nothing.
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
    exact = [c for c in concepts if asked in (_plain(c.title), _plain(c.id))]
    if exact:
        return Found(tuple(exact[:1]), (), sections)
    for told in (_title, lambda concept: _card(course, concept)):
        hits = _containing(concepts, tokens, told)
        if hits:
            return Found(hits[:_MOST], (), sections)
    return Found((), _near(concepts, asked), sections)


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


def _title(concept: Concept) -> str:
    return concept.title


def _card(course: Course, concept: Concept) -> str:
    facts = (course.facts[id_].text for id_ in concept.facts if id_ in course.facts)
    return " ".join([concept.title, concept.body.plain, concept.takeaway, *facts])


def _containing(
    concepts: Iterable[Concept], tokens: list[str], told: Callable[[Concept], str]
) -> tuple[Concept, ...]:
    return tuple(
        concept
        for concept in concepts
        if all(_begins(token, _plain(told(concept)).split()) for token in tokens)
    )


def _begins(token: str, words: list[str]) -> bool:
    return any(word.startswith(token) if len(token) > 1 else word == token for word in words)


def _near(concepts: list[Concept], asked: str) -> tuple[Concept, ...]:
    titles = {at: _plain(concept.title) for at, concept in enumerate(concepts)}
    found = process.extract(asked, titles, scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=_MOST_NEAR)
    return tuple(concepts[at] for _, _, at in found)
