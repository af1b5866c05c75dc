"""Whether a typed answer is one of the expected ones.

Harmless are case, accents that may be left out, articles, hyphens, punctuation around, "&" for
"and", a plural and British spelling; then one slip (``slips``). Where signs carry the meaning
they have to be typed as they are. Where a course tells answers apart by case, case counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.study.questions.plurals import plural
from bot.study.questions.slips import slips_between
from content.spelling import lexicon
from content.spelling.known import NOTHING, Known
from content.spelling.terms import Term, cased, term_of


class Match(NamedTuple):
    """The expected answer that was meant; ``spelling`` is how to write it, "" when it was so."""

    answer: str
    spelling: str = ""


_ARTICLE = re.compile(r"\s*(l['’]|[^\W\d_]{1,5}\s)(?=\s*\w)", re.IGNORECASE)
_ARTICLES = {
    "de": ("der ", "die ", "das ", "den ", "dem ", "ein ", "eine ", "einen "),
    "es": ("el ", "la ", "los ", "las ", "un ", "una "),
    "fr": ("le ", "la ", "les ", "un ", "une ", "des ", "l'"),
    "it": ("il ", "lo ", "la ", "i ", "gli ", "le ", "un ", "uno ", "una ", "l'"),
    "nl": ("de ", "het ", "een "),
    "pt": ("o ", "a ", "os ", "as ", "um ", "uma "),
}
_AROUND = '.,;:!?"“”()'
#: English contractions that are other words without their apostrophe.
_CONTRACTIONS = frozenset(
    {"it's", "we're", "we'll", "we'd", "he'll", "she'll", "she'd", "i'll", "i'd", "can't", "won't"}
    | {"let's", "they're", "you're", "who's"}
)
_SURE_FROM = 5
"""From so many letters on a word without its marks (Malmo) is taken for the one with them."""


def matched(
    given: str, accept: Sequence[str], near_misses: Sequence[str] = (), known: Known = NOTHING
) -> Match | None:
    """Which of ``accept`` was typed; None when none was, or a near miss comes as close.

    An article of the course's language may stand before an answer that has none.
    """
    found = _matched(given, accept, near_misses, known)
    if found is None and (bare := _without_article(given, known)):
        plain = [words for words in accept if not _without_article(words, known)]
        found = _matched(bare, plain, near_misses, known) if plain else None
    return found


def _without_article(words: str, known: Known) -> str:
    """What stands behind an article of the course's language; "" where there is none."""
    found = _ARTICLE.match(words)
    if found is None:
        return ""
    article = found[1].casefold().replace("’", "'")
    theirs = any(article in _ARTICLES.get(language, ()) for language in known.lists)
    return words[found.end() :].strip() if theirs else ""


def _matched(
    given: str, accept: Sequence[str], near_misses: Sequence[str], known: Known
) -> Match | None:
    mine = term_of(given)
    for words in accept:
        term = term_of(words)
        if (mine.signs or term.signs) and mine.codes & term.codes:
            return Match(words)
    if mine.signs:
        return next((Match(words) for words in accept if _begun_large(given, words)), None)
    if _another_answer(given, accept, near_misses, known):
        return None
    missed = [term_of(words) for words in near_misses]
    terms = [
        (words, term)
        for words in accept
        if not (term := term_of(words)).signs
        and not _another_letter(given, words)
        and not _contracted(given, words)
    ]
    if any(mine.kept_joined == term.kept_joined for _, term in terms):
        return Match(next(w for w, term in terms if mine.kept_joined == term.kept_joined))
    if any(mine.kept_joined and mine.kept_joined == miss.kept_joined for miss in missed):
        return None
    for words, term in terms:
        if _alike(mine, term, known):
            if mine.joined != term.joined or mine.kept_joined == term.kept_joined:
                return Match(words)
            if mine.kept_joined not in known.kept and _only_unmarked(mine, term, words, known):
                return Match(words, spelling=words)
    return _with_slip(mine, terms, missed, known)


