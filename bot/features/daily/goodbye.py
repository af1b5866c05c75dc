"""The end of a course: organisers are asked what comes next, and the group is told goodbye."""

from __future__ import annotations

from bot.features.boards import ALL, board_blocks
from bot.features.cards import count
from bot.features.daily.phase import Phase, phase_of
from bot.features.plans import this_season
from bot.features.services import Services
from bot.model import Block, Card, Divider, Paragraph, Strong, text
from bot.study import calendar, ending
from content.model import Course
from storage.records import Group

TOLD = "told-of-end"
"""Group setting: the season in which organisers were asked what comes next."""
TOP = 5


async def ask_what_next(services: Services, group: Group, course: Course, phase: Phase) -> None:
    """Tells the organisers once a season, some study days before the last concept."""
    if group.settings.get(TOLD) == str(group.season):
        return
    if not ending.asks_what_next(phase.done, len(course.plan)):
        return
    left = len(course.plan) - phase.done
    review = calendar.days_words(ending.review_weekdays(group.schedule.days))
    words = (
        f"{count(left, 'concept')} left in {course.title}. What comes next? Without a choice: a "
        f"review question on {review} for {ending.REVIEW_WEEKS} weeks, then a goodbye. "
        "/study course starts another course or a new season of this one, /study pause stops "
        "everything."
    )
    await services.store.groups.add_notice(group.id, words, services.now())
    await services.store.groups.set_setting(group.id, TOLD, str(group.season))


async def goodbye_card(services: Services, group: Group, course: Course, until: str) -> Card | None:
    """The group's last card; None where its review days do not end on ``until`` any more."""
    phase = await phase_of(services, group)
    if phase.until is None or phase.until.isoformat() != until:
        return None
    history = this_season(group, course, await services.store.rounds.history(group.id))
    questions = sum(asked.state != "void" for asked in history)
    blocks: list[Block] = [
        Paragraph(
            text(
                f"That was {course.title}: {count(phase.done, 'concept')} and "
                f"{count(questions, 'question')} of the day. Thank you for studying together."
            )
        )
    ]
    board = await services.store.boards.board(group.id, ALL, None, TOP)
    if board.top:
        blocks += [Divider(), Paragraph(text(Strong("All time"))), *board_blocks(board, None)]
    blocks += [
        Divider(),
        Paragraph(text("Nothing more is posted. /quiz, /concept and /leaderboard stay.")),
        Paragraph(
            text(
                "Organisers: /study course starts another course or a new season, /study resume "
                f"brings {ending.REVIEW_WEEKS} more weeks of review."
            )
        ),
    ]
    return Card("The course is complete", tuple(blocks))
