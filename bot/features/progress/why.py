"""Why a streak is what it is, day by day."""

from __future__ import annotations

from datetime import date

from bot.features.cards import buttons
from bot.features.context import GroupContext
from bot.features.milestones import share_buttons
from bot.features.progress.cards import PROGRESS, sign
from bot.features.progress.words import words
from bot.interactions.router import encode
from bot.model import Block, Button, Card, Item, Paragraph, Plain, Style, Text, text
from bot.study import calendar
from bot.study.streaks import FREEZE_EVERY, MOST_FREEZES
from bot.study.study_days import (
    MILESTONES,
    PRACTICE,
    PRACTICE_RIGHT,
    DayTold,
    Mark,
    StreakHistory,
    kept_by,
    next_milestone,
)

_SIMPLE = {
    Mark.FREEZE: "day-freeze",
    Mark.OPEN: "day-open",
    Mark.DAY_OFF: "day-off",
    Mark.PAUSE: "day-pause",
    Mark.AWAY: "day-away",
    Mark.WITHDRAWN: "day-withdrawn",
}


def why_card(context: GroupContext, history: StreakHistory, today: date) -> Card:
    """The latest study days, each with what it was for the streak; then what counts."""
    streak = history.streak
    title = words("why-title", days=streak.current)
    reached = max((one for one in MILESTONES if one <= streak.current), default=0)
    back = Button(words("back"), encode(PROGRESS, context.group.id), Style.PRIMARY)
    rows = (buttons(back, *share_buttons(context.group.id, reached, Style.SECONDARY)),)
    if not streak.runs:
        return Card(title, (Paragraph(text(words("why-nothing"))), *_rules(history)), rows)
    items, before = list[Item](), 0
    for day in history.days:
        if day.mark is not Mark.BEFORE:
            said = calendar.date_words(date.fromisoformat(day.date), today)
            items.append(Item(sign(day.mark), (Plain(_told(day, said, before)),)))
        before = day.streak
    return Card(title, (Paragraph(Text(tuple(items))), *_rules(history)), rows)


def _told(day: DayTold, said: str, before: int) -> str:
    """``before`` is how long the streak was the day before, as far as it's told."""
    if day.mark in _SIMPLE:
        return words(_SIMPLE[day.mark], date=said)
    if day.mark is Mark.MISSED:
        return words("day-missed" if before else "day-missed-again", date=said)
    if day.mark is Mark.PRACTICE:
        answers, right = day.done.practice, day.done.practice_right
        return words("day-practice", date=said, answers=answers, right=right, streak=day.streak)
    if day.mark is Mark.REVIEWS:
        return words("day-reviews", date=said, streak=day.streak)
    if kept_by(day.done) is None:
        return words("day-active", date=said, streak=day.streak)
    late = day.mark is Mark.LATE
    return words("day-late" if late else "day-daily", date=said, streak=day.streak)


def _rules(history: StreakHistory) -> list[Block]:
    streak = history.streak
    told = [
        words("why-counts", practice=PRACTICE, right=PRACTICE_RIGHT),
        words("why-freezes", freezes=streak.freezes, every=FREEZE_EVERY, most=MOST_FREEZES),
    ]
    ahead = next_milestone(streak.current)
    if ahead is not None:
        told.append(words("why-next", left=ahead - streak.current, milestone=ahead))
    return [Paragraph(text(line)) for line in told]
