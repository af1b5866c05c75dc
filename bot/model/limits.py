"""The portable minimum of what every platform takes, and checks against it.

Copy that we or a course's author wrote must fit: ``check_card`` and ``check_form`` name
every breach, and adapters refuse a card that has one. Text that came from a member passes
``clip`` before it goes on a card.
"""

from __future__ import annotations

from bot.model.card import (
    Bar,
    Button,
    Buttons,
    Card,
    Divider,
    Drawn,
    Fields,
    Image,
    LinkButton,
    Option,
    Paragraph,
    Select,
    laid_out,
)
from bot.model.form import ChoiceField, Form, TextField

TITLE = 150
CARD_TEXT = 3500
PARAGRAPH = 2800
BLOCKS = 20
FIELDS = 10
FIELD_NAME = 100
FIELD_VALUE = 1000
ROWS = 5
BUTTONS = 5
BUTTON_LABEL = 75
BUTTON_FACE = 30
URL = 512
OPTIONS = 25
OPTION_LABEL = 75
OPTION_VALUE = 75
OPTION_DESCRIPTION = 75
PLACEHOLDER = 100
ACTION = 100
ALT = 1000
FORM_TITLE = 24
FORM_FIELDS = 5
FORM_INTRO = 2800
FORM_LABEL = 45
FORM_HINT = 100
FORM_TEXT = 3000
FORM_MANY = 10
NAME = 40


def clip(words: str, limit: int) -> str:
    """``words`` cut to ``limit`` characters, ending in an ellipsis where it was cut."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


class _Breaches:
    def __init__(self) -> None:
        self.found: list[str] = []

    def size(self, what: str, value: str, limit: int, *, least: int = 1) -> None:
        if len(value) < least:
            self.found.append(f"{what} is empty")
        elif len(value) > limit:
            self.found.append(f"{what} has {len(value)} characters, {limit} fit: {value[:40]!r}")

    def count(self, what: str, number: int, limit: int, *, least: int = 0) -> None:
        if not least <= number <= limit:
            self.found.append(f"{what}: {number}, allowed are {least} to {limit}")

    def action(self, what: str, value: str) -> None:
        self.size(what, value, ACTION)
        if not value.isascii():
            self.found.append(f"{what} has characters other than ASCII")

    def options(self, what: str, options: tuple[Option, ...], limit: int) -> None:
        self.count(f"{what} options", len(options), limit, least=1)
        if len({option.value for option in options}) != len(options):
            self.found.append(f"{what} has two options with one value")
        for option in options:
            self.size(f"{what} option", option.label, OPTION_LABEL)
            self.size(f"{what} option value", option.value, OPTION_VALUE)
            self.size(f"{what} description", option.description, OPTION_DESCRIPTION, least=0)


def check_card(card: Card) -> list[str]:
    """Every breach of the limits, one sentence each; empty when the card fits everywhere."""
    drawn, told = laid_out(card, pictures=True), laid_out(card, pictures=False)
    found = _check_laid_out(drawn)
    if told is not drawn:  # without a drawn picture, both are the card itself
        found += _check_laid_out(told)
    return list(dict.fromkeys(found))


def _check_laid_out(card: Card) -> list[str]:
    b = _Breaches()
    b.size("title", card.title, TITLE)
    b.size("text of the whole card", card.fallback, CARD_TEXT)
    b.count("blocks", len(card.blocks), BLOCKS)
    b.count("rows", len(card.rows), ROWS)
    for block in card.blocks:
        match block:
            case Paragraph(text):
                b.size("paragraph", text.plain, PARAGRAPH)
            case Fields(items):
                b.count("fields", len(items), FIELDS, least=1)
                for name, value in items:
                    b.size("field name", name, FIELD_NAME)
                    b.size("field value", value.plain, FIELD_VALUE)
            case Image(path, alt):
                b.size("alt text", alt, ALT)
                b.size("picture path", path, 4096)
            case Drawn(alt=alt):
                b.size("alt text", alt, ALT)
            case Bar(label, share):
                b.size("bar label", label, FIELD_VALUE)
                if not 0 <= share <= 1:
                    b.found.append(f"bar share {share} is not between 0 and 1")
            case Divider():
                pass
    actions: list[str] = []
    for row in card.rows:
        if isinstance(row, Buttons):
            b.count("buttons", len(row.items), BUTTONS, least=1)
            for item in row.items:
                b.size("button", item.label, BUTTON_LABEL)
                if isinstance(item, LinkButton):
                    b.size("link", item.url, URL)
                elif isinstance(item, Button):
                    b.action("action", item.action)
                    actions.append(item.action)
        elif isinstance(row, Select):
            b.action("action", row.action)
            actions.append(row.action)
            b.size("placeholder", row.placeholder, PLACEHOLDER)
            b.options("select", row.options, OPTIONS)
            b.count("choices", row.most, len(row.options), least=1)
            b.count("least choices", row.least, row.most)
    if len(set(actions)) != len(actions):
        b.found.append("two controls of one card have the same action")
    return b.found


def check_form(form: Form) -> list[str]:
    """Every breach of the limits, one sentence each."""
    b = _Breaches()
    b.size("form title", form.title, FORM_TITLE)
    b.size("submit label", form.submit, FORM_TITLE)
    b.size("words above the form", form.intro, FORM_INTRO, least=0)
    b.action("form action", form.action)
    b.count("form fields", len(form.fields), FORM_FIELDS, least=1)
    if len({field.key for field in form.fields}) != len(form.fields):
        b.found.append("two fields have one key")
    for field in form.fields:
        b.size("field key", field.key, 40)
        b.size("field label", field.label, FORM_LABEL)
        b.size("field hint", field.hint, FORM_HINT, least=0)
        if isinstance(field, TextField):
            b.count("longest input", field.max_length, FORM_TEXT, least=1)
            b.size("field value", field.value, field.max_length, least=0)
            b.size("field placeholder", field.placeholder, PLACEHOLDER, least=0)
        elif isinstance(field, ChoiceField):
            b.options("field", field.options, FORM_MANY if field.many else OPTIONS)
            chosen = sum(option.selected for option in field.options)
            if not field.many and chosen > 1:
                b.found.append(f"field {field.key!r} takes one option and has {chosen} chosen")
    return b.found
