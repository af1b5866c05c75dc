"""/study organizers: who runs the group. Anybody who takes part can be made an organizer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.arguments import argument, chosen_id
from bot.features.cards import say
from bot.features.context import organized_group, organizer_context
from bot.features.group.notices import with_notices
from bot.features.names import name_options, shown_name
from bot.features.pages import page_number, paged
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import BadAction, Refusal, Router, encode
from bot.model import (
    Ack,
    Card,
    Command,
    Interaction,
    Option,
    OptionSpec,
    Outcome,
    Reply,
    Row,
    Update,
)
from bot.runtime.clock import from_millis
from bot.study import calendar
from bot.study.group import Group
from storage.membership import Membership

words = words_of(__file__)

FIND = OptionSpec("name", words("find"))
ORGANIZERS = Command(
    ("study", "organizers"),
    words("organizers-command"),
    (FIND,),
    for_organizers=True,
    aliases=("organisers", "organizer", "organiser"),
    hints=("admin", "admins", "owner", "owners", "moderators", "who"),
)
ADD, REMOVE, PAGE = "organiser-add", "organiser-remove", "organiser-page"
NONE = "-"
"""The argument that stands for no words to find."""


class Organising:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(ORGANIZERS, self._organizers)
        router.action(ADD, Ack.UPDATE, self._add)
        router.action(REMOVE, Ack.UPDATE, self._remove)
        router.action(PAGE, Ack.UPDATE, self._page)

    async def _organizers(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        card = await self._list(group, typed_name(interaction))
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _page(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        find, menu = found_words(argument(interaction, 1)), argument(interaction, 2)
        page = page_number(interaction, 3)
        add, remove = (page, 0) if menu == "a" else (0, page)
        return Update(await self._list(group, find, add, remove))

    async def _list(self, group: Group, find: str = "", add: int = 0, remove: int = 0) -> Card:
        roll = await self._services.store.members.roll(group.id)
        run, rest = [m for m in roll if m.organizer], [m for m in roll if not m.organizer]
        here = [m for m in matching(rest, find) if not m.away and not m.removed]
        mark = coded_words(find)
        rows: list[Row] = [
            *paged(
                encode(ADD, group.id),
                words("add"),
                member_options(here, group),
                add,
                encode(PAGE, group.id, mark, "a"),
            )
        ]
        if len(run) > 1:
            rows += paged(
                encode(REMOVE, group.id),
                words("remove"),
                member_options(run, group),
                remove,
                encode(PAGE, group.id, mark, "r"),
            )
        return say(
            words("organizers"),
            ", ".join(shown_name(m.name) for m in run[:50]) or words("nobody"),
            words("none-found", name=find) if find and not here else "",
            words("add-hint"),
            rows=rows,
        )

    async def _add(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        known = await self._services.store.members.of(group.id, chosen_person(interaction))
        if known is None:
            raise Refusal(say(words("not-in-group.title"), words("not-in-group.body")))
        for account in await self._services.store.people.members(known.person_id):
            member = await self._services.directory.member(account)
            if member is not None and member.outside:
                raise Refusal(say(words("outsider.title"), words("outsider.body")))
        await self._services.store.groups.add_organizer(group.id, known.person_id)
        return Update(await self._list(group))

    async def _remove(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        known = await self._services.store.members.of(group.id, chosen_person(interaction))
        if known is None or not known.organizer:
            name = shown_name(known.name if known else "")
            title = words("no-organizer.title", name=name)
            raise Refusal(say(title, words("no-organizer.body")))
        if not await self._services.store.groups.remove_organizer(group.id, known.person_id):
            raise Refusal(say(words("last-one.title"), words("last-one.body")))
        return Update(await self._list(group))


def typed_name(interaction: Interaction) -> str:
    return " ".join(str(interaction.options.get("name", "")).split())[:40]


def matching(roll: Sequence[Membership], find: str) -> list[Membership]:
    plain = find.casefold()
    return [member for member in roll if plain in shown_name(member.name).casefold()]


def member_options(roll: Sequence[Membership], group: Group) -> tuple[Option, ...]:
    return name_options([(m.person_id, m.name, joined_words(m, group)) for m in roll])


def joined_words(member: Membership, group: Group) -> str:
    """What tells two members of one name apart."""
    account = member.account.rpartition(":")[2][-6:]
    if not member.since:
        return words("never-here", account=account)
    day = calendar.local_date(from_millis(member.since), group.schedule.zone)
    return words("joined", day=calendar.short_date_words(day), account=account)


def coded_words(find: str) -> str:
    """Typed words as a button can carry them."""
    return find.encode()[:32].hex() or NONE


def found_words(mark: str) -> str:
    """Raises ``BadAction`` for a mark that ``coded_words`` never made."""
    if mark == NONE:
        return ""
    try:
        return bytes.fromhex(mark).decode(errors="ignore")
    except ValueError:
        raise BadAction("no words to find") from None


def chosen_person(interaction: Interaction) -> int:
    chosen = chosen_id(interaction)
    if chosen is None:
        raise Refusal(say(words("nothing-chosen.title"), words("nothing-chosen.body")))
    return chosen
