"""The picture of a milestone."""

from __future__ import annotations

import math

from bot.features.pictures.drawings import BigNumber
from content.pictures.sheet import Sheet
from content.pictures.style import GREEN, ORANGE, VIOLET, WIDTH

HEIGHT = 650


def sheet(drawing: BigNumber) -> Sheet:
    """The number in a wreath of rays."""
    made = Sheet(HEIGHT)
    middle = (WIDTH / 2, 282.0)
    for turn in range(24):
        angle = math.radians(turn * 15)
        tint = (ORANGE, VIOLET, GREEN)[turn % 3]
        near, far = (208, 246) if turn % 2 else (208, 232)
        points = [
            (middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle))
            for reach in (near, far)
        ]
        made.line(points, tint.edge, 12)
    made.circle(middle, 190, ORANGE, line=8)
    size = 200 if len(drawing.number) < 3 else 150
    made.words(middle, drawing.number, size=size, bold=True, colour=ORANGE.edge, on=ORANGE.ground)
    made.words((WIDTH / 2, 576), drawing.words, size=64, bold=True)
    return made
