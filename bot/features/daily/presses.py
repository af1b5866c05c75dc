"""Answering the question of the day: choose, then sure or not, then the verdict.

A screen may be pressed long after it was shown. Each button therefore carries what it was shown
for: the wording of the question, and a confirmation the choice that it confirms. Where that is not
what counts any more, nothing is recorded: the member is told, and shown what counts now.
"""

from __future__ import annotations

from bot.features.answering import judge
from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.concepts import study_button
from bot.features.context import GroupContext, round_context
from bot.features.daily.counters import Counters
from bot.features.daily.posts import OPEN, PRESS, SUBMIT
from bot.features.daily.results import LATE
from bot.features.daily.screens import (
    CHANGE,
    LATE_OPEN,
    LATE_PICK,
    LATE_SUBMIT,
    PICK,
    SURE,
    ask_card,
    asks_how_sure,
    closed_words,
    confirm_card,
    late_card,
)
from bot.features.daily.words import words
from bot.features.posing import (
    NO_QUESTION,
    WITHDRAWN,
    answer_form,
    choice_token,
    described,
    given_by,
    pressed,
    reworded,
)
from bot.features.reminders.offer import offered
from bot.features.services import Services
from bot.features.spoilers import refuse_secret, secrets_of
from bot.features.verdicts import verdict_card, welcome_blocks
from bot.interactions.router import Refusal, Router, row_id
from bot.model import (
    Ack,
    Block,
    Card,
    Interaction,
    Invalid,
    OpenForm,
    Outcome,
    Paragraph,
    Reply,
    Text,
    Update,
    text,
)
from bot.study import streaks
from bot.study.answer import Answer, AnswerKind, Recorded
from bot.study.round import Round, RoundKind, RoundState
from content.model import Question

NO_ROUND = say(words("gone.title"), words("gone.body"))


