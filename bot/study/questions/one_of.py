"""One right option among a few: shown, read and explained, for every type that asks so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from bot.model.card import Bar
from bot.model.form import ChoiceField
from bot.model.limits import BUTTONS
from bot.model.text import Item
from bot.study.questions.base import ANSWER, BadInput
from bot.study.questions.numbers import ascending
from bot.study.questions.shown import (
    choices,
    face_label,
    known,
    lettered,
    option_bars,
    reason,
    sentence_part,
)
from bot.study.questions.words import say
from content.questions import Choice

Choices = Sequence[Choice]


def shuffled(options: Choices, rng: Random) -> str:
    """Option ids, shuffled; amounts ascend, because a jumbled scale only costs time."""
    ids = ascending([(option.id, option.text) for option in options])
    if ids is None:
        ids = [option.id for option in options]
        rng.shuffle(ids)
    return ",".join(ids)


def option_faces(options: Choices, order: str) -> tuple[tuple[str, str], ...] | None:
    """A button for each option; None for more options than buttons."""
    if len(options) > BUTTONS:
        return None
    shown = lettered(options, order)
    # The list above the buttons says it all already where the options are short.
    if all(option.face == sentence_part(option.text) for _, option in shown):
        return tuple((option.id, letter) for letter, option in shown)
    return tuple((option.id, face_label(letter, option.face)) for letter, option in shown)


def option_field(options: Choices, order: str, given: str) -> ChoiceField:
    shown = choices(lettered(options, order), [given])
    return ChoiceField(ANSWER, say("your-answer"), shown, hint=say("choose-one"))


def option_chosen(options: Choices, values: Mapping[str, tuple[str, ...]]) -> str:
    """The id of the one option chosen. Raises ``BadInput``."""
    chosen = known(values, ANSWER, (option.id for option in options))
    if len(chosen) != 1:
        raise BadInput({ANSWER: say("choose-an-option")})
    return chosen[0]


def option_described(options: Choices, order: str, given: str) -> str:
    """Such as "B · Polly"."""
    for letter, option in lettered(options, order):
        if option.id == given:
            return face_label(letter, option.face)
    return say("option-gone")


def option_reasons(
    options: Choices, order: str, given: str | None, *, marker: str = "", lines: int = 2
) -> list[Item]:
    """Why the option given is wrong, where it is, and then why the right one is right.

    ``marker`` stands before each line in place of the option's letter; ``lines`` is how many
    lines the whole explanation has at most.
    """
    told: list[Item] = []
    for letter, option in lettered(options, order):
        if option.id == given and not option.correct:
            head = say("option-wrong", option=sentence_part(option.text))
            told.insert(0, reason(marker or letter, head, option.why, lines))
        elif option.correct:
            head = say("option-right", option=sentence_part(option.text))
            told.append(reason(marker or letter, head, option.why, lines))
    return told


def option_spread(
    options: Choices, order: str, right: str, given_counts: Mapping[str, int]
) -> tuple[Bar, ...]:
    """A bar for each option."""
    pairs = [(letter, option.id) for letter, option in lettered(options, order)]
    total = sum(given_counts.get(id_, 0) for _, id_ in pairs)
    return option_bars(pairs, [right], given_counts, total)
