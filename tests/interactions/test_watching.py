"""What the core tells whoever watches: the meter what happened, the log under which code."""

from __future__ import annotations

import asyncio
import re

import pytest
import structlog
from structlog.contextvars import get_contextvars, merge_contextvars
from structlog.testing import capture_logs

from bot.adapters.base import Expired, RateLimited, Rejected, Unreachable
from bot.interactions.router import Refusal
from bot.model import Ack, Card, Form, Interaction, OpenForm, Outcome, Reply, TextField
from bot.service.supervisor import Supervisor
from tests.fakes import Bench, FakeAdapter, interaction
from tests.inside import idle

DONE = Reply(Card("Done"))
FORM = OpenForm(Form("1.answer", "Your answer", (TextField("word", "Word"),)))


class Told:
    """A meter that keeps what it is told, times left out."""

    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []
        self.seconds: list[float] = []
        self.late: list[float] = []
        self.back = asyncio.Event()

    def acknowledged(self, platform: str, seconds: float, *, deferred: bool) -> None:
        self.said.append(("acknowledged", platform, "deferred" if deferred else "at once"))
        self.seconds.append(seconds)

    def answered(self, platform: str, kind: str, route: str, outcome: str, seconds: float) -> None:
        self.said.append(("answered", platform, kind, route, outcome))
        self.seconds.append(seconds)

    def posted(self, platform: str, kind: str, result: str, late: float | None = None) -> None:
        self.said.append(("posted", platform, kind, result))
        if late is not None:
            self.late.append(late)

    def limited(self, platform: str) -> None:
        self.said.append(("limited", platform))

    def connected(self, platform: str, *, up: bool) -> None:
        if ("connected", platform, False) in self.said and up:
            self.back.set()
        self.said.append(("connected", platform, up))


def ending(word: str) -> tuple[object, ...]:
    return ("answered", "fake", "press", "answer", word)


AT_ONCE = ("acknowledged", "fake", "at once")
DEFERRED = ("acknowledged", "fake", "deferred")


async def watched(
    outcome: Outcome | Exception, *, ack: Ack = Ack.PRIVATE, **failing: list[BaseException]
) -> Told:
    """What the meter hears of one press."""
    told = Told()
    bench = Bench(meter=told)
    bench.adapter.failing = failing

    async def handler(_: Interaction) -> Outcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    bench.router.action("answer", ack, handler)
    await bench.do(interaction("1.answer.1", ago=1.0))
    assert all(1.0 <= seconds < 5 for seconds in told.seconds)
    return told


async def test_an_answer_is_told_with_its_time_since_receipt() -> None:
    assert (await watched(DONE)).said == [AT_ONCE, ending("reply")]
    assert (await watched(FORM, ack=Ack.FORM)).said == [AT_ONCE, ending("form")]


@pytest.mark.parametrize(
    ("error", "word"), [(Refusal(Card("No")), "refused"), (RuntimeError("broken"), "failed")]
)
async def test_a_sentence_instead_of_an_answer_is_told_apart(error: Exception, word: str) -> None:
    assert (await watched(error)).said == [AT_ONCE, ending(word)]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Expired(), [ending("expired")]),
        (Unreachable("gone"), [ending("undelivered")]),
        (RateLimited(3), [("limited", "fake"), ending("undelivered")]),
        (RuntimeError("broken"), [ending("failed")]),
        (Rejected("bad"), [AT_ONCE, ending("failed")]),
    ],
)
async def test_an_answer_that_does_not_arrive_is_told(
    error: Exception, said: list[tuple[object, ...]]
) -> None:
    assert (await watched(DONE, respond=[error])).said == said


async def test_a_deferred_answer_is_acknowledged_once() -> None:
    told = Told()
    bench = Bench(meter=told, defer_after=0.0)
    go = asyncio.Event()

    async def handler(_: Interaction) -> Outcome:
        await go.wait()
        return DONE

    bench.router.action("answer", Ack.PRIVATE, handler)
    bench.dispatcher(interaction("1.answer.1"))
    async with asyncio.timeout(5):
        await bench.adapter.deferred.wait()
        go.set()
        await idle(bench.dispatcher)
    assert told.said == [DEFERRED, ending("reply")]


