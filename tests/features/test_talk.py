"""The thread to talk about a question opens once nobody near by can still answer it."""

from __future__ import annotations

from tests.contract.driver import SeenMessage
from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.test_all_routes import two_groups


def talks(bench: Bench) -> list[SeenMessage]:
    """The posts in threads of the first group's channel."""
    return [m for m in bench.chat.posts(bench.study) if m.thread is not None]


async def answered(open_bench: OpenBench) -> Bench:
    """Two groups with the same question open, the second until 11:00 on Wednesday, the first
    until 9:00; Ben has answered in the first."""
    bench, posed, _ = await two_groups(open_bench)
    await bench.answer_at(bench.ben, bench.last("Question of the day", bench.study), True)
    assert (await bench.store.rounds.tally(posed.id)).answered == 1
    return bench


async def test_it_waits_until_another_groups_question_is_closed(open_bench: OpenBench) -> None:
    bench = await answered(open_bench)
    await bench.at("2026-11-25 10:59")
    assert talks(bench) == []
    await bench.at("2026-11-25 11:01")
    (talk,) = talks(bench)
    assert talk.text.startswith("Talk it over")
    results = next(m for m in bench.chat.posts(bench.study) if m.id == talk.thread)
    assert "still answering" not in results.text
    await bench.at("2026-11-25 20:00")
    assert len(talks(bench)) == 1


async def test_it_opens_at_once_when_the_other_question_is_withdrawn(open_bench: OpenBench) -> None:
    bench = await answered(open_bench)
    await bench.at("2026-11-25 09:30")
    assert talks(bench) == []
    ask = await bench.say(bench.ana, "/study withdraw", where=bench.general)
    await bench.chat.press(bench.ana, ask, "Withdraw")
    await bench.settle()
    assert len(talks(bench)) == 1


async def test_it_opens_although_the_bot_was_off_meanwhile(open_bench: OpenBench) -> None:
    bench = await answered(open_bench)
    await bench.at("2026-11-25 09:30")
    await bench.off_until("2026-11-25 13:00")
    assert len(talks(bench)) == 1
    await bench.restart()
    await bench.settle()
    assert len(talks(bench)) == 1


async def test_a_day_later_nobody_would_talk_about_it_any_more(open_bench: OpenBench) -> None:
    bench, posed, theirs = await two_groups(open_bench)
    await bench.answer_at(bench.ben, bench.last("Question of the day", bench.study), True)
    await bench.store.rounds.set_closes(theirs.id, None)
    await bench.at("2026-11-26 12:00")
    assert talks(bench) == []
    rows = await bench.store.deliveries.of_round(posed.id, "discuss")
    assert [row.state for row in rows] == ["skipped"]


async def test_it_follows_the_other_question_when_that_stays_open_longer(
    open_bench: OpenBench,
) -> None:
    bench = await answered(open_bench)
    second = max(group.id for group in await bench.store.groups.all())
    (theirs,) = await bench.store.rounds.open_dailies(second)
    await bench.at("2026-11-25 09:30")
    longer = int(bench.moment("2026-11-25 15:00").timestamp() * 1000)
    await bench.store.rounds.set_closes(theirs.id, longer)
    await bench.at("2026-11-25 14:59")
    assert talks(bench) == []
    await bench.store.groups.set_due(second, longer)
    await bench.at("2026-11-25 15:01")
    assert len(talks(bench)) == 1
