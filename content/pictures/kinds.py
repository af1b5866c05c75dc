"""Pictures of what ML is among its neighbours, and of its kinds."""

from __future__ import annotations

from content.pictures.marks import axes, dot, ring, square, triangle
from content.pictures.sheet import Sheet
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
)


def ai_and_ml() -> Sheet:
    sheet = Sheet(720)
    sheet.ellipse((50, 40, 1150, 680), BLUE, line=7)
    sheet.ellipse((535, 195, 1050, 585), GREEN, line=7)
    sheet.words(
        (600, 110),
        "Artificial intelligence",
        size=LARGE,
        bold=True,
        colour=BLUE.edge,
        on=BLUE.ground,
    )
    sheet.words((792, 325), "Machine learning", bold=True, colour=GREEN.edge, on=GREEN.ground)
    sheet.words((792, 435), "learns the rules\nfrom data", on=GREEN.ground)
    sheet.words((300, 390), "AI without ML:\nrules written\nby people", on=BLUE.ground)
    return sheet


def ml_and_programming() -> Sheet:
    sheet = Sheet(780)
    rows = (
        (90, "Programming", ("Data", "Rules"), "Answers", BLUE),
        (470, "Machine learning", ("Data", "Answers, often"), "Rules\n(a model)", GREEN),
    )
    for top, name, inputs, output, tint in rows:
        sheet.words((60, top - 25), name, size=LARGE, bold=True, anchor="lm", colour=tint.edge)
        for number, words in enumerate(inputs):
            y = top + 25 + number * 115
            sheet.box((50, y, 380, y + 95), words, GREY, size=42)
            sheet.arrow([(385, y + 47), (470, top + 130 + (number * 2 - 1) * 25)])
        sheet.box((480, top + 50, 775, top + 210), "Computer", tint)
        sheet.arrow([(780, top + 130), (850, top + 130)])
        sheet.box((855, top + 50, 1145, top + 210), output, ORANGE)
    sheet.dashes((60, 390), (1140, 390), SOFT, 4)
    return sheet


def three_kinds() -> Sheet:
    sheet = Sheet(640)
    columns = (
        ("Supervised", "inputs with\nright answers", BLUE),
        ("Unsupervised", "inputs\nalone", GREEN),
        ("Reinforcement", "rewards and\npenalties", VIOLET),
    )
    for number, (name, gets, tint) in enumerate(columns):
        left = 35 + number * 382
        middle = left + 183
        sheet.box((left, 40, left + 366, 600), "", tint)
        sheet.fits(name, NAME, 350, bold=True)
        sheet.words((middle, 100), name, size=NAME, bold=True, colour=tint.edge, on=tint.ground)
        sheet.words((middle, 490), gets, size=NAME, colour=INK, on=tint.ground)
        if number == 0:
            for row, (mark, words) in enumerate(((dot, "cat"), (square, "dog"), (dot, "cat"))):
                y = 195 + row * 85
                mark(sheet, (middle - 95, y), tint, 26)
                sheet.arrow([(middle - 45, y), (middle + 10, y)], INK, 6)
                sheet.words((middle + 70, y), words, on=tint.ground, bold=True)
        elif number == 1:
            for row in range(3):
                for column in range(3):
                    mark = dot if (row + column) % 2 == 0 else square
                    mark(sheet, (middle - 90 + column * 90, 195 + row * 85), tint, 24)
        else:
            sheet.circle((middle, 280), 44, VIOLET)
            sheet.words((middle, 280), "?", bold=True, size=LARGE, colour=tint.edge, on=tint.ground)
            sheet.arrow([(middle + 50, 255), (middle + 95, 210)], GREEN.edge)
            sheet.arrow([(middle + 50, 305), (middle + 95, 350)], RED.edge)
            sheet.words((middle + 125, 190), "+1", bold=True, colour=GREEN.edge, on=tint.ground)
            sheet.words((middle + 125, 375), "-1", bold=True, colour=RED.edge, on=tint.ground)
            sheet.arrow([(middle - 150, 280), (middle - 55, 280)], INK)
    return sheet


NAME = 45


def supervised() -> Sheet:
    sheet = Sheet(740)
    axes(sheet, (70, 540), 460, 420)
    for at in ((130, 200), (190, 280), (235, 185), (140, 360), (310, 205), (230, 350)):
        dot(sheet, at, BLUE, 17)
    for at in ((330, 460), (400, 380), (455, 300), (470, 450), (265, 480), (390, 480)):
        triangle(sheet, at, ORANGE, 20)
    sheet.dashes((120, 490), (470, 190), INK, 6)
    sheet.words((300, 75), "Classification", size=LARGE, bold=True)
    sheet.words((300, 630), "predicts a category:\nspam or not", size=SMALL)
    axes(sheet, (670, 540), 460, 420)
    points = (
        (710, 490),
        (750, 440),
        (800, 450),
        (850, 370),
        (900, 385),
        (955, 300),
        (1010, 310),
        (1055, 225),
    )
    for at in points:
        dot(sheet, at, GREEN, 16)
    sheet.line([(700, 497), (1090, 215)], INK, 6)
    sheet.words((900, 75), "Regression", size=LARGE, bold=True)
    sheet.words((900, 630), "predicts a number:\nunits sold", size=SMALL)
    sheet.dashes((600, 60), (600, 680), SOFT, 4)
    return sheet


def unsupervised() -> Sheet:
    sheet = Sheet(740)
    sheet.words((300, 75), "Clustering", size=LARGE, bold=True)
    axes(sheet, (70, 540), 460, 420)
    sheet.ellipse((95, 150, 295, 310), BLUE)
    sheet.ellipse((330, 205, 510, 385), ORANGE)
    sheet.ellipse((150, 375, 350, 515), GREEN)
    for at in ((150, 230), (200, 190), (190, 265), (245, 225)):
        dot(sheet, at, BLUE)
    for at in ((385, 275), (430, 245), (460, 305), (410, 340)):
        dot(sheet, at, ORANGE)
    for at in ((205, 445), (250, 410), (265, 475), (310, 440)):
        dot(sheet, at, GREEN)
    sheet.words((300, 630), "what is alike?\nCustomer segments", size=SMALL)
    sheet.dashes((600, 60), (600, 680), SOFT, 4)
    sheet.words((900, 75), "Association", size=LARGE, bold=True)
    for number, marks in enumerate((("A", "B", "C"), ("A", "B"), ("A", "B", "D"))):
        y = 195 + number * 130
        sheet.box((660, y - 52, 1140, y + 52), "", GREY)
        for place, name in enumerate(marks):
            x = 740 + place * 145
            if name in "AB":
                sheet.circle((x, y), 38, VIOLET)
                sheet.words((x, y), name, bold=True, colour=VIOLET.edge, on=VIOLET.ground)
            else:
                ring(sheet, (x, y), GREY, 38)
                sheet.words((x, y), name, on="#FFFFFF")
    sheet.words((900, 630), "what goes together?\nA and B in one basket", size=SMALL)
    return sheet
