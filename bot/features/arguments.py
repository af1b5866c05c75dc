"""What a pressed button carries."""

from __future__ import annotations

from bot.core.router import BadAction
from bot.model import Interaction


def argument(interaction: Interaction, at: int = 0) -> str:
    """The argument at a place. Raises ``BadAction`` where a made-up button has none."""
    try:
        return interaction.args[at]
    except IndexError:
        raise BadAction(f"{interaction.route!r} has no argument {at}") from None
