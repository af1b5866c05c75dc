"""Pictures of data: tables, structure, plots, speech and text."""

from __future__ import annotations

from content.pictures.marks import axes, cross, dot, sheet_of_text, sound, tick
from content.pictures.sheet import Sheet
from content.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    LARGE,
    ORANGE,
    PLAIN,
    RED,
    SMALL,
    SOFT,
    VIOLET,
)


def table() -> Sheet:
    sheet = Sheet(640)
    rows = (("Distance", "Items", "Late?"), ("4", "12", "no"), ("9", "31", "yes"), ("2", "7", "no"))
    for line, cells in enumerate(rows):
        for column, words in enumerate(cells):
            left, top = 345 + column * 270, 170 + line * 105
            tint = ORANGE if column == 2 else BLUE
            shown = tint if line == 0 else PLAIN
            sheet.box((left, top, left + 260, top + 95), words, shown, bold=line == 0, corner=8)
    sheet.words((610, 75), "Features", bold=True, size=LARGE, colour=BLUE.edge)
    sheet.line([(350, 150), (350, 120), (870, 120), (870, 150)], BLUE.edge)
    sheet.words((1015, 75), "Label", bold=True, size=LARGE, colour=ORANGE.edge)
    sheet.line([(890, 150), (890, 120), (1140, 120), (1140, 150)], ORANGE.edge)
    sheet.words((50, 285), "One row:\none\nobservation", anchor="lm", bold=True, colour=VIOLET.edge)
    sheet.arrow([(150, 375), (150, 427), (335, 427)], VIOLET.edge)
    return sheet


def structure() -> Sheet:
    sheet = Sheet(680)
    for number, (name, words, tint) in enumerate(
        (
            ("Structured", "fixed\ncolumns", BLUE),
            ("Semi-structured", "keys or tags,\nmay nest", GREEN),
            ("Unstructured", "text, sound,\nimages, video", ORANGE),
        )
    ):
        left = 35 + number * 382
        middle = left + 183
        sheet.box((left, 40, left + 366, 640), "", tint)
        sheet.fits(name, 42, 352, bold=True)
        sheet.words((middle, 100), name, bold=True, size=42, colour=tint.edge, on=tint.ground)
        sheet.words((middle, 555), words, on=tint.ground)
        sheet.fits(words, 44, 350)
    for row in range(4):
        for column in range(3):
            x, y = 75 + column * 97, 185 + row * 72
            look = BLUE if row == 0 else PLAIN
            sheet.box((x, y, x + 92, y + 66), "", look, corner=6, line=4)
            if row:
                sheet.line([(x + 24, y + 33), (x + 68, y + 33)], BLUE.edge, 6)
    for line, (indent, words) in enumerate(
        ((0, "{"), (1, '"id": 7,'), (1, '"tags": ['), (2, '"new" ]'), (0, "}"))
    ):
        sheet.words((455 + indent * 40, 195 + line * 64), words, anchor="lm", on=GREEN.ground)
    sheet_of_text(sheet, (895, 265), ORANGE, 78)
    sheet.box((985, 190, 1130, 340), "", PLAIN, corner=8)
    sheet.shape([(995, 330), (1040, 250), (1075, 300), (1095, 275), (1120, 330)], ORANGE.edge)
    dot(sheet, (1095, 225), ORANGE, 14)
    sound(sheet, (985, 425), ORANGE.edge, 58)
    return sheet


def plots() -> Sheet:
    sheet = Sheet(740)
    sheet.words((300, 75), "Histogram", size=LARGE, bold=True)
    for number, height in enumerate((110, 250, 330, 220, 130, 75, 35)):
        left = 90 + number * 57
        sheet.box((left, 540 - height, left + 52, 540), "", BLUE, corner=2, line=4)
    axes(sheet, (75, 542), 460, 420)
    sheet.arrow([(430, 300), (490, 470)], RED.edge, 5)
    sheet.words((425, 260), "long tail: skew", anchor="mm", size=SMALL, colour=RED.edge)
    sheet.words((300, 630), "one number:\nits distribution", size=42)
    sheet.dashes((600, 60), (600, 680), SOFT, 4)
    sheet.words((900, 75), "Scatterplot", size=LARGE, bold=True)
    axes(sheet, (670, 542), 460, 420)
    for at in (
        (715, 490),
        (750, 450),
        (770, 495),
        (800, 420),
        (840, 440),
        (870, 375),
        (905, 400),
        (935, 330),
        (980, 345),
        (1005, 275),
        (1050, 290),
        (1075, 225),
    ):
        dot(sheet, at, GREEN, 15)
    sheet.circle((790, 240), 34, RED)
    dot(sheet, (790, 240), RED, 15)
    sheet.words((840, 240), "outlier", anchor="lm", size=SMALL, colour=RED.edge)
    sheet.words((900, 630), "two numbers:\ntheir relation", size=42)
    return sheet


