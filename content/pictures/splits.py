"""Pictures of how records are shared out: three sets, their shares, k-fold, testing."""

from __future__ import annotations

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
    sheet = Sheet(700)
    rows = (
        ("Training set", "fits the model", BLUE, ""),
        ("Validation set", "tunes and compares", ORANGE, "as often as needed"),
        ("Test set", "judges", VIOLET, "once, at the end"),
    )
    for number, (name, job, tint, often) in enumerate(rows):
        top = 45 + number * 210
        sheet.box((50, top, 490, top + 170), name, tint, size=46)
        sheet.arrow([(500, top + 85), (590, top + 85)], tint.edge, 9)
        y = top + 85
        sheet.words(
            (625, y - (28 if often else 0)), job, size=46, bold=True, anchor="lm", colour=tint.edge
        )
        if often:
            sheet.words((625, y + 32), often, anchor="lm")
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
            f"{share} %",
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
    sheet = Sheet(860)
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
        sheet.arrow([(960, middle), (1008, middle)], SOFT, 5)
        sheet.words((1095, middle), f"error {turn + 1}", size=SMALL)
    sheet.arrow([(1095, 675), (1095, 725)], SOFT, 6)
    sheet.box((650, 730, 1150, 825), "average of 5 errors", GREEN)
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
