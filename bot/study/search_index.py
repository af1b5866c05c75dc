"""What a search in a course looks into, worked out once for each course as it was read."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from content.model import Concept, Course, Section, Term

LONGEST = 100
"""Characters of what is typed that are read: cut before its normal form can grow."""
_GROWN = 200
_COURSES = 64
"""So many courses' indexes are kept."""


class Texts:
    """Words → which of some texts they are in, as the bits of a number (bit 0: the first)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._in: dict[str, int] = {}
        for place, plain in enumerate(texts):
            for word in plain.split():
                self._in[word] = self._in.get(word, 0) | 1 << place
        self.words: Sequence[str] = sorted(self._in)

    def containing(self, tokens: Sequence[str]) -> int:
        """The texts that have all tokens, or words that begin with them, as bits."""
        found = -1
        for token in tokens:
            found &= self._beginning(token)
            if not found:
                return 0
        return max(found, 0)

    def having(self, word: str) -> int:
        """The texts with exactly this word, as bits."""
        return self._in.get(word, 0)

    def _beginning(self, token: str) -> int:
        if len(token) < 2:
            return self._in.get(token, 0)
        found = 0
        for place in range(bisect_left(self.words, token), len(self.words)):
            word = self.words[place]
            if not word.startswith(token):
                break
            found |= self._in[word]
        return found


class Index:
    """A course in plain words. Concepts stand in the order of the plan."""

    def __init__(self, course: Course) -> None:
        self.concepts: list[Concept] = [
            course.concepts[id_] for id_ in course.plan if id_ in course.concepts
        ]
        self.place = {concept.id: place for place, concept in enumerate(self.concepts)}
        self.terms: list[Term] = [t for t in course.glossary if t.concept in self.place]
        self.titles = [plain_words(concept.title) for concept in self.concepts]
        self.literal: dict[str, int] = {}
        """Titles with their signs: "C" and "C++" are plain alike."""
        self.literal_names: dict[str, int] = {}
        self.exact: dict[str, int] = {}
        for place, concept in enumerate(self.concepts):
            self.literal.setdefault(literal_words(concept.title), place)
            for said in (self.titles[place], plain_words(concept.id)):
                self.exact.setdefault(said, place)
        self.sections: dict[str, tuple[Section, ...]] = {}
        for section in course.sections:
            for said in {plain_words(section.title), plain_words(section.id)}:
                self.sections[said] = (*self.sections.get(said, ()), section)
        self.names: list[str] = []
        """All names of all terms; ``name_of`` has the term of each by its place."""
        self.name_of: list[int] = []
        self.first_name: list[bool] = []
        self.named: dict[str, int] = {}
        for place, term in enumerate(self.terms):
            for number, name in enumerate(term.names):
                self.names.append(plain_words(name))
                self.literal_names.setdefault(literal_words(name), place)
                self.name_of.append(place)
                self.first_name.append(not number)
                self.named.setdefault(singular(self.names[-1]), place)
        self.in_titles = Texts(self.titles)
        self.in_sections = Texts(plain_words(section.title) for section in course.sections)
        self.in_names = Texts(self.names)
        self.in_cards = Texts(_card(course, concept) for concept in self.concepts)
        self.joined = [title.replace(" ", "") for title in self.titles]
        self.joined_names = [name.replace(" ", "") for name in self.names]


_known: OrderedDict[str, tuple[Course, Index]] = OrderedDict()
"""By the course's slug: an index goes when its course was read anew."""


def index_of(course: Course) -> Index:
    """The course's index. The first call for a course takes some tens of milliseconds where it is
    large; courses are never changed, only read anew (one is equal to itself alone)."""
    known = _known.get(course.slug)
    if known is not None and known[0] is course:
        return known[1]
    index = Index(course)
    _known[course.slug] = (course, index)
    while len(_known) > _COURSES:
        _known.popitem(last=False)
    return index


def is_ready(course: Course) -> bool:
    """Whether the index is there, so that a search costs next to nothing."""
    known = _known.get(course.slug)
    return known is not None and known[0] is course


def plain_words(words: str, most: int | None = None) -> str:
    """Small letters and digits with single spaces; accents are left out. Of the normal form
    ``most`` characters are kept."""
    apart = unicodedata.normalize("NFKD", words.casefold())[:most]
    kept = (
        letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " "
        for letter in apart
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).split())


def literal_words(words: str) -> str:
    """Small letters with their signs, single spaces."""
    return " ".join(words[:_GROWN].casefold().split())


def typed_words(words: str) -> str:
    """``plain_words`` of what a member typed, however long it is."""
    return plain_words(words[:LONGEST], _GROWN)


def singular(words: str) -> str:
    """``words`` without the s of an English plural; short words and those in -ss keep theirs."""
    return words[:-1] if len(words) > 3 and words.endswith("s") and words[-2] != "s" else words


def _card(course: Course, concept: Concept) -> str:
    facts = (course.facts[id_].text for id_ in concept.facts if id_ in course.facts)
    return plain_words(" ".join([concept.title, concept.body.plain, concept.takeaway, *facts]))
