"""Colours and sizes that all pictures share."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 1200
"""Pixels across a picture. On a phone that leaves 360 or so, less than a third."""
SMALLEST = 40
"""Pixels of the smallest words: twelve on a phone."""
SMALL, NORMAL, LARGE = 42, 46, 54
LINE, THICK = 5, 8
CONTRAST = 4.5
"""Least contrast of words and their ground (WCAG 2.2, success criterion 1.4.3)."""

PANEL = "#F8F9FD"
FRAME = "#B9C3D8"
INK = "#1A2233"
SOFT = "#4A5568"
WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Tint:
    """A ground and the darker colour of its outline and of words that belong to it."""

    ground: str
    edge: str


BLUE = Tint("#DDE9FF", "#1F4FAE")
GREEN = Tint("#D7F2E0", "#14653A")
ORANGE = Tint("#FFE7CC", "#8F4500")
VIOLET = Tint("#EBE0FC", "#5B2C9E")
GREY = Tint("#E8EBF2", "#47526A")
RED = Tint("#FDE1E1", "#A31D2B")
PLAIN = Tint(WHITE, "#47526A")


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours written "#RRGGBB", from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
