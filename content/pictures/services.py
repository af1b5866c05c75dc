"""Pictures of AWS services, of a voice assistant, and of what surrounds a model."""

from __future__ import annotations

from content.pictures.marks import sound
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
    Tint,
)


def narrow_and_general() -> Sheet:
    sheet = Sheet(760)
    heights = {"Narrow AI": (400, 0, 0, 0), "General AI": (250, 270, 240, 260)}
    for (name, bars), said, tint, left in zip(
        heights.items(), ("in use today", "hypothetical"), (BLUE, VIOLET), (40, 625), strict=True
    ):
        sheet.words((left + 268, 60), name, size=LARGE, bold=True, colour=tint.edge)
        sheet.words((left + 268, 118), said, size=SMALL, colour=SOFT)
        for number, (height, words) in enumerate(
            zip(bars, ("chess", "taxes", "art", "violin"), strict=True)
        ):
            x = left + 15 + number * 132
            if height:
                sheet.box((x, 590 - height, x + 105, 590), "", tint, corner=10)
            sheet.words((x + 52, 650), words, size=40)
        sheet.line([(left, 590), (left + 535, 590)], SOFT)
        sheet.dashes((left, 330), (left + 535, 330), RED.edge, 6)
        sheet.words((left + 530, 300), "a person", size=40, anchor="rm", colour=RED.edge)
    return sheet


def voice_assistant() -> Sheet:
    sheet = Sheet(900)
    stages = (
        ("Speech recognition", "text", BLUE),
        ("NLP: understanding", "meaning", GREEN),
        ("The assistant acts", "answer", ORANGE),
        ("Speech synthesis", "", BLUE),
    )
    sound(sheet, (150, 120), size=55)
    for number, (words, gives, tint) in enumerate(stages):
        top = 55 + number * 200
        sheet.box((330, top, 880, top + 130), words, tint)
        if gives:
            sheet.arrow([(605, top + 133), (605, top + 197)])
            sheet.words((640, top + 165), gives, size=SMALL, anchor="lm", colour=SOFT)
    sheet.arrow([(245, 120), (322, 120)])
    sheet.words((150, 215), "sound", size=SMALL)
    sheet.arrow([(885, 720), (960, 720)])
    sound(sheet, (1060, 720), size=55)
    sheet.words((1060, 815), "sound", size=SMALL)
    sheet.words((905, 520), "finds it\nor does it", size=SMALL, anchor="lm", colour=ORANGE.edge)
    return sheet


def personalize() -> Sheet:
    sheet = Sheet(640)
    sheet.box((40, 170, 370, 470), "", GREY)
    sheet.words((205, 225), "Interactions", bold=True, on=GREY.ground, colour=GREY.edge)
    sheet.words((205, 355), "who viewed,\nclicked and\nbought what", size=SMALL, on=GREY.ground)
    sheet.arrow([(375, 320), (450, 320)])
    sheet.box((455, 220, 770, 420), "Amazon\nPersonalize", BLUE)
    for y, name, items, tint in (
        (170, "Ana", "oat milk\ntea", GREEN),
        (470, "Ben", "steak\ncorn", ORANGE),
    ):
        sheet.arrow([(775, 320), (850, y)])
        sheet.box((860, y - 115, 1160, y + 115), "", tint)
        sheet.words((1010, y - 65), name, bold=True, size=LARGE, on=tint.ground, colour=tint.edge)
        sheet.words((1010, y + 35), items, on=tint.ground, size=SMALL)
    return sheet


def personalize_steps() -> Sheet:
    sheet = Sheet(760)
    sheet.box((40, 60, 420, 220), "Recipe", VIOLET, size=LARGE)
    sheet.words((230, 262), "the algorithm", size=SMALL)
    sheet.arrow([(425, 140), (645, 140)])
    sheet.words((535, 95), "train", size=SMALL)
    sheet.box((655, 60, 1160, 220), "Solution version", GREEN, size=LARGE)
    sheet.words((905, 262), "the trained model", size=SMALL)
    sheet.arrow([(800, 300), (380, 430)])
    sheet.arrow([(940, 300), (940, 430)])
    sheet.box((60, 440, 560, 600), "Campaign", ORANGE, size=LARGE)
    sheet.words((310, 660), "answers live requests", size=SMALL)
    sheet.box((690, 440, 1140, 600), "Batch job", BLUE, size=LARGE)
    sheet.words((905, 680), "writes a list,\nneeds no campaign", size=SMALL)
    return sheet


def services() -> Sheet:
    sheet = Sheet(990)
    sheet.box((90, 35, 1110, 125), "Does a ready-made service fit?", GREY)
    rows = (
        ("suggest items", "Personalize"),
        ("text to speech", "Polly"),
        ("speech to text", "Transcribe"),
        ("meaning of text", "Comprehend"),
        ("images", "Rekognition"),
        ("documents", "Textract"),
        ("generative AI", "Bedrock"),
    )
    sheet.arrow([(300, 130), (300, 190)])
    sheet.words((330, 157), "yes", size=SMALL, anchor="lm")
    for number, (need, name) in enumerate(rows):
        y = 240 + number * 103
        sheet.words((385, y), need, size=SMALL, anchor="rm")
        sheet.box((410, y - 43, 745, y + 43), name, BLUE, size=SMALL)
    sheet.arrow([(950, 130), (950, 430)])
    sheet.words((980, 280), "no", size=SMALL, anchor="lm")
    sheet.box((800, 440, 1165, 640), "build in\nSageMaker AI", GREEN)
    return sheet


def four_questions() -> Sheet:
    sheet = Sheet(860)
    sheet.circle((600, 430), 130, GREY)
    sheet.words((600, 430), "Model,\nbefore\nrelease", bold=True, on=GREY.ground, colour=GREY.edge)
    corners: tuple[tuple[float, float, str, str, Tint], ...] = (
        (35, 40, "Cost", "What does each\nprediction take?", ORANGE),
        (695, 40, "Pace", "How fast does\ndata change?", BLUE),
        (35, 565, "Change", "What must be\naltered around it?", VIOLET),
        (695, 565, "Need", "Good enough\nfor business?", GREEN),
    )
    for left, top, name, asks, tint in corners:
        sheet.box((left, top, left + 470, top + 255), "", tint)
        middle = left + 235
        sheet.words(
            (middle, top + 62), name, size=LARGE, bold=True, on=tint.ground, colour=tint.edge
        )
        sheet.words((middle, top + 165), asks, on=tint.ground, colour=INK, size=SMALL)
    return sheet
