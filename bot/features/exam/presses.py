"""The buttons of a mock exam. What was answered is on the disk with each press."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.arguments import argument, chosen_id
from bot.features.context import NO_COURSE, NO_GROUP, GroupContext, may_reach, person_of
from bot.features.exam import cards
from bot.features.exam.finishing import finish, missed, told
from bot.features.exam.words import words
from bot.features.pages import page_number
from bot.features.posing import answer_form, given_by, pressed, reworded
from bot.features.services import Services
from bot.features.spoilers import kept_card, secrets_of
from bot.features.verdicts import looked_back_card
from bot.interactions.router import BadAction, Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Interaction,
    Invalid,
    OpenForm,
    Outcome,
    Style,
    Update,
)
from bot.study.mock_exam import MockExam
from bot.study.round import Round, RoundState
from content.model import Question


@dataclass(frozen=True, slots=True)
class Sitting:
    """The presser's own exam."""

    context: GroupContext
    exam: MockExam


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is answered, at its position."""

    context: GroupContext
    exam: MockExam
    at: int
    posed: Round
    question: Question


class ExamPresses:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(cards.GO, Ack.UPDATE, self._go)
        router.action(cards.FLAG, Ack.UPDATE, self._flag)
        router.action(cards.ALL, Ack.UPDATE, self._all)
        router.action(cards.JUMP, Ack.UPDATE, self._jump)
        router.action(cards.PRESS, Ack.UPDATE, self._press)
        router.action(cards.OPEN, Ack.FORM, self._open)
        router.action(cards.GIVEN, Ack.UPDATE, self._given)
        router.action(cards.SUBMIT, Ack.UPDATE, self._submit)
        router.action(cards.DONE, Ack.UPDATE, self._done)
        router.action(cards.REPORT, Ack.UPDATE, self._report)
        router.action(cards.LOOK, Ack.UPDATE, self._look)

    async def show(self, context: GroupContext, exam: MockExam, at: int, note: str = "") -> Card:
        """The question at a position; the report where the time is over."""
        now, zone = self._services.now(), context.group.schedule.zone
        if exam.over(now):
            return told(context.course, await finish(self._services, context, exam))
        at = max(0, min(at, len(exam.rounds) - 1))
        posed = exam.rounds[at]
        question = context.course.questions.get(posed.question_id)
        if question is None or posed.state == RoundState.VOID:
            return cards.lost_card(exam, at, now)
        return cards.question_card(exam, at, question, now, zone, (note,))

    async def go_on(self, context: GroupContext, exam: MockExam, note: str = "") -> Card:
        """An exam taken up again: its first open question, else the overview."""
        missing = exam.unanswered
        if missing or exam.over(self._services.now()):
            return await self.show(context, exam, missing[0] if missing else 0, note)
        zone = context.group.schedule.zone
        return cards.overview_card(exam, self._services.now(), zone, note=note)

    async def _go(self, interaction: Interaction) -> Outcome:
        sitting = await self._sitting(interaction)
        return Update(await self.show(sitting.context, sitting.exam, page_number(interaction, 1)))

    async def _flag(self, interaction: Interaction) -> Outcome:
        """Sets what the pressed button said, however often it is pressed."""
        sitting = await self._sitting(interaction)
        exam, at = sitting.exam, page_number(interaction, 1)
        if at >= len(exam.rounds):
            raise BadAction("no such question")
        if not exam.over(self._services.now()):
            await self._services.store.exams.flag(exam.id, at, argument(interaction, 2) == "1")
            exam = await self._services.store.exams.get(exam.id) or exam
        return Update(await self.show(sitting.context, exam, at))

    async def _all(self, interaction: Interaction) -> Outcome:
        sitting = await self._sitting(interaction)
        page = page_number(interaction, 1) if len(interaction.args) > 1 else 0
        return Update(await self._overview(sitting, page))

    async def _overview(self, sitting: Sitting, page: int = 0) -> Card:
        context, exam, now = sitting.context, sitting.exam, self._services.now()
        if exam.over(now):
            return told(context.course, await finish(self._services, context, exam))
        return cards.overview_card(exam, now, context.group.schedule.zone, page)

    async def _jump(self, interaction: Interaction) -> Outcome:
        sitting = await self._sitting(interaction)
        at = (chosen_id(interaction) or 1) - 1
        return Update(await self.show(sitting.context, sitting.exam, at))

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
        given = asked.exam.given.get(asked.posed.id, "")
        return OpenForm(answer_form(asked.question, asked.posed, cards.GIVEN, given, wording=True))

    async def _given(self, interaction: Interaction) -> Outcome:
        asked = await self._asked(interaction, 1)
        if isinstance(asked, Card):
            return Update(asked)
        given = given_by(asked.question, asked.posed, interaction)
        if isinstance(given, Invalid):
            return given
        return Update(await self._take(asked, given))

    async def _take(self, asked: Asked, given: str) -> Card:
        """Keeps the answer; it can be changed until the exam is over."""
        context, now = asked.context, self._services.now()
        await self._services.store.answers.choose(asked.posed.id, context.person.id, given, now)
        exam = await self._services.store.exams.get(asked.exam.id) or asked.exam
        return await self.show(context, exam, asked.at)

    async def _submit(self, interaction: Interaction) -> Outcome:
        sitting = await self._sitting(interaction)
        if sitting.exam.over(self._services.now()):
            return Update(await self._overview(sitting))
        return Update(cards.sure_card(sitting.exam))

    async def _done(self, interaction: Interaction) -> Outcome:
        sitting = await self._sitting(interaction)
        ended = await finish(self._services, sitting.context, sitting.exam)
        return Update(told(sitting.context.course, ended))

    async def _report(self, interaction: Interaction) -> Outcome:
        return Update(await self._overview(await self._sitting(interaction)))

    async def _look(self, interaction: Interaction) -> Outcome:
        """What was missed, one after the other, with the reasons."""
        sitting = await self._sitting(interaction)
        context, exam = sitting.context, sitting.exam
        if not exam.over(self._services.now()):
            return Update(await self._overview(sitting))
        exam = await finish(self._services, context, exam)
        wrong = missed(context.course, exam)
        if not wrong:
            return Update(told(context.course, exam))
        nth = min(page_number(interaction, 1), len(wrong) - 1)
        return Update(await self._looked(context, exam, wrong, nth))

    async def _looked(
        self, context: GroupContext, exam: MockExam, wrong: tuple[int, ...], nth: int
    ) -> Card:
        posed = exam.rounds[wrong[nth]]
        faces = []
        if nth > 0:
            faces.append(Button(words("back"), encode(cards.LOOK, exam.id, nth - 1)))
        if nth + 1 < len(wrong):
            face = Button(words("next"), encode(cards.LOOK, exam.id, nth + 1), Style.PRIMARY)
            faces.append(face)
        faces.append(Button(words("to-report"), encode(cards.REPORT, exam.id)))
        rows = (Buttons(tuple(faces)),)
        question = context.course.questions.get(posed.question_id)
        secret = await secrets_of(self._services, context.person, context.group)
        if question is None or secret.holds(question):
            card = kept_card()
            return Card(card.title, card.blocks, rows)
        title = words("look-title", number=nth + 1, all=len(wrong))
        return looked_back_card(title, question, posed, exam.given.get(posed.id), rows)

    async def _sitting(self, interaction: Interaction) -> Sitting:
        exam = await self._services.store.exams.get(row_id(argument(interaction)))
        return await self._own(interaction, exam)

    async def _own(self, interaction: Interaction, exam: MockExam | None) -> Sitting:
        """The presser's own exam. Raises ``Refusal`` for another's, or one that is gone."""
        if exam is None:
            raise Refusal(cards.gone_card())
        person = await person_of(self._services, interaction)
        if exam.person_id != person.id:
            raise Refusal(cards.NOT_YOURS)
        group = await self._services.store.groups.get(exam.group_id)
        if group is None or not await may_reach(self._services, interaction, person, group):
            raise Refusal(NO_GROUP)
        course = self._services.courses.all().get(exam.course)
        if course is None:
            raise Refusal(NO_COURSE)
        return Sitting(GroupContext(person, group, course), exam)

    async def _asked(self, interaction: Interaction, wording_at: int) -> Asked | Card:
        """The question that is answered, or what to show where it cannot be (any more)."""
        round_id = row_id(argument(interaction))
        sitting = await self._own(interaction, await self._services.store.exams.of_round(round_id))
        context, exam = sitting.context, sitting.exam
        at = exam.position(round_id)
        if at is None:
            raise Refusal(cards.gone_card())
        posed = exam.rounds[at]
        question = context.course.questions.get(posed.question_id)
        if exam.over(self._services.now()) or question is None or posed.state == RoundState.VOID:
            return await self.show(context, exam, at)
        if reworded(question, posed, interaction, wording_at):
            return await self.show(context, exam, at, words("reworded"))
        return Asked(context, exam, at, posed, question)
