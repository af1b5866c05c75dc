"""A form: up to five fields that a member fills in and submits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.model.card import Option


@dataclass(frozen=True, slots=True)
class TextField:
    """Free text. ``key`` names the value in ``Interaction.values``; ``value`` prefills it."""

    key: str
    label: str
    hint: str = ""
    value: str = ""
    placeholder: str = ""
    required: bool = True
    multiline: bool = False
    max_length: int = 300


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One option, or with ``many`` any number from ``least``; preselected ones prefill it."""

    key: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    many: bool = False
    required: bool = True
    least: int = 1


Field = TextField | ChoiceField


@dataclass(frozen=True, slots=True)
class Form:
    """``action`` is a coded action that the submit is routed to.

    ``intro`` is what stands above the fields, such as the question that they answer: plain words,
    line by line. A platform without room for it beside all the fields leaves it out.
    """

    action: str
    title: str
    fields: tuple[Field, ...]
    submit: str = "Send"
    intro: str = ""


def prefilled(form: Form, values: dict[str, tuple[str, ...]]) -> Form:
    """The same form showing ``values``, so that a refused input need not be typed again."""
    fields: list[Field] = []
    for field in form.fields:
        given = values.get(field.key)
        if given is None:
            fields.append(field)
        elif isinstance(field, TextField):
            fields.append(replace(field, value=given[0][: field.max_length] if given else ""))
        else:
            options = tuple(replace(o, selected=o.value in given) for o in field.options)
            fields.append(replace(field, options=options))
    return replace(form, fields=tuple(fields))
