"""Leaderboards in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.features.names import shown_name
from bot.features.services import Services
from bot.i18n import words_of
from bot.model import Block, Card, Divider, Item, Paragraph, Text, text
from bot.study import calendar
from bot.study.group import Group
from bot.study.leaderboard import Board, Placed, Places, Ranking, Standing

words = words_of(__file__, "leaderboard")

WEEK, MONTH, ALL = "week", "month", "all"
TITLES = {Ranking.IMPROVED: words("title-improved"), Ranking.REVIEWS: words("title-reviews")}
COUNTED = {Ranking.IMPROVED: words("counted-improved"), Ranking.REVIEWS: words("counted-reviews")}
NOT_YET = {Ranking.IMPROVED: words("not-yet-improved"), Ranking.REVIEWS: words("not-yet-reviews")}


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


async def shared_board(services: Services, group: Group, subject: str) -> Card | None:
    """The board that ``subject`` names, as the channel sees it; None where nobody is on it."""
    period, ranking = subject_of(subject)
    if ranking is Ranking.POINTS:
        board = await services.store.boards.board(group.id, period, None, 10)
        return Card(board_title(period, group), board_blocks(board, None)) if board.top else None
    places = await places_of(services, group, period, ranking, None)
    if not places.top:
        return None
    title = ranking_title(period, ranking, group)
    return Card(title, place_blocks(places, ranking, None))


def subject(period: str, ranking: Ranking) -> str:
    """What a post of a board keeps of it; ``subject_of`` reads it."""
    return period if ranking is Ranking.POINTS else f"{period} {ranking}"


def subject_of(kept: str) -> tuple[str, Ranking]:
    """The period and what is ranked by."""
    period, _, ranking = kept.partition(" ")
    return period, Ranking(ranking) if ranking else Ranking.POINTS


async def places_of(
    services: Services, group: Group, period: str, ranking: Ranking, person_id: int | None
) -> Places:
    """The places of a ranking that isn't by points."""
    boards = services.store.boards
    read = boards.by_reviews if ranking is Ranking.REVIEWS else boards.by_improvement
    return await read(group.id, period, person_id)


def ranking_title(period: str, ranking: Ranking, group: Group | None = None) -> str:
    """Such as "Most improved · week of Nov 23"."""
    when = board_title(period, group).partition(" · ")[2]
    return f"{TITLES[ranking]} · {when}"


def place_items(lines: Sequence[Placed], ranking: Ranking, reader: int | None) -> tuple[Item, ...]:
    return tuple(_place(line, ranking, reader) for line in lines)


def place_blocks(places: Places, ranking: Ranking, reader: int | None) -> tuple[Block, ...]:
    """The top, the reader's own line where it is further down, and how it is counted."""
    blocks: list[Block] = [Paragraph(Text(place_items(places.top, ranking, reader)))]
    own = places.own
    if own is not None and own.person_id not in {line.person_id for line in places.top}:
        blocks += [Divider(), Paragraph(Text(place_items((own,), ranking, reader)))]
    if reader is not None and own is None:
        blocks.append(Paragraph(text(NOT_YET[ranking])))
    blocks.append(Paragraph(text(COUNTED[ranking])))
    return tuple(blocks)


def _place(line: Placed, ranking: Ranking, reader: int | None) -> Item:
    name = shown_name(line.name)
    who = words.text("you", name=name) if line.person_id == reader else text(name)
    if ranking is Ranking.REVIEWS:
        told = words.inline("line-reviews", name=who, reviews=round(line.after))
    else:
        before, after = f"{line.before:.0%}", f"{line.after:.0%}"
        told = words.inline("line-improved", name=who, before=before, after=after)
    return Item(f"{line.rank}.", told)


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
