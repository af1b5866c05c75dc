"""Forms as modals, and a small result view for when nothing else can carry an answer
(Slack: surfaces/modals)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.adapters.base import Rejected
from bot.adapters.slack.render_card import blocks, option
from bot.adapters.slack.render_text import EMPTY, Json, clean, plain_text
from bot.adapters.slack.words import say
from bot.model import Card, ChoiceField, Field, Form, TextField
from bot.model.limits import check_form

TITLE = 24  # also of the submit and close labels
_SECTION = 3000
VALUE = "value"  # the action id of every input; block ids are the field keys
_RADIO = 10  # options that radio buttons and checkboxes take


def view(form: Form, metadata: str) -> Json:
    """A modal. Raises ``Rejected`` naming every breach of the portable limits."""
    if breaches := check_form(form):
        raise Rejected("; ".join(breaches))
    return {
        "type": "modal",
        "callback_id": form.action,
        "title": plain_text(form.title, TITLE),
        "submit": plain_text(form.submit, TITLE),
        "close": plain_text("Cancel", TITLE),
        "private_metadata": metadata,
        "blocks": [*_intro(form.intro), *(_input(field) for field in form.fields)],
    }


def result_view(card: Card, metadata: str) -> Json:
    """A modal that only shows ``card``; pictures are told in words."""
    return {
        "type": "modal",
        "callback_id": "result",
        "title": plain_text(card.title, TITLE),
        "close": plain_text("Close", TITLE),
        "private_metadata": metadata,
        "blocks": blocks(card, {}),
    }


def field_errors(errors: Mapping[str, str], block_ids: tuple[str, ...]) -> dict[str, str]:
    """``errors`` by block id; what belongs to no shown field goes to the first one."""
    shown: dict[str, str] = {}
    for key, sentence in errors.items():
        block = key if key in block_ids else block_ids[0]
        words = clean(sentence, one_line=True).strip() or EMPTY
        shown[block] = f"{shown[block]} {words}" if block in shown else words
    return shown or {block_ids[0]: say("check-field")}


def _intro(words: str) -> list[Json]:
    """What stands above the fields, line by line and without markup."""
    shown = clean(words).strip()[:_SECTION]
    if not shown:
        return []
    return [{"type": "section", "text": {"type": "plain_text", "text": shown, "emoji": False}}]


def _input(field: Field) -> Json:
    block: Json = {
        "type": "input",
        "block_id": field.key,
        "label": plain_text(field.label, 2000),
        "optional": not field.required,
        "element": _text(field) if isinstance(field, TextField) else _choice(field),
    }
    if field.hint.strip():
        block["hint"] = plain_text(field.hint, 2000)
    return block


def _text(field: TextField) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": field.multiline,
        "max_length": field.max_length,
    }
    value = clean(field.value, one_line=not field.multiline)
    if value:
        element["initial_value"] = value
    if field.placeholder.strip():
        element["placeholder"] = plain_text(field.placeholder, 150)
    return element


def _choice(field: ChoiceField) -> Json:
    element: Json = {"action_id": VALUE, "options": [option(item) for item in field.options]}
    chosen = [option(item) for item in field.options if item.selected]
    if field.many:
        element["type"] = "checkboxes"
        if chosen:
            element["initial_options"] = chosen
        return element
    element["type"] = "radio_buttons" if len(field.options) <= _RADIO else "static_select"
    if chosen:
        element["initial_option"] = chosen[0]
    return element
