"""What the dispatcher itself says to members, where no handler could."""

from __future__ import annotations

from bot.core.arguments import Missing, Wrong
from bot.model import Button, Buttons, Card, Option, Paragraph, Select, Tone, text

SLOW_FORM = Card(
    "Please press again",
    (Paragraph(text("That took too long for a form to open. It usually works the second time.")),),
)
UNKNOWN = Card(
    "This button is from an older version",
    (Paragraph(text("It does nothing any more. /study help shows what you can do now.")),),
)

RESTARTING = Card(
    "Just a moment",
    (Paragraph(text("I am restarting. Nothing of yours is lost: please try again in a minute.")),),
)


def too_quick(seconds: int) -> Card:
    wait = "a second" if seconds == 1 else f"{seconds} seconds"
    return Card(
        "One at a time, please",
        (Paragraph(text(f"You are quicker than I can follow. Wait {wait}, then go on.")),),
    )


def sorry(reference: str) -> Card:
    """What a member sees when a handler failed."""
    return Card(
        "That did not work",
        (
            Paragraph(
                text(
                    "Something failed on our side and nothing of yours was lost. Please try "
                    f"again. If it happens again, tell an organiser this code: {reference}"
                )
            ),
        ),
        tone=Tone.BAD,
    )


def usage(wrong: Wrong, meant: tuple[Button, ...] = ()) -> Card:
    """What was not understood; ``meant`` are buttons for what it may have been."""
    blocks = [Paragraph(text(wrong.sentence))]
    if wrong.command is not None:
        blocks.append(Paragraph(text(f"{wrong.command.usage}: {wrong.command.description}")))
    if not meant:
        return Card("I didn't understand that", tuple(blocks))
    return Card("Did you mean this?", tuple(blocks), (Buttons(meant),))


def which(missing: Missing, action: str) -> Card:
    spec = missing.option
    options = tuple(Option(c.label, f"{spec.name}={c.value}") for c in spec.choices)
    return Card(spec.description, rows=(Select(action, "Choose one", options),))
