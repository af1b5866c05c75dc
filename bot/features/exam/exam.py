"""The /exam command: the exam's date, how ready one is, and a mock exam with a real clock."""

from __future__ import annotations

from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.context import GroupContext, group_context, studied_group
from bot.features.exam import cards
from bot.features.exam.aim import Aim, aim_of, blueprints_of
from bot.features.exam.drawing import drawn_exam
from bot.features.exam.finishing import finish, told
from bot.features.exam.presses import ExamPresses
from bot.features.exam.ready import readiness_of, ready_words, uncovered_words
from bot.features.exam.study_plan import plan_words
from bot.features.exam.words import words
from bot.features.services import Services
from bot.interactions.router import Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Card,
    Choice,
    Command,
    Interaction,
    OptionKind,
    OptionSpec,
    Outcome,
    Reply,
    Row,
    Style,
    Tone,
    Update,
)
from bot.study import calendar
from bot.study.exam import SHORT, minutes_for
from bot.study.mock_exam import MockExam
from content.model import Blueprint
from storage.errors import Conflict

FULL_SIZE, SHORT_SIZE = "full", "short"
GO_ON = ("resume", "continue", "start", "new", "open")
END = ("stop", "end", "quit", "cancel", "submit", "finish", "done")
"""What people type in place of a date, about the exam that is under way."""
CLEAR = ("none", "no", "off", "clear", "remove", "delete", "never", "-")

COMMAND = Command(
    ("exam",),
    words("command"),
    (
        OptionSpec(
            "size",
            words("option-size"),
            OptionKind.CHOICE,
            choices=(
                Choice(words("size-short"), SHORT_SIZE),
                Choice(words("size-full"), FULL_SIZE),
            ),
        ),
        OptionSpec("date", words("option-date"), any_words=True),
    ),
    hints=("mock", "mock exam", "test", "certification", "readiness", "ready", "exam date"),
)


class Exam:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._presses = ExamPresses(services)

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(cards.ABOUT, Ack.UPDATE, self._again)
        router.action(cards.START, Ack.UPDATE, self._start)
        self._presses.register(router)

    async def _command(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        typed = str(interaction.options.get("date", "")).strip()
        said = typed.casefold().strip(" .!")
        if typed and said not in (*GO_ON, *END):
            return Reply(await self._dated(context, typed))
        size = str(interaction.options.get("size", ""))
        exam = await self._open(context)
        if exam is not None and said in END and not exam.over(self._services.now()):
            return Reply(cards.sure_card(exam))
        if exam is not None:
            note = words("still-open") if size else ""
            return Reply(await self._presses.go_on(context, exam, note))
        if size:
            blueprint = blueprints_of(context.course)[0]
            return Reply(await self._begin(context, blueprint, size == FULL_SIZE))
        return Reply(await self._about(context))

    async def _open(self, context: GroupContext) -> MockExam | None:
        """The exam under way; one whose time is over meanwhile is finished first."""
        exams = self._services.store.exams
        exam = await exams.open_of(context.person.id, context.group.id)
        if exam is not None and exam.course != context.course.slug:
            await exams.finish(exam.id, self._services.now(), {})
            return None
        return exam

    async def _again(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 0)
        exam = await self._open(context)
        if exam is not None:
            return Update(await self._presses.go_on(context, exam))
        return Update(await self._about(context))

    async def _about(self, context: GroupContext) -> Card:
        """What the exam is like, how ready one is, and the way in."""
        aim = await aim_of(self._services, context)
        rows: list[Row] = []
        lines: list[str] = []
        for number, blueprint in enumerate(blueprints_of(context.course)[:3]):
            lines += [await self._exam_words(context, blueprint, aim)]
            rows.append(_start_row(blueprint, number, context.group.id))
        latest = await self._services.store.exams.latest(context.person.id, context.group.id)
        if latest is not None and latest.results:
            see = Button(words("see-last"), encode(cards.REPORT, latest.id))
            rows.append(buttons(see))
        return say(words("title"), words("how"), *lines, await self._date(context, aim), rows=rows)

    async def _exam_words(self, context: GroupContext, blueprint: Blueprint, aim: Aim) -> str:
        ready = ready_words(await readiness_of(self._services, context, blueprint), aim.at)
        return " ".join(
            line for line in (f"{blueprint.exam}.", uncovered_words(blueprint), ready) if line
        )

    async def _date(self, context: GroupContext, aim: Aim) -> str:
        if aim.day is None:
            return words("no-date")
        return await plan_words(self._services, context, aim)

    async def _dated(self, context: GroupContext, typed: str) -> Card:
        """Sets or clears the member's own exam date."""
        exams, today = self._services.store.exams, self._services.today(context.group)
        if typed.casefold() in CLEAR:
            await exams.set_date(context.person.id, context.group.id, "")
            return say(words("date-cleared.title"), words("date-cleared.body"))
        try:
            day = calendar.parse_date(typed, today)
        except calendar.BadDates as bad:
            raise Refusal(say(words("date-unclear.title"), str(bad))) from bad
        if day < today:
            raise Refusal(say(words("date-past.title"), words("date-past.body")))
        await exams.set_date(context.person.id, context.group.id, day.isoformat())
        aim = await aim_of(self._services, context)
        ready = ready_words(await readiness_of(self._services, context), aim.at)
        return say(
            words("date-set.title", day=calendar.long_date_words(day, today)),
            await plan_words(self._services, context, aim),
            ready,
            words("date-set.reviews"),
            rows=(buttons(Button(words("about"), encode(cards.ABOUT, context.group.id))),),
            tone=Tone.GOOD,
        )

    async def _start(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 2)
        exam = await self._open(context)
        if exam is not None:
            return Update(await self._presses.go_on(context, exam))
        blueprints = blueprints_of(context.course)
        number = min(row_id(argument(interaction)), len(blueprints) - 1)
        full = argument(interaction, 1) == FULL_SIZE
        return Update(await self._begin(context, blueprints[number], full))

    async def _begin(self, context: GroupContext, blueprint: Blueprint, full: bool) -> Card:
        count = blueprint.questions if full else min(SHORT, blueprint.questions)
        new = await drawn_exam(self._services, context, blueprint, count)
        if new is None:
            raise Refusal(say(words("nothing.title"), words("nothing.body")))
        try:
            exam = await self._services.store.exams.start(new)
        except Conflict:
            found = await self._open(context)
            if found is None:
                raise
            exam = found
        return await self._presses.show(context, exam, 0, words("begun"))


def _start_row(blueprint: Blueprint, number: int, group_id: int) -> Row:
    short = min(SHORT, blueprint.questions)
    return buttons(
        Button(
            words("start-short", count=short, minutes=minutes_for(blueprint, short)),
            encode(cards.START, number, SHORT_SIZE, group_id),
            Style.PRIMARY,
        ),
        Button(
            words("start-full", count=blueprint.questions, minutes=blueprint.minutes),
            encode(cards.START, number, FULL_SIZE, group_id),
        ),
    )


__all__ = ["COMMAND", "Exam", "finish", "told"]
