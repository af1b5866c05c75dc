"""What the dispatcher itself says to members, where no handler could."""

from __future__ import annotations

from bot.i18n import words_of
from bot.interactions.arguments import Missing, Wrong
from bot.model import Button, Buttons, Card, Option, Paragraph, Select, Tone, text

words = words_of(__file__)

SLOW_FORM = Card(words("slow-form.title"), (Paragraph(text(words("slow-form.body"))),))
UNKNOWN = Card(words("unknown.title"), (Paragraph(text(words("unknown.body"))),))
RESTARTING = Card(words("restarting.title"), (Paragraph(text(words("restarting.body"))),))
GONE = Card(words("gone.title"), (Paragraph(text(words("gone.body"))),))
"""For what was put aside and is not there any more."""


def too_quick(seconds: int) -> Card:
    body = words("too-quick.body", seconds=seconds)
    return Card(words("too-quick.title"), (Paragraph(text(body)),))


def sorry(reference: str) -> Card:
    """What a member sees when a handler failed."""
    body = words("sorry.body", code=reference)
    return Card(words("sorry.title"), (Paragraph(text(body)),), tone=Tone.BAD)


def usage(wrong: Wrong, meant: tuple[Button, ...] = ()) -> Card:
    """What was not understood; ``meant`` are buttons for what it may have been."""
    blocks = [Paragraph(text(wrong.sentence))]
    if wrong.command is not None:
        command = wrong.command
        line = words("usage", usage=command.usage, what=command.description)
        blocks.append(Paragraph(text(line)))
    if not meant:
        return Card(words("not-understood"), tuple(blocks))
    return Card(words("meant"), tuple(blocks), (Buttons(meant),))


def which(missing: Missing, action: str) -> Card:
    spec = missing.option
    options = tuple(Option(c.label, f"{spec.name}={c.value}") for c in spec.choices)
    return Card(spec.description, rows=(Select(action, words("choose"), options),))
