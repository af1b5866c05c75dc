"""/study setup: one form, a preview, then the group exists. Nothing is posted before."""

from __future__ import annotations

from dataclasses import replace

from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.context import person_of, schedule_words
from bot.features.daily.planner import Planner
from bot.features.daily.upcoming import next_words
from bot.features.group.channel_trouble import cannot_post
from bot.features.group.courses import course_field, offered, read_course
from bot.features.group.schedule_form import (
    Proposal,
    first_day_before,
    read_schedule,
    schedule_fields,
    week_lines,
    zone_words,
)
from bot.features.group.season_opening import open_season
from bot.features.group.zone_menu import which_zone
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, row_id
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
    Prepared,
    Rights,
    Strong,
    Style,
    Tone,
    Update,
    Venue,
    prefilled,
    text,
)
from bot.study import calendar
from bot.study.calendar import Doubt
from bot.study.group import Group, Rhythm, Schedule
from content.model import Course
from storage.errors import Conflict

words = words_of(__file__)

COMMAND = Command(
    ("study", "setup"),
    words("command"),
    ack=Ack.FORM,
    for_organizers=True,
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
SUBMIT, LOOK, START, CHANGE = "setup", "setup-look", "setup-start", "setup-change"
DEFAULT = Schedule("", (1, 2, 3, 4, 5), Rhythm.MORNING, (9 * 60,))

NOT_HERE = say(words("not-here.title"), words("not-here.body"))
CONVERSATION = say(words("conversation.title"), words("conversation.body"))
NO_COURSES = say(words("no-courses.title"), words("no-courses.body"))
GONE = say(words("gone.title"), words("gone.body"))
MANAGERS = say(words("managers.title"), words("managers.body"))


class Setup:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)
        router.action(LOOK, Ack.UPDATE, self._look)
        router.action(CHANGE, Ack.FORM, self._change)
        router.action(START, Ack.UPDATE, self._start)

    async def _command(self, interaction: Interaction) -> Outcome:
        await self._check_place(interaction)
        if interaction.rights is Rights.MEMBER:
            raise Refusal(MANAGERS)
        if interaction.venue is Venue.POST:
            # Nobody should fill in a form for a place that takes no posts.
            found = await self._services.directory.inspect(interaction.channel)
            if found.problem and not found.unsure:
                raise Refusal(cannot_post(found.problem, found.todo))
        courses = offered(self._services)
        if not courses:
            raise Refusal(NO_COURSES)
        return OpenForm(self._form(Proposal(min(courses), DEFAULT)))

    def _form(self, proposal: Proposal) -> Form:
        fields = schedule_fields(proposal.schedule)
        course = course_field(offered(self._services), proposal.course)
        return Form(encode(SUBMIT), words("form"), (course, *fields), words("submit"))

    async def _submitted(self, interaction: Interaction) -> Outcome:
        await self._check_rights(interaction)
        await self._check_place(interaction)
        now = self._services.clock.now()
        schedule, errors = await read_schedule(interaction.values, now)
        course = read_course(offered(self._services), interaction.values)
        if isinstance(course, str):
            errors["course"] = course
        if not isinstance(schedule, Schedule) or isinstance(course, str):
            form = prefilled(self._form(Proposal("", DEFAULT)), dict(interaction.values))
            if isinstance(schedule, Doubt) and not isinstance(course, str):
                return Update(await which_zone(self._services, interaction, form, schedule))
            return Invalid(form, errors)
        proposal = Proposal(course.slug, schedule, interaction.channel.key)
        body = proposal.dump(interaction.member)
        draft = await self._services.store.drafts.put(body, self._services.now())
        return Update(await self._preview(interaction, course, proposal, draft))

    async def _look(self, interaction: Interaction) -> Outcome:
        """The preview again, once what stood in the way is fixed."""
        await self._check_rights(interaction)
        await self._check_place(interaction)
        proposal = await self._proposal(interaction)
        course = offered(self._services).get(proposal.course)
        if course is None:
            raise Refusal(NO_COURSES)
        draft = row_id(argument(interaction))
        return Update(await self._preview(interaction, course, proposal, draft))

    async def _preview(
        self, interaction: Interaction, course: Course, proposal: Proposal, draft: int
    ) -> Card:
        found = await self._services.directory.inspect(interaction.channel)
        if found.problem and not found.unsure:
            return cannot_post(found.problem, found.todo, again=encode(LOOK, draft))
        schedule, now = proposal.schedule, self._services.clock.now()
        local = calendar.local_date(now, schedule.zone)
        started = calendar.moment(schedule.zone, local, schedule.times[0]) <= now
        week = week_lines(schedule, frozenset(), first_day_before(local, started), course)
        return say(
            words("preview.title"),
            text(Strong(course.title)),
            words("preview.schedule", schedule=schedule_words(schedule)),
            words("preview.zone", zone=zone_words(schedule.zone, now)),
            *_place_lines(found),
            text(Strong(words("preview.first-days"))),
            week,
            rows=(
                buttons(
                    Button(words("preview.start"), encode(START, draft), Style.PRIMARY),
                    Button(words("preview.change"), encode(CHANGE, draft)),
                ),
            ),
        )

    async def _proposal(self, interaction: Interaction) -> Proposal:
        body = await self._services.store.drafts.get(row_id(argument(interaction)))
        where = interaction.channel
        proposal = None if body is None else Proposal.load(body, interaction.member, where)
        if proposal is None:
            raise Refusal(GONE)
        return proposal

    async def _change(self, interaction: Interaction) -> Outcome:
        return OpenForm(self._form(await self._proposal(interaction)))

    async def _start(self, interaction: Interaction) -> Outcome:
        await self._check_rights(interaction)
        draft = row_id(argument(interaction))
        twice = await self._services.store.groups.by_channel(interaction.channel)
        if twice is not None and twice.settings.set_up_by == draft:
            return Update(await self._done(twice))
        await self._check_place(interaction)
        proposal = await self._proposal(interaction)
        course = offered(self._services).get(proposal.course)
        if course is None:
            raise Refusal(NO_COURSES)
        found = await self._services.directory.prepare(interaction.channel)
        if found.problem:
            return Update(cannot_post(found.problem, found.todo, again=encode(START, draft)))
        person = await person_of(self._services, interaction)
        now, groups = self._services.now(), self._services.store.groups
        try:
            group = await groups.create(
                channel=found.channel,
                organizer=person.id,
                course=course.slug,
                schedule=proposal.schedule,
                due_at=None,
                now=now,
                private=found.private,
                shown=found.shows_as,
            )
        except Conflict as error:
            raise Refusal(taken()) from error
        await groups.change_settings(group.id, lambda s: replace(s, since=now, set_up_by=draft))
        await self._services.store.members.join(group.id, person.id, now)
        await open_season(self._services, group, course)
        group = await groups.get(group.id) or group
        due = await self._planner.next_due(group)
        await groups.set_due(group.id, due)
        return Update(await self._done(group))

    async def _done(self, group: Group) -> Card:
        when = await next_words(self._services, group)
        return say(
            words("done.title"), words("done.first", when=when), words("done.body"), tone=Tone.GOOD
        )

    async def _check_place(self, interaction: Interaction) -> None:
        refuse_conversation(interaction)
        if await self._services.store.groups.by_channel(interaction.channel) is not None:
            raise Refusal(taken())

    async def _check_rights(self, interaction: Interaction) -> None:
        """A platform with server permissions decides by them; elsewhere any full member may."""
        if interaction.rights is Rights.MANAGER:
            return
        if interaction.rights is Rights.MEMBER:
            raise Refusal(MANAGERS)
        member = await self._services.directory.member(
            interaction.member, interaction.channel.workspace
        )
        if member is None or member.guest:
            raise Refusal(MANAGERS)


def refuse_conversation(interaction: Interaction) -> None:
    """Raises ``Refusal`` where people talk in private, which is no channel."""
    if interaction.venue is Venue.GROUP_DIRECT:
        raise Refusal(CONVERSATION)
    if interaction.venue is Venue.DIRECT or interaction.channel.direct:
        raise Refusal(NOT_HERE)


def _place_lines(found: Prepared) -> tuple[str, ...]:
    """Where it would post, and what an organizer should know of that place."""
    if found.unsure:
        return ()
    private = words("preview.private", channel=found.shows_as) if found.private else ""
    return (words("preview.place", channel=found.shows_as), found.note, private)


def taken() -> Card:
    return say(words("taken.title"), words("taken.body"))
