"""One step of a quiz after the other: the next question that can be asked, or the end.

What cannot be asked any more is taken out on the way, with a sentence that says so: a question
that has become an open question of the day, one that was withdrawn, and one that the course has
lost. One that was edited is posed again under an id of its own, so that a button only ever
answers what stood above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.context import GroupContext
from bot.features.quiz import cards
from bot.features.quiz.cards import words
from bot.features.quiz.picking import posed_anew
from bot.features.review.due import is_review, waiting, what_is_next
from bot.features.services import Services
from bot.features.spoilers import secrets_of, withdrawn_ids
from bot.model import Card
from bot.study.quiz_run import Run
from bot.study.round import Round
from content.model import Question


class Steps:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def show(self, context: GroupContext, run: Run, notes: Sequence[str] = ()) -> Card:
        """The first question that is not answered yet; after the last one the summary."""
        run, found = await self._without_lost(context, run)
        notes = (*notes, *found)
        for posed in run.rounds:
            if posed.id not in run.answers:
                question = context.course.questions[posed.question_id]
                return cards.question_step(run, posed, question, notes)
        once_more = await self._once_more(context, run)
        if once_more is not None:
            run, question = once_more
            return cards.question_step(run, run.rounds[-1], question, (*notes, words("again")))
        await self._services.store.runs.finish(run.id)
        if not run.answers:
            return cards.nothing_left(notes)
        if is_review(run):
            notes = (*notes, *filter(None, (await what_is_next(self._services, context),)))
        return cards.summary(context.course, run, notes, review=is_review(run))

    async def _once_more(self, context: GroupContext, run: Run) -> tuple[Run, Question] | None:
        """The run with a question at its end that was wrong before, where one is to be asked
        again before the review ends."""
        secret = await self._secret(context)
        taken = await withdrawn_ids(self._services, context.group, context.course)
        for id_ in waiting(run):
            question = context.course.questions.get(id_)
            if question is not None and id_ not in secret | taken:
                (new,) = posed_anew(self._services, context, [question])
                await self._services.store.runs.add(run.id, new, self._services.now())
                return await self._services.store.runs.get(run.id) or run, question
        return None

    async def pose_again(
        self, context: GroupContext, run: Run, posed: Round, question: Question
    ) -> Card:
        """Asks a question that reads otherwise now than on the card that was pressed."""
        (new,) = posed_anew(self._services, context, [question])
        await self._services.store.runs.replace(posed.id, new, self._services.now())
        run = await self._services.store.runs.get(run.id) or run
        return await self.show(context, run, (words("edited"),))

    async def stands(self, context: GroupContext, posed: Round) -> bool:
        """Whether an unanswered question can be answered as it was asked."""
        question = context.course.questions.get(posed.question_id)
        if question is None or question.revision != posed.revision:
            return False
        taken = await withdrawn_ids(self._services, context.group, context.course)
        return posed.question_id not in taken | await self._secret(context)

    async def _without_lost(self, context: GroupContext, run: Run) -> tuple[Run, list[str]]:
        """The run with only what can be asked, and what there is to say about the rest."""
        runs, now = self._services.store.runs, self._services.now()
        secret = await self._secret(context)
        taken = await withdrawn_ids(self._services, context.group, context.course)
        hidden = gone = withdrawn = edited = 0
        first = True
        for posed in run.rounds:
            if posed.id in run.answers:
                continue
            question = context.course.questions.get(posed.question_id)
            if question is None:
                gone += await runs.drop(posed.id)
            elif question.id in taken:
                withdrawn += await runs.drop(posed.id)
            elif question.id in secret:
                hidden += await runs.drop(posed.id)
            elif question.revision != posed.revision:
                (new,) = posed_anew(self._services, context, [question])
                # Only the one that may have been on the screen is worth a word.
                edited += await runs.replace(posed.id, new, now) and first
                first = False
            else:
                first = False
        notes = []
        if hidden:
            notes.append(words("secret-left-out", count=hidden))
        if gone:
            notes.append(words("gone-left-out", count=gone))
        if withdrawn:
            notes.append(words("withdrawn-left-out", count=withdrawn))
        if edited and not notes:
            notes.append(words("edited"))
        return await runs.get(run.id) or run, notes

    async def _secret(self, context: GroupContext) -> frozenset[str]:
        """Ids of questions whose answer the person must not be shown yet."""
        secrets = await secrets_of(self._services, context.person, context.group)
        return secrets.ids(context.course)
