"""Pictures of how records are shared out: three sets, their shares, k-fold, testing."""

from __future__ import annotations

from content.pictures.marks import dot, square
from content.pictures.sheet import Sheet
from content.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    LARGE,
    ORANGE,
    SMALL,
    SOFT,
    VIOLET,
    Tint,
)


def three_sets() -> Sheet:
    sheet = Sheet(760)
    rows = (
        ("Training\nset", "fits the model", BLUE, ""),
        ("Validation\nset", "tunes and compares", ORANGE, "as often as needed"),
        ("Test\nset", "judges once", VIOLET, "at the end"),
    )
    for number, (name, job, tint, often) in enumerate(rows):
        top = 40 + number * 235
        y = top + 105
        sheet.box((50, top, 440, top + 210), name, tint, size=LARGE)
        sheet.arrow([(455, y), (560, y)], tint.edge, 9)
        at = (595, y - (32 if often else 0))
        sheet.words(at, job, size=LARGE, bold=True, anchor="lm", colour=tint.edge)
        if often:
            sheet.words((595, y + 40), often, anchor="lm")
    return sheet


def shares() -> Sheet:
    sheet = Sheet(520)
    left, full = 50, 1100
    parts: tuple[tuple[str, int, Tint], ...] = (
        ("Training", 70, BLUE),
        ("Validation", 10, ORANGE),
        ("Test", 20, VIOLET),
    )
    x = float(left)
    for name, share, tint in parts:
        wide = full * share / 100
        sheet.box(
            (x, 170, x + wide - 8, 330),
            f"{share}%",
            tint,
            size=SMALL if share == 10 else LARGE,
            bold=share != 10,
            line=3,
            corner=12,
        )
        middle = x + wide / 2 - 4
        if name == "Validation":
            sheet.line([(middle, 120), (middle, 165)], tint.edge)
            sheet.words((middle, 85), name, bold=True, colour=tint.edge)
        else:
            sheet.words((middle, 385), name, bold=True, colour=tint.edge)
        x += wide
    sheet.words((600, 465), "a convention, not a law", colour=SOFT, size=42)
    return sheet


def k_fold() -> Sheet:
    sheet = Sheet(880)
    sheet.words((566, 70), "k = 5 folds, one held out", bold=True)
    for turn in range(5):
        top = 120 + turn * 110
        middle = top + 48
        sheet.words((45, middle), f"Turn {turn + 1}", anchor="lm", size=SMALL)
        for fold in range(5):
            left = 190 + fold * 153
            words, tint = ("out", ORANGE) if fold == turn else ("train", GREY)
            area = (left, top, left + 146, top + 96)
            sheet.box(area, words, tint, size=SMALL, bold=fold == turn, corner=10, line=4)
        sheet.arrow([(960, middle), (1000, middle)], SOFT, 5)
        sheet.words((1075, middle), f"error {turn + 1}", size=SMALL)
        sheet.line([(1148, middle), (1168, middle)], SOFT, 5)
    sheet.arrow([(1168, 168), (1168, 797), (1110, 797)], SOFT, 5)
    sheet.box((600, 745, 1105, 845), "average of 5 errors", GREEN)
    return sheet


def testing() -> Sheet:
    sheet = Sheet(760)
    sheet.box((50, 60, 330, 200), "All\nexamples", GREY)
    sheet.arrow([(335, 130), (435, 130)])
    sheet.arrow([(190, 205), (190, 315)])
    sheet.box((440, 60, 700, 200), "Train", BLUE, size=LARGE)
    sheet.box((50, 320, 330, 460), "Held back", ORANGE)
    sheet.arrow([(335, 390), (435, 390)], ORANGE.edge)
    sheet.arrow([(570, 205), (570, 315)], BLUE.edge)
    sheet.words((592, 258), "model", anchor="lm", size=SMALL, colour=BLUE.edge)
    sheet.box((440, 320, 700, 460), "Test", ORANGE, size=LARGE)
    sheet.arrow([(705, 390), (865, 390)])
    sheet.words((783, 345), "good?", size=SMALL)
    sheet.box((870, 320, 1150, 460), "Deploy", GREEN, size=LARGE)
    sheet.arrow([(1010, 465), (1010, 565)], GREEN.edge)
    sheet.box((870, 570, 1150, 690), "Keep\nwatching", VIOLET)
    sheet.words((60, 630), "A test says whether\nto rely on the model.", anchor="lm")
    return sheet


def leave_one_out() -> Sheet:
    sheet = Sheet(820)
    sheet.words((600, 75), "one record out, the rest train", bold=True)
    for number, (name, out) in enumerate(
        (("Round 1", 0), ("Round 2", 1), ("...", -1), ("Round n", 8))
    ):
        y = 175 + number * 125
        sheet.words((50, y), name, anchor="lm")
        if out < 0:
            continue
        for place in range(9):
            x = 300 + place * 78
            if place == out:
                sheet.circle((x, y), 32, ORANGE)
                sheet.circle((x, y), 46, Tint(ORANGE.ground, ORANGE.edge), line=4)
                sheet.words((x, y), "out", size=40, bold=True, colour=ORANGE.edge, on=ORANGE.ground)
            else:
                dot(sheet, (x, y), BLUE, 24)
        sheet.arrow([(990, y), (1050, y)], SOFT, 5)
        sheet.words((1115, y), "error", size=SMALL)
    sheet.box((50, 670, 600, 780), "n records, n trainings", BLUE)
    sheet.arrow([(610, 725), (700, 725)], SOFT, 6)
    sheet.box((710, 670, 1150, 780), "one average", GREEN)
    return sheet


def shuffled() -> Sheet:
    sheet = Sheet(860)
    sheet.words((620, 70), "train", bold=True, colour=BLUE.edge)
    sheet.words((1015, 70), "test", bold=True, colour=VIOLET.edge)
    rows = (
        ("Independent", "shuffle", (0, 1, 1, 0, 1, 0, 1, 0)),
        ("Time", "past first,\nlater tests", tuple(range(1, 9))),
        ("Groups", "one side\neach", tuple("AABBCCDD")),
    )
    for number, (name, rule, marks) in enumerate(rows):
        top = 120 + number * 240
        y = top + 110
        sheet.words((45, y - 50), name, anchor="lm", bold=True)
        sheet.words((45, y + 40), rule, anchor="lm", size=SMALL)
        sheet.box((365, top + 20, 875, top + 200), "", BLUE, line=4)
        sheet.box((890, top + 20, 1155, top + 200), "", VIOLET, line=4)
        places = [420, 500, 580, 660, 740, 820, 960, 1085]
        for x, mark in zip(places, marks, strict=True):
            if mark == 0:
                square(sheet, (x, y), GREEN, 24)
            elif mark == 1 and number == 0:
                dot(sheet, (x, y), ORANGE, 26)
            else:
                tint = BLUE if x < 880 else VIOLET
                sheet.words((x, y), str(mark), bold=True, colour=tint.edge, on=tint.ground)
    return sheet
