"""/study withdraw: a question that should not have been asked is taken back, with its points."""

from __future__ import annotations

from bot.features.arguments import argument, chosen_id
from bot.features.cancel import cancel_button
from bot.features.cards import buttons, say
from bot.features.context import organized_group, organizer_context
from bot.features.daily.planner import Planner
from bot.features.group.notices import with_notices
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Card,
    Command,
    Interaction,
    Option,
    Outcome,
    Reply,
    Select,
    Style,
    Tone,
    Update,
)
from bot.model.limits import OPTION_LABEL, clip
from bot.study.delivery import DeliveryKind, DeliveryState, NewDelivery
from bot.study.group import Group
from bot.study.planning.post_rows import post_key
from bot.study.round import Round, RoundKind, RoundState
from content.model import Course, Question

words = words_of(__file__)

WITHDRAW = Command(
    ("study", "withdraw"),
    words("command"),
    for_organizers=True,
    hints=("delete", "remove", "undo", "void", "take back", "cancel"),
)
TAKE_BACK, PICK = "withdraw", "withdraw-which"


class Withdrawing:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(WITHDRAW, self._withdraw)
        router.action(PICK, Ack.UPDATE, self._chosen)
        router.action(TAKE_BACK, Ack.UPDATE, self._take_back)

    async def _withdraw(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        rounds = await self._services.store.rounds.latest_dailies(group.id)
        found = [(posed, asked[1]) for posed in rounds if (asked := self._asked(group, posed))]
        if not found:
            raise Refusal(say(words("nothing.title"), words("nothing.body")))
        card = await self._sure(group, *found[0]) if len(found) == 1 else _which(group, found)
        return Reply(await with_notices(self._services, group, card, interaction))

    def _asked(self, group: Group, posed: Round) -> tuple[Course, Question] | None:
        return self._services.asked(group, posed)

    async def _sure(self, group: Group, posed: Round, question: Question) -> Card:
        tally = await self._services.store.rounds.tally(posed.id)
        take_back = encode(TAKE_BACK, posed.id, group.id)
        return say(
            words("sure.title"),
            question.stem,
            words("sure.body", answers=tally.answered),
            rows=(buttons(Button(words("sure.button"), take_back, Style.DANGER), cancel_button()),),
            tone=Tone.NOTICE,
        )

    async def _chosen(self, interaction: Interaction) -> Outcome:
        """One of a day's questions was picked: is it really meant?"""
        _, group = await organized_group(self._services, interaction, 0)
        posed = await self._services.store.rounds.get(chosen_id(interaction) or 0)
        asked = self._asked(group, posed) if posed else None
        if posed is None or asked is None or posed.group_id != group.id:
            raise Refusal(say(words("another-group.title"), words("another-group.body")))
        return Update(await self._sure(group, posed, asked[1]))

    async def _take_back(self, interaction: Interaction) -> Outcome:
        """Takes back the question on the card, whichever is the latest by now."""
        _, group = await organized_group(self._services, interaction, 1)
        posed = await self._services.store.rounds.get(row_id(argument(interaction)))
        if posed is None or posed.group_id != group.id or posed.kind != RoundKind.DAILY:
            raise Refusal(say(words("another-group.title"), words("another-group.body")))
        if posed.state == RoundState.VOID:
            raise Refusal(say(words("already.title"), words("already.body")))
        now = self._services.now()
        asked = await self._services.store.deliveries.of_round(posed.id, DeliveryKind.QUESTION)
        rows = [
            NewDelivery(
                channel=row.channel,
                kind=DeliveryKind.WITHDRAWN,
                local_date=posed.local_date,
                sequence=posed.id,
                due_at=now,
                key=post_key(
                    group.id, row.channel, DeliveryKind.WITHDRAWN, posed.local_date, posed.id
                ),
                round_id=posed.id,
                target=row.message,
            )
            for row in asked
            if row.message is not None or row.state == DeliveryState.SENDING
        ]
        taken = await self._services.store.rounds.void(posed.id, now, rows)
        replaced = await self._planner.withdrawn(group, posed)
        new = words("done.replaced") if replaced else ""
        return Update(say(words("done.title"), words("done.body", answers=taken), new))


def _which(group: Group, found: list[tuple[Round, Question]]) -> Card:
    """Several questions a day: which one?"""
    options = tuple(
        Option(clip(question.stem, OPTION_LABEL), str(posed.id)) for posed, question in found
    )
    select = Select(encode(PICK, group.id), words("which.pick"), options)
    return say(words("which.title"), words("which.body"), rows=(select,))
