"""What each planned post says, rendered at the moment it goes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from bot.core.router import encode, from_millis
from bot.features.boards import board_blocks, board_title
from bot.features.cards import count, percent, say
from bot.features.concepts import concept_card
from bot.features.daily.agenda import (
    CONCEPT,
    DISCUSS,
    GOODBYE,
    MORNING,
    OPENING,
    QUESTION,
    RESULTS,
    SHARE,
    WEEK,
    week_dates,
)
from bot.features.daily.goodbye import goodbye_card
from bot.features.group.announce import BACK, BREAK, announcement
from bot.features.plans import met
from bot.features.posing import answer_row, question_blocks
from bot.features.services import Services
from bot.model import (
    Block,
    Button,
    Buttons,
    Card,
    ChannelRef,
    Divider,
    Paragraph,
    Strong,
    Text,
    Tone,
    When,
    WhenStyle,
    text,
)
from bot.model.limits import CARD_TEXT, clip
from bot.study import calendar
from bot.study.questions import type_of
from content.inline import nodes_of
from content.model import Course, Question
from storage.records import Asked, Group, Round, Tally

PRESS, OPEN, SUBMIT = "answer", "open-answer", "submit-answer"
LATE = "late"
SHORT_STEM = 300
"""Characters of a question's words where there is no room for all of them."""
WITHDRAWN = "withdrawn"
"""Kind of the edit that tells a channel that its question was taken back."""


class Row(Protocol):
    """What of a delivery is needed to say it."""

    @property
    def group_id(self) -> int: ...
    @property
    def channel(self) -> ChannelRef: ...
    @property
    def kind(self) -> str: ...
    @property
    def round_id(self) -> int | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def local_date(self) -> str: ...


class Posts:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._kinds: dict[str, Callable[[Group, Course, Row], Awaitable[Card | None]]] = {
            OPENING: self._opening,
            CONCEPT: self._concept,
            QUESTION: self._question,
            RESULTS: self._results,
            WITHDRAWN: self._results,
            DISCUSS: self._discuss,
            WEEK: self._week,
            SHARE: self._share,
            GOODBYE: self._goodbye,
            BREAK: self._break,
            BACK: self._break,
        }

    async def render(self, row: Row) -> Card | None:
        """The card for a delivery; None when there is nothing to say any more."""
        group = await self._services.store.groups.get(row.group_id)
        course = self._services.course(group) if group else None
        make = self._kinds.get(row.kind)
        if group is None or course is None or make is None:
            return None
        return await make(group, course, row)

    async def _opening(self, group: Group, course: Course, row: Row) -> Card | None:
        concept = course.concepts.get(row.subject)
        return (
            concept_card(course, concept, lead=text("This group now studies together."))
            if concept
            else None
        )

    async def _concept(self, group: Group, course: Course, row: Row) -> Card | None:
        concept = course.concepts.get(row.subject)
        if concept is None:
            return None
        lead = await self._yesterday(group, course, row.local_date)
        return concept_card(course, concept, lead=lead)

    async def _yesterday(self, group: Group, course: Course, today: str) -> Text:
        """One line on the last question, where results come with the next post."""
        if group.schedule.rhythm != MORNING:
            return Text()
        last = await self._last_closed(group, today)
        if last is None:
            return Text()
        asked = self._services.asked(group, last)
        tally = await self._services.store.rounds.tally(last.id)
        if asked is None or tally.answered == 0:
            return Text()
        answer = type_of(asked[1]).solution(asked[1], last.order)
        share = percent(tally.correct, tally.answered)
        return text(f"Last question: {share} right, the answer was {answer}.")

    async def _last_closed(self, group: Group, before: str) -> Round | None:
        """The round whose results no concept has been led by yet."""
        deliveries = self._services.store.deliveries
        results = await deliveries.last_sent(group.id, RESULTS)
        if results is None or results.round_id is None or results.local_date >= before:
            return None
        concept = await deliveries.last_sent(group.id, CONCEPT)
        if concept is not None and concept.local_date < before and concept.id > results.id:
            return None
        return await self._services.store.rounds.get(results.round_id)

    async def _question(self, group: Group, course: Course, row: Row) -> Card | None:
        found = await self._posed(group, row)
        if found is None or found[0].state != "open":
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
        if posed.state == "void":
            return withdrawn_card(question)
        return results_card(posed, question, tally)

    async def _was_asked(self, posed: Round, channel: ChannelRef, tally: Tally) -> bool:
        """False where a post that was uncertain at the close turned out not to exist."""
        rows = await self._services.store.deliveries.of_round(posed.id, QUESTION)
        states = {row.state for row in rows if row.channel == channel}
        never_known = "failed" in states and tally.answered > 0
        return not states or "sent" in states or never_known

    async def _discuss(self, group: Group, course: Course, row: Row) -> Card | None:
        found = await self._posed(group, row)
        if found is None or found[0].state != "closed":
            return None
        if not (await self._services.store.rounds.tally(found[0].id)).answered:
            return None
        return say(
            "Talk it over",
            "What made you choose what you chose? A wrong answer explained helps everybody here.",
        )

    async def _week(self, group: Group, course: Course, row: Row) -> Card | None:
        board = await self._services.store.boards.board(group.id, row.subject, None, 10)
        if not board.top:
            return None
        blocks: list[Block] = [*board_blocks(board, None)]
        first, last = week_dates(row.subject)
        hardest = await self._services.store.boards.hardest(group.id, first, last)
        question = self._question_of(hardest) if hardest else None
        if question is not None:
            blocks += [
                Divider(),
                Paragraph(text(Strong("Hardest question: "), nodes_of(question.stem))),
            ]
        done = f"{met(group, course)} of {count(len(course.plan), 'concept')}"
        blocks.append(Paragraph(text(f"The group has met {done}.")))
        return Card("Last week", tuple(blocks))

    async def _share(self, group: Group, course: Course, row: Row) -> Card | None:
        board = await self._services.store.boards.board(group.id, row.subject, None, 10)
        if not board.top:
            return None
        return Card(board_title(row.subject, group), board_blocks(board, None))

    async def _break(self, group: Group, course: Course, row: Row) -> Card | None:
        return await announcement(self._services, group, row.kind, row.subject)

    async def _goodbye(self, group: Group, course: Course, row: Row) -> Card | None:
        return await goodbye_card(self._services, group, course, row.local_date)

    def _question_of(self, asked: Asked) -> Question | None:
        for course in self._services.shelf.all().values():
            question = course.questions.get(asked.question_id)
            if question is not None and question.concept == asked.concept_id:
                return question
        return None

    async def _posed(self, group: Group, row: Row) -> tuple[Round, Question] | None:
        posed = await self._services.store.rounds.get(row.round_id) if row.round_id else None
        asked = self._services.asked(group, posed) if posed else None
        return (posed, asked[1]) if posed and asked else None


