"""/leaderboard: the top, your own place, and **Share**."""

from __future__ import annotations

import hashlib

from bot.core.router import Refusal, Router, encode
from bot.features.arguments import argument
from bot.features.boards import ALL, MONTH, WEEK, board_blocks, board_title, words
from bot.features.cards import buttons, say
from bot.features.daily.agenda import SHARE
from bot.features.places import Place, place_of
from bot.features.services import Services
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
    Style,
    Update,
)
from bot.study import calendar
from storage.records import NewDelivery

COMMAND = Command(
    ("leaderboard",),
    words("command"),
    (
        OptionSpec(
            "period",
            words("option-period"),
            OptionKind.CHOICE,
            choices=(
                Choice(words("this-week"), WEEK),
                Choice(words("this-month"), MONTH),
                Choice(words("all-time"), ALL),
            ),
            default=WEEK,
        ),
    ),
    hints=("scores", "ranking", "ranks", "rank", "top", "board", "leaders", "standings", "place"),
)
SHOW, POST = "board", "share-board"
ROOM = 60_000
"""Milliseconds in which a second press on Share posts nothing more."""


class Leaderboard:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SHOW, Ack.UPDATE, self._show)
        router.action(POST, Ack.UPDATE, self._share)

    async def _command(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        return Reply(await self._card(place, str(interaction.options.get("period", WEEK))))

    async def _show(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        return Update(await self._card(place, argument(interaction)))

    async def _card(self, place: Place, choice: str) -> Card:
        period = self._period(place, choice)
        board = await self._services.store.boards.board(place.group.id, period, place.person.id)
        title = board_title(period)
        others = [
            Button(label, encode(SHOW, value))
            for label, value in (
                (words("button-week"), WEEK),
                (words("button-month"), MONTH),
                (words("button-all"), ALL),
            )
            if value != choice
        ]
        if not board.top and board.own is None:
            return say(title, words("empty"), rows=(buttons(*others),))
        share = Button(words("button-share"), encode(POST, choice), Style.PRIMARY)
        return Card(title, board_blocks(board, place.person.id), (buttons(share, *others),))

    async def _share(self, interaction: Interaction) -> Outcome:
        """Posts through the outbox, like everything that a channel sees."""
        place = await place_of(self._services, interaction)
        period = self._period(place, argument(interaction))
        channels = await self._services.store.groups.channels(place.group.id)
        here = [c.channel for c in channels if c.channel.id == interaction.channel.id]
        targets = here or [c.channel for c in channels]
        now, today = self._services.now(), self._services.today(place.group).isoformat()
        shared = await self._services.store.deliveries.of_day(place.group.id, today)
        recent = {r.channel for r in shared if r.kind == SHARE and now - r.due_at < ROOM}
        rows = [
            NewDelivery(
                channel=channel,
                kind=SHARE,
                local_date=today,
                sequence=now // ROOM,
                due_at=now,
                key=hashlib.sha256(f"{channel.key}|{SHARE}|{now // ROOM}".encode()).hexdigest()[
                    :20
                ],
                subject=period,
                expires_at=now + 10 * ROOM,
            )
            for channel in targets
            if channel not in recent
        ]
        await self._services.store.deliveries.plan(place.group.id, rows)
        return Update(say("Shared", "The leaderboard goes to the channel now."))

    def _period(self, place: Place, choice: str) -> str:
        week, month = calendar.periods(self._services.today(place.group))
        periods = {WEEK: week, MONTH: month, ALL: ALL}
        if choice not in periods:
            raise Refusal(say(words("no-period.title"), words("no-period.body")))
        return periods[choice]
