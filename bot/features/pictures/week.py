"""The picture of a group's week: a column a day, the right answers at its foot.

Colors are never the only sign: right answers have a tick, each column its numbers.
"""

from __future__ import annotations

from bot.features.pictures.drawings import Column, WeekPicture
from content.pictures.marks import tick
from content.pictures.sheet import Sheet, width_of
from content.pictures.style import GREEN, GREY, SOFT, WIDTH, Tint

HEIGHT = 790
EDGE = 60
HEAD = 96
FOOT = 560
"""Where the columns stand."""
TALLEST = 330
WORDS, LETTER = 52, 54
WIDEST = 130


def sheet(drawing: WeekPicture) -> Sheet:
    """All columns on one scale; a day without answers keeps its place."""
    made = Sheet(HEIGHT)
    made.words((EDGE, HEAD), drawing.heading, size=WORDS, anchor="lm", bold=True)
    step = (WIDTH - 2 * EDGE) / max(5, len(drawing.columns))
    most = max((column.answered for column in drawing.columns), default=0)
    for number, column in enumerate(drawing.columns):
        _column(made, column, EDGE + step * (number + 0.5), min(step - 30, WIDEST), most)
    made.line([(EDGE, FOOT), (WIDTH - EDGE, FOOT)], GREY.edge, 6)
    _legend(made, drawing.legend)
    return made


def _column(made: Sheet, column: Column, middle: float, width: float, most: int) -> None:
    made.words((middle, FOOT + 48), column.letter, size=LETTER, colour=SOFT)
    if not column.answered:
        made.words((middle, FOOT - 40), "0", size=WORDS, colour=SOFT)
        return
    left, right = middle - width / 2, middle + width / 2
    top = FOOT - TALLEST * column.answered / most
    split = FOOT - (FOOT - top) * column.right / column.answered
    if split - top >= 1:
        made.box((left, top, right, FOOT), "", GREY, corner=12)
    if FOOT - split >= 1:
        made.box((left, split, right, FOOT), "", Tint(GREEN.edge, GREEN.edge), corner=12)
        if FOOT - split >= 60:
            tick(made, (middle, split + (FOOT - split) / 2), "#FFFFFF", 22)
    told = f"{round(100 * column.right / column.answered)}%"
    made.words((middle, top - 40), told, size=WORDS, bold=True)


def _legend(made: Sheet, legend: tuple[str, str]) -> None:
    left, top = float(EDGE), HEIGHT - 88
    for words, tint in zip(legend, (Tint(GREEN.edge, GREEN.edge), GREY), strict=True):
        made.box((left, top - 24, left + 48, top + 24), "", tint, corner=12)
        if tint is not GREY:
            tick(made, (left + 24, top), "#FFFFFF", 13)
        made.words((left + 64, top), words, size=WORDS, anchor="lm", colour=SOFT)
        left += 64 + width_of(words, WORDS) + 50
