"""Pictures of gaps in the data: ways to treat them, and guesses that fill them."""

from __future__ import annotations

from content.pictures.marks import axes
from content.pictures.sheet import Sheet
from content.pictures.style import BLUE, GREEN, GREY, LARGE, ORANGE, PLAIN, RED, VIOLET, Tint


def ways() -> Sheet:
    sheet = Sheet(860)
    _column(sheet, (40, 330), ("12", "?", "6"))
    sheet.words((115, 280), "a gap", bold=True, colour=RED.edge)
    rows = (("Indicate", VIOLET), ("Remove", RED), ("Impute", GREEN))
    for number, (name, tint) in enumerate(rows):
        top = 40 + number * 270
        middle = top + 120
        sheet.arrow([(210, 450), (310, middle)], tint.edge)
        sheet.box((325, middle - 60, 620, middle + 60), name, tint, size=LARGE)
        left = 690
        if number == 0:
            _column(sheet, (left, top), ("12", "?", "6"))
            _column(sheet, (left + 160, top), ("no", "yes", "no"), VIOLET)
            sheet.words((left + 325, middle), "missing?", anchor="lm", size=42)
        elif number == 1:
            _column(sheet, (left, top), ("12", "?", "6"))
            sheet.line([(left - 25, middle), (left + 175, middle)], RED.edge, 10)
            sheet.words((left + 200, middle), "row out", anchor="lm", size=42)
        else:
            _column(sheet, (left, top), ("12", "9", "6"), GREEN)
            sheet.words((left + 200, middle), "best guess", anchor="lm", size=42)
    return sheet


def _column(
    sheet: Sheet, at: tuple[float, float], values: tuple[str, str, str], middle: Tint = GREY
) -> None:
    """Three cells below each other, the second one in a tint of its own."""
    x, y = at
    for number, value in enumerate(values):
        tint = middle if number == 1 else PLAIN
        top = y + number * 80
        sheet.box((x, top, x + 150, top + 74), value, tint, corner=8, line=4)


def mean_and_median() -> Sheet:
    sheet = Sheet(760)
    axes(sheet, (70, 600), 1070, 480)
    for number, height in enumerate((230, 400, 330, 190, 90, 45, 25, 18, 0, 14, 0, 14)):
        left = 95 + number * 82
        if height:
            sheet.box((left, 598 - height, left + 74, 598), "", BLUE, corner=2, line=4)
    sheet.dashes((275, 600), (275, 150), GREEN.edge, 9)
    sheet.words((295, 120), "median", bold=True, anchor="lm", colour=GREEN.edge)
    sheet.dashes((480, 600), (480, 290), ORANGE.edge, 9)
    sheet.words((500, 260), "mean", bold=True, anchor="lm", colour=ORANGE.edge)
    sheet.arrow([(660, 260), (900, 260)], ORANGE.edge)
    sheet.words((780, 205), "dragged along", colour=ORANGE.edge)
    sheet.words((990, 480), "a few huge\norders", bold=True, colour=BLUE.edge)
    sheet.words((600, 680), "basket totals")
    return sheet
