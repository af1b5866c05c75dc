"""A form as a Discord modal, and the card that takes the place of errors inside a form."""

from __future__ import annotations

from typing import Any

from bot.adapters.discord.render_card import Component, options
from bot.adapters.discord.render_text import escaped, label
from bot.adapters.discord.words import say
from bot.model import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Field,
    Fields,
    Form,
    Invalid,
    Paragraph,
    Plain,
    Style,
    Text,
    TextField,
    Tone,
    text,
)
from bot.model.letters import visible
from bot.model.limits import CARD_TEXT, FIELD_VALUE, clip

PARTS = 5  # Discord: top-level components of a modal
TEXT = 4000  # Discord: characters of a text display
GROUP = 10  # Discord: options of a radio or checkbox group
_SHORT, _LONG = 1, 2


def render_form(form: Form) -> dict[str, Any]:
    """The modal. Its custom_id is the form's action. Discord words the submit button itself."""
    return {
        "custom_id": form.action,
        "title": label(form.title),
        "components": [*_intro(form), *(_field(field) for field in form.fields)],
    }


def _intro(form: Form) -> list[Component]:
    """What stands above the fields, where they leave one of the modal's five places for it."""
    words = escaped(form.intro).strip()
    if not words or len(form.fields) >= PARTS:
        return []
    return [{"type": 10, "content": clip(words, TEXT)}]


def _field(field: Field) -> Component:
    inner = _text(field) if isinstance(field, TextField) else _choice(field)
    part: Component = {"type": 18, "label": label(field.label), "component": inner}
    if field.hint:
        part["description"] = label(field.hint)
    return part


def _text(field: TextField) -> Component:
    part: Component = {
        "type": 4,
        "custom_id": field.key,
        "style": _LONG if field.multiline else _SHORT,
        "required": field.required,
        "max_length": field.max_length,
    }
    value = visible(field.value) if field.multiline else " ".join(visible(field.value).split())
    if value.strip():
        part["value"] = value
    if field.placeholder:
        part["placeholder"] = label(field.placeholder)
    return part


def _choice(field: ChoiceField) -> Component:
    count = len(field.options)
    most = count if field.many else 1
    least = min(field.least, most) if field.required else 0
    part: Component = {
        "type": 3,
        "custom_id": field.key,
        "required": field.required and least > 0,
        "options": options(field.options, most),
    }
    if field.many and count <= GROUP:
        return part | {"type": 22, "min_values": least, "max_values": most}
    if not field.many and 2 <= count <= GROUP:
        return part | {"type": 21}
    return part | {"min_values": least, "max_values": most}


def refusal(outcome: Invalid) -> Card:
    """What is wrong with a form's input, with a button that opens the form again.

    Discord shows no errors inside a modal and opens no modal from a modal's submit
    (Discord: interactions/receiving-and-responding).
    """
    labels = {field.key: field.label for field in outcome.form.fields}
    room = min(FIELD_VALUE, (CARD_TEXT - 600) // max(1, len(outcome.errors)))
    named = [
        (key, Text((Plain(clip(error.strip() or say("check-field"), room)),)))
        for key, error in outcome.errors.items()
    ]
    fields = tuple((labels[key], why) for key, why in named if key in labels)
    others = tuple(Paragraph(why) for key, why in named if key not in labels)
    hint = Paragraph(text(say("kept")))
    blocks = (*others, *((Fields(fields),) if fields else ()))
    if not outcome.retry:
        return Card(say("check"), blocks, tone=Tone.BAD)
    again = Buttons((Button(say("try-again"), outcome.retry, Style.PRIMARY),))
    return Card(say("check"), (*blocks, hint), (again,), Tone.BAD)
