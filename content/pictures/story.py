"""Pictures of what happens over time: Amazon's history, projects, drift, chance."""

from __future__ import annotations

import math

from content.pictures.marks import cross, dot, tick
from content.pictures.sheet import Point, Sheet
from content.pictures.style import BLUE, GREEN, GREY, INK, LARGE, ORANGE, RED, SMALL, SOFT, VIOLET


def history() -> Sheet:
    sheet = Sheet(760)
    years = (
        ("1998", "Recommendations", BLUE),
        ("2012", "Warehouse robots", BLUE),
        ("2014", "Alexa", BLUE),
        ("2017", "SageMaker: building models", GREEN),
        ("2023", "Bedrock: generative AI", GREEN),
    )
    sheet.arrow([(300, 40), (300, 725)], SOFT, 8)
    for number, (year, words, tint) in enumerate(years):
        y = 105 + number * 130
        dot(sheet, (300, y), tint, 20)
        sheet.words((255, y), year, size=LARGE, bold=True, anchor="rm", colour=tint.edge)
        sheet.box((345, y - 50, 1010, y + 50), words, tint, size=SMALL)
    for top, bottom, words, tint in (
        (55, 415, "own\nuse", BLUE),
        (445, 675, "for\nothers", GREEN),
    ):
        sheet.line([(1030, top), (1050, top), (1050, bottom), (1030, bottom)], tint.edge)
        middle = (top + bottom) / 2
        sheet.words((1062, middle), words, anchor="lm", size=SMALL, colour=tint.edge, bold=True)
    return sheet


def project() -> Sheet:
    sheet = Sheet(800)
    phases = (
        ("Business goal", 60, 110, VIOLET),
        ("ML problem framing", 170, 90, BLUE),
        ("Data processing", 260, 430, ORANGE),
        ("Model development", 690, 150, GREEN),
        ("Deployment", 840, 110, GREEN),
        ("Monitoring", 950, 210, GREY),
    )
    for number, (words, left, wide, tint) in enumerate(phases):
        y = 65 + number * 98
        sheet.box((left, y, left + wide, y + 56), "", tint, corner=10)
        if left < 500:
            sheet.words((left + wide + 20, y + 28), words, anchor="lm", colour=tint.edge, bold=True)
        else:
            sheet.words((left - 20, y + 28), words, anchor="rm", colour=tint.edge, bold=True)
    sheet.arrow([(1080, 583), (1135, 583)], GREY.edge, 8)
    sheet.arrow([(1050, 620), (1050, 690), (110, 690), (110, 180)], RED.edge, 8)
    sheet.words((580, 735), "results send you back", colour=RED.edge, bold=True, size=SMALL)
    return sheet


def drift() -> Sheet:
    sheet = Sheet(980)
    sheet.words((600, 60), "Model drift", size=LARGE, bold=True, colour=RED.edge)
    sheet.arrow([(110, 380), (110, 110)], SOFT, 5)
    sheet.arrow([(110, 380), (1110, 380)], SOFT, 5)
    sheet.words((140, 135), "right answers", size=SMALL, anchor="lm", colour=SOFT)
    sheet.words((1100, 420), "time", size=SMALL, anchor="rm", colour=SOFT)
    fall = [
        (130.0 + x, 190 + 130 * (x / 940) ** 1.7 + 9 * math.sin(x / 38)) for x in range(0, 941, 10)
    ]
    sheet.line(fall, RED.edge, 9)
    sheet.dashes((600, 465), (600, 950), SOFT, 4)
    sheet.words((305, 495), "Data drift", size=LARGE, bold=True, colour=BLUE.edge)
    sheet.words((305, 560), "the inputs move", size=SMALL)
    _hill(sheet, (60, 830), 330, GREY.edge)
    _hill(sheet, (220, 830), 330, BLUE.edge)
    sheet.arrow([(225, 640), (385, 640)], BLUE.edge)
    sheet.arrow([(50, 830), (565, 830)], SOFT, 5)
    sheet.words((140, 885), "then", size=SMALL, colour=GREY.edge)
    sheet.words((465, 885), "now", size=SMALL, colour=BLUE.edge, bold=True)
    sheet.words((900, 495), "Concept drift", size=LARGE, bold=True, colour=ORANGE.edge)
    sheet.words((900, 585), "same inputs,\nsomething else", size=SMALL)
    for y, when, words, mark, tint in (
        (735, "then", "late", cross, RED),
        (860, "now", "on time", tick, GREEN),
    ):
        sheet.words((630, y), when, size=SMALL, anchor="lm")
        sheet.box((730, y - 50, 860, y + 50), "far", GREY, size=SMALL)
        sheet.arrow([(865, y), (925, y)])
        mark(sheet, (960, y), tint.edge)
        sheet.words((995, y), words, anchor="lm", bold=True, colour=tint.edge, size=SMALL)
    return sheet


def _hill(sheet: Sheet, corner: Point, wide: float, colour: str) -> None:
    x, y = corner
    points = [
        (x + wide * n / 40, y - 165 * math.exp(-(((n - 20) / 8.0) ** 2)) - 4) for n in range(41)
    ]
    sheet.line(points, colour, 8)


def chance() -> Sheet:
    sheet = Sheet(720)
    sheet.words((600, 70), "Ten orders, each nine-tenths sure to be late", bold=True, size=SMALL)
    for number in range(10):
        x, y = 140 + number % 5 * 230, 185 + number // 5 * 170
        hit = number != 6
        tint = BLUE if hit else GREEN
        sheet.circle((x, y), 58, tint)
        if hit:
            cross(sheet, (x, y), tint.edge, 22)
        else:
            tick(sheet, (x, y), tint.edge, 28)
    sheet.words((320, 480), "nine are late", colour=BLUE.edge, bold=True)
    sheet.words((830, 480), "one is on time: not a fault", colour=GREEN.edge, bold=True, size=SMALL)
    sheet.dashes((60, 540), (1140, 540), SOFT, 4)
    sheet.words((50, 625), "Black swan:", colour=RED.edge, bold=True, size=LARGE, anchor="lm")
    sheet.words(
        (395, 625), "outside the data, so keep a fallback", size=SMALL, anchor="lm", colour=INK
    )
    return sheet


def stairs() -> Sheet:
    sheet = Sheet(820)
    steps = (
        ("Choose", "data, value,\nmanageable\ncomplexity", VIOLET),
        ("Try", "on old\nrecords,\nfailing\nis cheap", BLUE),
        ("Prove", "in one city", GREEN),
        ("Scale", "to all of\nthem", GREEN),
    )
    for number, (name, words, tint) in enumerate(steps):
        left, top = 35 + number * 283, 500 - number * 130
        sheet.box((left, top, left + 281, 780), "", tint, corner=14)
        sheet.words(
            (left + 140, top + 55), name, size=LARGE, bold=True, colour=tint.edge, on=tint.ground
        )
        sheet.words((left + 140, top + 170), words, size=40, on=tint.ground)
    sheet.words((300, 110), "Only the last two\nearn money.", size=LARGE, bold=True)
    return sheet
