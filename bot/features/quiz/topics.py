"""What a quiz can be about, and buttons that start one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.arguments import coded_id, plain_id
from bot.features.cards import buttons, say
from bot.features.quiz.cards import START, words
from bot.interactions.router import Refusal, encode
from bot.model import Button, Card
from bot.model.limits import BUTTON_LABEL, BUTTONS, clip
from bot.study.topics import Unknown, Verb, read_topic
from content.model import Concept, Course, Question

DEFAULT_COUNT = 5
LEAST, MOST = 1, 20

SECTION, CONCEPT = "s", "c"


@dataclass(frozen=True, slots=True)
class Topic:
    """What to ask about: no concepts mean a mix, ``only`` just these questions."""

    title: str
    concepts: tuple[str, ...] = ()
    only: tuple[Question, ...] = ()


def mix() -> Topic:
    return Topic(words("mix"))


def asked_for(course: Course, said: str, count: int | None) -> tuple[Topic, int] | Verb:
    """What a member wants to be asked about, and how many questions; or what to do with a quiz.

    ``count`` is how many questions were asked for apart. Raises ``Refusal``: with what is near
    where there is no such topic, and for a number of questions that no quiz has.
    """
    read = read_topic(course, said, count)
    if isinstance(read, Verb):
        return read
    if isinstance(read, Unknown):
        wanted = read.count or DEFAULT_COUNT
        wanted = wanted if LEAST <= wanted <= MOST else DEFAULT_COUNT
        raise Refusal(unknown_topic(said, read.near, wanted))
    if read.count is not None and not LEAST <= read.count <= MOST:
        raise Refusal(say(words("bad-count.title"), words("bad-count.body", most=MOST)))
    topic = mix() if read.anything else Topic(read.title, read.concepts)
    return topic, read.count or DEFAULT_COUNT


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
