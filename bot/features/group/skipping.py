"""/study skip: the next study day is left out. The card names the day, and the press means it."""

from __future__ import annotations

from datetime import date

from bot.features.arguments import argument
from bot.features.cancel import cancel_button
from bot.features.cards import buttons, say
from bot.features.context import organized_group, organizer_context
from bot.features.daily.planner import Planner
from bot.features.daily.upcoming import next_post, next_words
from bot.features.daily.views import group_phase
from bot.features.group.ending import refuse_ended
from bot.features.group.notices import with_notices
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import BadAction, Refusal, Router, encode, millis, row_id
from bot.model import Ack, Button, Card, Command, Interaction, Outcome, Reply, Style, Update
from bot.study import calendar
from bot.study.group import Group, GroupState
from bot.study.study_day import next_moment

words = words_of(__file__)

SKIP = Command(
    ("study", "skip"),
    words("command"),
    for_organizers=True,
    hints=("skip day", "leave out", "next", "day off", "free day"),
)
SKIP_DAY = "skip-day"


class Skipping:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(SKIP, self._skip)
        router.action(SKIP_DAY, Ack.UPDATE, self._skip_day)

    async def _skip(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        refuse_ended(group)
        day = await self._next_day(group)
        press = encode(SKIP_DAY, day.toordinal(), group.id)
        card = say(
            words("sure.title", day=calendar.date_words(day)),
            words("sure.body"),
            rows=(buttons(Button(words("sure.button"), press, Style.DANGER), cancel_button()),),
        )
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _next_day(self, group: Group) -> date:
        due = await next_post(self._services, group)
        if due is not None:
            return calendar.local_date(due, group.schedule.zone)
        if group.state == GroupState.PAUSED:
            raise Refusal(say(words("nothing.title"), words("nothing.body")))
        raise Refusal(say(words("no-days.title"), words("no-days.body")))

    async def _skip_day(self, interaction: Interaction) -> Outcome:
        """Leaves out the day on the card; pressed again it changes nothing more."""
        _, group = await organized_group(self._services, interaction, 1)
        refuse_ended(group)
        day = _day(argument(interaction))
        free = await self._services.store.groups.free_dates(group.id)
        if day.isoformat() in free:
            return Update(await self._skipped(group, day))
        if day != await self._next_day(group):
            raise Refusal(
                say(words("overtaken.title", day=calendar.date_words(day)), words("overtaken.body"))
            )
        await self._leave_out(group, day, free)
        return Update(await self._skipped(group, day))

    async def _leave_out(self, group: Group, day: date, free: frozenset[str]) -> None:
        store = self._services.store
        due = await next_post(self._services, group)
        off = (await group_phase(self._services, group)).off | {day.isoformat()}
        await store.groups.set_free_dates(group.id, free | {day.isoformat()})
        for posed in await store.rounds.open_dailies(group.id):
            if due is not None and posed.closes_at is not None and posed.closes_at >= millis(due):
                later = next_moment(group.schedule, off, due, due) or due
                await store.rounds.set_closes(posed.id, millis(later))
        await self._planner.look_again(group.id)

    async def _skipped(self, group: Group, day: date) -> Card:
        return say(
            words("done.title"),
            words("done.body", day=calendar.date_words(day)),
            words("done.next", when=await next_words(self._services, group)),
        )


def _day(argument: str) -> date:
    """Raises ``BadAction`` for what no card of ours carries."""
    try:
        return date.fromordinal(row_id(argument))
    except (ValueError, OverflowError) as error:
        raise BadAction("no day") from error