async def test_a_repeat_is_not_an_answer() -> None:
    told = Told()
    bench = Bench(meter=told)
    once = interaction("1.nowhere")
    await bench.do(once, once)
    assert len([said for said in told.said if said[0] == "answered"]) == 1


async def test_connections_are_told_when_they_change() -> None:
    told, adapter = Told(), FakeAdapter()

    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    supervisor = Supervisor(adapter, (), lambda _: True, sleep=sleep, meter=told)
    supervisor.start()
    async with asyncio.timeout(5):
        await supervisor.ready.wait()
        adapter.lost.put_nowait(Unreachable("gone"))
        await told.back.wait()
    await supervisor.stop()
    await supervisor.stop()
    ups = [said[2] for said in told.said]
    assert ups == [True, False, True, False]


# the log


async def test_every_line_about_an_interaction_carries_the_code_that_its_member_sees() -> None:
    bench = Bench()

    async def handler(_: Interaction) -> Outcome:
        structlog.get_logger("bot.features.somewhere").info("looked something up")
        await asyncio.create_task(aside())
        raise RuntimeError("broken")

    async def aside() -> None:
        structlog.get_logger("bot.adapters.somewhere").info("asked aside")

    bench.router.action("answer", Ack.PRIVATE, handler)
    with capture_logs(processors=[merge_contextvars]) as lines:
        calls = await bench.do(interaction("1.answer.1", id="i-one"))
    shown = re.search(r"code: ([0-9A-F]{6})", calls[0].card.fallback)
    assert shown is not None
    events = [line["event"] for line in lines]
    assert events == ["looked something up", "asked aside", "handler failed"]
    assert {line["reference"] for line in lines} == {shown[1]}
    assert {(line["platform"], line["interaction"], line["route"]) for line in lines} == {
        ("fake", "i-one", "answer")
    }


async def test_two_interactions_at_once_keep_their_own_codes() -> None:
    bench = Bench()
    both = asyncio.Barrier(2)

    async def handler(asked: Interaction) -> Outcome:
        await both.wait()
        structlog.get_logger("bot.features.somewhere").info("meanwhile", which=asked.id)
        return DONE

    bench.router.action("answer", Ack.PRIVATE, handler)
    with capture_logs(processors=[merge_contextvars]) as lines:
        await bench.do(interaction("1.answer.1", id="one"), interaction("1.answer.1", id="two"))
    said = [line for line in lines if line["event"] == "meanwhile"]
    assert {line["which"] for line in said} == {"one", "two"}
    assert all(line["interaction"] == line["which"] for line in said)
    assert len({line["reference"] for line in said}) == 2


async def test_nothing_of_an_interaction_stays_behind() -> None:
    bench = Bench()
    await bench.do(interaction("1.nowhere"))
    assert get_contextvars() == {}


async def test_what_is_acknowledged_late_is_logged_as_its_own() -> None:
    bench, go = Bench(defer_after=0.01), asyncio.Event()

    async def handler(asked: Interaction) -> Outcome:
        await go.wait()
        return DONE

    bench.router.action("answer", Ack.PRIVATE, handler)
    bench.adapter.failing["defer"] = [Unreachable("noticed"), Unreachable("noticed")]
    with capture_logs(processors=[merge_contextvars]) as lines:
        bench.dispatcher(interaction("1.answer.1", id="one"))
        bench.dispatcher(interaction("1.answer.1", id="two"))
        async with asyncio.timeout(5):
            while len(lines) < 2:
                await bench.adapter.deferred.wait()
                await asyncio.sleep(0)
            go.set()
            await idle(bench.dispatcher)
    late = [line["interaction"] for line in lines if line["event"] == "could not acknowledge"]
    assert sorted(late) == ["one", "two"]
    assert len({line["reference"] for line in lines}) == 2


@pytest.mark.parametrize(("level", "heard"), [("info", []), ("debug", ["debug"])])
async def test_an_answer_that_went_well_is_not_worth_a_line_at_info(
    caplog: pytest.LogCaptureFixture, level: str, heard: list[str]
) -> None:
    caplog.set_level(level.upper(), "bot")
    bench = Bench()

    async def handler(_: Interaction) -> Outcome:
        return DONE

    bench.router.action("answer", Ack.PRIVATE, handler)
    with capture_logs() as lines:
        await bench.do(interaction("1.answer.1"))
    assert [line["log_level"] for line in lines] == heard
