"""Leaderboards in words."""

from __future__ import annotations

from datetime import date

from bot.features.names import shown_name
from bot.i18n import words_of
from bot.model import Block, Divider, Item, Paragraph, Text, text
from bot.study import calendar
from bot.study.group import Group
from bot.study.leaderboard import Board, Standing

words = words_of(__file__, "leaderboard")

WEEK, MONTH, ALL = "week", "month", "all"


def board_title(period: str, group: Group | None = None) -> str:
    """The title of a board over ``period``: "all", a week ("2026-W48") or a month ("2026-11")."""
    if period == ALL:
        begun = group.settings.points_since if group else ""
        if not begun:
            return words("title-all")
        return words("title-since", day=calendar.short_date_words(date.fromisoformat(begun)))
    year, part = period.split("-", 1)
    if part.startswith("W"):
        monday = date.fromisocalendar(int(year), int(part[1:]), 1)
        return words("title-week", monday=calendar.short_date_words(monday))
    return words("title-month", month=f"{calendar.month_words(int(part))} {year}")


def board_blocks(board: Board, reader: int | None) -> tuple[Block, ...]:
    """The top, and the reader's own place with its neighbours where it is further down.

    Everybody stands there once: neighbours who are in the top are not repeated.
    """
    blocks: list[Block] = [Paragraph(Text(tuple(_line(row, reader) for row in board.top)))]
    shown = {row.person_id for row in board.top}
    if board.own is not None and board.own.person_id not in shown:
        near = [row for row in board.near if row.person_id not in shown]
        blocks += [Divider(), Paragraph(Text(tuple(_line(row, reader) for row in near)))]
    if reader is not None:
        blocks.append(Paragraph(text(_own_words(board))))
    return tuple(blocks)


def _line(row: Standing, reader: int | None) -> Item:
    name = "line-you" if row.person_id == reader else "line"
    line = words.inline(
        name,
        name=shown_name(row.name),
        points=row.points,
        right=row.correct,
        answers=row.answers,
    )
    return Item(f"{row.rank}.", line)


def _own_words(board: Board) -> str:
    if board.own is None:
        return words("no-points-yet")
    if board.members == 1:
        return words("your-place-alone")
    return words("your-place", place=board.own.rank, members=board.members)
