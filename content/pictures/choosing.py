"""Pictures of choosing: features, metrics, classifiers, a robot's choice, speech and task."""

from __future__ import annotations

import math

from content.pictures.marks import axes, dot, sheet_of_text, sound, triangle
from content.pictures.sheet import Sheet
from content.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LARGE,
    ORANGE,
    PLAIN,
    RED,
    SMALL,
    SOFT,
    VIOLET,
)


def features() -> Sheet:
    sheet = Sheet(720)
    sheet.words((600, 75), "Feature engineering makes inputs", bold=True, size=LARGE)
    rows = (
        ("Create", "from a date,\nthe weekday", BLUE),
        ("Select", "of many columns,\nthe useful ones", GREEN),
        ("Transform", "dollars to a\ncommon scale", VIOLET),
    )
    for number, (name, says, tint) in enumerate(rows):
        top = 150 + number * 185
        sheet.box((50, top, 460, top + 150), name, tint, size=LARGE)
        sheet.arrow([(475, top + 75), (580, top + 75)], tint.edge)
        sheet.words((620, top + 75), says, anchor="lm")
    return sheet


def precision_and_recall() -> Sheet:
    sheet = Sheet(860)
    sheet.box((45, 40, 1155, 520), "", PLAIN)
    sheet.words((180, 90), "all orders", colour=SOFT, on=PLAIN.ground)
    sheet.circle((495, 300), 190, ORANGE)
    sheet.circle((705, 300), 190, BLUE)
    sheet.shape(_lens((495, 300), (705, 300), 187), GREEN.ground)
    for number, middle in enumerate((495, 705)):
        edge = (ORANGE, BLUE)[number].edge
        ring = [_on((middle, 300), 190, turn) for turn in range(0, 361, 6)]
        sheet.line(ring, edge, 5)
    sheet.words((405, 300), "late,\nmissed", size=SMALL, colour=ORANGE.edge, on=ORANGE.ground)
    sheet.words((600, 300), "found", bold=True, colour=GREEN.edge, on=GREEN.ground)
    sheet.words((800, 300), "false\nalarm", size=SMALL, colour=BLUE.edge, on=BLUE.ground)
    sheet.words((190, 300), "late\norders", bold=True, colour=ORANGE.edge, on=PLAIN.ground)
    sheet.words((1015, 300), "alarms", bold=True, colour=BLUE.edge, on=PLAIN.ground)
    rows = (
        (610, "Precision", "of the alarms, how many found", BLUE),
        (745, "Recall", "of the late orders, how many found", ORANGE),
    )
    for y, name, says, tint in rows:
        sheet.box((45, y - 55, 345, y + 55), name, tint)
        sheet.words((375, y), says, anchor="lm")
    return sheet


def logistic() -> Sheet:
    sheet = Sheet(760)
    axes(sheet, (190, 600), 930, 500)
    curve = []
    for step in range(61):
        x = step / 60
        curve.append((210 + x * 860, 590 - 440 / (1 + math.exp(-12 * (x - 0.5)))))
    sheet.dashes((200, 370), (1100, 370), SOFT, 5)
    sheet.line(curve, VIOLET.edge, 10)
    sheet.words((150, 150), "1", bold=True)
    sheet.words((140, 370), "0.5", bold=True)
    sheet.words((150, 590), "0", bold=True)
    sheet.words((420, 190), "probability\nof late", bold=True, colour=VIOLET.edge)
    sheet.words((870, 280), "predict late", bold=True, colour=RED.edge, anchor="lm")
    sheet.words((230, 450), "predict on time", bold=True, colour=GREEN.edge, anchor="lm")
    sheet.words((650, 680), "distance")
    return sheet


