"""What a quiz can be about, and buttons that start one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.router import Refusal, encode
from bot.features.arguments import coded_id, plain_id
from bot.features.cards import buttons, say
from bot.features.quiz.cards import START, words
from bot.model import Button, Card
from bot.model.limits import BUTTON_LABEL, BUTTONS, clip
from bot.study import search
from content.model import Concept, Course, Question

DEFAULT_COUNT = 5
STOP_WORDS = frozenset({"stop", "end", "quit", "exit", "cancel", "finish", "abort", "leave"})

SECTION, CONCEPT = "s", "c"


@dataclass(frozen=True, slots=True)
class Topic:
    """What to ask about: no concepts mean a mix, ``only`` just these questions."""

    title: str
    concepts: tuple[str, ...] = ()
    only: tuple[Question, ...] = ()


def mix() -> Topic:
    return Topic(words("mix"))


def topic_of(course: Course, said: str, count: int = DEFAULT_COUNT) -> Topic:
    """The topic that a member means. Raises ``Refusal`` with what is near where there is none.

    ``count`` is how many questions were asked for.
    """
    if not said:
        return mix()
    section = exact_section(course, said)
    if section is not None:
        return section
    found = search.find(course, said)
    if found.hits:
        title = found.hits[0].title if len(found.hits) == 1 else said
        return Topic(title, tuple(concept.id for concept in found.hits))
    raise Refusal(unknown_topic(said, found.near, count))


def exact_section(course: Course, said: str) -> Topic | None:
    for section in course.sections:
        if said.casefold() in (section.id.casefold(), section.title.casefold()):
            return _section(course, section.id)
    return None


def is_stop(said: str) -> bool:
    """Whether a word asks to stop; a course may still have a concept of that name."""
    return said.casefold() in STOP_WORDS


def unknown_topic(said: str, near: tuple[Concept, ...], count: int = DEFAULT_COUNT) -> Card:
    """Says that nothing is called so, with what is near as buttons."""
    items = [
        Button(
            clip(concept.title, BUTTON_LABEL), encode(START, CONCEPT, coded_id(concept.id), count)
        )
        for concept in near[:BUTTONS]
    ]
    return say(
        words("no-topic.title"),
        words("no-topic.body", topic=clip(said, 60)),
        words("no-topic.perhaps" if items else "no-topic.how"),
        rows=(buttons(*items),) if items else (),
    )


def pressed_topic(course: Course, kind: str, coded: str) -> Topic:
    """The topic of a **START** button: (``SECTION`` or ``CONCEPT``, its coded id)."""
    id_ = plain_id(coded)
    if kind == SECTION and any(section.id == id_ for section in course.sections):
        return _section(course, id_)
    if kind == CONCEPT and id_ in course.concepts:
        return Topic(course.concepts[id_].title, (id_,))
    raise Refusal(say(words("no-concept.title"), words("no-concept.body")))


def _section(course: Course, section_id: str) -> Topic:
    ids = tuple(c for c in course.plan if course.concepts[c].section == section_id)
    return Topic(course.section(section_id).title, ids)
