"""/study setup: one form, a preview, then the group exists. Nothing is posted before."""

from __future__ import annotations

from dataclasses import replace

from bot.core.router import Refusal, Router, encode, from_millis, row_id
from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.daily.agenda import MORNING
from bot.features.daily.planner import SINCE, Planner
from bot.features.group.opening import open_season
from bot.features.group.plan import (
    Proposal,
    course_field,
    first_day_before,
    read_schedule,
    schedule_fields,
    week_lines,
    zone_words,
)
from bot.features.group.troubles import cannot_post
from bot.features.places import person_of, schedule_line
from bot.features.services import Services
from bot.model import (
    Ack,
    Button,
    Card,
    Command,
    Form,
    Interaction,
    Invalid,
    OpenForm,
    Outcome,
    Rights,
    Strong,
    Style,
    Tone,
    Update,
    prefilled,
    text,
)
from bot.study import calendar
from content.model import Course
from storage.errors import Conflict
from storage.records import Group, Schedule

COMMAND = Command(
    ("study", "setup"),
    "Start a study group in this channel",
    ack=Ack.FORM,
    for_organisers=True,
    hints=(
        "start",
        "begin",
        "create",
        "new",
        "init",
        "install",
        "set up",
        "set-up",
        "configure",
        "join",
        "settings",
    ),
)
SUBMIT, START, CHANGE = "setup", "setup-start", "setup-change"
DEFAULT = Schedule("", (1, 2, 3, 4, 5), MORNING, (9 * 60,))

NOT_HERE = say(
    "Please do this in a channel", "Type /study setup in the channel where the group will study."
)
NO_COURSES = say("There is no course", "The person who runs the bot has to add one first.")
GONE = say("This is no longer here", "Please start again with /study setup.")
MANAGERS = say(
    "Setting up needs more rights",
    "Ask somebody who may manage this server to type /study setup. They can name you an "
    "organiser afterwards.",
)


class Setup:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)
        router.action(CHANGE, Ack.FORM, self._change)
        router.action(START, Ack.UPDATE, self._start)

    async def _command(self, interaction: Interaction) -> Outcome:
        await self._check_place(interaction)
        if interaction.rights is Rights.MEMBER:
            raise Refusal(MANAGERS)
        courses = self._services.shelf.all()
        if not courses:
            raise Refusal(NO_COURSES)
        return OpenForm(self._form(Proposal(min(courses), DEFAULT)))

    def _form(self, proposal: Proposal) -> Form:
        fields = schedule_fields(proposal.schedule)
        course = course_field(self._services.shelf.all(), proposal.course)
        return Form(encode(SUBMIT), "Set up the group", (course, *fields), "Preview")

    async def _submitted(self, interaction: Interaction) -> Outcome:
        await self._check_rights(interaction)
        await self._check_place(interaction)
        now = self._services.clock.now()
        schedule, errors = await read_schedule(interaction.values, now)
        chosen = interaction.values.get("course", ("",))
        course = self._services.shelf.all().get(chosen[0] if chosen else "")
        if course is None:
            errors["course"] = "Choose one of the courses."
        if schedule is None or course is None:
            empty = self._form(Proposal("", DEFAULT))
            return Invalid(prefilled(empty, dict(interaction.values)), errors)
        proposal = Proposal(course.slug, schedule)
        body = proposal.dump(interaction.member)
        draft = await self._services.store.drafts.put(body, self._services.now())
        return Update(self._preview(course, proposal, draft))

    def _preview(self, course: Course, proposal: Proposal, draft: int) -> Card:
        schedule, now = proposal.schedule, self._services.clock.now()
        local = calendar.local_date(now, schedule.zone)
        started = calendar.moment(schedule.zone, local, schedule.times[0]) <= now
        week = week_lines(schedule, frozenset(), first_day_before(local, started), course)
        group = Group(0, course.slug, schedule, "active", 0, None)
        return say(
            "Is this right?",
            text(Strong(course.title)),
            f"{schedule_line(group)}.",
            f"Times are in {zone_words(schedule.zone, now)}.",
            text(Strong("The first days")),
            week,
            rows=(
                buttons(
                    Button("Start", encode(START, draft), Style.PRIMARY),
                    Button("Change", encode(CHANGE, draft)),
                ),
            ),
        )

    async def _proposal(self, interaction: Interaction) -> Proposal:
        body = await self._services.store.drafts.get(row_id(argument(interaction)))
        proposal = None if body is None else Proposal.load(body, interaction.member)
        if proposal is None:
            raise Refusal(GONE)
        return proposal

    async def _change(self, interaction: Interaction) -> Outcome:
        return OpenForm(self._form(await self._proposal(interaction)))

    async def _start(self, interaction: Interaction) -> Outcome:
        await self._check_rights(interaction)
        await self._check_place(interaction)
        proposal = await self._proposal(interaction)
        course = self._services.shelf.all().get(proposal.course)
        if course is None:
            raise Refusal(NO_COURSES)
        channel = replace(interaction.channel, thread=None)
        found = await self._services.directory.prepare(channel)
        if found.problem:
            return Update(
                cannot_post(
                    found.problem, found.todo, again=encode(START, row_id(argument(interaction)))
                )
            )
        person = await person_of(self._services, interaction)
        now = self._services.now()
        try:
            group = await self._services.store.groups.create(
                channel=channel,
                organiser=person.id,
                course=course.slug,
                schedule=proposal.schedule,
                due_at=None,
                now=now,
            )
        except Conflict as error:
            raise Refusal(taken()) from error
        await self._services.store.groups.set_setting(group.id, SINCE, str(now))
        await open_season(self._services, group, course)
        due = await self._planner.next_due(group, self._services.clock.now())
        await self._services.store.groups.set_due(group.id, due)
        return Update(_done(group, due))

    async def _check_place(self, interaction: Interaction) -> None:
        if interaction.channel.direct:
            raise Refusal(NOT_HERE)
        if await self._services.store.groups.by_channel(interaction.channel) is not None:
            raise Refusal(taken())

    async def _check_rights(self, interaction: Interaction) -> None:
        """A platform with server permissions decides by them; elsewhere any full member may."""
        if interaction.rights is Rights.MANAGER:
            return
        if interaction.rights is Rights.MEMBER:
            raise Refusal(MANAGERS)
        member = await self._services.directory.member(interaction.member)
        if member is None or member.guest:
            raise Refusal(MANAGERS)


def _done(group: Group, due: int | None) -> Card:
    zone = group.schedule.zone
    when = calendar.when_words(from_millis(due), zone) if due else "not planned"
    return say(
        "The group is set up",
        f"First study day: {when}. You are the group's organiser.",
        "Members need nothing but the buttons. /study help shows what else there is.",
        tone=Tone.GOOD,
    )


def taken() -> Card:
    return say(
        "This channel has a study group already",
        "/study status shows how it is set, /study schedule changes it.",
    )
