"""Finds every act of the bot by itself: types each command, presses whatever comes back.

An act is the last step of a path from a prepared scene: a command, a press, a choice or a form.
Paths are played again on copies of the scene, so each act can be tried from the same state as
often as there are moments at which to die.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from bot.adapters.playground import acts
from bot.adapters.playground import channel_posts as board
from bot.adapters.playground.state import Exchange
from bot.interactions.button_codec import BadAction, decode
from bot.model import Command, OptionKind, OptionSpec
from tests.contract.driver import Result, SeenControl, SeenForm, SeenMessage
from tests.features.bench import Bench

WORDS = {"zone": "Berlin", "times": "9:00", "until": "2026-12-28", "date": "2027-01-10"}
"""What a person types where a form or a command leaves a text empty."""
ANYTHING, NEARLY = "labels", "lables"
DEEPEST = 8
PRIVATE = "@private"
"""The newest private message on the person's screen."""
DIRECT = "@direct"
"""The person's conversation with the bot, as a place to type in."""
TRIES = 3
"""Buttons and options of one kind that are tried, as one answer is right and others wrong."""

Twin = Callable[[], Awaitable[Bench]]


@dataclass(frozen=True)
class Step:
    """``post`` is a post's title or ``PRIVATE``; without it the last answer is pressed on."""

    who: str
    how: str  # "type", "press", "choose" or "submit"
    what: str = ""
    value: str = ""
    post: str = ""

    def __str__(self) -> str:
        said = " ".join(part for part in (self.what, self.value) if part)
        return f"{self.who}: {self.how} {said}"


@dataclass(frozen=True)
class Found:
    """An act: the last of ``steps``, handled by ``route``."""

    route: str
    steps: tuple[Step, ...]
    hint: str = ""
    """What it was found on."""

    @property
    def before(self) -> tuple[Step, ...]:
        return self.steps[:-1]

    @property
    def act(self) -> Step:
        return self.steps[-1]

    def __str__(self) -> str:
        return f"{self.route}: {', '.join(map(str, self.steps))}"


@dataclass
class Player:
    """One person's screen: what the last step led to is what the next one is done on."""

    bench: Bench
    where: str = "study"
    result: Result = field(default_factory=Result)
    message: SeenMessage | None = None
    form: SeenForm | None = None

    async def play(self, *steps: Step) -> Result:
        for step in steps:
            self.see(await self.bench.chat._result(self.begin(step)))
        return self.result

    def begin(self, step: Step) -> Exchange:
        """Does it, and waits for nothing."""
        room = self.bench.room
        if step.how == "type":
            where = self.where
            if where == DIRECT:
                where = board.direct(room, room.members[step.who].ref).id
            return acts.command(room, step.who, where, step.what)
        if step.how == "submit":
            assert self.form is not None, f"no form to send: {step}"
            room.forms[cast(str, self.form.handle)].sending = False
            return acts.submit(room, step.who, cast(str, self.form.handle), values(self.form))
        message = self._on(step)
        assert message is not None, f"nothing to press on: {step}"
        choice = [step.value] if step.how == "choose" else None
        return acts.press(room, step.who, message.id, step.what, choice, forged=True)

    def _on(self, step: Step) -> SeenMessage | None:
        if step.post == PRIVATE:
            return self.bench.chat.privates(self.bench.room.members[step.who].ref)[-1]
        return self.bench.last(step.post) if step.post else self.message

    def see(self, result: Result) -> None:
        self.result = result
        shown = [*result.replies, *([result.updated] if result.updated else [])]
        if shown:
            self.message = shown[-1]
        if result.form is not None:
            self.form = result.form


def values(form: SeenForm) -> dict[str, tuple[str, ...]]:
    """A form filled in: what it holds, the first choices, a word in each empty text."""
    return {
        f.key: tuple(filter(None, f.value))
        or (tuple(value for _, value in f.options[:1]) if f.options else _typed(f.key))
        for f in form.fields
    }


def _typed(key: str) -> tuple[str, ...]:
    return () if key == "free" else (WORDS.get(key, ANYTHING),)


async def walk(twin: Twin, where: str = "study") -> AsyncIterator[Found]:
    """Every act that can be reached from the scene, each with one way to it.

    The same route is another act where it leads to other buttons: the last answer of a quiz
    is not its first.
    """
    scene = await twin()
    waiting = deque(beginnings(scene, where))
    await scene.close()
    seen: set[object] = set()
    tries: Counter[object] = Counter()
    while waiting:
        found = waiting.popleft()
        origin = (found.route, found.act.how, found.hint)
        tries[origin] += 1
        if tries[origin] > TRIES:
            continue
        bench = await twin()
        player = Player(bench, where)
        after = list(nexts(await player.play(*found.steps), found.act.who))
        await bench.close()
        kind = (found.route, found.act.how, frozenset(route for route, _ in after))
        if kind in seen:
            continue
        seen.add(kind)
        yield found
        if len(found.steps) < DEEPEST:
            for route, step in after:
                waiting.append(Found(route, (*found.steps, step), hint=str(kind)))


def beginnings(bench: Bench, where: str) -> Iterator[Found]:
    """Commands, and what stands below the channel's posts."""
    for command in bench.app.router.commands:
        who = "ana" if command.for_organizers else "ben"
        for line in lines(command):
            yield Found(command.route, (Step(who, "type", line),), hint=line)
    for who in ("ana", "ben"):
        for message in bench.chat.privates(bench.room.members[who].ref)[-1:]:
            for control in message.controls:
                for route, step in on_control(control, who, PRIVATE):
                    yield Found(route, (step,), hint=PRIVATE)
    if where == DIRECT:
        return
    for post in bench.chat.posts(bench.room.channels[where].ref):
        for control in post.controls:
            title = post.text.split("\n")[0]
            for route, step in on_control(control, "ben", title):
                yield Found(route, (step,), hint=title)


def lines(command: Command) -> Iterator[str]:
    """With every option, as a person types it, without any, and not quite right."""
    name = "/" + " ".join(command.path)
    yield name
    if command.options:
        yield " ".join([name, *(_option(spec) for spec in command.options)])
        if any(option.kind is OptionKind.TEXT for option in command.options):
            yield f"{name} {NEARLY}"
    if len(command.path) > 1:
        yield name[:-1]


def _option(spec: OptionSpec) -> str:
    if spec.kind is OptionKind.CHOICE:
        return spec.choices[0].value
    return "1" if spec.kind is OptionKind.INTEGER else WORDS.get(spec.name, ANYTHING)


def nexts(result: Result, who: str) -> Iterator[tuple[str, Step]]:
    """What can be done on what an act led to."""
    for message in (*result.replies, *([result.updated] if result.updated else [])):
        for control in message.controls:
            yield from on_control(control, who)
    if result.form is not None:
        yield _route(result.form.action), Step(who, "submit")


def on_control(control: SeenControl, who: str, post: str = "") -> Iterator[tuple[str, Step]]:
    if control.kind == "link" or control.disabled:
        return
    route = _route(control.action)
    if control.kind == "button":
        yield route, Step(who, "press", control.action, post=post)
    else:
        for _, value in control.options[-TRIES:]:
            yield route, Step(who, "choose", control.action, value, post=post)


def _route(action: str) -> str:
    try:
        return decode(action)[0]
    except BadAction:
        return action
