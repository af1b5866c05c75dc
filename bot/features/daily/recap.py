"""The post that opens a new week: how the last one went, and who did well in more than one way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.features.boards import board_blocks, place_items
from bot.features.daily.words import words
from bot.features.names import shown_name
from bot.features.pictures.drawings import Column, WeekPicture
from bot.features.services import Services
from bot.model import Bar, Block, Card, Divider, Drawn, Item, Paragraph, Text, text
from bot.study import calendar, week
from bot.study.course_plan import met
from bot.study.group import Group
from bot.study.leaderboard import Ranking
from bot.study.study_day import week_dates
from bot.study.week import DayCount
from content.inline import nodes_of
from content.model import Course

NAMED = 3
"""So many people are named for an improvement, for reviews and for streaks."""


async def recap_card(services: Services, group: Group, course: Course, period: str) -> Card | None:
    """The week ``period`` ("2026-W48") of the group; None when nobody answered in it."""
    boards = services.store.boards
    board = await boards.board(group.id, period, None, 10)
    if not board.top:
        return None
    first, last = week_dates(period)
    asked = await boards.asked(group.id, first, last)
    blocks: list[Block] = [*_chart(week.by_day(asked)), *board_blocks(board, None)]
    blocks += await _others(services, group, period, first, last)
    hardest = week.hardest(asked)
    question = services.question_of(hardest.question_id, hardest.concept_id) if hardest else None
    if question is not None:
        stem = nodes_of(question.stem)
        blocks += [Divider(), Paragraph(words.text("week-hardest", stem=stem))]
    done = words("week-progress", met=met(group, course), all=len(course.plan))
    return Card(words("week-title"), (*blocks, Paragraph(text(done))))


def _chart(days: Sequence[DayCount]) -> tuple[Block, ...]:
    """The week as a picture; its alt text says the same in words."""
    answered = sum(day.answered for day in days)
    if not answered:
        return ()
    right = sum(day.correct for day in days)
    heading = words("week-heading", answered=answered, share=_percent(right, answered))
    drawing = WeekPicture(
        heading,
        tuple(Column(_letter(day.date), day.answered, day.correct) for day in days),
        (words("week-right"), words("week-not-right")),
    )
    told = [
        words(
            "week-day",
            day=calendar.weekday_words(date.fromisoformat(day.date)),
            answered=day.answered,
            share=_percent(day.correct, day.answered),
        )
        for day in days
    ]
    bars = [
        Bar(line, day.correct / day.answered if day.answered else 0.0)
        for line, day in zip(told, days, strict=True)
    ]
    alt = words("week-alt", heading=heading, days="; ".join(told))
    return (Drawn(drawing, alt, (), (Paragraph(text(heading)), *bars)),)


async def _others(
    services: Services, group: Group, period: str, first: str, last: str
) -> list[Block]:
    """Who improved, who reviewed, whose streak grew: nothing where there is nobody."""
    boards = services.store.boards
    improved = await boards.by_improvement(group.id, period, None, NAMED)
    reviewed = await boards.by_reviews(group.id, period, None, NAMED)
    reached = week.reached(await boards.running(group.id, period, first, last))
    lines: list[Item] = []
    if improved.top:
        lines.append(Item("•", words.inline("week-improved")))
        lines += place_items(improved.top, Ranking.IMPROVED, None)
    if reviewed.top:
        lines.append(Item("•", words.inline("week-reviews")))
        lines += place_items(reviewed.top, Ranking.REVIEWS, None)
    if reached:
        told = ", ".join(
            words("week-streak", name=shown_name(one.name), days=one.days)
            for one in reached[:NAMED]
        )
        more = len(reached) - NAMED
        lines.append(Item("•", words.inline("week-streaks", names=told, more=max(0, more))))
    return [Divider(), Paragraph(Text(tuple(lines)))] if lines else []


def _letter(day: str) -> str:
    return calendar.weekday_words(date.fromisoformat(day))[:1]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else words("week-nobody")
