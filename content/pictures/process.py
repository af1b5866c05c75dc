"""Pictures of a project's steps and of the choice of a method."""

from __future__ import annotations

from content.pictures.marks import dot
from content.pictures.sheet import Point, Sheet
from content.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LARGE,
    ORANGE,
    RED,
    SMALL,
    SOFT,
    VIOLET,
    Tint,
)


def steps() -> Sheet:
    sheet = Sheet(900)
    names = (
        ("Business Problem", VIOLET),
        ("ML Problem", BLUE),
        ("Develop Datasets", GREEN),
        ("Data Preparation", GREEN),
        ("Data Visualization\nand Analysis", GREEN),
    )
    tops = [45, 205, 365, 525, 685]
    for number, ((words, tint), top) in enumerate(zip(names, tops, strict=True), 1):
        sheet.box((60, top, 800, top + 125), "", tint)
        sheet.circle((135, top + 62), 44, Tint("#FFFFFF", tint.edge))
        sheet.words(
            (135, top + 62), str(number), bold=True, size=LARGE, colour=tint.edge, on="#FFFFFF"
        )
        sheet.words(
            (215, top + 62), words, bold=True, anchor="lm", on=tint.ground, colour=tint.edge
        )
        if number < 5:
            sheet.arrow([(430, top + 128), (430, top + 158)])
    sheet.arrow([(430, 813), (430, 850)])
    sheet.words((470, 852), "modeling, deployment", anchor="lm", colour=SOFT, size=SMALL)
    sheet.arrow([(805, 747), (900, 747), (900, 267), (805, 267)], RED.edge, 8)
    sheet.words(
        (925, 507),
        "data cannot\ncarry it?\nFrame anew",
        anchor="lm",
        colour=RED.edge,
        size=SMALL,
        bold=True,
    )
    return sheet


def framing() -> Sheet:
    sheet = Sheet(960)
    sheet.box((45, 40, 480, 150), "Over 50 samples?", GREY)
    _answer(sheet, [(485, 95), (705, 95)], "no", (595, 62))
    sheet.box((715, 40, 1155, 150), "Collect more", RED)
    _answer(sheet, [(262, 155), (262, 250)], "yes", (315, 202))
    sheet.box((45, 260, 480, 370), "A category?", GREY)
    _answer(sheet, [(485, 315), (705, 315)], "no", (595, 282))
    sheet.box((715, 260, 1155, 370), "A number?", GREY)
    _answer(sheet, [(262, 375), (262, 470)], "yes", (315, 422))
    sheet.box((45, 480, 480, 590), "Labels?", GREY)
    _answer(sheet, [(170, 595), (170, 765)], "yes", (110, 680))
    _answer(sheet, [(400, 595), (450, 765)], "no", (480, 680))
    sheet.box((35, 775, 325, 915), "Classification", BLUE, size=SMALL)
    sheet.box((340, 775, 570, 915), "Clustering", BLUE, size=SMALL)
    _answer(sheet, [(820, 375), (720, 765)], "yes", (715, 570))
    _answer(sheet, [(1000, 375), (1000, 765)], "no", (1050, 570))
    sheet.box((585, 775, 825, 915), "Regression", GREEN, size=SMALL)
    sheet.box((840, 775, 1165, 915), "Dimensionality\nreduction", ORANGE, size=SMALL)
    return sheet


def _answer(sheet: Sheet, way: list[Point], says: str, at: Point) -> None:
    sheet.arrow(way)
    sheet.words(at, says, size=SMALL)


def training() -> Sheet:
    sheet = Sheet(720)
    sheet.box((50, 60, 370, 170), "Past data", BLUE)
    sheet.box((50, 200, 370, 310), "Algorithm", BLUE)
    sheet.arrow([(375, 115), (465, 160)])
    sheet.arrow([(375, 255), (465, 210)])
    sheet.box((475, 85, 765, 285), "Training", GREY, size=LARGE)
    sheet.words((800, 185), "the work", bold=True, anchor="lm", colour=GREY.edge)
    sheet.arrow([(620, 290), (620, 445)], INK, 9)
    sheet.box((475, 450, 765, 610), "Model", GREEN, size=LARGE)
    sheet.words((620, 660), "the result you keep", bold=True, colour=GREEN.edge)
    sheet.box((50, 475, 370, 585), "New input", ORANGE)
    sheet.arrow([(375, 530), (465, 530)])
    sheet.arrow([(770, 530), (855, 530)])
    sheet.box((860, 475, 1150, 585), "Prediction", ORANGE)
    return sheet


def fits() -> Sheet:
    sheet = Sheet(640)
    names = (
        ("Too simple", "underfits", RED),
        ("Fitting", "follows the\npattern", GREEN),
        ("Too complex", "overfits:\nmemorises", RED),
    )
    points: tuple[Point, ...] = (
        (40, 230),
        (85, 150),
        (120, 165),
        (165, 75),
        (205, 110),
        (250, 70),
        (290, 150),
        (325, 145),
    )
    curves: tuple[tuple[Point, ...], ...] = (
        ((20, 160), (345, 100)),
        tuple((20 + n * 8.125, 75 + ((n * 8.125 + 20 - 215) / 195) ** 2 * 165) for n in range(41)),
        points,
    )
    for number, ((name, says, tint), curve) in enumerate(zip(names, curves, strict=True)):
        left = 35 + number * 382
        sheet.box((left, 120, left + 366, 430), "", Tint("#FFFFFF", GREY.edge))
        for x, y in points:
            dot(sheet, (left + x, 115 + y * 1.25), BLUE, 15)
        sheet.line([(left + x, 115 + y * 1.25) for x, y in curve], tint.edge, 7)
        sheet.words((left + 183, 70), name, bold=True, size=46, colour=tint.edge)
        sheet.words((left + 183, 530), says, colour=INK)
    return sheet
