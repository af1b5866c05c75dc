"""What several commands say in the same words."""

from __future__ import annotations

from collections.abc import Sequence

import typer


def tell_differences(differences: Sequence[str]) -> None:
    """Says that a copy does not add up, where it does not."""
    if differences:
        number = len(differences)
        typer.echo(
            f"It does not add up in {number} place{'' if number == 1 else 's'}: “studyhall db "
            "verify” lists what differs."
        )
