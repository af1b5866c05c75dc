"""Terms of a course's glossary on cards and in menus."""

from __future__ import annotations

from bot.features.cards import buttons, say
from bot.i18n import words_of
from bot.model import Button, Card, Emphasis, Option, Strong, Text, text
from bot.model.limits import OPTION_LABEL, clip
from content.model import Course, Term

words = words_of(__file__)

MARK = "term:"
"""Begins the value of a term in a menu; the colon keeps it apart from every concept's id."""


def term_line(term: Term) -> Text:
    """The term with its sentence, to stand above a card."""
    return text(Strong(f"{term.name}: "), term.text)


def term_card(course: Course, term: Term, show: str) -> Card:
    """The term with its sentence; ``show`` is the coded action that opens its concept."""
    also = words("also", names=", ".join(term.also)) if term.also else ""
    where = words("from", concept=course.concepts[term.concept].title)
    row = buttons(Button(words("study"), show))
    return say(term.name, term.text, also, Emphasis(where), rows=(row,))


def term_option(term: Term) -> Option:
    return Option(clip(term.name, OPTION_LABEL), MARK + term.id, words("kind"))


def term_of(course: Course, value: str) -> Term | None:
    """The term that a menu's value stands for; None for a concept or a term that is gone."""
    return next((term for term in course.glossary if MARK + term.id == value), None)
