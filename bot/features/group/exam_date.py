"""/study exam: the date of the exam that the group studies for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.features.cards import say
from bot.features.context import organizer_context
from bot.features.exam.exam import CLEAR
from bot.features.exam.words import words
from bot.features.group.notices import with_notices
from bot.features.services import Services
from bot.interactions.router import Refusal, Router
from bot.model import Card, Command, Interaction, OptionSpec, Outcome, Reply, Tone
from bot.study import calendar
from bot.study.group import Group

COMMAND = Command(
    ("study", "exam"),
    words("study-command"),
    (OptionSpec("date", words("study-date"), any_words=True),),
    for_organizers=True,
    hints=("exam date", "certification", "test date"),
)


class ExamDate:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)

    async def _command(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        typed = str(interaction.options.get("date", "")).strip()
        card = await self._dated(group, typed) if typed else self._shown(group)
        return Reply(await with_notices(self._services, group, card, interaction))

    def _shown(self, group: Group) -> Card:
        day = group.settings.exam_date
        if not day:
            return say(words("study.title", day="none"), words("study.none"))
        told = calendar.long_date_words(date.fromisoformat(day), self._services.today(group))
        return say(words("study.title", day=told), words("study.set"))

    async def _dated(self, group: Group, typed: str) -> Card:
        today = self._services.today(group)
        if typed.casefold() in CLEAR:
            await self._keep(group, "")
            return say(words("study.title", day="none"), words("study.cleared"))
        try:
            day = calendar.parse_date(typed, today)
        except calendar.BadDates as bad:
            raise Refusal(say(words("date-unclear.title"), str(bad))) from bad
        if day < today:
            raise Refusal(say(words("date-past.title"), words("date-past.body")))
        await self._keep(group, day.isoformat())
        told = calendar.long_date_words(day, today)
        return say(words("study.title", day=told), words("study.set"), tone=Tone.GOOD)

    async def _keep(self, group: Group, day: str) -> None:
        groups = self._services.store.groups
        await groups.change_settings(group.id, lambda s: replace(s, exam_date=day))
