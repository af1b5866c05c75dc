"""Small signs that several pictures use: shapes of data points, ticks, icons."""

from __future__ import annotations

from content.pictures.sheet import Point, Sheet
from content.pictures.style import INK, LINE, PLAIN, SOFT, Tint


def dot(sheet: Sheet, at: Point, tint: Tint, size: float = 15) -> None:
    sheet.circle(at, size, Tint(tint.edge, tint.edge), line=1)


def square(sheet: Sheet, at: Point, tint: Tint, size: float = 14) -> None:
    x, y = at
    sheet.fill((x - size, y - size, x + size, y + size), tint.edge)


def triangle(sheet: Sheet, at: Point, tint: Tint, size: float = 18) -> None:
    x, y = at
    sheet.shape([(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)], tint.edge)


def ring(sheet: Sheet, at: Point, tint: Tint, size: float = 15) -> None:
    sheet.circle(at, size, Tint(PLAIN.ground, tint.edge), line=LINE)


def tick(sheet: Sheet, at: Point, colour: str, size: float = 22) -> None:
    x, y = at
    points = [(x - size, y), (x - size * 0.25, y + size * 0.75), (x + size, y - size * 0.8)]
    sheet.line(points, colour, size / 2.6)


def cross(sheet: Sheet, at: Point, colour: str, size: float = 18) -> None:
    x, y = at
    sheet.line([(x - size, y - size), (x + size, y + size)], colour, size / 2.2)
    sheet.line([(x - size, y + size), (x + size, y - size)], colour, size / 2.2)


def axes(sheet: Sheet, corner: Point, width: float, height: float) -> None:
    """Two arrows from the lower left ``corner``."""
    x, y = corner
    sheet.arrow([(x, y), (x, y - height)], SOFT, 5)
    sheet.arrow([(x, y), (x + width, y)], SOFT, 5)


def sheet_of_text(sheet: Sheet, at: Point, tint: Tint, size: float = 60) -> None:
    """A page with lines of writing."""
    x, y = at
    sheet.box((x - size * 0.75, y - size, x + size * 0.75, y + size), "", tint, corner=10)
    for number, share in enumerate((1, 1, 1, 0.55)):
        line = y - size * 0.55 + number * size * 0.37
        left = x - size * 0.45
        sheet.line([(left, line), (left + size * 0.9 * share, line)], tint.edge, LINE)


def sound(sheet: Sheet, at: Point, colour: str = INK, size: float = 60) -> None:
    """Bars of a recording."""
    x, y = at
    for number, share in enumerate((0.25, 0.6, 1, 0.45, 0.8, 0.5, 0.2)):
        place = x + (number - 3) * size * 0.36
        sheet.line([(place, y - size * share), (place, y + size * share)], colour, size * 0.15)
