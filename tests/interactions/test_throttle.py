"""One member's pace: generous for people, a wall for scripts, and nobody else's business."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.sentences import too_quick
from bot.interactions.throttle import BURST, PER_SECOND, TYPED_BURST, MemberThrottle, Throttle
from bot.model import Ack, Card, Interaction, Kind, Nothing, Outcome, Reply, Suggestions
from bot.runtime.refusals import TOO_QUICK, RefusalCounts
from tests.fakes import ANA, BEN, Bench, interaction
from tests.inside import idle


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_fast_honest_member_on_a_quiz_is_never_held_up() -> None:
    clock = Seconds()
    throttle = Throttle(now=clock)
    for _ in range(20):  # twenty in ten seconds
        assert throttle.take("ana") is None
        clock.now += 0.5
    for _ in range(2000):  # then two in each second, for a quarter of an hour
        assert throttle.take("ana") is None
        clock.now += 0.5


def test_a_script_is_told_once_and_how_long_to_wait() -> None:
    clock = Seconds()
    throttle = Throttle(now=clock)
    asked = [throttle.take("eve") for _ in range(BURST + 5)]
    assert asked[:BURST] == [None] * BURST
    refused = [wait for wait in asked[BURST:] if wait is not None]
    assert [wait.first for wait in refused] == [True, False, False, False, False]
    assert {wait.seconds for wait in refused} == {1}
    clock.now += 1.0  # two more
    assert [throttle.take("eve") is None for _ in range(3)] == [True, True, False]
    clock.now += BURST / PER_SECOND
    assert throttle.take("eve") is None
    again = next(wait for wait in iter(lambda: throttle.take("eve"), 0) if wait is not None)
    assert again.first, "after a rest it is news again"


@given(st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=200))
def test_never_more_than_the_burst_and_what_time_has_earned(pauses: list[float]) -> None:
    clock = Seconds()
    throttle = Throttle(now=clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        taken += throttle.take("eve") is None
    assert taken <= BURST + (clock.now - 100.0) * PER_SECOND + 1e-6


def test_memory_is_bounded_and_the_busy_are_kept() -> None:
    clock = Seconds()
    throttle = Throttle(members=100, now=clock)
    for _ in range(BURST):
        throttle.take("eve")
    for number in range(5000):
        throttle.take(f"m{number}")
        assert throttle.take("eve") is not None, "a crowd does not make room for her"
    assert len(throttle._buckets) == 100


def test_typing_has_a_bucket_of_its_own() -> None:
    clock = Seconds()
    pace = MemberThrottle(now=clock)
    for _ in range(TYPED_BURST):
        assert pace.take("ana", typing=True) is None
    assert pace.take("ana", typing=True) is not None
    assert pace.take("ana", typing=False) is None


# in the dispatcher


async def done(_: Interaction) -> Outcome:
    return Reply(Card("Done"))


def paced() -> tuple[Bench, RefusalCounts]:
    """On a clock that stands still."""
    counts = RefusalCounts()
    return Bench(counts=counts, throttle=MemberThrottle(now=Seconds())), counts


async def test_a_flood_is_refused_in_words_once_and_still_acknowledged() -> None:
    bench, counts = paced()
    bench.router.action("answer", Ack.UPDATE, done)
    calls = await bench.do(*(interaction("1.answer.a") for _ in range(200)))
    outcomes = [call.outcome for call in calls]
    assert len(outcomes) == 200
    assert outcomes.count(Reply(Card("Done"))) == BURST
    assert outcomes.count(Reply(too_quick(1))) == 1
    assert outcomes.count(Nothing()) == 200 - BURST - 1
    assert counts.snapshot()[TOO_QUICK] == 200 - BURST


async def test_a_form_or_command_beyond_the_pace_is_told_each_time() -> None:
    bench, _ = paced()
    bench.router.action("answer", Ack.UPDATE, done)
    sent = [interaction("1.answer.a", Kind.SUBMIT) for _ in range(BURST + 3)]
    calls = await bench.do(*sent)
    assert [call.outcome for call in calls].count(Reply(too_quick(1))) == 3


async def test_suggestions_beyond_the_pace_are_empty_and_quiet() -> None:
    bench, _ = paced()
    calls = await bench.do(*(interaction("look", Kind.SUGGEST) for _ in range(TYPED_BURST + 3)))
    assert [call.outcome for call in calls[-3:]] == [Suggestions(())] * 3


async def test_looking_at_ones_page_takes_nothing_from_the_pace() -> None:
    bench, counts = paced()
    bench.router.home(done)
    await bench.do(*(interaction("home", Kind.HOME) for _ in range(BURST + 3)))
    assert counts.snapshot()[TOO_QUICK] == 0


async def test_a_flood_by_one_member_does_not_slow_another() -> None:
    bench, _ = paced()
    gate, answered = asyncio.Event(), asyncio.Event()
    running = 0

    async def slow(i: Interaction) -> Outcome:
        nonlocal running
        if i.member == ANA:
            running += 1
            await gate.wait()
        else:
            answered.set()
        return Reply(Card("Done"))

    bench.router.action("answer", Ack.UPDATE, slow)
    for _ in range(300):
        bench.dispatcher(interaction("1.answer.a", member=ANA))
    bench.dispatcher(interaction("1.answer.a", member=BEN))
    async with asyncio.timeout(20):
        await answered.wait()
    assert running == BURST, "no more of hers than that ever reaches a handler"
    gate.set()
    await idle(bench.dispatcher)


async def test_what_the_bot_refuses_is_counted_by_kind() -> None:
    bench, counts = paced()
    await bench.do(
        interaction("1.nothing.a", id="1"),
        interaction("1.nothing.a", id="1"),
        interaction("no-such", Kind.COMMAND, text="words"),
    )
    bench.dispatcher.unreadable("fake", "user is no object")
    found = {kind: number for kind, number in counts.snapshot().items() if number}
    assert found == {"unknown": 1, "repeated": 1, "mistyped": 1, "unreadable": 1}
