"""Answers to a quiz's questions. What is recorded is what was on the button or form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.features.answering import judge
from bot.features.arguments import argument
from bot.features.context import NO_COURSE, NO_GROUP, GroupContext, person_of
from bot.features.permissions import may_reach
from bot.features.posing import answer_form, choice_token, given_by, pressed, question_of, reworded
from bot.features.quiz import cards
from bot.features.quiz.cards import words
from bot.features.quiz.steps import Steps
from bot.features.reminders.offer import offered
from bot.features.review.clearing import reviews_cleared
from bot.features.review.due import is_review
from bot.features.services import Services
from bot.features.verdicts import welcome_blocks
from bot.interactions.router import Refusal, Router, row_id
from bot.model import Ack, Buttons, Card, Interaction, Invalid, OpenForm, Outcome, Update
from bot.study import streaks
from bot.study.answer import Answer, AnswerKind, Recorded
from bot.study.quiz_run import Run, RunState
from bot.study.rating import is_retry
from bot.study.round import Round, RoundState
from content.model import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be answered now, and whose it is."""

    context: GroupContext
    run: Run
    posed: Round
    question: Question


class QuizPresses:
    def __init__(self, services: Services, steps: Steps) -> None:
        self._services = services
        self._steps = steps

    def register(self, router: Router) -> None:
        router.action(cards.PRESS, Ack.UPDATE, self._press)
        router.action(cards.OPEN, Ack.FORM, self._open)
        router.action(cards.SUBMIT, Ack.UPDATE, self._submit)
        router.action(cards.SURE, Ack.UPDATE, self._sure)
        router.action(cards.CHANGE, Ack.UPDATE, self._change)
        router.action(cards.NEXT, Ack.UPDATE, self._next)
        router.action(cards.RESUME, Ack.UPDATE, self._next)
        router.action(cards.SUMMARY, Ack.UPDATE, self._summary)

    async def _press(self, interaction: Interaction) -> Outcome:
        asked = await self._asked(interaction, 2)
        if isinstance(asked, Card):
            return Update(asked)
        given = pressed(asked.question, asked.posed, argument(interaction, 1))
        return Update(await self._take(asked, given))

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
        return Update(await self._take(asked, given))

    async def _take(self, asked: Asked, given: str) -> Card:
        """The verdict; in a review it is asked first how sure one is, as memory counts there."""
        context, posed = asked.context, asked.posed
        if not is_review(asked.run) or context.person.straight or self._retried(asked):
            return await self._verdict(asked, given)
        store, now = self._services.store, self._services.now()
        answer = await store.answers.choose(posed.id, context.person.id, given, now)
        if answer is not None:
            return await self._answered(context, asked.run, posed, answer)
        return cards.sure_step(asked.run, posed, asked.question, given)

    def _retried(self, asked: Asked) -> bool:
        """Whether the answer was shown minutes ago: memory doesn't count then."""
        shown = [
            answer.at
            for answer in asked.run.answers.values()
            if answer.question_id == asked.question.id
        ]
        since = self._services.now() - max(shown, default=0)
        return bool(shown) and is_retry(timedelta(milliseconds=since))

    async def _sure(self, interaction: Interaction) -> Outcome:
        """Confirms the choice that the card shows, and no other."""
        asked = await self._asked(interaction, len(interaction.args))
        if isinstance(asked, Card):
            return Update(asked)
        posed, question = asked.posed, asked.question
        pending = await self._services.store.answers.pending(posed.id, asked.context.person.id)
        if pending is None:
            return Update(cards.question_step(asked.run, posed, question))
        if argument(interaction, 2) != choice_token(question, posed, pending.given):
            note = words("changed")
            return Update(cards.sure_step(asked.run, posed, question, pending.given, note))
        sure = argument(interaction, 1) == "y"
        return Update(await self._verdict(asked, pending.given, sure))

    async def _change(self, interaction: Interaction) -> Outcome:
        asked = await self._asked(interaction, len(interaction.args))
        if isinstance(asked, Card):
            return Update(asked)
        return Update(cards.question_step(asked.run, asked.posed, asked.question))

    async def _verdict(self, asked: Asked, given: str, sure: bool | None = None) -> Card:
        context, posed, question = asked.context, asked.posed, asked.question
        judged = await judge(
            self._services, context, question, posed, given, AnswerKind.PRACTICE, sure
        )
        after = await welcome_blocks(self._services, context)
        run = await self._services.store.runs.get(asked.run.id) or asked.run
        cleared = await reviews_cleared(self._services, context, run)
        card = cards.verdict_step(run, posed, question, judged, (*cleared, *after))
        offer = await offered(self._services, context) if after else ()
        return replace(card, rows=(*card.rows, Buttons(offer))) if offer else card

    async def _next(self, interaction: Interaction) -> Outcome:
        context, run = await self.own_run(interaction, row_id(argument(interaction)))
        if run.state != RunState.OPEN:
            raise Refusal(cards.ended_card(run))
        return Update(await self._steps.show(context, run))

    async def _summary(self, interaction: Interaction) -> Outcome:
        context, run = await self.own_run(interaction, row_id(argument(interaction)))
        if run.state == RunState.OPEN:
            return Update(await self._steps.show(context, run))
        return Update(cards.summary(context.course, run, review=is_review(run)))

    async def own_run(self, interaction: Interaction, run_id: int) -> tuple[GroupContext, Run]:
        """The presser's own run. Raises ``Refusal`` for another's, or one that is gone."""
        run = await self._services.store.runs.get(run_id)
        if run is None:
            raise Refusal(cards.ended_card())
        person = await person_of(self._services, interaction)
        if run.person_id != person.id:
            raise Refusal(cards.NOT_YOURS)
        group = await self._services.store.groups.get(run.group_id)
        if group is None or not await may_reach(self._services, interaction, person, group):
            raise Refusal(NO_GROUP)
        course = self._services.course(group)
        if course is None:
            raise Refusal(NO_COURSE)
        return GroupContext(person, group, course), run

    async def _asked(self, interaction: Interaction, wording_at: int) -> Asked | Card:
        """The question that is answered, or what to show where it cannot be (any more).

        ``wording_at`` is where among the arguments stands which words it was answered under.
        """
        posed = await self._services.store.rounds.get(row_id(argument(interaction)))
        if posed is None or posed.run_id is None:
            raise Refusal(cards.ended_card())
        context, run = await self.own_run(interaction, posed.run_id)
        if run.state != RunState.OPEN:
            raise Refusal(cards.ended_card(run))
        if posed.state == RoundState.VOID:
            return await self._steps.show(context, run, (words("moved-on"),))
        answer = run.answers.get(posed.id)
        if answer is not None:
            return await self._answered(context, run, posed, answer)
        if not await self._steps.stands(context, posed):
            return await self._steps.show(context, run)
        question = question_of(context.course, posed)
        if reworded(question, posed, interaction, wording_at):
            return await self._steps.pose_again(context, run, posed, question)
        return Asked(context, run, posed, question)

    async def _answered(
        self, context: GroupContext, run: Run, posed: Round, answer: Answer
    ) -> Card:
        question = question_of(context.course, posed)
        today = self._services.today(context.group).isoformat()
        row, days = await self._services.store.answers.streak(
            context.group.id, context.person.id, today
        )
        streak = streaks.shown(row, days, today)
        return cards.answered_step(run, posed, question, Recorded(answer, False, streak))
