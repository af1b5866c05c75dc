"""A channel that the bot cannot post to, as an organiser reads of it."""

from __future__ import annotations

from bot.features.cards import buttons, say
from bot.model import Button, Card, Style, Tone, linked


def cannot_post(problem: str, words: str = "", *, again: str | None = None) -> Card:
    """What is missing; ``again`` is the action of a button to try again once it is mended."""
    rows = (buttons(Button("Try again", again, Style.PRIMARY)),) if again else ()
    what = f"{problem[0].upper()}{problem[1:]}."
    return say(
        "The bot can't post here yet", linked(what), linked(words), rows=rows, tone=Tone.NOTICE
    )
