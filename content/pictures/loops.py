"""Pictures of what runs in circles: the ML loop, flywheels, reinforcement."""

from __future__ import annotations

from content.pictures.sheet import Point, Sheet
from content.pictures.style import BLUE, GREEN, GREY, INK, LARGE, ORANGE, SMALL, SOFT, VIOLET, Tint


def ml_loop() -> Sheet:
    sheet = Sheet(760)
    sheet.box((50, 90, 350, 230), "Data", BLUE, size=LARGE)
    sheet.box((450, 90, 750, 230), "Training", GREY, size=LARGE)
    sheet.box((850, 90, 1150, 230), "Model", GREEN, size=LARGE)
    sheet.box((790, 480, 1150, 620), "Predictions", ORANGE, size=LARGE)
    sheet.box((50, 480, 470, 620), "Check results\non unseen data", VIOLET)
    sheet.arrow([(355, 160), (445, 160)])
    sheet.arrow([(755, 160), (845, 160)])
    sheet.arrow([(1000, 235), (1000, 475)])
    sheet.arrow([(785, 550), (475, 550)])
    sheet.arrow([(170, 475), (170, 235)], VIOLET.edge)
    sheet.arrow([(400, 475), (400, 350), (600, 350), (600, 235)], VIOLET.edge)
    sheet.words((192, 310), "better\ndata", colour=VIOLET.edge, anchor="lm", size=SMALL)
    sheet.words(
        (622, 350), "better algorithm\nor settings", colour=VIOLET.edge, anchor="lm", size=SMALL
    )
    sheet.words((600, 695), "and round again", colour=SOFT, size=SMALL)
    return sheet


def flywheels() -> Sheet:
    sheet = Sheet(660)
    _wheel(
        sheet,
        (298, 375),
        ("Wider\nrange", "More\nshoppers", "More\nsellers"),
        ORANGE,
        "Amazon\nFlywheel",
    )
    _wheel(
        sheet,
        (902, 375),
        ("Data from\noperations", "Model\npredicts", "Better\nefficiency"),
        BLUE,
        "AWS ML\nFlywheel",
    )
    return sheet


def _wheel(sheet: Sheet, at: Point, parts: tuple[str, str, str], tint: Tint, name: str) -> None:
    x, y = at
    radius = 205.0
    for start, end in ((-48, 22), (158, 228)):
        sheet.arc(at, radius, start, end, tint.edge, 10)
    sheet.arrow([(x + 34, y + 160), (x - 34, y + 160)], tint.edge, 10)
    for words, (dx, dy) in zip(parts, ((0, -235), (155, 160), (-155, 160)), strict=True):
        wide = 135 if dy < 0 else 118
        sheet.box((x + dx - wide, y + dy - 72, x + dx + wide, y + dy + 72), words, tint, size=SMALL)
    sheet.words((x, y - 10), name, bold=True, size=SMALL, colour=tint.edge)


def reinforcement() -> Sheet:
    sheet = Sheet(700)
    sheet.box((60, 240, 420, 460), "Agent\n(learns)", VIOLET, size=LARGE)
    sheet.box((740, 240, 1150, 460), "Environment\n(reacts)", GREEN, size=LARGE)
    sheet.arrow([(240, 235), (240, 130), (950, 130), (950, 235)], VIOLET.edge, 9)
    sheet.arrow([(950, 465), (950, 570), (240, 570), (240, 465)], GREEN.edge, 9)
    sheet.words((595, 85), "action", bold=True, size=LARGE, colour=VIOLET.edge)
    sheet.words((595, 622), "new situation and reward", bold=True, size=LARGE, colour=GREEN.edge)
    sheet.words((580, 350), "What pays\nover time?", size=46, colour=INK)
    return sheet
