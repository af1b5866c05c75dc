"""Terms of a course's glossary on cards and in menus."""

from __future__ import annotations

from bot.core.router import encode
from bot.features.cards import buttons, say
from bot.model import Button, Card, Emphasis, Option, Strong, Text, text
from bot.model.limits import OPTION_LABEL, clip
from content.model import Course, Term

MARK = "term:"
"""Begins the value of a term in a menu; the colon keeps it apart from every concept's id."""


def term_line(term: Term) -> Text:
    """The term with its sentence, to stand above a card."""
    return text(Strong(f"{term.name}: "), term.text)


def term_card(course: Course, term: Term, show: str) -> Card:
    """The term with its sentence; ``show`` is the action that leads to its concept."""
    also = f"Also: {', '.join(term.also)}" if term.also else ""
    where = f"From the concept “{course.concepts[term.concept].title}”"
    row = buttons(Button("Study this concept", encode(show, term.concept)))
    return say(term.name, term.text, also, Emphasis(where), rows=(row,))


def term_option(term: Term) -> Option:
    return Option(clip(term.name, OPTION_LABEL), MARK + term.id, "Term")


def term_of(course: Course, value: str) -> Term | None:
    """The term that a menu's value stands for; None for a concept or a term that is gone."""
    return next((term for term in course.glossary if MARK + term.id == value), None)
