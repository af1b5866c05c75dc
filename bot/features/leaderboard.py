"""/leaderboard: the top, your own place, and **Share**."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.features.arguments import argument
from bot.features.boards import (
    ALL,
    MONTH,
    WEEK,
    board_blocks,
    board_title,
    place_blocks,
    places_of,
    ranking_title,
    shared_board,
    subject,
    words,
)
from bot.features.cards import buttons, say
from bot.features.context import GroupContext, group_context, studied_group
from bot.features.services import Services
from bot.interactions.router import BadAction, Refusal, Router, encode, from_millis
from bot.model import (
    Ack,
    Block,
    Button,
    Card,
    ChannelRef,
    Choice,
    Command,
    Interaction,
    OptionKind,
    OptionSpec,
    Outcome,
    Paragraph,
    Reply,
    Style,
    Tone,
    Update,
    text,
)
from bot.study import calendar
from bot.study.delivery import DeliveryKind, DeliveryState, NewDelivery
from bot.study.group import GroupChannel, GroupState
from bot.study.leaderboard import Ranking

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
        OptionSpec(
            "ranking",
            words("option-ranking"),
            OptionKind.CHOICE,
            choices=(
                Choice(words("by-points"), Ranking.POINTS.value),
                Choice(words("by-improved"), Ranking.IMPROVED.value),
                Choice(words("by-reviews"), Ranking.REVIEWS.value),
            ),
            default=Ranking.POINTS.value,
        ),
    ),
    hints=(
        "scores",
        "ranking",
        "ranks",
        "rank",
        "top",
        "board",
        "leaders",
        "standings",
        "place",
        "lb",
    ),
)
SHOW, POST = "board", "share-board"
PERIODS = {
    WEEK: words("button-week"),
    MONTH: words("button-month"),
    ALL: words("button-all"),
}
RANKINGS = {
    Ranking.POINTS: words("button-points"),
    Ranking.IMPROVED: words("button-improved"),
    Ranking.REVIEWS: words("button-reviews"),
}
EMPTY = {
    Ranking.POINTS: words("empty"),
    Ranking.IMPROVED: words("empty-improved"),
    Ranking.REVIEWS: words("empty-reviews"),
}
APART = 60 * 60_000
"""Milliseconds between two leaderboards shared in one channel, whoever shares them."""
WITHIN = 10 * 60_000
"""Milliseconds after which a shared board is not posted any more."""
MINUTE = 60_000


class Leaderboard:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SHOW, Ack.UPDATE, self._show)
        router.action(POST, Ack.UPDATE, self._share)

    async def _command(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        choice = str(interaction.options.get("period", WEEK))
        ranking = Ranking(str(interaction.options.get("ranking", Ranking.POINTS.value)))
        return Reply(await self._card(context, choice, ranking, interaction.channel))

    async def _show(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 1)
        choice, ranking = argument(interaction), _ranking(interaction)
        return Update(await self._card(context, choice, ranking, interaction.channel))

    async def _card(
        self, context: GroupContext, choice: str, ranking: Ranking, where: ChannelRef
    ) -> Card:
        period = self._period(context, choice, ranking)
        title, blocks = await self._told(context, period, ranking)
        others = [
            Button(label, encode(SHOW, value, context.group.id, *_kept(ranking)))
            for value, label in PERIODS.items()
            if value != choice and not (value == ALL and ranking is Ranking.IMPROVED)
        ]
        here = (choice, context.group.id)
        rankings = [
            Button(label, encode(SHOW, *here, *_kept(one)))
            for one, label in RANKINGS.items()
            if one is not ranking
        ]
        if not blocks:
            return say(title, EMPTY[ranking], rows=(buttons(*others), buttons(*rankings)))
        if await self._here(context, where) is not None:
            share = encode(POST, choice, context.group.id, *_kept(ranking))
            others.insert(0, Button(words("button-share"), share, Style.PRIMARY))
        if choice == ALL and ranking is Ranking.IMPROVED:
            blocks = (Paragraph(text(words("by-month"))), *blocks)
        unseen = await self._unseen(context)
        return Card(title, (*blocks, *unseen), (buttons(*others), buttons(*rankings)))

    async def _told(
        self, context: GroupContext, period: str, ranking: Ranking
    ) -> tuple[str, tuple[Block, ...]]:
        """Title and lines; no lines where nobody is on it."""
        group, person = context.group, context.person.id
        if ranking is Ranking.POINTS:
            board = await self._services.store.boards.board(group.id, period, person)
            empty = not board.top and board.own is None
            return board_title(period, group), () if empty else board_blocks(board, person)
        places = await places_of(self._services, group, period, ranking, person)
        empty = not places.top and places.own is None
        blocks = () if empty else place_blocks(places, ranking, person)
        return ranking_title(period, ranking, group), blocks

    async def _unseen(self, context: GroupContext) -> list[Block]:
        """Says so to somebody whom nobody else sees."""
        known = await self._services.store.members.of(context.group.id, context.person.id)
        if known is not None and known.removed:
            return [Paragraph(text(words("removed")))]
        return [Paragraph(text(words("hidden")))] if context.person.hidden else []

    async def _here(self, context: GroupContext, where: ChannelRef) -> GroupChannel | None:
        """The group's channel that ``where`` is, or is a thread of."""
        for channel in await self._services.store.groups.channels(context.group.id):
            if (channel.channel.workspace, channel.channel.id) == (where.workspace, where.id):
                return channel
        return None

    async def _share(self, interaction: Interaction) -> Outcome:
        """Posts through the outbox, like everything that a channel sees."""
        context = await studied_group(self._services, interaction, 1)
        ranking = _ranking(interaction)
        period = self._period(context, argument(interaction), ranking)
        here = await self._here(context, interaction.channel)
        if here is None:
            raise Refusal(await self._elsewhere(context))
        await self._may_share(context, subject(period, ranking), here)
        now = self._services.now()
        today = self._services.today(context.group).isoformat()
        name = f"{here.channel.key}|{DeliveryKind.SHARE}|{now // MINUTE}"
        row = NewDelivery(
            channel=here.channel,
            kind=DeliveryKind.SHARE,
            local_date=today,
            sequence=now // MINUTE,
            due_at=now,
            key=hashlib.sha256(name.encode()).hexdigest()[:20],
            subject=subject(period, ranking),
            expires_at=now + WITHIN,
        )
        await self._services.store.deliveries.plan(context.group.id, [row])
        return Update(say(words("shared.title"), words("shared.body"), tone=Tone.GOOD))

    async def _may_share(self, context: GroupContext, kept: str, here: GroupChannel) -> None:
        """Raises ``Refusal`` where nothing would be posted, and says why."""
        if here.problem:
            why = words("blocked-share.body", problem=here.problem)
            raise Refusal(say(words("blocked-share.title"), why))
        if context.group.state == GroupState.PAUSED:
            raise Refusal(say(words("paused-share.title"), words("paused-share.body")))
        if await shared_board(self._services, context.group, kept) is None:
            raise Refusal(say(words("nothing-to-share.title"), words("nothing-to-share.body")))
        last = await self._last_shared(context, here.channel)
        if last is not None and self._services.now() - last < APART:
            local = calendar.when_words(from_millis(last + APART), context.group.schedule.zone)
            body = words("too-soon.body", clock=local.rpartition(", ")[2])
            raise Refusal(say(words("too-soon.title"), body))

    async def _last_shared(self, context: GroupContext, channel: ChannelRef) -> int | None:
        """When a board was last shared in the channel, or was about to be."""
        today = self._services.today(context.group)
        shared: list[int] = []
        for day in (today - timedelta(days=1), today):
            rows = await self._services.store.deliveries.of_day(context.group.id, day.isoformat())
            shared += [
                row.due_at
                for row in rows
                if row.kind == DeliveryKind.SHARE
                and row.channel == channel
                and row.state not in (DeliveryState.SKIPPED, DeliveryState.FAILED)
            ]
        return max(shared, default=None)

    async def _elsewhere(self, context: GroupContext) -> Card:
        channels = await self._services.store.groups.channels(context.group.id)
        shown = ", ".join(c.shown for c in channels if c.shown) or words("not-here.anywhere")
        return say(words("not-here.title"), words("not-here.body", channel=shown))

    def _period(self, context: GroupContext, choice: str, ranking: Ranking) -> str:
        """All time has nothing before it that an improvement could be told by."""
        week, month = calendar.periods(self._services.today(context.group))
        periods = {WEEK: week, MONTH: month, ALL: ALL}
        if choice not in periods:
            raise Refusal(say(words("no-period.title"), words("no-period.body")))
        return month if choice == ALL and ranking is Ranking.IMPROVED else periods[choice]


def _kept(ranking: Ranking) -> tuple[str, ...]:
    """What a button carries of the ranking: nothing for points, as buttons of old messages do."""
    return () if ranking is Ranking.POINTS else (ranking.value,)


def _ranking(interaction: Interaction) -> Ranking:
    """Raises ``BadAction`` for one that a made-up button names."""
    if len(interaction.args) < 3:
        return Ranking.POINTS
    try:
        return Ranking(interaction.args[2])
    except ValueError:
        raise BadAction(f"{interaction.route!r} ranks by nothing that there is") from None