def margin() -> Sheet:
    sheet = Sheet(760)
    axes(sheet, (70, 690), 1060, 610)
    for at in ((170, 180), (250, 300), (330, 150), (180, 420), (420, 260), (120, 330)):
        dot(sheet, at, BLUE, 20)
    for at in ((760, 560), (900, 500), (1000, 600), (1000, 440), (1080, 540), (720, 640)):
        triangle(sheet, at, ORANGE, 26)
    for at in ((420, 260), (180, 420)):
        sheet.line([_on(at, 36, turn) for turn in range(0, 361, 10)], BLUE.edge, 5)
    sheet.line([_on((760, 560), 42, turn) for turn in range(0, 361, 10)], ORANGE.edge, 5)
    # The classes' nearest points lie on the dashed lines; the boundary runs midway.
    slope = (260 - 420) / (420 - 180)
    for x, y, left, right in ((420, 260, -270, 150), (590, 410, -200, 250), (760, 560, -150, 250)):
        ends = ((x + left, y + left * slope), (x + right, y + right * slope))
        if (x, y) == (590, 410):
            sheet.line(list(ends), INK, 9)
        else:
            sheet.dashes(ends[0], ends[1], SOFT, 6)
    sheet.words((600, 75), "the widest margin", bold=True, size=LARGE, anchor="lm")
    sheet.words((300, 620), "support vectors", colour=SOFT, bold=True)
    sheet.arrow([(300, 590), (205, 460)], SOFT, 5)
    sheet.arrow([(470, 610), (710, 572)], SOFT, 5)
    return sheet


def explore() -> Sheet:
    sheet = Sheet(760)
    sheet.circle((600, 190), 95, VIOLET)
    sheet.words((600, 190), "robot", bold=True, colour=VIOLET.edge, on=VIOLET.ground)
    columns = (
        (45, "Exploit", "known door:\npays 5", GREEN, "too much of it:\nstuck"),
        (745, "Explore", "new door:\npays ?", BLUE, "too much of it:\nno payoff"),
    )
    for left, name, door, tint, risk in columns:
        middle = left + 205
        sheet.words((middle, 80), name, bold=True, size=LARGE, colour=tint.edge)
        sheet.box((left + 35, 140, left + 375, 480), door, tint)
        sheet.circle((left + 340, 420), 16, PLAIN)
        sheet.words((middle, 600), risk, bold=True, colour=RED.edge)
    sheet.arrow([(500, 240), (430, 290)], GREEN.edge)
    sheet.arrow([(700, 240), (770, 290)], BLUE.edge)
    return sheet


def task_to_speech() -> Sheet:
    sheet = Sheet(720)
    sheet.words((60, 75), "Task to speech: Amazon Polly", bold=True, anchor="lm", colour=BLUE.edge)
    sheet_of_text(sheet, (150, 200), BLUE, 70)
    sheet.words((330, 200), "message\nand time", size=SMALL)
    sheet.arrow([(450, 200), (700, 200)], BLUE.edge, 9)
    sheet.words((850, 200), "spoken\nprompt", size=SMALL)
    sound(sheet, (1040, 200), BLUE.edge, 80)
    sheet.dashes((60, 355), (1140, 355), SOFT, 4)
    sheet.words((60, 430), "Speech to task: Amazon Lex", bold=True, anchor="lm", colour=ORANGE.edge)
    sound(sheet, (150, 570), ORANGE.edge, 80)
    sheet.words((365, 570), "voice\ncommand", size=SMALL)
    sheet.arrow([(490, 570), (700, 570)], ORANGE.edge, 9)
    sheet.box((740, 500, 1140, 640), "action", GREY)
    return sheet


def _lens(
    one: tuple[float, float], other: tuple[float, float], radius: float
) -> list[tuple[float, float]]:
    """The outline of what two circles of one size, side by side, have in common."""
    half = math.degrees(math.acos((other[0] - one[0]) / 2 / radius))
    right = [_on(one, radius, turn) for turn in _steps(-half, half)]
    left = [_on(other, radius, turn) for turn in _steps(180 - half, 180 + half)]
    return right + left


def _steps(first: float, last: float) -> list[float]:
    return [first + (last - first) * step / 24 for step in range(25)]


def _on(at: tuple[float, float], radius: float, angle: float) -> tuple[float, float]:
    turn = math.radians(angle)
    return (at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn))
