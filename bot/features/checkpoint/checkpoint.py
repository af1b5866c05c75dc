"""Taking a checkpoint: question by question in one private message, each with its verdict.

All of it is in the database, so that it goes on after a restart and on another device. A question
that cannot be answered by this person now is left out: it is an open question of the day to them,
was withdrawn, or is gone from the course.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.features.answering import judge
from bot.features.arguments import argument
from bot.features.checkpoint import cards
from bot.features.checkpoint.words import words
from bot.features.context import NO_COURSE, NO_GROUP, GroupContext, person_of
from bot.features.permissions import may_reach
from bot.features.posing import answer_form, given_by, pressed, reworded
from bot.features.reminders.offer import offered
from bot.features.services import Services
from bot.features.spoilers import secrets_of, withdrawn_ids
from bot.features.verdicts import welcome_blocks
from bot.interactions.router import Refusal, Router, row_id
from bot.model import Ack, Buttons, Card, Interaction, Invalid, OpenForm, Outcome, Reply, Update
from bot.study import streaks
from bot.study.answer import Answer, AnswerKind, Recorded
from bot.study.checkpoint import Checkpoint
from bot.study.questions import type_of
from bot.study.quiz_run import Run
from bot.study.round import NewRound, Round
from bot.study.seeds import seed_of
from content.model import Question


@dataclass(frozen=True, slots=True)
class Sitting:
    """A checkpoint and who takes it. ``context`` has the course that it asks about."""

    context: GroupContext
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be answered now."""

    sitting: Sitting
    run: Run
    posed: Round
    question: Question