def nearest(given: str, terms: Sequence[str], known: Known = NOTHING) -> int | None:
    """The place of the term that ``given`` is, spelling forgiven; None when it is none."""
    mine = term_of(given)
    found: list[tuple[int, int]] = []
    for at, words in enumerate(terms):
        term = term_of(words)
        if mine.signs or term.signs:
            if mine.codes & term.codes:
                return at
            continue
        slips = 0 if _alike(mine, term, known) else slips_between(mine, term, known)
        if slips is not None:
            found.append((slips, at))
    return min(found)[1] if found else None


def _alike(mine: Term, term: Term, known: Known) -> bool:
    """Whether both are one term, all harmless differences aside."""
    if mine.same & term.same:
        return True
    if len(mine.words) != len(term.words):  # emails, for e-mail
        long = min(len(mine.joined), len(term.joined)) >= _SURE_FROM
        return long and plural(mine.joined, term.joined, mine, term, known)
    return all(
        one == other or plural(one, other, mine, term, known)
        for one, other in zip(mine.words, term.words, strict=True)
    )


def _another_letter(given: str, words: str) -> bool:
    """Whether the answer is a single letter and another one was typed: e is not é."""
    right, mine = cased(words).casefold(), cased(given).casefold()
    return len(right) == 1 and right.isalpha() and mine != right


def _begun_large(given: str, words: str) -> bool:
    """Whether a phone made ``If (x)`` of ``if (x)``; in a name of one letter case counts."""
    if given[:1].isupper() and given[1:2].islower() and words[:1].islower():
        small = given[0].lower() + given[1:]
        return bool(term_of(small).codes & term_of(words).codes)
    return False


def _another_answer(
    given: str, accept: Sequence[str], near_misses: Sequence[str], known: Known
) -> bool:
    """Whether case or marks tell what was typed from the expected answers, in this course."""
    mine, right = cased(given), {cased(words) for words in accept}
    if mine in right:
        return False
    if mine in {cased(words) for words in near_misses}:
        return True
    small = mine.casefold()
    if small in known.cases and small in {words.casefold() for words in right}:
        return True
    plain = term_of(given).joined
    return (
        plain in known.marks
        and plain in {term_of(words).joined for words in accept}
        and mine.lower() not in {words.lower() for words in right}
    )


def _contracted(given: str, words: str) -> bool:
    """Whether one of the two is a contraction and the other another word: it's is not its."""
    mine, right = (
        [token.strip(_AROUND) for token in one.casefold().replace("’", "'").split()]
        for one in (given, words)
    )
    return len(mine) == len(right) and any(
        one != other
        and {one, other} & _CONTRACTIONS
        and one.replace("'", "") == other.replace("'", "")
        for one, other in zip(mine, right, strict=True)
    )


def _only_unmarked(mine: Term, term: Term, words: str, known: Known) -> bool:
    """Whether the plain spelling cannot be another word: Malmo is Malmö, ano is not año."""
    length = len(term.joined)
    if length < _SURE_FROM and not (length == _SURE_FROM - 1 and words[:1].isupper()):
        return False
    for plain, typed, right in zip(mine.words, mine.kept, term.kept, strict=False):
        if typed == right:
            continue
        languages = {*known.lists, *lexicon.marked_in(right)}
        if any({typed, right} <= lexicon.twins(plain, language) for language in languages):
            return False
    return True


def _with_slip(
    mine: Term, terms: Sequence[tuple[str, Term]], missed: Sequence[Term], known: Known
) -> Match | None:
    best: tuple[int, str] | None = None
    for words, term in terms:
        slips = slips_between(mine, term, known)
        if slips is not None and (best is None or slips < best[0]):
            best = (slips, words)
    if best is None:
        return None
    if any(OSA.distance(mine.joined, miss.joined) <= best[0] for miss in missed):
        return None
    return Match(best[1], spelling=best[1] if best[0] else "")
