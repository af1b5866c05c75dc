"""What a course knows: whatever is another of its terms is no slip of an answer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from content.spelling.letters import letters
from content.spelling.lexicon import languages_of
from content.spelling.terms import cased, term_of

_WORD = re.compile(r"[^\W\d_]{2,}")
_MEASURED = 20
"""So many words tell in which language a course is written."""
_STOP_WORDS = {
    "en": "the of and is to in that which are for with",
    "de": "der die das und ist nicht welche ein eine mit den",
    "es": "el la los las que una por con qué cuál para del",
    "fr": "le les des est une que dans quel quelle pour du",
    "it": "il lo gli che una per con quale della di nel",
    "pt": "o os que uma para com qual não das do em",
    "nl": "het een van welke niet met zijn voor op aan de",
    "ru": "и в не на что как какой это из для по",
    "pl": "i w nie na co jak jest to z do który",
    "sv": "och är det som en ett av på vilken inte",
    "da": "og er det som en et af på hvilken ikke",
    "tr": "ve bir bu için hangi ile olan de da ne",
}
_DECIMAL_COMMA = frozenset(_STOP_WORDS) - {"en"}


@dataclass(frozen=True, eq=False)
class Known:
    """The words of one course, as plain texts.

    ``answers`` are what it expects to be typed, one group for each answer: the ways to write it.
    ``names`` are its terms with their synonyms, its concepts and options; ``texts`` all else.
    """

    answers: tuple[tuple[str, ...], ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    texts: tuple[str, ...] = ()

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Every answer and name, as one plain word."""
        return frozenset(term_of(words).joined for words in self._all()) - {""}

    @cached_property
    def kept(self) -> frozenset[str]:
        """The same with the marks that make another letter."""
        return frozenset(term_of(words).kept_joined for words in self._all()) - {""}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every single word of the course, plain."""
        running = {word for text in self.texts for word in _WORD.findall(text)}
        own = {word for words in self._all() for word in term_of(words).words}
        return frozenset(letters(word).plain for word in running) | own

    @cached_property
    def cases(self) -> frozenset[str]:
        """Answers, in small letters, that are told from other ones by case only: Pa and PA."""
        return self._told_apart(lambda words: (cased(words).casefold(), cased(words)))

    @cached_property
    def marks(self) -> frozenset[str]:
        """Answers, as plain words, that are told from other ones by marks only: cote and côté."""
        return self._told_apart(lambda words: (term_of(words).joined, cased(words).lower()))

    def _told_apart(self, forms: Callable[[str], tuple[str, str]]) -> frozenset[str]:
        """What two answers have in common that are written in different ways.

        ``forms`` gives what is compared and the way it is written. Two questions that share
        another way to write their answer ask for the same thing.
        """
        written = [{way for _, way in map(forms, ways)} for ways in self.answers]
        shared = [{form for form, _ in map(forms, ways)} for ways in self.answers]
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(shared):
            for form in own - {""}:
                found[form].append(number)
        return frozenset(
            form
            for form, numbers in found.items()
            if any(
                not written[one] & written[other] and len(shared[one] & shared[other]) == 1
                for one, other in combinations(numbers, 2)
            )
        )

    @cached_property
    def language(self) -> str:
        """The code of the language that the course is written in; "" when it cannot be told."""
        counted: Counter[str] = Counter()
        for text in self.texts:
            counted.update(_WORD.findall(text.casefold()))
        if counted.total() < _MEASURED:
            return ""
        shares = {
            language: sum(counted[word] for word in stop.split()) / counted.total()
            for language, stop in _STOP_WORDS.items()
        }
        best = max(shares, key=lambda language: shares[language])
        return best if shares[best] >= 0.08 else ""

    @property
    def point(self) -> str:
        """The sign before decimals in the course's language; "" when that is not known."""
        if not self.language:
            return ""
        return "," if self.language in _DECIMAL_COMMA else "."

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The word lists by which its answers are judged."""
        words = [word for ways in self.answers for way in ways for word in term_of(way).words]
        return languages_of(words, self.language)

    def _all(self) -> Iterator[str]:
        for ways in (*self.answers, *self.names):
            yield from ways


NOTHING = Known()
"""For a question that stands alone."""


def only_capital(one: str, other: str) -> bool:
    """Whether two texts differ by a first capital only, in a word long enough to be a word."""
    return one[1:] == other[1:] and one.casefold() == other.casefold() and len(one) >= 4
