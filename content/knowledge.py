"""Tells the typed questions of a course what the course knows, so that grading can use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from content.model import Course
from content.spelling import lexicon
from content.spelling.known import Known
from content.spelling.terms import term_of


def informed(course: Course) -> Course:
    """The same course; questions whose grading asks for it know its words. Cheap: looks nothing
    up."""
    known = known_of(course)
    questions = {id_: question.informed(known) for id_, question in course.questions.items()}
    return replace(course, questions=MappingProxyType(questions))


def learn(courses: Iterable[Course]) -> None:
    """Looks up what grading will ask for: at start, or off the loop, as it takes a second."""
    for course in courses:
        typed = [q for q in course.questions.values() if q.words_judged()]
        if not typed:
            continue
        known = typed[0].course_words
        wanted: set[str] = set()
        marked: set[tuple[str, str]] = set()
        for question in typed:
            for way in question.words_judged():
                term = term_of(way)
                wanted |= {*term.words, term.joined}
                for word, kept in zip(term.words, term.kept, strict=True):
                    marked |= {(word, language) for language in lexicon.marked_in(kept)}
        lexicon.learn(wanted, known.lists)
        for language in {language for _, language in marked} - set(known.lists):
            lexicon.learn((word for word, one in marked if one == language), [language])
        _ = known.words, known.phrases, known.kept, known.cases, known.marks


def known_of(course: Course) -> Known:
    """Its answers, names and texts, retired questions included: their words keep their meaning."""
    questions = tuple(course.questions.values())
    return Known(
        answers=tuple(ways for question in questions for ways in question.spellings()),
        names=(
            *(term.names for term in course.glossary),
            *((concept.title,) for concept in course.concepts.values()),
            *((name,) for question in questions for name in question.names()),
        ),
        texts=(
            *(fact.text for fact in course.facts.values()),
            *(concept.body.plain for concept in course.concepts.values()),
            *(term.text.plain for term in course.glossary),
            *(question.stem for question in questions),
            *(question.takeaway for question in questions),
        ),
    )
