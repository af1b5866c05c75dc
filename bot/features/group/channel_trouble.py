"""A channel that the bot cannot post to, as an organizer reads of it."""

from __future__ import annotations

from bot.features.cards import buttons, say
from bot.i18n import words_of
from bot.model import Button, Card, Style, Tone, linked

words = words_of(__file__)


def cannot_post(problem: str, todo: str = "", *, again: str | None = None, more: str = "") -> Card:
    """What is missing and what to do; ``again`` is the action of a button to try again."""
    rows = (buttons(Button(words("again"), again, Style.PRIMARY)),) if again else ()
    what = words("problem", problem=f"{problem[0].upper()}{problem[1:]}")
    return say(words("cannot-post"), linked(what), linked(todo), more, rows=rows, tone=Tone.NOTICE)