class CheckpointPresses:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(cards.TAKE, Ack.PRIVATE, self._take)
        router.action(cards.NEXT, Ack.UPDATE, self._next)
        router.action(cards.PRESS, Ack.UPDATE, self._press)
        router.action(cards.OPEN, Ack.FORM, self._open)
        router.action(cards.SUBMIT, Ack.UPDATE, self._submit)

    async def _take(self, interaction: Interaction) -> Outcome:
        """Begins it or goes on with it; pressed below the channel's post, so it answers apart."""
        return Reply(await self._show(await self._named(interaction)))

    async def _next(self, interaction: Interaction) -> Outcome:
        return Update(await self._show(await self._named(interaction)))

    async def _press(self, interaction: Interaction) -> Outcome:
        asked = await self._asked(interaction, 2)
        if isinstance(asked, Card):
            return Update(asked)
        given = pressed(asked.question, asked.posed, argument(interaction, 1))
        return Update(await self._verdict(asked, given))

    async def _open(self, interaction: Interaction) -> Outcome:
        asked = await self._asked(interaction, 1)
        if isinstance(asked, Card):
            return Update(asked)
        return OpenForm(answer_form(asked.question, asked.posed, cards.SUBMIT, wording=True))

    async def _submit(self, interaction: Interaction) -> Outcome:
        asked = await self._asked(interaction, 1)
        if isinstance(asked, Card):
            return Update(asked)
        given = given_by(asked.question, asked.posed, interaction)
        if isinstance(given, Invalid):
            return given
        return Update(await self._verdict(asked, given))

    async def _show(self, sitting: Sitting, notes: Sequence[str] = ()) -> Card:
        """The first question that is not answered yet; after the last one how it went."""
        context, checkpoint = sitting.context, sitting.checkpoint
        store, now = self._services.store.checkpoints, self._services.now()
        run = await store.run_of(checkpoint.id, context.person.id)
        over = checkpoint.over(now)
        if over and (run is None or not run.answers):
            return cards.ended_card(context.group.id)
        if run is None:
            today = self._services.today(context.group).isoformat()
            new = self._posed(sitting)
            run = await store.begin(checkpoint, context.person.id, new, today, now)
        if over:
            return cards.summary(context.course, checkpoint, run, over=True)
        run, found = await self._without_lost(sitting, run)
        for posed in run.rounds:
            if posed.id not in run.answers:
                question = context.course.questions[posed.question_id]
                return cards.question_step(run, posed, question, dict.fromkeys((*notes, *found)))
        if not run.answers:
            return cards.nothing_card(found)
        return cards.summary(context.course, checkpoint, run, over=False)

    def _posed(self, sitting: Sitting) -> list[NewRound]:
        """The questions, with their options shuffled for this person."""
        checkpoint, context = sitting.checkpoint, sitting.context
        found = [context.course.questions.get(one.question_id) for one in checkpoint.questions]
        return [self._anew(sitting, question) for question in found if question is not None]

    def _anew(self, sitting: Sitting, question: Question) -> NewRound:
        seed = seed_of(sitting.checkpoint.id, sitting.context.person.id, question.id)
        order = type_of(question).order(question, random.Random(seed))
        return NewRound(question.id, question.revision, question.concept, order)

    async def _without_lost(self, sitting: Sitting, run: Run) -> tuple[Run, tuple[str, ...]]:
        """The run with only what can be asked, and what there is to say about the rest."""
        context, runs = sitting.context, self._services.store.runs
        lost = await self._unasked(context)
        left_out, edited = 0, False
        for posed in run.rounds:
            if posed.id in run.answers:
                continue
            question = context.course.questions.get(posed.question_id)
            if question is None or question.id in lost:
                left_out += await runs.drop(posed.id)
            elif question.revision != posed.revision:
                new = self._anew(sitting, question)
                edited |= await runs.replace(posed.id, new, self._services.now())
        if not left_out and not edited:
            return run, ()
        notes = (words("left-out", count=left_out),) if left_out else (words("edited"),)
        return await runs.get(run.id) or run, notes

    async def _unasked(self, context: GroupContext) -> frozenset[str]:
        """Ids of questions whose answer the person must not be shown now, and withdrawn ones."""
        secrets = await secrets_of(self._services, context.person, context.group)
        taken = await withdrawn_ids(self._services, context.group, context.course)
        return secrets.ids(context.course) | taken

    async def _verdict(self, asked: Asked, given: str) -> Card:
        context, posed = asked.sitting.context, asked.posed
        kind = AnswerKind.PRACTICE
        judged = await judge(self._services, context, asked.question, posed, given, kind, None)
        after = await welcome_blocks(self._services, context)
        run = await self._services.store.runs.get(asked.run.id) or asked.run
        checkpoint = asked.sitting.checkpoint
        card = cards.verdict_step(checkpoint, run, posed, asked.question, judged, after)
        offer = await offered(self._services, context) if after else ()
        return replace(card, rows=(*card.rows, Buttons(offer))) if offer else card

    async def _answered(
        self, sitting: Sitting, run: Run, posed: Round, question: Question, answer: Answer
    ) -> Card:
        context = sitting.context
        today = self._services.today(context.group).isoformat()
        row, days = await self._services.store.answers.streak(
            context.group.id, context.person.id, today
        )
        recorded = Recorded(answer, False, streaks.shown(row, days, today))
        return cards.answered_step(sitting.checkpoint, run, posed, question, recorded)

    async def _named(self, interaction: Interaction) -> Sitting:
        found = await self._services.store.checkpoints.get(row_id(argument(interaction)))
        return await self._sitting(interaction, found)

    async def _sitting(self, interaction: Interaction, found: Checkpoint | None) -> Sitting:
        if found is None:
            raise Refusal(cards.GONE)
        person = await person_of(self._services, interaction)
        group = await self._services.store.groups.get(found.group_id)
        if group is None or not await may_reach(self._services, interaction, person, group):
            raise Refusal(NO_GROUP)
        course = self._services.courses.all().get(found.course)
        if course is None:
            raise Refusal(NO_COURSE)
        return Sitting(GroupContext(person, group, course), found)

    async def _asked(self, interaction: Interaction, wording_at: int) -> Asked | Card:
        """The question that is answered, or what to show where it cannot be (any more).

        ``wording_at`` is where among the arguments stands which words it was answered under.
        """
        round_id = row_id(argument(interaction))
        store = self._services.store.checkpoints
        sitting = await self._sitting(interaction, await store.of_round(round_id))
        run = await store.run_of(sitting.checkpoint.id, sitting.context.person.id)
        posed = await self._services.store.rounds.get(round_id)
        if run is None or posed is None or posed.run_id != run.id:
            return await self._show(sitting)  # somebody else's copy: one's own comes instead
        question = sitting.context.course.questions.get(posed.question_id)
        answer = run.answers.get(posed.id)
        if answer is not None and question is not None:
            return await self._answered(sitting, run, posed, question, answer)
        if question is None or sitting.checkpoint.over(self._services.now()):
            return await self._show(sitting)
        left = {each.id for each in run.rounds}
        if posed.id not in left or question.id in await self._unasked(sitting.context):
            return await self._show(sitting)
        if question.revision != posed.revision or reworded(
            question, posed, interaction, wording_at
        ):
            return await self._show(sitting, (words("edited"),))
        return Asked(sitting, run, posed, question)