class DailyPresses:
    """PRESS and PICK do the same; PICK sits on private messages and replaces them.

    The LATE ones sit under a question that was shown as closed, so they judge at once.
    """

    def __init__(self, services: Services, counters: Counters) -> None:
        self._services = services
        self._counters = counters

    def register(self, router: Router) -> None:
        router.action(PRESS, Ack.PRIVATE, self._press)
        router.action(PICK, Ack.UPDATE, self._pick)
        router.action(OPEN, Ack.FORM, self._open)
        router.action(SUBMIT, Ack.UPDATE, self._submit)
        router.action(SURE, Ack.UPDATE, self._sure)
        router.action(CHANGE, Ack.UPDATE, self._change)
        router.action(LATE, Ack.PRIVATE, self._late)
        router.action(LATE_PICK, Ack.UPDATE, self._late_pick)
        router.action(LATE_OPEN, Ack.FORM, self._late_open)
        router.action(LATE_SUBMIT, Ack.UPDATE, self._late_submit)

    async def _press(self, interaction: Interaction) -> Outcome:
        card = await self._chosen(interaction, late=False)
        return Reply(card, _subject(interaction, card))

    async def _pick(self, interaction: Interaction) -> Outcome:
        return Update(await self._chosen(interaction, late=False))

    async def _late_pick(self, interaction: Interaction) -> Outcome:
        return Update(await self._chosen(interaction, late=True))

    async def _chosen(self, interaction: Interaction, *, late: bool) -> Card:
        context, posed, question = await self._asked(interaction)
        if reworded(question, posed, interaction, 2):
            return await self._anew(context, posed, question, text(words("edited")))
        given = pressed(question, posed, argument(interaction, 1))
        return await self._take(context, posed, question, given, late=late)

    async def _open(self, interaction: Interaction) -> Outcome:
        return await self._form(interaction, late=False)

    async def _late_open(self, interaction: Interaction) -> Outcome:
        return await self._form(interaction, late=True)

    async def _form(self, interaction: Interaction, *, late: bool) -> Outcome:
        context, posed, question = await self._asked(interaction)
        answers = self._services.store.answers
        answer = await answers.of(posed.id, context.person.id)
        if answer is not None:
            return Reply(await self._again(context, posed, question, answer))
        if posed.state == RoundState.CLOSED and not late:
            return Reply(await self._anew(context, posed, question))
        if reworded(question, posed, interaction, 1):
            return Reply(await self._anew(context, posed, question, text(words("edited"))))
        pending = await answers.pending(posed.id, context.person.id)
        route = LATE_SUBMIT if late else SUBMIT
        given = pending.given if pending else ""
        return OpenForm(answer_form(question, posed, route, given, wording=True))

    async def _submit(self, interaction: Interaction) -> Outcome:
        return await self._filled(interaction, late=False)

    async def _late_submit(self, interaction: Interaction) -> Outcome:
        return await self._filled(interaction, late=True)

    async def _filled(self, interaction: Interaction, *, late: bool) -> Outcome:
        context, posed, question = await self._asked(interaction)
        if reworded(question, posed, interaction, 1):
            return Update(await self._anew(context, posed, question, text(words("edited"))))
        given = given_by(question, posed, interaction)
        if isinstance(given, Invalid):
            return given
        card = await self._take(context, posed, question, given, late=late)
        return Update(card, _subject(interaction, card))

    async def _take(
        self, context: GroupContext, posed: Round, question: Question, given: str, *, late: bool
    ) -> Card:
        """Keeps the choice and asks how sure; straight to the verdict where that is wanted."""
        if posed.state == RoundState.CLOSED and not late:
            return await self._anew(context, posed, question)
        if posed.state == RoundState.CLOSED or context.person.straight:
            return await self._verdict(context, posed, question, given, None)
        answer = await self._services.store.answers.choose(
            posed.id, context.person.id, given, self._services.now()
        )
        if answer is not None:
            return await self._again(context, posed, question, answer)
        self._counters.touch(posed.id)
        return confirm_card(question, posed, given)

    async def _sure(self, interaction: Interaction) -> Outcome:
        """Confirms the choice that the card shows, and no other."""
        context, posed, question = await self._asked(interaction)
        answers = self._services.store.answers
        shown = interaction.args[2] if len(interaction.args) > 2 else ""
        pending = await answers.pending(posed.id, context.person.id)
        if pending is not None and shown == choice_token(question, posed, pending.given):
            sure = argument(interaction, 1) == "y"
            return Update(await self._verdict(context, posed, question, pending.given, sure))
        if pending is not None:
            return Update(confirm_card(question, posed, pending.given, words("changed")))
        answer = await answers.of(posed.id, context.person.id)
        if answer is None:
            return Update(await self._anew(context, posed, question))
        note = text(words("one-counts"))
        if shown != choice_token(question, posed, answer.given):
            note = words.text("changed-answer", answer=described(question, posed, answer.given))
        elif posed.state == RoundState.CLOSED and answer.sure is None:
            note = text(words("counted-at-close"))
        return Update(await self._again(context, posed, question, answer, note))

    async def _change(self, interaction: Interaction) -> Outcome:
        context, posed, question = await self._asked(interaction)
        return Update(await self._anew(context, posed, question))

    async def _late(self, interaction: Interaction) -> Outcome:
        context, posed, question = await self._asked(interaction)
        return Reply(await self._anew(context, posed, question))

    async def _anew(
        self, context: GroupContext, posed: Round, question: Question, note: Text | None = None
    ) -> Card:
        """The question as it is to be answered now; the answer where there is one."""
        answer = await self._services.store.answers.of(posed.id, context.person.id)
        if answer is not None:
            return await self._again(context, posed, question, answer)
        before: tuple[Block, ...] = (Paragraph(note),) if note else ()
        if posed.state != RoundState.CLOSED:
            return ask_card(question, posed, before)
        await refuse_secret(self._services, context, question)
        told = Paragraph(text(closed_words(posed, self._services.now())))
        return late_card(question, posed, (*before, told))

    async def _verdict(
        self, context: GroupContext, posed: Round, question: Question, given: str, sure: bool | None
    ) -> Card:
        kind = AnswerKind.LATE if posed.state == RoundState.CLOSED else AnswerKind.DAILY
        judged = await judge(self._services, context, question, posed, given, kind, sure)
        if not judged.recorded.fresh:
            return await self._again(context, posed, question, judged.recorded.answer)
        if kind == AnswerKind.DAILY:
            self._counters.touch(posed.id)
        welcome = await welcome_blocks(self._services, context)
        offer = await offered(self._services, context) if welcome else ()
        rows = (buttons(study_button(question.concept, context.group.id), *offer),)
        return verdict_card(
            question,
            posed,
            judged.recorded,
            rows=rows,
            after=welcome,
            note=judged.note,
            milestone=judged.milestone,
        )

    async def _again(
        self,
        context: GroupContext,
        posed: Round,
        question: Question,
        answer: Answer,
        note: Text | None = None,
    ) -> Card:
        """One answer counts: what it was and what it brought."""
        if (await secrets_of(self._services, context.person, context.group)).holds(question):
            chosen = described(question, posed, answer.given)
            return say(
                words("still-open-elsewhere.title"),
                words("still-open-elsewhere.body", answer=chosen),
            )
        today = self._services.today(context.group).isoformat()
        row, days = await self._services.store.answers.streak(
            context.group.id, context.person.id, today
        )
        streak = streaks.shown(row, days, today)
        return verdict_card(
            question,
            posed,
            Recorded(answer, False, streak),
            rows=(buttons(study_button(question.concept, context.group.id)),),
            before=(Paragraph(note or text(words("one-counts"))),),
        )

    async def _asked(self, interaction: Interaction) -> tuple[GroupContext, Round, Question]:
        """Who presses on which round. Raises ``Refusal`` where it cannot be answered."""
        context = await round_context(self._services, interaction, row_id(argument(interaction)))
        if context is None or context[0].kind != RoundKind.DAILY:
            raise Refusal(NO_ROUND)
        posed, group, person = context
        if posed.state == RoundState.VOID:
            raise Refusal(WITHDRAWN)
        asked = self._services.asked(group, posed)
        if asked is None:
            raise Refusal(NO_QUESTION)
        course, question = asked
        return GroupContext(person, group, course), posed, question


def _subject(interaction: Interaction, card: Card) -> str:
    """What is asked to be confirmed: the member's choice on one question; verdicts stay."""
    return f"choice:{argument(interaction)}" if asks_how_sure(card) else ""
