"""Drives the real Slack adapter, slack-bolt and slack_sdk through the local Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

from bot.adapters.base import AdapterState, InteractionHandler, Rejected
from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.limits import Limits
from bot.adapters.slack.replies import WAITING
from bot.model import Ack, ChannelRef, Command, Interaction, MemberRef, Outcome, WorkspaceRef
from tests.contract.driver import Result, SeenForm, SeenMessage, WatchedSink
from tests.contract.haste import Haste
from tests.servers.slack import screen
from tests.servers.slack.reading import words_of
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import (
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER,
    TEAM,
    Act,
    Json,
    Message,
    View,
)

CHANNEL = "C0GENERAL"
ANA = "U0000ANA"
BEN = "U0000BEN"
ANSWER_WITHIN = 10.0

D = TypeVar("D", bound="SlackDriver")


class DictMemory:
    """The adapter's memory, which outlives the adapter."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.claimed: set[str] = set()

    async def get(self, key: str) -> str | None:
        return self.values.get(key)

    async def put(self, key: str, value: str) -> None:
        self.values[key] = value

    async def claim_once(self, key: str) -> bool:
        if key in self.claimed:
            return False
        self.claimed.add(key)
        return True


class WatchedAdapter(SlackAdapter):
    """Tells when an interaction has got its answer, so that nobody has to guess."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finished: dict[str, asyncio.Event] = {}
        self.refused: set[str] = set()

    def answered(self, interaction_id: str) -> asyncio.Event:
        return self.finished.setdefault(interaction_id, asyncio.Event())

    async def respond(self, interaction: Interaction, outcome: Outcome, ack: Ack) -> None:
        try:
            await super().respond(interaction, outcome, ack)
        except Rejected:
            # The dispatcher answers a refused answer with an apology, once.
            if interaction.id in self.refused:
                self.answered(interaction.id).set()
            self.refused.add(interaction.id)
            raise
        except BaseException:
            self.answered(interaction.id).set()
            raise
        self.answered(interaction.id).set()

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        await super().start(commands, WatchedSink(handler, lambda id: self.answered(id).set()))


class SlackDriver:
    """See ``tests.contract.driver.Driver``."""

    name = "slack"

    def __init__(
        self,
        server: SlackServer,
        commands: Sequence[Command] = (),
        handler: InteractionHandler | None = None,
    ) -> None:
        """Without ``handler`` somebody else starts the adapters that ``make_adapter`` makes."""
        self.server = server
        self.state = DictMemory()
        self.haste = Haste()
        self._commands = commands
        self._handler = handler
        self.adapter: WatchedAdapter = self.make_adapter()
        self.channel = ChannelRef(WorkspaceRef("slack", TEAM), CHANNEL)
        self.ana = MemberRef("slack", f"{TEAM}-{ANA}")
        self.ben = MemberRef("slack", f"{TEAM}-{BEN}")

    def make_adapter(self, state: AdapterState | None = None) -> WatchedAdapter:
        """One more real adapter on this server."""
        return WatchedAdapter(
            BOT_TOKEN,
            APP_TOKEN,
            state=state or self.state,
            api_url=self.server.api_url,
            picture_pauses=(0.0,) * 4,
            limits=Limits(clock=self.haste.clock, sleep=self.haste.sleep),
            home_gap=0.0,
        )

    async def start(self) -> None:
        assert self._handler is not None
        await self.adapter.start(self._commands, self._handler)

    def has_suggestions(self) -> bool:
        return False

    # acts

    async def command(
        self, who: MemberRef, line: str, *, where: ChannelRef | None = None
    ) -> Result:
        place = where or self.channel
        if place.thread:
            raise AssertionError("Slack takes no slash commands in threads")
        name, _, text = line.partition(" ")
        act = self.server.acts.slash(_user(who), place.id, name, _typed(text))
        return await self._run(act)

    async def suggest(self, who: MemberRef, line: str, option: str) -> Result:
        raise AssertionError("Slack suggests nothing while a command is typed")

    async def press(self, who: MemberRef, message: SeenMessage, label: str) -> Result:
        control = next(c for c in message.controls if c.label == label and c.kind != "select")
        if control.disabled:
            raise AssertionError(f"{label} cannot be pressed")
        return await self._press(who, message, {"type": "button", "action_id": control.action})

    async def choose(self, who: MemberRef, message: SeenMessage, *labels: str) -> Result:
        control = next(c for c in message.controls if c.kind == "select")
        by_label = dict(control.options)
        options = [
            {"text": {"type": "plain_text", "text": w}, "value": by_label[w]} for w in labels
        ]
        if screen.many(message, control.action):
            action: Json = {"type": "multi_static_select", "selected_options": options}
        else:
            action = {"type": "static_select", "selected_option": options[0]}
        return await self._press(who, message, {"action_id": control.action, **action})

    async def press_action(self, who: MemberRef, message: SeenMessage, action: str) -> Result:
        return await self._press(who, message, {"type": "button", "action_id": action})

    async def open_home(self, who: MemberRef, tab: str = "home") -> SeenMessage:
        """``who`` looks at the app's Home tab, and what is on it once the bot has published it."""
        seen = self.published
        act = self.server.acts.open_home(_user(who), tab)
        await self.server.acked(await self.server.deliver(act))
        assert act.acked_after is not None
        if tab == "home":
            await self.server.wait_for(lambda: self.published > seen)
        return self.home(who)

    @property
    def published(self) -> int:
        """How often a Home tab was published, or tried to be."""
        return self.server.state.tried["views.publish"]

    def home(self, who: MemberRef) -> SeenMessage:
        """What is on ``who``'s Home tab."""
        shown = self.server.state.homes.get(_user(who))
        return SeenMessage("", "") if shown is None else self._seen_view(shown)

    async def press_at_home(self, who: MemberRef, label: str) -> Result:
        """Presses a button on the Home tab; returns once the page is up to date again."""
        seen = self.published
        result = await self.press(who, self.home(who), label)
        await self.server.wait_for(lambda: self.published > seen)
        return result

    async def _press(self, who: MemberRef, message: SeenMessage, action: Json) -> Result:
        if isinstance(message.raw, View):
            act = self.server.acts.press_in_view(_user(who), message.raw, action)
        else:
            assert isinstance(message.raw, Message)
            act = self.server.acts.press(_user(who), message.raw, action)
        return await self._run(act)

    async def submit(
        self, who: MemberRef, form: SeenForm, values: dict[str, tuple[str, ...]]
    ) -> Result:
        view = form.handle
        assert isinstance(view, View)
        state = {
            block["block_id"]: screen.input_state(block["element"], values.get(block["block_id"]))
            for block in view.shown["blocks"]
            if block["type"] == "input"
        }
        return await self._run(self.server.acts.submit(_user(who), view, state))

    async def repeat(self, interaction_id: str) -> Result:
        act = self.server.state.acts[interaction_id]
        again = Act(act.kind, act.user, act.channel, act.trigger, act.payload, act.sent_at)
        again.sent_at = self.server.state.now()
        again.view, again.pressed = act.view, act.pressed
        return await self._run(again, retry=1)

    async def _run(self, act: Act, *, retry: int = 0) -> Result:
        if not retry:
            self.adapter.answered(act.trigger).clear()
        await self.server.deliver(act, retry=retry)
        await self.server.acked(act)
        if act.acked_after is not None:
            async with asyncio.timeout(ANSWER_WITHIN):
                await self.finished(act)
        return self._result(act)

    async def finished(self, act: Act) -> None:
        """Returns once the bot has answered ``act``."""
        await self.adapter.answered(act.trigger).wait()

    def _result(self, act: Act) -> Result:
        replies = [message for message in act.replies if message.text != WAITING]
        result = Result(
            acked_after=act.acked_after,
            thinking=len(replies) != len(act.replies),
            replies=[self._seen(message) for message in replies],
            updated=self._seen(act.updated) if act.updated else None,
            errors=dict(act.errors),
            interaction_id=act.trigger,
        )
        if act.opened:
            if any(block["type"] == "input" for block in act.opened.shown["blocks"]):
                result.form = screen.form(act.opened)
            else:
                result.replies.append(self._seen_view(act.opened))
        return result

    # what is seen

    def posts(self, channel: ChannelRef | None = None) -> list[SeenMessage]:
        place = channel or self.channel
        found = self.server.public(place.id)
        if place.thread:
            found = [message for message in found if message.thread == place.thread]
        return [self._seen(message) for message in found]

    def privates(self, who: MemberRef) -> list[SeenMessage]:
        """The line that bridges a wait is left out: it is no answer."""
        found = self.server.private(_user(who))
        return [self._seen(message) for message in found if message.text != WAITING]

    def _seen(self, message: Message) -> SeenMessage:
        alone = message.private_to or self.server.state.channels[message.channel].direct_with
        return SeenMessage(
            id=message.ts,
            text=words_of(message.blocks) if message.blocks else message.text,
            controls=tuple(screen.controls(message.blocks)),
            private_to=MemberRef("slack", f"{TEAM}-{alone}") if alone else None,
            thread=message.thread or None,
            pinged=tuple(
                f"{TEAM}-{who}" if who[:1] in "UW" else who for who in sorted(message.notified)
            ),
            images=tuple(b["alt_text"] for b in message.blocks if b["type"] == "image"),
            raw=message,
        )

    def _seen_view(self, view: View) -> SeenMessage:
        blocks = view.shown["blocks"]
        return SeenMessage(
            id=view.id,
            text=words_of(blocks),
            controls=tuple(screen.controls(blocks)),
            private_to=MemberRef("slack", f"{TEAM}-{view.user}"),
            raw=view,
        )

    # life

    async def restart(self, adapter_factory: Callable[[], WatchedAdapter] | None = None) -> None:
        await self.adapter.stop()
        self.adapter = adapter_factory() if adapter_factory else self.make_adapter()
        await self.start()

    async def drop_connection(self) -> None:
        hellos = self.server.socket.hellos
        await self.server.socket.drop()
        await self.server.socket.connected_again(hellos)

    # faults

    def deny_posts(self, channel: ChannelRef, denied: bool = True) -> None:
        members = self.server.state.channels[channel.id].members
        (members.discard if denied else members.add)(BOT_USER)

    def close_direct(self, who: MemberRef) -> None:
        self.server.state.users[_user(who)].direct_closed = True

    def remove_message(self, message_id: str) -> None:
        messages = self.server.state.messages
        messages[:] = [message for message in messages if message.ts != message_id]

    def hide_history(self, channel: ChannelRef) -> None:
        kind = self.server.state.channels[channel.id].kind
        self.server.state.scopes.discard(f"{kind}:history")

    def limit_next_posts(self, times: int, after: float) -> None:
        self.server.state.fault("chat.postMessage", f"429:{after}", times)

    def breaches(self) -> list[str]:
        return [*self.server.state.breaches]


@asynccontextmanager
async def open_driver(
    commands: Sequence[Command], handler: InteractionHandler
) -> AsyncIterator[SlackDriver]:
    async with started(SlackDriver, commands, handler) as driver:
        yield driver


@asynccontextmanager
async def started(
    kind: type[D], commands: Sequence[Command], handler: InteractionHandler
) -> AsyncIterator[D]:
    """A channel with the bot, Ana (a workspace admin) and Ben in it; the adapter is started."""
    async with SlackServer() as server:
        server.add_user(ANA, "Ana", admin=True)
        server.add_user(BEN, "Ben")
        server.add_channel(CHANNEL, "general", ANA, BEN)
        driver = kind(server, commands, handler)
        await driver.start()
        try:
            yield driver
        finally:
            await driver.adapter.stop()


def since(driver: SlackDriver, seconds: float = 60) -> datetime:
    """An instant shortly before now on the server's clock."""
    return datetime.fromtimestamp(driver.server.state.now() - seconds).astimezone()


def _user(who: MemberRef) -> str:
    return who.id.rpartition("-")[2]


def _typed(text: str) -> str:
    """A command's text as Slack sends it: & < > as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
