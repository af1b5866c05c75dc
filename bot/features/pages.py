"""Long menus: as many pages as it takes, because a menu holds 25 options."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.cards import buttons
from bot.i18n import words_of
from bot.interactions.router import BadAction
from bot.model import Button, Interaction, Option, Row, Select
from bot.model.limits import OPTIONS

words = words_of(__file__)


def paged(
    action: str, placeholder: str, options: Sequence[Option], page: int, turn: str
) -> tuple[Row, ...]:
    """A select of one page of ``options``, and buttons to the pages beside it.

    ``turn`` is the action of a turned page, to which its number is added as the last argument.
    A page there is not any more is the last one.
    """
    if not options:
        return ()
    last = (len(options) - 1) // OPTIONS
    page = min(page, last)
    shown = tuple(options[page * OPTIONS : (page + 1) * OPTIONS])
    rows: list[Row] = [Select(action, placeholder, shown)]
    faces = []
    if page > 0:
        faces.append(Button(words("back"), f"{turn}.{page - 1}"))
    if page < last:
        faces.append(
            Button(words("more", left=len(options) - (page + 1) * OPTIONS), f"{turn}.{page + 1}")
        )
    if faces:
        rows.append(buttons(*faces))
    return tuple(rows)


def page_number(interaction: Interaction, at: int) -> int:
    """The page that a pressed button turns to. Raises ``BadAction``."""
    try:
        word = interaction.args[at]
    except IndexError:
        raise BadAction(f"{interaction.route!r} has no page") from None
    if not word.isascii() or not word.isdigit():
        raise BadAction(f"{word!r} is no page")
    return min(int(word[:6]), 10_000)