def open_until(group: Group, posed: Round) -> Text:
    if posed.closes_at is None:
        return Text()
    at = from_millis(posed.closes_at)
    words = calendar.when_words(at, group.schedule.zone)
    return text("Open until ", When(at, WhenStyle.DATETIME, words))


def question_card(group: Group, posed: Round, question: Question, tally: Tally) -> Card:
    """The question as the channel sees it while it is open."""
    line = text(open_until(group, posed), f" · {tally.answered} answered" if tally.answered else "")
    hush = "Please keep your answer to yourself until the results are here."
    return Card(
        "Question of the day",
        (*question_blocks(question, posed), Paragraph(line), Paragraph(text(hush))),
        (answer_row(question, posed, PRESS, OPEN),),
    )


def results_card(posed: Round, question: Question, tally: Tally) -> Card:
    """The same message after the close: right answer, spread, why. Counts only, no names."""
    told = _told(posed, question, tally)
    late = (Buttons((Button("I had not answered yet", encode(LATE, posed.id)),)),)
    card = Card("Results", (*question_blocks(question, posed), *told), late, Tone.GOOD)
    if len(card.fallback) <= CARD_TEXT:
        return card
    # The longest questions: the reasons below name the options once more.
    stem = Paragraph(nodes_of(clip(question.stem, SHORT_STEM), Strong))
    return replace(card, blocks=(stem, *told))


def _told(posed: Round, question: Question, tally: Tally) -> list[Block]:
    kind = type_of(question)
    blocks: list[Block] = [Divider()]
    solution = kind.solution(question, posed.order)
    blocks.append(Paragraph(text(Strong(f"Right answer: {solution}"))))
    if tally.answered:
        share = percent(tally.correct, tally.answered)
        blocks.append(Paragraph(text(f"{count(tally.answered, 'answer')}, {share} right.")))
        blocks += kind.spread(question, posed.order, tally.given)
    else:
        blocks.append(Paragraph(text("Nobody answered in time.")))
    blocks.append(Paragraph(kind.explain(question, posed.order, None)))
    blocks.append(Paragraph(text(Strong("Takeaway: "), nodes_of(question.takeaway))))
    return blocks


def withdrawn_card(question: Question) -> Card:
    return say(
        "Question withdrawn",
        nodes_of(clip(question.stem, SHORT_STEM)),
        "An organiser took this question back. It counts for nobody; points for it are gone "
        "and no streak breaks.",
    )
