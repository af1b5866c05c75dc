"""Answering the question of the day: choose, then sure or not, then the verdict."""

from __future__ import annotations

from dataclasses import replace

from bot.core.router import Refusal, Router, encode, from_millis, row_id
from bot.features.answering import (
    DAILY,
    LATE_COUNTS,
    judge,
    verdict_card,
    welcome_blocks,
)
from bot.features.answering import LATE as LATE_ANSWER
from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.concepts import study_button
from bot.features.daily.counters import Counters
from bot.features.daily.posts import LATE, OPEN, PRESS, SUBMIT
from bot.features.places import Place, scene_of
from bot.features.posing import (
    NO_QUESTION,
    WITHDRAWN,
    answer_form,
    answer_row,
    described,
    given_by,
    pressed,
    question_blocks,
)
from bot.features.services import Services
from bot.model import (
    Ack,
    Button,
    Card,
    Interaction,
    Invalid,
    OpenForm,
    Outcome,
    Paragraph,
    Reply,
    Strong,
    Style,
    Update,
    text,
)
from bot.study import streaks
from content.model import Question
from storage.errors import Conflict
from storage.records import Answer, Recorded, Round, StreakRow

PICK = "pick-answer"
SURE = "sure"
CHANGE = "change"

NO_ROUND = say(
    "This question is gone",
    "It is from before the bot's records. /today shows the question that is open now.",
)


class DailyPresses:
    """PRESS and PICK do the same; PICK sits on private messages and replaces them."""

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

    async def _press(self, interaction: Interaction) -> Outcome:
        return Reply(await self._chosen(interaction))

    async def _pick(self, interaction: Interaction) -> Outcome:
        return Update(await self._chosen(interaction))

    async def _chosen(self, interaction: Interaction) -> Card:
        place, posed, question = await self._asked(interaction)
        given = pressed(question, posed, argument(interaction, 1))
        return await self._take(place, posed, question, given)

    async def _open(self, interaction: Interaction) -> Outcome:
        place, posed, question = await self._asked(interaction)
        answer = await self._services.store.answers.of(posed.id, place.person.id)
        if answer is not None:
            return Reply(await self._again(place, posed, question, answer))
        pending = await self._services.store.answers.pending(posed.id, place.person.id)
        return OpenForm(answer_form(question, posed, SUBMIT, pending.given if pending else ""))

    async def _submit(self, interaction: Interaction) -> Outcome:
        place, posed, question = await self._asked(interaction)
        given = given_by(question, posed, interaction)
        if isinstance(given, Invalid):
            return given
        return Update(await self._take(place, posed, question, given))

    async def _take(self, place: Place, posed: Round, question: Question, given: str) -> Card:
        """Keeps the choice and asks how sure; straight to the verdict where that is wanted."""
        store = self._services.store.answers
        if posed.state == "closed" or place.person.straight:
            return await self._verdict(place, posed, question, given, None)
        try:
            answer = await store.choose(posed.id, place.person.id, given, self._services.now())
        except Conflict as error:
            raise Refusal(WITHDRAWN) from error
        if answer is not None:
            return await self._again(place, posed, question, answer)
        self._counters.touch(posed.id)
        return _confirm_card(question, posed, given)

    async def _sure(self, interaction: Interaction) -> Outcome:
        place, posed, question = await self._asked(interaction)
        answers = self._services.store.answers
        pending = await answers.pending(posed.id, place.person.id)
        if pending is None:
            answer = await answers.of(posed.id, place.person.id)
            if answer is None:
                return Update(_ask_card(question, posed))
            return Update(await self._again(place, posed, question, answer))
        sure = interaction.args[1:] == ("y",)
        return Update(await self._verdict(place, posed, question, pending.given, sure))

    async def _change(self, interaction: Interaction) -> Outcome:
        place, posed, question = await self._asked(interaction)
        answer = await self._services.store.answers.of(posed.id, place.person.id)
        if answer is not None:
            return Update(await self._again(place, posed, question, answer))
        return Update(_ask_card(question, posed))

    async def _late(self, interaction: Interaction) -> Outcome:
        place, posed, question = await self._asked(interaction)
        answer = await self._services.store.answers.of(posed.id, place.person.id)
        if answer is not None:
            return Reply(await self._again(place, posed, question, answer))
        card = _ask_card(question, posed)
        closed = from_millis(posed.closed_at or self._services.now())
        in_time = self._services.clock.now() <= closed + LATE_COUNTS
        note = "A late answer brings practice points"
        note += " and still keeps your streak." if in_time else "; for the streak it is too late."
        return Reply(replace(card, blocks=(Paragraph(text(note)), *card.blocks)))

    async def _verdict(
        self, place: Place, posed: Round, question: Question, given: str, sure: bool | None
    ) -> Card:
        kind = LATE_ANSWER if posed.state == "closed" else DAILY
        judged = await judge(self._services, place, question, posed, given, kind, sure)
        if not judged.recorded.fresh:
            return await self._again(place, posed, question, judged.recorded.answer)
        if kind == DAILY:
            self._counters.touch(posed.id)
        welcome = await welcome_blocks(self._services, place)
        rows = (buttons(study_button(question.concept)),)
        return verdict_card(
            question, posed, judged.recorded, rows=rows, after=welcome, note=judged.note
        )

    async def _again(self, place: Place, posed: Round, question: Question, answer: Answer) -> Card:
        """One answer counts: what it was and what it brought."""
        today = self._services.today(place.group).isoformat()
        row, days = await self._services.store.answers.streak(
            place.group.id, place.person.id, today
        )
        streak = StreakRow(*streaks.shown(streaks.Streak(*row), days, today))
        note = Paragraph(text("You have answered this question already; one answer counts."))
        return verdict_card(
            question,
            posed,
            Recorded(answer, False, streak),
            rows=(buttons(study_button(question.concept)),),
            before=(note,),
        )

    async def _asked(self, interaction: Interaction) -> tuple[Place, Round, Question]:
        """Who presses on which round. Raises ``Refusal`` where it cannot be answered."""
        scene = await scene_of(self._services, interaction, row_id(argument(interaction)))
        if scene is None or scene[0].kind != DAILY:
            raise Refusal(NO_ROUND)
        posed, group, person = scene
        if posed.state == "void":
            raise Refusal(WITHDRAWN)
        asked = self._services.asked(group, posed)
        if asked is None:
            raise Refusal(NO_QUESTION)
        course, question = asked
        return Place(person, group, course), posed, question


def _confirm_card(question: Question, posed: Round, given: str) -> Card:
    return say(
        "How sure are you?",
        text("You chose ", Strong(described(question, posed, given)), "."),
        "Either way you get the verdict at once, and it tells the bot when to ask you again.",
        rows=(
            buttons(
                Button("Sure", encode(SURE, posed.id, "y"), Style.PRIMARY),
                Button("Not sure", encode(SURE, posed.id, "n")),
                Button("Change", encode(CHANGE, posed.id)),
            ),
        ),
    )


def _ask_card(question: Question, posed: Round) -> Card:
    """The question in private, to be answered right there."""
    return Card(
        "Question of the day",
        question_blocks(question, posed),
        (answer_row(question, posed, PICK, OPEN),),
    )
