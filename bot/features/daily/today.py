"""/today: the open question and today's concept in private, to answer right there."""

from __future__ import annotations

from bot.features.checkpoint.cards import take_button, today_words
from bot.features.checkpoint.waiting import checkpoint_waiting
from bot.features.concepts import concept_blocks, study_button
from bot.features.context import GroupContext, group_context
from bot.features.daily.posts import OPEN, open_until
from bot.features.daily.screens import PICK
from bot.features.daily.upcoming import next_post
from bot.features.daily.words import words
from bot.features.posing import answer_row, described, question_blocks
from bot.features.services import Services
from bot.features.verdicts import verdict_word
from bot.interactions.router import Router
from bot.model import (
    Block,
    Buttons,
    Card,
    Command,
    Divider,
    Interaction,
    Outcome,
    Paragraph,
    Reply,
    Row,
    Strong,
    text,
)
from bot.study import calendar
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, GroupState
from bot.study.round import Round
from content.inline import nodes_of

COMMAND = Command(("today",), words("today-command"), hints=("daily", "question", "now", "answer"))


class Today:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._today)

    async def _today(self, interaction: Interaction) -> Outcome:
        return Reply(await self.card(await group_context(self._services, interaction)))

    async def card(self, context: GroupContext) -> Card:
        """What is open and taught today, to answer right there."""
        question, rows = await self._question(context)
        concept = await self._concept(context)
        between: list[Block] = [Divider()] if concept and question else []
        blocks = [*concept, *between, *question]
        waiting = await checkpoint_waiting(self._services, context)
        if waiting is not None:
            blocks += [*([Divider()] if blocks else []), Paragraph(today_words(waiting))]
            button = take_button(waiting.checkpoint, begun=waiting.done > 0)
            rows = [*rows, Buttons((button,))]
        if not blocks:
            blocks = [Paragraph(text(await self._nothing(context.group)))]
        return Card(words("today-title"), tuple(blocks), tuple(rows))

    async def _question(self, context: GroupContext) -> tuple[list[Block], list[Row]]:
        posed = await self._open(context)
        asked = self._services.asked(context.group, posed) if posed else None
        if posed is None or asked is None:
            return [], []
        question = asked[1]
        answers = self._services.store.answers
        answer = await answers.of(posed.id, context.person.id)
        if answer is not None:
            chosen = described(question, posed, answer.given)
            done = words.text(
                "today-answered", verdict=verdict_word(answer, question), answer=chosen
            )
            stem = Paragraph(nodes_of(question.stem, Strong))
            return [stem, Paragraph(done)], [
                Buttons((study_button(question.concept, context.group.id),))
            ]
        blocks: list[Block] = [*question_blocks(question, posed)]
        pending = await answers.pending(posed.id, context.person.id)
        if pending is not None:
            chosen = described(question, posed, pending.given)
            blocks.append(Paragraph(text(words("today-chosen", answer=chosen))))
        blocks.append(Paragraph(open_until(context.group, posed)))
        return blocks, [answer_row(question, posed, PICK, OPEN, wording=True)]

    async def _open(self, context: GroupContext) -> Round | None:
        """The newest open question, also where the channel could not be given it; of several on
        one day the first that the member has not answered."""
        rounds = await self._services.store.rounds.open_dailies(context.group.id)
        newest = [posed for posed in rounds if posed.local_date == rounds[-1].local_date]
        for posed in newest:
            if await self._services.store.answers.of(posed.id, context.person.id) is None:
                return posed
        return newest[-1] if newest else None

    async def _concept(self, context: GroupContext) -> list[Block]:
        row = await self._services.store.deliveries.last_sent(
            context.group.id, DeliveryKind.CONCEPT
        )
        today = self._services.today(context.group).isoformat()
        concept = context.course.concepts.get(row.subject) if row else None
        if row is None or concept is None or row.local_date != today:
            return []
        return [Paragraph(text(Strong(concept.title))), *concept_blocks(concept)]

    async def _nothing(self, group: Group) -> str:
        if group.state == GroupState.PAUSED:
            return words("today-paused")
        if group.state == GroupState.ENDED:
            return words("today-ended")
        following = await next_post(self._services, group)
        if following is None:
            return words("today-unplanned")
        today = self._services.today(group)
        day, clock = calendar.day_and_clock_words(following, group.schedule.zone, today)
        return words("today-next", day=day, clock=clock)
