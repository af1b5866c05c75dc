"""What a pressed button or a choice carries."""

from __future__ import annotations

import re

from bot.interactions.router import BadAction
from bot.model import Interaction

_ROW_ID = re.compile(r"[0-9]{1,18}")


def argument(interaction: Interaction, at: int = 0) -> str:
    """The argument at a place. Raises ``BadAction`` where a made-up button has none."""
    try:
        return interaction.args[at]
    except IndexError:
        raise BadAction(f"{interaction.route!r} has no argument {at}") from None


def chosen_id(interaction: Interaction) -> int | None:
    """The row id that was chosen in a select; None for nothing, or for no id that there can be."""
    chosen = interaction.values.get("choice", ())
    if len(chosen) != 1 or not _ROW_ID.fullmatch(chosen[0]):
        return None
    return int(chosen[0])


def coded_id(id_: str) -> str:
    """A course's own id as an argument: ids may have dots, arguments may not."""
    return id_.replace(".", "_")


def plain_id(argument_: str) -> str:
    """The id that ``coded_id`` made an argument of; no id has an underscore."""
    return argument_.replace("_", ".")
