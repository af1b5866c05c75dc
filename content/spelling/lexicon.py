"""General word lists: a slip that spells another word is no slip.

The lists are those of pyspellchecker, in twelve languages. They are large (English: 160,000
words, 20 MB) and needed only for the few words that a course accepts as answers: ``learn`` looks
these up once, when a course is taken on, and lets go of the list. A word that was not learned is
looked up when it is first asked for, which takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from typing import Any, NamedTuple, TypeVar

from content.spelling.letters import listed, script_of

LANGUAGES = ("en", "es", "fr", "it", "pt", "de", "ru", "lv", "eu", "nl")
"""The languages that have a list."""

LATIN = ("en", "es", "fr", "it", "pt", "de", "nl")

SLIPS_IN = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN"})
"""Scripts in which a slip can be told from another word: one letter for one sound."""

#: Listed, but beginnings of words, with no meaning that could be an answer.
_BEGINNINGS = frozenset(
    {"poly", "mono", "hydro", "hypo", "inter", "pseudo", "hetero", "homo", "chromo", "magneto"}
    | {"infra", "semi", "uni", "anti", "para"}
)
_MOST_LETTERS = 40
_PREFIXES = (
    "", "ab", "anti", "auto", "be", "bi", "co", "cross", "de", "dis", "down", "en", "equi", "ex",
    "fore", "hetero", "homo", "hyper", "hypo", "il", "im", "in", "inter", "intra", "ir", "macro",
    "mal", "max", "meta", "micro", "min", "mis", "mono", "multi", "non", "out", "over",
    "post", "pre", "pro", "pseudo", "re", "self", "semi", "sub", "super", "trans", "tri", "un",
    "under", "uni", "up",
)  # fmt: skip


Found = TypeVar("Found", bool, frozenset[str])
LookedUp = dict[str, list[tuple[str, str, bool | list[str]]]]

_MOST = 20_000
_found: dict[str, dict[tuple[str, str], Any]] = {}


def _looked_up(look: Callable[[str, str], Found]) -> Callable[[str, str], Found]:
    """Keeps what was found of a word in a language, and lets it be told to another process."""
    found: dict[tuple[str, str], Found] = _found.setdefault(look.__name__, {})

    @wraps(look)
    def asked(word: str, language: str) -> Found:
        known = found.get((word, language))
        if known is None:
            known = look(word, language)
            if len(found) >= _MOST:
                found.clear()
            found[word, language] = known
        return known

    return asked


def told() -> LookedUp:
    """Everything that was looked up so far, as JSON can carry it."""
    return {
        name: [
            (word, language, value if isinstance(value, bool) else sorted(value))
            for (word, language), value in found.items()
        ]
        for name, found in _found.items()
    }


def take(found: LookedUp) -> None:
    """Knows what another process has ``told``. Raises ``KeyError`` for what is none of it."""
    for name, lines in found.items():
        _found[name].update(
            ((word, language), value if isinstance(value, bool) else frozenset(value))
            for word, language, value in lines
        )


class _Listed(NamedTuple):
    """A list: its words in plain letters, and those with marks by their plain letters."""

    plain: frozenset[str]
    marked: dict[str, tuple[str, ...]]


@lru_cache(maxsize=2)
def _list(language: str) -> _Listed:
    from spellchecker import SpellChecker

    plain: set[str] = set()
    ascii_only: set[str] = set()
    marked: dict[str, tuple[str, ...]] = {}
    for word in SpellChecker(language=language, distance=1).word_frequency.words():
        if word.isascii():
            plain.add(word)
            ascii_only.add(word)
            continue
        kept, bare = listed(word)
        plain.add(bare)
        if kept != bare:
            marked[bare] = (*marked.get(bare, ()), kept)
    for word in ascii_only & marked.keys():
        marked[word] = (*marked[word], word)
    return _Listed(frozenset(plain), marked)


@_looked_up
def has(word: str, language: str) -> bool:
    """Whether the list of ``language`` has ``word`` (small letters without marks)."""
    return word in _list(language).plain


@_looked_up
def others(word: str, language: str) -> frozenset[str]:
    """The words of ``language`` that one slip makes of ``word``, all in plain small letters."""
    if not 2 <= len(word) <= _MOST_LETTERS:
        return frozenset()
    listed = _list(language).plain
    return frozenset(one for one in _slips(word, _alphabet(language)) if one in listed) - {
        word,
        *_BEGINNINGS,
    }


@lru_cache(maxsize=20_000)
def other_beginnings(word: str) -> frozenset[str]:
    """The word with a prefix added, dropped or exchanged, whether there is such a word or not."""
    stems = {word.removeprefix(prefix) for prefix in _PREFIXES}
    return frozenset(prefix + stem for stem in stems if len(stem) >= 4 for prefix in _PREFIXES) - {
        word
    }


@_looked_up
def relatives(word: str, language: str) -> frozenset[str]:
    """The words of ``language`` that differ from ``word`` by their prefix."""
    return other_beginnings(word) & _list(language).plain


@_looked_up
def twins(plain: str, language: str) -> frozenset[str]:
    """The words that are told apart by a mark only: año and ano in Spanish, for "ano".

    Small letters; empty where there is but one such word.
    """
    found = frozenset(_list(language).marked.get(plain, ()))
    return found if len(found) > 1 else frozenset()


def marked_in(kept: str) -> tuple[str, ...]:
    """The languages with a list in which a word with these marks can be looked for."""
    if "ñ" in kept:
        return ("es",)
    return ("de",) if any(letter in kept for letter in "äöü") else ()


def learn(words: Iterable[str], languages: Iterable[str]) -> None:
    """Looks ``words`` up, so that grading answers with them never waits. Slow: off the loop."""
    wanted = sorted(set(words))
    for language in languages:
        for word in wanted:
            others(word, language)
            twins(word, language)
            relatives(word, language)
            for short in (word, word.removesuffix("s"), word.removesuffix("es")):
                if len(short) == 3:  # asked for when it may be a plural
                    has(short, language)
        _list.cache_clear()


def languages_of(words: Iterable[str], course: str) -> tuple[str, ...]:
    """The lists to judge answers by: the course's language, and those its answers are in.

    A course in English may ask for Spanish words. That is looked for only when a quarter of its
    answers are in no list of its own language.
    """
    own = course if course in LANGUAGES else "en"
    known = {word for word in words if len(word) >= 4 and word.isalpha()}
    latin = {word for word in known if script_of(word[0]) == "LATIN"}
    found = [own]
    if "CYRILLIC" in {script_of(word[0]) for word in known} and own != "ru":
        found.append("ru")
    strange = {word for word in latin if not has(word, own)}
    if len(strange) >= 3 and len(strange) >= len(latin) / 4:
        found += [
            one
            for one in LATIN
            if one != own and sum(has(word, one) for word in strange) >= len(strange) / 2
        ]
    return tuple(found)


def _alphabet(language: str) -> str:
    cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    return cyrillic if language == "ru" else "abcdefghijklmnopqrstuvwxyz"


def _slips(word: str, alphabet: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            for letter in alphabet:
                yield head + letter + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in alphabet:
            yield head + letter + tail
