"""What each planned post says, rendered at the moment it goes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from bot.features.boards import shared_board
from bot.features.cards import say
from bot.features.checkpoint import posts as checkpoint_posts
from bot.features.concepts import concept_card
from bot.features.daily.breaks import announcement
from bot.features.daily.course_end import goodbye_card
from bot.features.daily.recap import recap_card
from bot.features.daily.results import results_card, waiting_card, withdrawn_card, yesterday_words
from bot.features.daily.words import words
from bot.features.milestone_sharing import shared_card
from bot.features.posing import answer_row, question_blocks
from bot.features.services import Services
from bot.interactions.router import from_millis
from bot.model import (
    Card,
    ChannelRef,
    Paragraph,
    Text,
    When,
    WhenStyle,
    text,
)
from bot.study import calendar
from bot.study.delivery import DeliveryKind, DeliveryState, Later, Row
from bot.study.group import Group, Rhythm
from bot.study.planning.closing import put_off
from bot.study.round import Round, RoundState, Tally
from content.model import Course, Question

PRESS, OPEN, SUBMIT = "answer", "open-answer", "submit-answer"


_Rendered = Awaitable[Card | Later | None]


class Posts:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._kinds: dict[DeliveryKind, Callable[[Group, Course, Row], _Rendered]] = {
            DeliveryKind.OPENING: self._opening,
            DeliveryKind.CONCEPT: self._concept,
            DeliveryKind.QUESTION: self._question,
            DeliveryKind.RESULTS: self._results,
            DeliveryKind.WITHDRAWN: self._results,
            DeliveryKind.DISCUSS: self._discuss,
            DeliveryKind.WEEK: self._week,
            DeliveryKind.SHARE: self._share,
            DeliveryKind.MILESTONE: self._milestone,
            DeliveryKind.GOODBYE: self._goodbye,
            DeliveryKind.BREAK: self._break,
            DeliveryKind.BACK: self._break,
            DeliveryKind.CHECKPOINT: self._checkpoint,
            DeliveryKind.CHECKPOINT_OVER: self._checkpoint,
        }

    async def render(self, row: Row) -> Card | Later | None:
        """The card for a delivery; None when there is nothing to say any more."""
        group = await self._services.store.groups.get(row.group_id)
        course = self._services.course(group) if group else None
        make = self._kinds.get(row.kind)
        if group is None or course is None or make is None:
            return None
        return await make(group, course, row)

    async def _opening(self, group: Group, course: Course, row: Row) -> Card | None:
        concept = course.concepts.get(row.subject)
        if concept is None:
            return None
        lead = text(words("opening-lead"))
        return concept_card(course, concept, lead=lead, group_id=group.id)

    async def _concept(self, group: Group, course: Course, row: Row) -> Card | None:
        concept = course.concepts.get(row.subject)
        if concept is None:
            return None
        lead = await self._yesterday(group, course, row.local_date)
        return concept_card(course, concept, lead=lead, group_id=group.id)

    async def _yesterday(self, group: Group, course: Course, today: str) -> Text:
        """One line on the last question, where results come with the next post."""
        if group.schedule.rhythm != Rhythm.MORNING:
            return Text()
        closed = await self._last_closed(group, today)
        lines = [
            line
            for number, last in enumerate(closed, 1)
            if (line := await self._went(group, last, number if len(closed) > 1 else 0))
        ]
        if closed:
            lines += await checkpoint_posts.lead(self._services, group, closed[-1].local_date)
        return text(" ".join(lines)) if lines else Text()

    async def _went(self, group: Group, last: Round, number: int) -> str:
        asked = self._services.asked(group, last)
        tally = await self._services.store.rounds.tally(last.id)
        if asked is None or tally.answered == 0:
            return ""
        held = await self._services.store.rounds.open_elsewhere(last.id)
        return yesterday_words(asked[1], last, tally, told=not held, number=number)

    async def _last_closed(self, group: Group, before: str) -> list[Round]:
        """The questions of the last day whose results no concept has been led by yet."""
        deliveries = self._services.store.deliveries
        results = await deliveries.last_sent(group.id, DeliveryKind.RESULTS)
        if results is None or results.round_id is None or results.local_date >= before:
            return []
        concept = await deliveries.last_sent(group.id, DeliveryKind.CONCEPT)
        if concept is not None and concept.local_date < before and concept.id > results.id:
            return []
        rows = await deliveries.of_day(group.id, results.local_date)
        sent = (DeliveryKind.RESULTS, DeliveryState.SENT)
        ids = dict.fromkeys(r.round_id for r in rows if (r.kind, r.state) == sent and r.round_id)
        found = [await self._services.store.rounds.get(id_) for id_ in ids]
        posed = [each for each in found if each is not None and each.state == RoundState.CLOSED]
        return sorted(posed, key=lambda each: each.position)

    async def _question(self, group: Group, course: Course, row: Row) -> Card | None:
        found = await self._posed(group, row)
        if found is None or found[0].state != RoundState.OPEN:
            return None
        posed, question = found
        tally = await self._services.store.rounds.tally(posed.id)
        return question_card(group, posed, question, tally)

    async def _results(self, group: Group, course: Course, row: Row) -> Card | None:
        found = await self._posed(group, row)
        if found is None:
            return None
        posed, question = found
        tally = await self._services.store.rounds.tally(posed.id)
        if not await self._was_asked(posed, row.channel, tally):
            return None
        if posed.state == RoundState.VOID:
            others = await self._services.store.rounds.latest_dailies(group.id)
            replaced = any(
                (other.local_date, other.position) == (posed.local_date, posed.position)
                for other in others
            )
            return withdrawn_card(question, replaced=replaced)
        if await self._services.store.rounds.open_elsewhere(posed.id):
            return waiting_card(posed, question, tally)
        return results_card(posed, question, tally)

    async def _was_asked(self, posed: Round, channel: ChannelRef, tally: Tally) -> bool:
        """False where a post that was uncertain at the close turned out not to exist."""
        rows = await self._services.store.deliveries.of_round(posed.id, DeliveryKind.QUESTION)
        states = {row.state for row in rows if row.channel == channel}
        never_known = DeliveryState.FAILED in states and tally.answered > 0
        return not states or DeliveryState.SENT in states or never_known

    async def _discuss(self, group: Group, course: Course, row: Row) -> Card | Later | None:
        found = await self._posed(group, row)
        if found is None or found[0].state != RoundState.CLOSED:
            return None
        if not (await self._services.store.rounds.tally(found[0].id)).answered:
            return None
        if await self._services.store.rounds.open_elsewhere(found[0].id):
            # What people write there would give the answer away to the other group.
            closes = await self._services.store.rounds.closes_elsewhere(found[0].id)
            return put_off(found[0], closes, self._services.now())
        return say(words("discuss.title"), words("discuss.body", turn=found[0].id % 4))

    async def _week(self, group: Group, course: Course, row: Row) -> Card | None:
        return await recap_card(self._services, group, course, row.subject)

    async def _share(self, group: Group, course: Course, row: Row) -> Card | None:
        return await shared_board(self._services, group, row.subject)

    async def _milestone(self, group: Group, course: Course, row: Row) -> Card | None:
        return await shared_card(self._services, group, row.subject)

    async def _break(self, group: Group, course: Course, row: Row) -> Card | None:
        return await announcement(self._services, group, row.kind, row.subject)

    async def _checkpoint(self, group: Group, course: Course, row: Row) -> Card | None:
        return await checkpoint_posts.card(self._services, group, row)

    async def _goodbye(self, group: Group, course: Course, row: Row) -> Card | None:
        return await goodbye_card(self._services, group, course, row.local_date)

    async def _posed(self, group: Group, row: Row) -> tuple[Round, Question] | None:
        posed = await self._services.store.rounds.get(row.round_id) if row.round_id else None
        asked = self._services.asked(group, posed) if posed else None
        return (posed, asked[1]) if posed and asked else None


def _when(group: Group, posed: Round) -> When | None:
    if posed.closes_at is None:
        return None
    at = from_millis(posed.closes_at)
    asked = date.fromisoformat(posed.local_date)
    return When(at, WhenStyle.DATETIME, calendar.when_words(at, group.schedule.zone, asked))


def open_until(group: Group, posed: Round) -> Text:
    when = _when(group, posed)
    return words.text("open-until", when=when) if when else Text()


def _open_line(group: Group, posed: Round, answered: int) -> Text:
    """Until when it is open, and how many have answered."""
    when = _when(group, posed)
    if when is None:
        return text(words("answered", answered=answered)) if answered else Text()
    if not answered:
        return open_until(group, posed)
    return words.text("open-until-answered", when=when, answered=answered)


def question_card(group: Group, posed: Round, question: Question, tally: Tally) -> Card:
    """The question as the channel sees it while it is open."""
    line = _open_line(group, posed, tally.answered)
    told = (Paragraph(line),) if line else ()
    return Card(
        words("question-title", position=posed.position),
        (*question_blocks(question, posed), *told, Paragraph(text(words("hush")))),
        (answer_row(question, posed, PRESS, OPEN, wording=True),),
    )
