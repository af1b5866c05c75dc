"""The picture of /progress: the streak, the last study days, mastery by section, readiness.

Colors are never the only sign: each day has a mark of its own, each bar its number.
"""

from __future__ import annotations

from bot.features.pictures.drawings import ProgressPicture, Readiness, Section
from bot.features.pictures.lettering import drawable, fitted
from bot.study.study_days import Mark
from content.pictures.marks import cross, tick
from content.pictures.sheet import Sheet
from content.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    PANEL,
    PLAIN,
    RED,
    SOFT,
    VIOLET,
    WIDTH,
    Tint,
)

EDGE = 48
INSIDE = WIDTH - 2 * EDGE
LARGE, WORDS, LETTER = 58, 52, 48
"""Pixels of words: a chat on a phone shows the picture less than 300 pixels wide, a quarter."""
HEAD = 220
TITLE = 88
DAYS = 136
LEGEND = 80
SECTION = 136
GAP = 34
BAR = 34


def sheet(drawing: ProgressPicture) -> Sheet:
    """The whole picture; as high as its contents need."""
    legend = 0 if not drawing.legend else LEGEND * len(_legend_lines(drawing))
    days = TITLE + DAYS + legend + GAP if drawing.days else 0
    sections = TITLE + SECTION * len(drawing.sections) + GAP if drawing.sections else 0
    ready = TITLE + BAR + 2 * GAP if drawing.readiness else 0
    made = Sheet(HEAD + days + sections + ready)
    _head(made, drawing)
    top = float(HEAD)
    if drawing.days:
        _days(made, drawing, top)
        top += days
    if drawing.sections:
        made.words((EDGE, top + 26), drawing.sections_title, size=LARGE, anchor="lm", bold=True)
        for number, section in enumerate(drawing.sections):
            _section(made, section, number, top + TITLE + SECTION * number)
        top += sections
    if drawing.readiness:
        _readiness(made, drawing.readiness, top)
    return made


def _head(made: Sheet, drawing: ProgressPicture) -> None:
    number = str(drawing.streak)
    made.box((EDGE, 44, EDGE + 190, 174), "", VIOLET, corner=34)
    size = 92 if len(number) < 3 else 72
    middle = (EDGE + 95, 109)
    made.words(middle, number, size=size, bold=True, colour=VIOLET.edge, on=VIOLET.ground)
    made.words((EDGE + 220, 109), drawing.heading, size=LARGE, bold=True, anchor="lm")
    for number_, words in enumerate(drawing.beside):
        step = 64 * (number_ - (len(drawing.beside) - 1) / 2)
        made.words((WIDTH - EDGE, 109 + step), words, size=WORDS, anchor="rm", colour=SOFT)


def _days(made: Sheet, drawing: ProgressPicture, top: float) -> None:
    made.words((EDGE, top + 26), drawing.days_title, size=LARGE, anchor="lm", bold=True)
    count = len(drawing.days)
    step = INSIDE / max(count, 14)
    side = step - 12
    for number, (letter, mark) in enumerate(drawing.days):
        left = EDGE + step * number
        _day(made, mark, left, top + TITLE, side)
        middle = (left + side / 2, top + TITLE + side + 36)
        made.words(middle, letter, size=LETTER, colour=SOFT)
    place = top + TITLE + DAYS + 44
    for line in _legend_lines(drawing):
        left = float(EDGE)
        for mark, words in line:
            _day(made, mark, left, place - 27, 54)
            made.words((left + 68, place), words, size=WORDS, anchor="lm", colour=SOFT)
            left += _legend_width(words)
        place += LEGEND


def _legend_width(words: str) -> float:
    from content.pictures.sheet import width_of

    return 68 + width_of(words, WORDS) + 44


def _legend_lines(drawing: ProgressPicture) -> list[list[tuple[Mark, str]]]:
    lines: list[list[tuple[Mark, str]]] = [[]]
    used = 0.0
    for mark, words in drawing.legend:
        wide = _legend_width(words)
        if lines[-1] and used + wide - 44 > INSIDE:
            lines.append([])
            used = 0.0
        lines[-1].append((mark, words))
        used += wide
    return lines


def _day(made: Sheet, mark: Mark, left: float, top: float, side: float) -> None:
    area = (left, top, left + side, top + side)
    at = (left + side / 2, top + side / 2)
    if mark.done:
        made.box(area, "", Tint(GREEN.edge, GREEN.edge), corner=14)
        tick(made, at, "#FFFFFF", side * 0.27)
    elif mark is Mark.FREEZE:
        made.box(area, "", BLUE, corner=14)
        _flake(made, at, side * 0.3)
    elif mark is Mark.MISSED:
        made.box(area, "", RED, corner=14)
        cross(made, at, RED.edge, side * 0.2)
    elif mark in (Mark.OPEN, Mark.BEFORE):
        made.box(area, "", Tint(PANEL, GREY.edge if mark is Mark.OPEN else "#B9C3D8"), corner=14)
    else:
        made.box(area, "", GREY, corner=14)
        made.line([(at[0] - side * 0.2, at[1]), (at[0] + side * 0.2, at[1])], GREY.edge, 8)


def _flake(made: Sheet, at: tuple[float, float], reach: float) -> None:
    x, y = at
    for across, down in ((0, 1), (0.87, 0.5), (0.87, -0.5)):
        ends = [
            (x - across * reach, y - down * reach),
            (x + across * reach, y + down * reach),
        ]
        made.line(ends, BLUE.edge, reach * 0.26)


def _section(made: Sheet, section: Section, number: int, top: float) -> None:
    title = drawable(section.title) or f"{number + 1}."
    percent = f"{round(100 * section.share)}%"
    made.words((EDGE, top + 28), fitted(title, WORDS, INSIDE - 180), size=WORDS, anchor="lm")
    made.words((WIDTH - EDGE, top + 28), percent, size=LARGE, bold=True, anchor="rm")
    _bar(made, top + 66, 0.0, section.share, GREEN)


def _readiness(made: Sheet, ready: Readiness, top: float) -> None:
    made.words((EDGE, top + 26), ready.title, size=LARGE, anchor="lm", bold=True)
    told = f"{round(100 * ready.low)}-{round(100 * ready.high)}%"
    made.words((WIDTH - EDGE, top + 26), told, size=LARGE, bold=True, anchor="rm")
    _bar(made, top + TITLE, ready.low, ready.high, VIOLET)
    place = EDGE + INSIDE * ready.expected
    made.line([(place, top + TITLE - 8), (place, top + TITLE + BAR + 8)], VIOLET.edge, 10)


def _bar(made: Sheet, top: float, start: float, end: float, tint: Tint) -> None:
    made.box((EDGE, top, EDGE + INSIDE, top + BAR), "", Tint(PLAIN.ground, GREY.edge), corner=15)
    left, right = EDGE + INSIDE * start, EDGE + INSIDE * end
    if right - left >= 1:
        right = max(right, left + BAR)
        filled = (left, top, min(right, EDGE + INSIDE), top + BAR)
        made.box(filled, "", Tint(tint.edge, tint.edge), corner=15)
