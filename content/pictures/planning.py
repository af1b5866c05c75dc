"""Pictures of planning: signals for ML, checks on the data, questions about the problem."""

from __future__ import annotations

from content.pictures.marks import cross
from content.pictures.sheet import Sheet
from content.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    LARGE,
    ORANGE,
    PLAIN,
    RED,
    SOFT,
    VIOLET,
)


def signals() -> Sheet:
    sheet = Sheet(700)
    cells = (
        ("Complex logic", "no one can\nwrite the rules", BLUE),
        ("Scale", "too many judgments\nfor people", GREEN),
        ("Personalization", "each user\nis different", VIOLET),
        ("Responsiveness", "answers\nat once", ORANGE),
    )
    for number, (name, says, tint) in enumerate(cells):
        left, top = 45 + number % 2 * 565, 40 + number // 2 * 280
        sheet.box((left, top, left + 545, top + 260), "", tint)
        middle = left + 272
        sheet.words(
            (middle, top + 65), name, bold=True, size=LARGE, colour=tint.edge, on=tint.ground
        )
        sheet.words((middle, top + 170), says, on=tint.ground)
    sheet.words((600, 645), "one signal can be enough", colour=SOFT, bold=True)
    return sheet


def checks() -> Sheet:
    sheet = Sheet(760)
    rows = (
        ("Can we\nget it?", 40, 170, BLUE),
        ("May we\nuse it?", 230, 170, VIOLET),
        ("Does\nit fit?", 420, 305, GREEN),
    )
    for question, top, tall, tint in rows:
        sheet.box((45, top, 345, top + tall), question, tint, size=LARGE)
    names = (
        ("Availability", 385, 65, 380),
        ("Accessibility", 780, 65, 380),
        ("Privacy", 385, 255, 380),
        ("Security", 780, 255, 380),
        ("Relevance", 385, 435, 380),
        ("Freshness", 780, 435, 380),
        ("Representativeness", 385, 585, 510),
        ("Bias", 910, 585, 250),
    )
    for name, left, top, wide in names:
        sheet.box((left, top, left + wide, top + 120), name, PLAIN, bold=False)
    return sheet


def privacy() -> Sheet:
    sheet = Sheet(720)
    columns = (
        ("Privacy", "may we use it?", "consent, purpose", VIOLET),
        ("Security", "is it protected?", "encryption,\naccess control", BLUE),
    )
    for number, (name, asks, means, tint) in enumerate(columns):
        left = 45 + number * 565
        middle = left + 272
        sheet.box((left, 40, left + 545, 400), "", tint)
        sheet.words((middle, 105), name, bold=True, size=LARGE, colour=tint.edge, on=tint.ground)
        sheet.words((middle, 195), asks, bold=True, on=tint.ground)
        sheet.words((middle, 305), means, on=tint.ground)
    rows = (
        (490, "locked but not allowed:", "privacy fails"),
        (610, "allowed but not locked:", "security fails"),
    )
    for y, state, fails in rows:
        sheet.box((45, y - 48, 1155, y + 48), "", GREY, line=4)
        sheet.words((80, y), state, anchor="lm", on=GREY.ground)
        cross(sheet, (755, y), RED.edge)
        sheet.words((800, y), fails, anchor="lm", bold=True, colour=RED.edge, on=GREY.ground)
    return sheet


def three_questions() -> Sheet:
    sheet = Sheet(760)
    columns = (
        ("Scope", "the problem", "cause, cost,\ntoday's way,\nmeaning of\nsuccess", VIOLET),
        ("Input", "the data", "amount,\nlabels,\nfeatures,\nquality", BLUE),
        ("Output", "a good result", "metric,\ntrade-offs,\nbaseline,\nspeed", GREEN),
    )
    for number, (name, about, points, tint) in enumerate(columns):
        left = 35 + number * 387
        middle = left + 165
        sheet.box((left, 40, left + 330, 700), "", tint)
        sheet.words((middle, 110), name, bold=True, size=LARGE, colour=tint.edge, on=tint.ground)
        sheet.words((middle, 205), about, bold=True, on=tint.ground)
        sheet.line([(left + 60, 260), (left + 270, 260)], tint.edge, 4)
        sheet.words((middle, 450), points, on=tint.ground)
        if number < 2:
            sheet.arrow([(left + 334, 370), (left + 383, 370)])
    return sheet
