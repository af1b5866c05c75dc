"""The part of a course that is right where another part is not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from content.model import Course


def sound_part(course: Course, spoilt: Collection[tuple[str, str]]) -> Course:
    """``course`` without the ``spoilt`` entries (kind and id) and all that names a missing one."""
    sections = {section.id for section in course.sections}
    facts = {
        id_: fact
        for id_, fact in course.facts.items()
        if ("facts", id_) not in spoilt and fact.section in sections
    }
    concepts = {
        id_: concept
        for id_, concept in course.concepts.items()
        if ("concepts", id_) not in spoilt
        and concept.section in sections
        and facts.keys() >= {*concept.facts}
        and id_ in course.plan
    }
    concepts = {
        id_: replace(concept, related=tuple(one for one in concept.related if one in concepts))
        for id_, concept in concepts.items()
    }
    questions = {
        id_: question
        for id_, question in course.questions.items()
        if ("questions", id_) not in spoilt
        and question.concept in concepts
        and facts.keys() >= {*question.tests}
    }
    return replace(
        course,
        facts=facts,
        concepts=concepts,
        questions=questions,
        plan=tuple(one for one in dict.fromkeys(course.plan) if one in concepts),
        confusable=(),
        glossary=(),
        blueprints=(),
    )
