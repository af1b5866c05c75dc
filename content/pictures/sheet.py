"""A sheet to draw on: words, boxes, arrows and marks, with the house rules kept by force.

Words that would be too small, too pale, outside the panel or in letters that the font lacks
raise ``ValueError``, so a picture that was drawn keeps the rules. The font is the one that
Pillow brings along; it has no arrows, ticks or dashes, which are drawn as shapes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from content.pictures.style import (
    CONTRAST,
    FRAME,
    INK,
    LINE,
    NORMAL,
    PANEL,
    PLAIN,
    SMALLEST,
    WIDTH,
    Tint,
    contrast,
)

Point = tuple[float, float]
Box = tuple[float, float, float, float]

FINE = 3
"""Everything is drawn this many times larger and then scaled down, for smooth edges."""
CORNER = 44
MARGIN = 12
LETTERS = frozenset(map(chr, range(32, 127)))
COLOURS = 112
SHADES = 12


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size * FINE)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise ValueError("this Pillow was built without FreeType")
    return font


class Sheet:
    """A panel ``WIDTH`` pixels wide. Coordinates are pixels from its upper left corner."""

    def __init__(self, height: int) -> None:
        self.height = height
        self._image = Image.new("RGB", (WIDTH * FINE, height * FINE), PANEL)
        self._draw = ImageDraw.Draw(self._image)
        self._draw.rounded_rectangle(
            (0, 0, WIDTH * FINE - 1, height * FINE - 1), CORNER * FINE, PANEL, FRAME, 4 * FINE
        )

    def words(
        self,
        at: Point,
        words: str,
        *,
        size: int = NORMAL,
        colour: str = INK,
        on: str = PANEL,
        anchor: str = "mm",
        bold: bool = False,
    ) -> None:
        """One or more lines around ``at``, on the ground ``on``.

        ``anchor`` is Pillow's: first l, m or r, then m for the middle of all lines.
        """
        if size < SMALLEST:
            raise ValueError(f"{words!r} is too small")
        if contrast(colour, on) < CONTRAST:
            raise ValueError(f"{words!r} is too pale")
        lines = words.split("\n")
        if missing := set("".join(lines)) - LETTERS:
            raise ValueError(f"the font may lack {missing}")
        stroke = round(size * FINE / 46) if bold else 0
        step = size * 1.2
        x, y = at[0], at[1] - step * (len(lines) - 1) / 2
        for line in lines:
            place = (x * FINE, y * FINE)
            font = _font(size)
            left, top, right, bottom = self._draw.textbbox(
                place, line, font, anchor, stroke_width=stroke
            )
            if (
                min(left, top) < MARGIN * FINE
                or right > (WIDTH - MARGIN) * FINE
                or bottom > (self.height - MARGIN) * FINE
            ):
                raise ValueError(f"{line!r} leaves the panel")
            self._draw.text(
                place, line, colour, font, anchor, stroke_width=stroke, stroke_fill=colour
            )
            y += step

    def box(
        self,
        area: Box,
        words: str = "",
        tint: Tint = PLAIN,
        *,
        size: int = NORMAL,
        bold: bool = True,
        corner: float = 22,
        line: float = LINE,
    ) -> None:
        """A rounded box with words in its middle, which have to fit."""
        self._draw.rounded_rectangle(
            _times(area), corner * FINE, tint.ground, tint.edge, round(line * FINE)
        )
        if not words:
            return
        self.fits(words, size, area[2] - area[0] - 4 * line, bold=bold)
        middle = ((area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
        self.words(middle, words, size=size, colour=tint.edge, on=tint.ground, bold=bold)

    def fits(self, words: str, size: int, room: float, *, bold: bool = False) -> None:
        """Raises ``ValueError`` when a line of ``words`` is wider than ``room``."""
        for one in words.split("\n"):
            if (wide := width_of(one, size, bold=bold)) > room:
                raise ValueError(f"{one!r} is {wide:.0f} wide, {room:.0f} is there")

    def circle(self, at: Point, radius: float, tint: Tint = PLAIN, *, line: float = LINE) -> None:
        x, y = at
        area = _times((x - radius, y - radius, x + radius, y + radius))
        self._draw.ellipse(area, tint.ground, tint.edge, round(line * FINE))

    def ellipse(self, area: Box, tint: Tint, *, line: float = LINE) -> None:
        self._draw.ellipse(_times(area), tint.ground, tint.edge, round(line * FINE))

    def fill(self, area: Box, colour: str) -> None:
        self._draw.rectangle(_times(area), colour)

    def line(self, points: Sequence[Point], colour: str = INK, width: float = LINE) -> None:
        """A line through ``points`` with round joints and ends."""
        scaled = [(x * FINE, y * FINE) for x, y in points]
        self._draw.line(scaled, colour, round(width * FINE), joint="curve")
        half = width * FINE / 2
        for x, y in (scaled[0], scaled[-1]):
            self._draw.ellipse((x - half, y - half, x + half, y + half), colour)

    def dashes(
        self, start: Point, end: Point, colour: str = INK, width: float = LINE, dash: float = 18
    ) -> None:
        count = max(round(math.dist(start, end) / dash), 1)
        for number in range(0, count, 2):
            ends = [
                (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share,
                )
                for share in (number / count, min((number + 0.9) / count, 1))
            ]
            self.line(ends, colour, width)

    def shape(self, points: Iterable[Point], colour: str) -> None:
        self._draw.polygon([(x * FINE, y * FINE) for x, y in points], colour)

    def arrow(self, points: Sequence[Point], colour: str = INK, width: float = 7) -> None:
        """A line through ``points`` with a head at the last of them."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        angle = math.atan2(y1 - y0, x1 - x0)
        long, wide = width * 3.6, width * 1.9
        back = (x1 - long * math.cos(angle), y1 - long * math.sin(angle))
        across = (-wide * math.sin(angle), wide * math.cos(angle))
        inner = (x1 - long * 0.8 * math.cos(angle), y1 - long * 0.8 * math.sin(angle))
        self.line([*points[:-1], inner], colour, width)
        self.shape(
            [
                (x1, y1),
                (back[0] + across[0], back[1] + across[1]),
                (back[0] - across[0], back[1] - across[1]),
            ],
            colour,
        )

    def arc(
        self,
        at: Point,
        radius: float,
        start: float,
        end: float,
        colour: str = INK,
        width: float = 9,
    ) -> None:
        """An arrow along a circle, clockwise from ``start`` to ``end`` degrees (0 is right,
        90 is below)."""
        steps = max(int(abs(end - start) / 3), 2)
        head = math.degrees(width * 3.6 / radius) * 0.9
        angles = [start + (end - head - start) * n / steps for n in range(steps + 1)]
        points = [_on(at, radius, angle) for angle in angles]
        self.line(points, colour, width)
        tip = _on(at, radius, end)
        foot = _on(at, radius, end - head)
        inside, outside = (_on(at, radius + side * width * 1.9, end - head) for side in (-1.0, 1.0))
        self.shape([tip, inside, foot, outside], colour)

    def finish(self) -> Image.Image:
        """The picture: few colours, clear corners."""
        size = (WIDTH, self.height)
        flat = self._image.resize(size, Image.Resampling.BOX)
        image = flat.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        mask = Image.new("L", (WIDTH * FINE, self.height * FINE), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, WIDTH * FINE - 1, self.height * FINE - 1), CORNER * FINE, 255
        )
        shades = mask.resize(size, Image.Resampling.BOX).point(
            [round(value * SHADES / 255) for value in range(256)]
        )
        palette = (image.getpalette() or [])[: COLOURS * 3]
        palette += [0] * (COLOURS * 3 - len(palette))
        frame = [int(FRAME[start : start + 2], 16) for start in (1, 3, 5)]
        image.putpalette(palette + frame * SHADES)
        edge = shades.point([255 if value < SHADES else 0 for value in range(256)])
        image.paste(
            shades.point([COLOURS + value for value in range(256 - COLOURS)] + [0] * COLOURS),
            None,
            edge,
        )
        image.info["transparency"] = bytes(
            [255] * COLOURS + [round(value * 255 / SHADES) for value in range(SHADES)]
        )
        return image


def width_of(words: str, size: int, *, bold: bool = False) -> float:
    """How wide a line of ``words`` is, in pixels."""
    stroke = round(size * FINE / 46) if bold else 0
    return _font(size).getlength(words) / FINE + 2 * stroke / FINE


def _times(area: Box) -> Box:
    return (area[0] * FINE, area[1] * FINE, area[2] * FINE, area[3] * FINE)


def _on(at: Point, radius: float, angle: float) -> Point:
    turn = math.radians(angle)
    return (at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn))
