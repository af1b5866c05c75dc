"""The end of a course: organizers are asked what comes next, and the group is told goodbye."""

from __future__ import annotations

from dataclasses import replace

from bot.features.boards import ALL, board_blocks
from bot.features.daily.views import group_phase
from bot.features.daily.words import words
from bot.features.services import Services
from bot.model import Block, Card, Divider, Paragraph, text
from bot.study import calendar, ending
from bot.study.course_plan import this_season
from bot.study.group import Group
from bot.study.planning.phase import Phase
from bot.study.round import RoundState
from content.model import Course

TOP = 5


async def ask_what_next(services: Services, group: Group, course: Course, phase: Phase) -> None:
    """Tells the organizers once a season, some study days before the last concept."""
    if group.settings.told_of_end == group.season:
        return
    if not ending.asks_what_next(phase.done, len(course.plan)):
        return
    left = len(course.plan) - phase.done
    review = calendar.days_words(ending.review_weekdays(group.schedule.days))
    asked = words(
        "what-next", left=left, course=course.title, days=review, weeks=ending.REVIEW_WEEKS
    )
    await services.store.groups.add_notice(group.id, asked, services.now())
    await services.store.groups.change_settings(
        group.id, lambda s: replace(s, told_of_end=group.season)
    )


async def goodbye_card(services: Services, group: Group, course: Course, until: str) -> Card | None:
    """The group's last card; None where its review days do not end on ``until`` any more."""
    phase = await group_phase(services, group)
    if phase.until is None or phase.until.isoformat() != until:
        return None
    history = this_season(group, course, await services.store.rounds.history(group.id))
    questions = sum(asked.state != RoundState.VOID for asked in history)
    thanks = words("goodbye-thanks", course=course.title, concepts=phase.done, questions=questions)
    blocks: list[Block] = [Paragraph(text(thanks))]
    board = await services.store.boards.board(group.id, ALL, None, TOP)
    if board.top:
        blocks += [Divider(), Paragraph(words.text("goodbye-all-time")), *board_blocks(board, None)]
    blocks += [
        Divider(),
        Paragraph(text(words("goodbye-stays"))),
        Paragraph(text(words("goodbye-next", weeks=ending.REVIEW_WEEKS))),
    ]
    return Card(words("goodbye-title"), tuple(blocks))
