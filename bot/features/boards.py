"""Leaderboards in words."""

from __future__ import annotations

from datetime import date

from bot.features.cards import count
from bot.model import Block, Divider, Item, Paragraph, Plain, Strong, Text, text
from bot.study import calendar
from storage.records import Board, Standing

WEEK, MONTH, ALL = "week", "month", "all"


def period_title(period: str) -> str:
    """``week of 23 Nov``, ``November 2026`` or ``all time``."""
    if period == ALL:
        return "all time"
    year, part = period.split("-", 1)
    if part.startswith("W"):
        monday = date.fromisocalendar(int(year), int(part[1:]), 1)
        return f"week of {calendar.short_date_words(monday)}"
    return f"{MONTHS[int(part) - 1]} {year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def board_blocks(board: Board, reader: int | None) -> tuple[Block, ...]:
    """The top, and the reader's own place with its neighbours where it is further down."""
    blocks: list[Block] = [Paragraph(Text(tuple(_line(row, reader) for row in board.top)))]
    shown = {row.person_id for row in board.top}
    if board.own is not None and board.own.person_id not in shown:
        blocks += [Divider(), Paragraph(Text(tuple(_line(row, reader) for row in board.near)))]
    if reader is not None:
        blocks.append(Paragraph(text(_own_words(board))))
    return tuple(blocks)


def _line(row: Standing, reader: int | None) -> Item:
    score = f" · {count(row.points, 'point')}, {row.correct} of {row.answers} right"
    name = Strong(row.name) if row.person_id == reader else Plain(row.name)
    mine = " (you)" if row.person_id == reader else ""
    return Item(f"{row.rank}.", (name, Plain(mine + score)))


def _own_words(board: Board) -> str:
    if board.own is None:
        return "You have no points here yet. /today shows the question that is open."
    return f"You are in place {board.own.rank} of {board.members}."
