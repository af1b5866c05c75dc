"""Milestones of a streak: words on the verdict, and from 30 days on a picture to be shared."""

from __future__ import annotations

from bot.features.cards import buttons
from bot.features.names import shown_name
from bot.features.pictures.drawings import BigNumber
from bot.i18n import words_of
from bot.interactions.router import encode
from bot.model import Block, Button, Card, Drawn, Paragraph, Row, Style, Tone
from bot.study.streaks import Streak
from bot.study.study_days import PICTURE_FROM

words = words_of(__file__)

SHARE = "share-streak"
VARIANTS = 3


def reached_words(person_id: int, streak: Streak, days: int) -> str:
    """What is said of the milestone ``days`` when it's reached. Each new streak has other words
    than the person's last one."""
    turn = (person_id + streak.runs) % VARIANTS
    return words("reached", days=days, turn=turn)


def picture_block(days: int) -> tuple[Block, ...]:
    """The picture of a milestone that has one."""
    if days < PICTURE_FROM:
        return ()
    drawing = BigNumber(str(days), words("picture-words"))
    return (Drawn(drawing, words("alt", days=days)),)


def share_buttons(group_id: int, days: int, style: Style = Style.PRIMARY) -> tuple[Button, ...]:
    """What shares the milestone, where it has a picture to share."""
    if days < PICTURE_FROM:
        return ()
    return (Button(words("share", days=days), encode(SHARE, group_id, days), style),)


def share_rows(group_id: int, days: int) -> tuple[Row, ...]:
    """The same as a row of its own."""
    items = share_buttons(group_id, days)
    return (buttons(*items),) if items else ()


def post_card(name: str, days: int) -> Card:
    """What the channel sees."""
    said = words.text("post", name=shown_name(name), days=days)
    return Card(
        words("post-title", days=days), (Paragraph(said), *picture_block(days)), tone=Tone.GOOD
    )