def speech() -> Sheet:
    sheet = Sheet(580)
    sheet_of_text(sheet, (150, 230), BLUE, 120)
    sheet.words((150, 410), "Text", bold=True, size=LARGE)
    sound(sheet, (1015, 230), GREEN.edge, 112)
    sheet.words((1015, 410), "Speech", bold=True, size=LARGE)
    sheet.arrow([(280, 150), (855, 150)], VIOLET.edge, 10)
    sheet.words((565, 95), "Amazon Polly speaks", bold=True, colour=VIOLET.edge)
    sheet.arrow([(855, 290), (280, 290)], ORANGE.edge, 10)
    sheet.words((565, 370), "Amazon Transcribe\nwrites down", bold=True, colour=ORANGE.edge)
    sheet.words((600, 510), "What the words mean is another task.", size=42)
    return sheet


def join() -> Sheet:
    sheet = Sheet(800)
    for x, words in ((185, "Orders"), (600, "Log entries"), (1015, "After the join")):
        sheet.words((x, 75), words, bold=True)
    rows = ((1, (215,), "1 row", GREEN), (2, (370, 490), "2 rows", ORANGE), (3, (), "lost", RED))
    for (number, entries, result, tint), y in zip(rows, (215, 430, 635), strict=True):
        sheet.box((50, y - 50, 320, y + 50), f"order {number}", BLUE)
        for entry in entries:
            sheet.box((470, entry - 45, 730, entry + 45), f"order {number}", PLAIN, bold=False)
            sheet.line([(325, y), (465, entry)], SOFT, 5)
            sheet.arrow([(735, entry), (880, y)], SOFT, 5)
        if not entries:
            sheet.dashes((325, y), (465, y), SOFT, 5)
            cross(sheet, (600, y), RED.edge)
        sheet.box((890, y - 50, 1150, y + 50), result, tint)
    sheet.words((600, 745), "so count after a join", colour=SOFT, bold=True)
    return sheet


def roles() -> Sheet:
    sheet = Sheet(760)
    rows = (
        ("Order number", "identifier", "out", GREY),
        ("Distance", "feature", "in", BLUE),
        ("Items in basket", "feature", "in", BLUE),
        ("Apology coupon", "giveaway", "out", RED),
        ("Late: yes or no", "label", "the answer", ORANGE),
    )
    for number, (column, role, use, tint) in enumerate(rows):
        top = 40 + number * 138
        y = top + 58
        sheet.box((45, top, 485, top + 116), column, PLAIN, bold=False)
        sheet.arrow([(492, y), (562, y)], tint.edge)
        sheet.box((570, top, 850, top + 116), role, tint)
        if use == "in":
            tick(sheet, (920, y), GREEN.edge)
        elif use == "out":
            cross(sheet, (920, y), RED.edge)
        words = {"in": "goes in", "out": "stays out"}.get(use, use)
        left = 970 if use in {"in", "out"} else 880
        sheet.words((left, y), words, anchor="lm", size=SMALL)
    return sheet


def balance() -> Sheet:
    sheet = Sheet(560)
    sheet.words((600, 75), "the target: late or not?", bold=True, size=LARGE)
    sheet.words((330, 200), "on time", anchor="rm", bold=True)
    sheet.box((360, 140, 1150, 260), "nearly all orders", GREEN)
    sheet.words((330, 360), "late", anchor="rm", bold=True)
    sheet.box((360, 300, 385, 420), "", RED, corner=6)
    sheet.words((420, 360), "a few", anchor="lm", bold=True, colour=RED.edge)
    sheet.words((600, 490), "Always saying on time: nearly always right, and useless.", size=42)
    return sheet
