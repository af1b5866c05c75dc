"""What a member wants to be asked about, from whatever was typed as a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.study import search
from bot.study.search import Found, Quality
from content.model import Concept, Course

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_SPELLED = {word: n for n, word in enumerate(_NUMBERS.split(), 1)}
_SPELLED |= {"fifteen": 15, "twenty": 20, "a few": 3, "a couple of": 2}
_COUNT = (
    rf"(?P<count>[+-]?[0-9]{{1,9}}|\b(?:{'|'.join(_SPELLED)})\b)"
    r"\s*(?:x|questions?|qs?|times)?"
)
_TRAILING = re.compile(rf"(?:(?P<rest>.*?)[\s,;:(×x*]+)?{_COUNT}[\s.!)]*", re.I | re.S)
_LEADING = re.compile(
    rf"{_COUNT}[\s,;:]+(?:(?:on|about|of|for|from|in|with)\s+)?(?P<rest>.+)", re.I | re.S
)
_BEFORE = re.compile(
    r"(?:/?(?:study\s+)?/?quiz\b|me\b|on\b|about\b|topic\b|ask\b|some\b)[\s:]*", re.I
)
_LONGEST = 200
_SHOWN = 10


class Verb(StrEnum):
    """Something to do with a quiz rather than a topic."""

    STOP = "stop"
    GO_ON = "go on"
    NEW = "new"
    HELP = "help"


_ANY = ("", "a mix", "mix", "mixed", "random", "any", "anything", "all", "everything")
_SAID = {
    phrase: verb
    for verb, phrases in {
        Verb.STOP: "stop, end, quit, exit, cancel, leave, close, finish, abort, done, stop quiz, "
        "end quiz, stop the quiz, stop it, end it",
        Verb.GO_ON: "continue, resume, next, go on, next question, see how it went, continue quiz",
        Verb.NEW: "new, start, again, restart, another, go, begin, new quiz, start a new quiz, "
        "start a new one, once more, try again, one more, another one",
        Verb.HELP: "help, usage, commands",
    }.items()
    for phrase in phrases.split(", ")
}


@dataclass(frozen=True, slots=True)
class Topic:
    """``concepts`` are ids; ``anything`` is a mix. ``count`` is None where no number was meant."""

    title: str
    concepts: tuple[str, ...]
    count: int | None
    anything: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing in the course is called so; ``near`` is what is alike."""

    near: tuple[Concept, ...]
    count: int | None


def read_topic(course: Course, words: str, count: int | None = None) -> Topic | Verb | Unknown:
    """What ``words`` mean. A given ``count`` is kept, else a number in them may be one.

    The whole is looked for in the course first: a number is a count only where the words without
    it fit the course better than with it, or where nothing else is left.
    """
    readings = [(text, number, *_fit(course, text)) for text, number in _readings(words, count)]
    best = readings[0]
    for reading in readings[1:]:
        # "5" is five questions, unless that is the very name of something.
        if reading[2] > best[2] or (not reading[0] and best[2] < Quality.EXACT):
            best = reading
    text, number, quality, found = best
    if quality < Quality.NAMED:
        for said, *_ in readings:
            if verb := _SAID.get(" ".join(re.findall(r"\w+", said.casefold()))):
                return verb
    if quality <= Quality.GUESS:
        # "lables 3": three questions on whatever was meant.
        guesses = [r for r in readings if r[3].near and r[1] is not None] or [best]
        return Unknown(guesses[0][3].near, guesses[0][1])
    return _topic(course, text, number, found)


def suggested(course: Course, words: str) -> list[str]:
    """Titles of sections and concepts that the words may become while they are typed."""
    if not words:
        titles = [s.title for s in course.sections]
        titles += [course.concepts[c].title for c in course.plan[:_SHOWN] if c in course.concepts]
        return titles[:_SHOWN]
    found = search.find(course, words)
    sections = search.sections_called(course, words)
    concepts = found.hits or found.near
    return [*(s.title for s in sections), *(c.title for c in concepts)][:_SHOWN]


def _readings(words: str, count: int | None) -> Iterator[tuple[str, int | None]]:
    """The words as they are, then without what may be a count or a word around the topic."""
    words = " ".join(words[:_LONGEST].split())
    yield words, count
    bare = words
    while (before := _BEFORE.match(bare)) and before.end():
        bare = bare[before.end() :]
        yield bare, count
    if count is not None:
        return
    for text in dict.fromkeys((words, bare)):
        for pattern in (_TRAILING, _LEADING):
            if found := pattern.fullmatch(text):
                said = found["count"].casefold()
                yield (found["rest"] or "").strip(), _SPELLED.get(said) or int(said)


def _is_any(text: str) -> bool:
    return text.casefold().strip(" .!?") in _ANY


def _fit(course: Course, text: str) -> tuple[Quality, Found]:
    found = search.find(course, text)
    if found.quality < Quality.NAMED and (_is_any(text) or search.sections_called(course, text)):
        return Quality.NAMED, found
    return found.quality, found


def _topic(course: Course, text: str, count: int | None, found: Found) -> Topic:
    sections = found.sections
    if not sections and found.quality < Quality.NAMED:
        if _is_any(text):
            return Topic("", (), count, anything=True)
        sections = search.sections_called(course, text)
    if sections:
        ids = search.concepts_of(course, sections[0].id)
        return Topic(sections[0].title, ids, count)
    title = found.hits[0].title if len(found.hits) == 1 else text
    return Topic(title, tuple(concept.id for concept in found.hits), count)
