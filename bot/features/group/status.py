"""/study status: how the group is set and whether all is well."""

from __future__ import annotations

from bot.core.router import Router, from_millis
from bot.features.cards import count
from bot.features.daily.phase import phase_of
from bot.features.group.ending import state_words
from bot.features.group.notices import with_notices
from bot.features.places import organised_place, schedule_line
from bot.features.plans import met
from bot.features.services import Services
from bot.model import Card, Command, Fields, Interaction, Outcome, Reply, Text, Tone, text
from bot.model.limits import clip
from bot.study import calendar
from storage.records import Group

COMMAND = Command(
    ("study", "status"),
    "How this group is set",
    for_organisers=True,
    hints=("state", "info", "group", "settings", "next"),
)


class Status:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._status)

    async def _status(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        course = self._services.course(group)
        store = self._services.store
        channels = await store.groups.channels(group.id)
        problems = [c.problem for c in channels if c.problem]
        organisers = ", ".join(p.name for p in await store.groups.organisers(group.id))
        plan = (
            f"{met(group, course)} of {count(len(course.plan), 'concept')}" if course else "missing"
        )
        fields: list[tuple[str, Text]] = [
            ("Course", text(f"{course.title if course else group.course}: {plan}")),
            ("Schedule", text(schedule_line(group))),
            ("State", text(state_words(group, await phase_of(self._services, group)))),
            ("Next", text(self._next(group))),
            ("Open question", text(await self._open(group))),
            ("Organisers", text(organisers or "nobody")),
            ("Channels", text(str(len(channels)))),
        ]
        free = sorted(await store.groups.free_dates(group.id))
        coming = [d for d in free if d >= self._services.today(group).isoformat()]
        if coming:
            fields.append(("Free days", text(", ".join(coming[:20]))))
        if problems:
            words = f"{problems[0]}. /study resume tries again once it is mended."
            fields.append(("Problem", text(words)))
        lost = await self._lost(group)
        if lost:
            fields.append(("Today's posts", text(" ".join(lost))))
        if stale := self._services.shelf.problem:
            fields.append(("Course files", text(stale)))
        tone = Tone.NOTICE if problems or lost or stale else Tone.NEUTRAL
        card = Card("This study group", (Fields(tuple(fields)),), tone=tone)
        return Reply(await with_notices(self._services, group, card))

    async def _lost(self, group: Group) -> list[str]:
        """Today's posts that were given up, each in a sentence."""
        today = self._services.today(group).isoformat()
        return [
            f"It is not certain that the {row.kind} went out, so it counts as posted; /today shows "
            "it to everybody."
            if row.error.startswith("unknown")
            else f"The {row.kind} was refused ({clip(row.error, 100)})."
            for row in await self._services.store.deliveries.of_day(group.id, today)
            if row.state == "failed"
        ]

    def _next(self, group: Group) -> str:
        if group.due_at is None:
            return "nothing is planned"
        return calendar.when_words(from_millis(group.due_at), group.schedule.zone)

    async def _open(self, group: Group) -> str:
        rounds = await self._services.store.rounds.open_dailies(group.id)
        if not rounds:
            return "none"
        tally = await self._services.store.rounds.tally(rounds[-1].id)
        return f"{count(tally.answered, 'answer')} so far"
