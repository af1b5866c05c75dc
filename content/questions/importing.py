"""What types have in common when they take a question from another program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from typing import Any

from bot.model.limits import clip
from content.questions.exchange import TODO, Item, Option, Unfit
from content.questions.reading import FACE, OPTION_CHARACTERS, WHY_CHARACTERS, WHY_WORDS
from content.wording import exact_form

TODO_WHY = f"{TODO}: say in a sentence why this is right, or what makes it wrong."


def reason(words: str, besides: str = "") -> str:
    """``words`` as a reason that fits, or ``besides``, or the mark that one is missing."""
    for one in (words, besides):
        if one:
            short = " ".join(one.split()[:WHY_WORDS])
            return short if len(short) <= WHY_CHARACTERS else TODO_WHY
    return TODO_WHY


def shortened(words: str) -> str:
    """What is lost where ``reason`` cuts ``words``; empty where it keeps them."""
    return "" if not words or reason(words) == " ".join(words.split()) else "the end of a reason"


def distinct(texts: Iterable[str]) -> list[str]:
    """``texts`` without empty ones and those that nobody could tell from an earlier one."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(exact_form(text), text)
    return [text for form, text in found.items() if form]


def choices(options: Sequence[Option], why: str = "") -> list[dict[str, Any]]:
    """Options as they stand in a course. ``why`` is for right ones without a reason of their own.

    An option that is too long is cut, and its reason says so. Raises ``Unfit``.
    """
    texts = [clip(option.text, OPTION_CHARACTERS) for option in options]
    if len(distinct(texts)) != len(texts):
        raise Unfit("two of its options are the same, or begin alike and are too long")
    out: list[dict[str, Any]] = []
    for letter, option, text, face in zip(
        ascii_uppercase, options, texts, faces(texts), strict=False
    ):
        entry: dict[str, Any] = {"id": letter, "correct": option.right, "text": text}
        if face != text:
            entry["short"] = face
        entry["why"] = reason(option.why, why if option.right else "")
        if text != option.text:
            entry["why"] = clip(f"{TODO}: shorten this option: {option.text}", WHY_CHARACTERS)
        out.append(entry)
    return out


def cut(options: Sequence[Option]) -> tuple[str, ...]:
    """What ``choices`` loses of options that are too long."""
    return tuple(
        f"the end of the option “{option.text}”"
        for option in options
        if len(option.text) > OPTION_CHARACTERS
    )


def fewer(item: Item, most: int) -> tuple[list[Option], tuple[str, ...]]:
    """The options without the last wrong ones where there are more than ``most``, as they stood;
    and what that loses."""
    extra = max(0, len(item.options) - most)
    gone = item.wrong[len(item.wrong) - extra :] if extra else ()
    told = ", ".join(f"“{option.text}”" for option in gone)
    return (
        [option for option in item.options if option not in gone],
        (f"the wrong answer {told}",) if told else (),
    )


def faces(texts: Sequence[str]) -> list[str]:
    """A face for each text that fits on a button, all different. Raises ``Unfit``."""
    for text in texts:
        if len(text) > OPTION_CHARACTERS:
            raise Unfit(f"an option has {len(text)} characters, and {OPTION_CHARACTERS} fit")
    found = [text if len(text) <= FACE else _cut(text) for text in texts]
    if len(distinct(found)) == len(texts):
        return found
    return [
        face if len(text) <= FACE else f"Option {letter}"
        for letter, text, face in zip(ascii_uppercase, texts, found, strict=False)
    ]


def _cut(text: str) -> str:
    head = text[: FACE - 1]
    words = head.rpartition(" ")[0] if text[FACE - 1] != " " else head
    return f"{(words or head).rstrip(' ,;:.')}…"
