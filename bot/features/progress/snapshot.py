"""Everything about a member's progress in one group, as of now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.features.checkpoint.waiting import CheckpointWaiting, checkpoint_waiting
from bot.features.context import GroupContext
from bot.features.daily.views import group_phase
from bot.features.pictures.drawings import Readiness
from bot.features.progress.readiness import readiness
from bot.features.review.due import due_now, how_sure, knowledge
from bot.features.services import Services
from bot.interactions.router import from_millis
from bot.study import calendar
from bot.study.answer import ConceptScore
from bot.study.group import Group, GroupState
from bot.study.knowledge import Knowledge
from bot.study.quiet_days import Calendar, quiet_days
from bot.study.round import Round
from bot.study.study_days import StreakHistory, explain

MOST_SECTIONS = 8
"""So many sections are told; of more, the weakest."""


@dataclass(frozen=True, slots=True)
class SectionState:
    """``known`` is the share of the whole section that is remembered, 0 to 1; of its ``total``
    concepts with questions ``met`` were asked about, with ``right`` of ``asked`` answers."""

    id: str
    title: str
    known: float
    met: int
    total: int
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``open_round`` is the oldest question of the day still to be answered, None without one;
    ``answered`` says that there is one and that it's answered. ``due`` counts what is due for
    review, ``checkpoint`` is one to be taken, ``sure`` how often of ten a sure answer was right.
    ``sections`` are those with answers, in the order of the course; ``more_sections`` how many of
    them are left out."""

    context: GroupContext
    history: StreakHistory
    points: int
    right: int
    asked: int
    due: int
    open_round: Round | None
    answered: bool
    sure: int | None
    sections: tuple[SectionState, ...]
    more_sections: int
    readiness: Readiness | None
    checkpoint: CheckpointWaiting | None = None

    @property
    def begun(self) -> bool:
        """Whether there is an answer to tell of."""
        return self.asked > 0

    @property
    def weakest(self) -> SectionState | None:
        """The section that practice would help most."""
        return min(self.sections, key=lambda one: one.known, default=None)


async def snapshot(services: Services, context: GroupContext) -> Snapshot:
    """What there is to tell ``context``'s person now."""
    answers, person, group = services.store.answers, context.person, context.group
    scores = await answers.concept_scores(person.id, group.id)
    board = await services.store.boards.board(group.id, "all", person.id, limit=1)
    known, now = await knowledge(services, context), from_millis(services.now())
    open_round, answered = await _today(services, context)
    sections, more = _sections(context, scores, known, now)
    return Snapshot(
        context=context,
        history=await history_of(services, context),
        points=board.own.points if board.own else 0,
        right=sum(one.correct for one in scores),
        asked=sum(one.answers for one in scores),
        due=len(await due_now(services, context, known)),
        open_round=open_round,
        answered=answered,
        sure=(await how_sure(services, context)).of_ten,
        sections=sections,
        more_sections=more,
        readiness=await readiness(services, context),
        checkpoint=await checkpoint_waiting(services, context),
    )


async def history_of(services: Services, context: GroupContext) -> StreakHistory:
    """Why the person's streak is what it is."""
    today = services.today(context.group)
    days = await services.store.answers.activities(
        context.group.id, context.person.id, today.isoformat()
    )
    group_calendar = await _calendar(services, context.group)
    free = quiet_days([day.date for day in days], group_calendar, today)
    return explain(days, today.isoformat(), free)


async def _calendar(services: Services, group: Group) -> Calendar:
    phase = await group_phase(services, group)
    free = await services.store.groups.free_dates(group.id)
    since = group.settings.since
    zone = group.schedule.zone
    return Calendar(
        days=group.schedule.days,
        free=free,
        left_out=phase.off - free,
        paused_on=group.settings.paused_on,
        paused=group.state == GroupState.PAUSED,
        since="" if since is None else calendar.local_date(from_millis(since), zone).isoformat(),
        over=group.state == GroupState.ENDED or phase.over(services.today(group)),
    )


async def _today(services: Services, context: GroupContext) -> tuple[Round | None, bool]:
    answered = False
    for posed in await services.store.rounds.open_dailies(context.group.id):
        if services.asked(context.group, posed) is None:
            continue
        if await services.store.answers.of(posed.id, context.person.id) is None:
            return posed, False
        answered = True
    return None, answered


def _sections(
    context: GroupContext, scores: tuple[ConceptScore, ...], known: Knowledge, at: datetime
) -> tuple[tuple[SectionState, ...], int]:
    """Sections with answers, at most ``MOST_SECTIONS`` of them, and how many more there are."""
    by_concept = {score.concept_id: score for score in scores}
    course, found = context.course, list[SectionState]()
    for section in course.sections:
        ids = [
            c
            for c in course.plan
            if course.concepts[c].section == section.id and course.questions_of(c)
        ]
        met = [by_concept[c] for c in ids if c in by_concept]
        if not met:
            continue
        found.append(
            SectionState(
                id=section.id,
                title=section.title,
                known=sum(known.recall(c, at) for c in ids if c in known.concepts) / len(ids),
                met=len(met),
                total=len(ids),
                right=sum(one.correct for one in met),
                asked=sum(one.answers for one in met),
            )
        )
    weakest = sorted(found, key=lambda one: one.known)[:MOST_SECTIONS]
    return tuple(one for one in found if one in weakest), len(found) - len(weakest)
