"""/study pause, resume, post, skip and withdraw: the days as they go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.core.router import Refusal, Router, encode, from_millis, millis, row_id
from bot.features.arguments import argument
from bot.features.cards import buttons, count, say
from bot.features.daily.agenda import QUESTION, ROOM, Day, next_moment, study_day
from bot.features.daily.closing import Closer
from bot.features.daily.phase import phase_of
from bot.features.daily.planner import SINCE, Planner
from bot.features.daily.posts import WITHDRAWN
from bot.features.daily.rows import post_key
from bot.features.group.ending import more_review, pause_words, refuse_ended, review_words
from bot.features.group.notices import with_notices
from bot.features.group.troubles import cannot_post
from bot.features.places import NO_COURSE, organised_place
from bot.features.services import Services
from bot.model import (
    Ack,
    Button,
    Card,
    Command,
    Interaction,
    OptionSpec,
    Outcome,
    Prepared,
    Reply,
    Style,
    Tone,
    Update,
)
from bot.study import calendar
from storage.records import Group, NewDelivery, Schedule

PAUSE = Command(
    ("study", "pause"),
    "Stop posting; streaks are kept",
    (OptionSpec("until", "The day to start again, such as Dec 28, or “2 weeks”"),),
    for_organisers=True,
    hints=("stop", "end", "quit", "break", "hold", "halt", "off", "mute", "vacation", "holiday"),
)
RESUME = Command(
    ("study", "resume"),
    "Start posting again",
    for_organisers=True,
    hints=("continue", "unpause", "go on", "start", "on", "restart"),
)
POST = Command(
    ("study", "post"),
    "Post today's concept and question now",
    for_organisers=True,
    hints=("now", "send", "publish", "post now"),
)
SKIP = Command(
    ("study", "skip"),
    "Leave out the next study day",
    for_organisers=True,
    hints=("skip day", "leave out", "next"),
)
WITHDRAW = Command(
    ("study", "withdraw"),
    "Take back the latest question and its points",
    for_organisers=True,
    hints=("delete", "remove", "undo", "void", "take back", "cancel"),
)
TAKE_BACK = "withdraw"

NO_DAYS = say("No study day in sight", "Every day is free. /study schedule changes that.")


class Running:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)
        self._closer = Closer(services)

    def register(self, router: Router) -> None:
        router.command(PAUSE, self._pause)
        router.command(RESUME, self._resume)
        router.command(POST, self._post)
        router.command(SKIP, self._skip)
        router.command(WITHDRAW, self._withdraw)
        router.action(TAKE_BACK, Ack.UPDATE, self._take_back)

    async def _pause(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        refuse_ended(group)
        phase = await phase_of(self._services, group)
        until = _until(interaction, self._services.today(group))
        store = self._services.store.groups
        await store.set_state(group.id, "paused", paused_until=until, due_at=group.due_at)
        await self._planner.look_again(group.id)
        card = say(
            "Paused",
            break_words(until, group.schedule, phase.off),
            "Streaks are safe, /quiz still works, and an open question closes on time.",
            pause_words(phase),
        )
        return Reply(await with_notices(self._services, group, card))

    async def _resume(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        store = self._services.store.groups
        problems: list[Prepared] = []
        for channel in await store.channels(group.id):
            found = await self._services.directory.prepare(channel.channel)
            if not found.unsure:
                await store.set_problem(channel.channel, found.problem)
            problems += [found] if found.problem else []
        if problems:
            words = "Nothing is posted until that is mended; then type /study resume again."
            raise Refusal(cannot_post(problems[0].problem, f"{problems[0].todo} {words}".strip()))
        if group.state != "active":
            await more_review(self._services, group)
            await store.set_setting(group.id, SINCE, str(self._services.now()))
            await store.set_state(group.id, "active", paused_until=None, due_at=group.due_at)
        due = await self._planner.look_again(group.id)
        phase = await phase_of(self._services, await store.get(group.id) or group)
        words = f"There are {review_words(phase)}." if phase.until else ""
        card = say("Going on", f"Next: {_when(group, due)}.", words, tone=Tone.GOOD)
        return Reply(await with_notices(self._services, group, card))

    async def _post(self, interaction: Interaction) -> Outcome:
        """Today's posts now, on a free day as well; the planned ones then do not come again."""
        _, group = await organised_place(self._services, interaction)
        course = self._services.course(group)
        if course is None:
            raise Refusal(NO_COURSE)
        refuse_ended(group)
        now = self._services.clock.now()
        today = self._services.today(group)
        off = (await phase_of(self._services, group)).off
        if await self._asked(group, today):
            raise Refusal(say("Today's question is posted already", "/today shows it."))
        for posed in await self._services.store.rounds.open_dailies(group.id):
            await self._closer.close(group, posed, millis(now))
        try:
            planned = study_day(group.schedule, today, off)
        except calendar.NoStudyDay as error:
            raise Refusal(NO_DAYS) from error
        closes = planned.closes_at
        if closes < now + ROOM:
            night = planned.ends_at - timedelta(milliseconds=1)
            following = next_moment(group.schedule, off, night, now)
            closes = following or now + timedelta(days=1)
        concept_at = now if planned.concept_at else None
        day = Day(today, concept_at, now, closes, planned.ends_at)
        opened = await self._planner.open_day(group, course, day)
        await self._planner.look_again(group.id)
        if opened is None:
            return Reply(say("Posted", "The concept goes out now; there is no question yet."))
        if opened.state == "void":
            words = "There is one question a day. The next one comes on the next study day."
            raise Refusal(say("Today's question was withdrawn", words))
        return Reply(say("Posted", "It goes to the channel now.", tone=Tone.GOOD))

    async def _asked(self, group: Group, day: date) -> bool:
        """Whether ``day`` has had its question, and it was not withdrawn."""
        for row in await self._services.store.deliveries.of_day(group.id, day.isoformat()):
            if row.kind == QUESTION and row.round_id is not None:
                posed = await self._services.store.rounds.get(row.round_id)
                if posed is not None and posed.state != "void":
                    return True
        return False

    async def _skip(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        refuse_ended(group)
        store = self._services.store.groups
        off = (await phase_of(self._services, group)).off
        now = await self._from_when(group)
        due = next_moment(group.schedule, off, now, now)
        if due is None:
            raise Refusal(NO_DAYS)
        day = calendar.local_date(due, group.schedule.zone)
        off |= {day.isoformat()}
        await store.set_free_dates(group.id, await store.free_dates(group.id) | {day.isoformat()})
        for posed in await self._services.store.rounds.open_dailies(group.id):
            if posed.closes_at is not None and posed.closes_at >= millis(due):
                later = next_moment(group.schedule, off, now, now) or due
                await self._services.store.rounds.set_closes(posed.id, millis(later))
        following = await self._planner.look_again(group.id)
        card = say(
            "Skipped",
            f"{calendar.date_words(day)} has no posts. No concept is lost: the plan waits.",
            f"Next: {_when(group, following)}.",
        )
        return Reply(await with_notices(self._services, group, card))

    async def _from_when(self, group: Group) -> datetime:
        """Now, the end of a pause, or of today where today's question is posted already."""
        if group.state == "paused" and group.paused_until:
            day = date.fromisoformat(group.paused_until)
            wakes = calendar.moment(group.schedule.zone, day, 0) - timedelta(milliseconds=1)
            return max(wakes, self._services.clock.now())
        today = self._services.today(group)
        if not await self._asked(group, today):
            return self._services.clock.now()
        return calendar.moment(group.schedule.zone, today + timedelta(days=1), 0)

    async def _withdraw(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        posed = await self._services.store.rounds.latest_daily(group.id)
        asked = self._services.asked(group, posed) if posed else None
        if posed is None or asked is None:
            raise Refusal(say("There is no question to withdraw", "None has been posted yet."))
        tally = await self._services.store.rounds.tally(posed.id)
        card = say(
            "Withdraw this question?",
            asked[1].stem,
            f"{count(tally.answered, 'answer')} so far. The points for it are taken back "
            "and nobody's streak breaks. This cannot be undone.",
            rows=(buttons(Button("Withdraw", encode(TAKE_BACK, posed.id), Style.DANGER)),),
            tone=Tone.NOTICE,
        )
        return Reply(await with_notices(self._services, group, card))

    async def _take_back(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        posed = await self._services.store.rounds.get(row_id(argument(interaction)))
        if posed is None or posed.group_id != group.id or posed.kind != "daily":
            raise Refusal(say("That is not a question of this group", "Use /study withdraw here."))
        if posed.state == "void":
            raise Refusal(say("It is withdrawn already", "The message in the channel says so."))
        now = self._services.now()
        asked = await self._services.store.deliveries.of_round(posed.id, "question")
        rows = [
            NewDelivery(
                channel=row.channel,
                kind=WITHDRAWN,
                local_date=posed.local_date,
                sequence=posed.id,
                due_at=now,
                key=post_key(group, row.channel, WITHDRAWN, posed.local_date, posed.id),
                round_id=posed.id,
                target=row.message,
            )
            for row in asked
            if row.message is not None or row.state == "sending"
        ]
        taken = await self._services.store.rounds.void(posed.id, now, rows)
        await self._planner.look_again(group.id)
        return Update(_withdrawn(taken))


def _withdrawn(taken: int) -> Card:
    words = (
        f"{count(taken, 'answer')} lost its points"
        if taken == 1
        else (f"{count(taken, 'answer')} lost their points" if taken else "Nobody had answered")
    )
    return say("Withdrawn", f"{words}. The message in the channel says so.")


def _until(interaction: Interaction, today: date) -> str | None:
    """ISO date of the first day on which is posted again; None for a pause without an end."""
    words = str(interaction.options.get("until", "")).strip()
    if not words:
        return None
    try:
        day = calendar.parse_break(words, today)
    except calendar.BadDates as bad:
        week = calendar.short_date_words(today + timedelta(days=7))
        hint = f"For example: /study pause until {week}, or /study pause 2 weeks."
        raise Refusal(say("Until which day?", str(bad), hint)) from bad
    return day.isoformat() if day else None


def break_words(until: str | None, schedule: Schedule, off: frozenset[str]) -> str:
    """What a pause means: its last day, and the first day that has posts again."""
    if until is None:
        return "Nothing new is posted until you type /study resume."
    last = date.fromisoformat(until) - timedelta(days=1)
    paused = f"Paused through {calendar.long_date_words(last)}"
    try:
        first = calendar.next_study_day(last, schedule.days, off)
    except calendar.NoStudyDay:
        return f"{paused}."
    return f"{paused}; the next post is {calendar.long_date_words(first)}."


def _when(group: Group, due: int | None) -> str:
    return calendar.when_words(from_millis(due), group.schedule.zone) if due else "not planned"
