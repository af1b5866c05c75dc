"""Letters, labels and bars that several question types share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from bot.model.card import Bar, Option
from bot.model.form import ChoiceField, Field
from bot.model.limits import BUTTON_FACE, FORM_MANY, OPTION_LABEL, clip
from bot.model.text import Item, Plain, Strong
from bot.study.questions.words import say
from content.inline import spans_of

EXPLANATION = 2400
"""The longest explanation, in characters."""

PART = 60
"""The longest part of an answer that is told in words, in characters."""

PERCENT_FROM = 5
"""From so many answers on, shares are given in percent."""


class HasId(Protocol):
    @property
    def id(self) -> str: ...


class HasWords(HasId, Protocol):
    @property
    def text(self) -> str: ...


I = TypeVar("I", bound=HasId)  # noqa: E741 - the usual name for "item"


def letter_of(position: int) -> str:
    """The letter of a place: A, B, … Z, then numbers."""
    return chr(ord("A") + position) if position < 26 else str(position + 1)


def lettered(items: Sequence[I], order: str) -> list[tuple[str, I]]:
    """``items`` as shown, each with its letter.

    An id in ``order`` that no item has any more leaves a hole, so that others keep their
    letters; an item that ``order`` does not name comes last.
    """
    by_id = {item.id: item for item in items}
    ids = list(dict.fromkeys(id_ for id_ in order.split(",") if id_))
    ids += [id_ for id_ in by_id if id_ not in ids]
    return [(letter_of(at), by_id[id_]) for at, id_ in enumerate(ids) if id_ in by_id]


def letters_by_id(items: Sequence[I], order: str) -> dict[str, str]:
    return {item.id: letter for letter, item in lettered(items, order)}


def face_label(letter: str, face: str) -> str:
    """Such as "B · Polly", short enough for a button."""
    return clip(f"{letter} · {face}", BUTTON_FACE)


def choices(pairs: Iterable[tuple[str, HasWords]], chosen: Iterable[str]) -> tuple[Option, ...]:
    """Form options "B · Polly"; a short form stands in where the words do not fit."""
    picked = set(chosen)
    return tuple(
        Option(_option_label(letter, item), item.id, selected=item.id in picked)
        for letter, item in pairs
    )


def _option_label(letter: str, item: HasWords) -> str:
    label = f"{letter} · {item.text}"
    short: str = getattr(item, "short", "")
    return (
        label
        if len(label) <= OPTION_LABEL
        else clip(f"{letter} · {short or item.text}", OPTION_LABEL)
    )


def all_in_full(items: Iterable[HasWords], fields: Sequence[Field]) -> bool:
    """Whether one field of boxes shows all ``items`` in full; a menu shows none unopened."""
    match tuple(fields):
        case (ChoiceField(options=shown),):
            labels = [option.label for option in shown]
            return len(shown) <= FORM_MANY and all(
                any(label.endswith(f" · {item.text}") for label in labels) for item in items
            )
        case _:
            return False


def items_of(pairs: Iterable[tuple[str, HasWords]]) -> list[Item]:
    return [Item(letter, (Plain(item.text),)) for letter, item in pairs]


def sentence_part(words: str) -> str:
    """``words`` without the full stop that ends a sentence, to go on from; other dots stay."""
    sentence = len(words.split()) > 1 and words[-2:-1].isalpha()
    return words.removesuffix(".") if sentence else words


def reason(marker: str, head: str, why: str, count: int) -> Item:
    """One line of an explanation that has ``count`` lines, cut so that all fit."""
    room = max(60, (EXPLANATION - 250) // max(1, count) - len(head) - len(marker) - 4)
    return Item(marker, (Strong(head), *spans_of(f" {clip(why, room)}")))


def share_bar(words: str, part: int, total: int) -> Bar:
    """Such as "B: 9 of 14, 64%"; without the percentage for under five answers."""
    if total >= PERCENT_FROM:
        percent = round(100 * part / total)
        label = say("share-percent", answer=words, part=part, total=total, percent=percent)
    else:
        label = say("share", answer=words, part=part, total=total)
    return Bar(label, min(1.0, part / total))


def option_bars(
    pairs: Iterable[tuple[str, str]], right: Iterable[str], counts: Mapping[str, int], total: int
) -> tuple[Bar, ...]:
    """One bar for each (words, id); right ones say so."""
    if total == 0:
        return ()
    keys = set(right)
    return tuple(
        share_bar(
            say("right-option", option=words) if id_ in keys else words, counts.get(id_, 0), total
        )
        for words, id_ in pairs
    )


def known(values: Mapping[str, tuple[str, ...]], key: str, ids: Iterable[str]) -> list[str]:
    """The distinct values of a field, if all are known ids; else empty."""
    given = list(dict.fromkeys(values.get(key, ())))
    allowed = set(ids)
    return given if all(value in allowed for value in given) else []
