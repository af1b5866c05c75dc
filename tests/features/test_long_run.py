"""Weeks of a group whose members and organizer do as they please."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import TITLES, full

FIRST = date(2026, 11, 23)


class Life:
    """What happens on the days, drawn from a seed."""

    def __init__(self, bench: Bench, seed: int) -> None:
        self.bench = bench
        self.chance = random.Random(seed)
        self.members = (bench.ana, bench.ben, bench.cleo, bench.dan, bench.eva)

    async def day(self, day: date) -> None:
        bench, chance = self.bench, self.chance
        if chance.random() < 0.08:
            await bench.off_until(f"{day} {chance.choice(('09:00', '11:30', '18:00'))}")
        else:
            await bench.at(f"{day} 09:05")
        await self.organise(day)
        for who in self.members:
            if chance.random() < 0.5:
                await self.act(who)
            if chance.random() < 0.05:
                await bench.kill()
                await bench.start()
        bench.pass_seconds(30)
        await bench.settle()

    async def organise(self, day: date) -> None:
        bench, draw = self.bench, self.chance.random()
        if draw < 0.04:
            await bench.skip()
        elif draw < 0.07:
            until = day + timedelta(days=self.chance.randint(1, 4))
            await bench.say(bench.ana, f"/study pause {until}")
        elif draw < 0.1:
            await bench.say(bench.ana, "/study resume")
        elif draw < 0.14:
            await bench.say(bench.ana, "/study post")
        elif draw < 0.18:
            ask = await bench.say(bench.ana, "/study withdraw")
            if ask.controls:
                await bench.chat.press(bench.ana, ask, "Withdraw")
        await bench.settle()

    async def act(self, who: object) -> None:
        bench, chance = self.bench, self.chance
        does = chance.choice(("daily", "daily", "daily", "choose", "late", "quiz", "board"))
        right = chance.random() < 0.6
        if does in ("daily", "choose"):
            today = await bench.say(who, "/today")  # type: ignore[arg-type]
            if "What does question" in today.text and "answered today" not in today.text:
                asked = await bench.answer_at(who, today, right)  # type: ignore[arg-type]
                if does == "daily" and any(c.label == "Sure" for c in asked.controls):
                    press = chance.choice(("Sure", "Not sure"))
                    await bench.chat.press(who, asked, press)  # type: ignore[arg-type]
        elif does == "late":
            await self.late(who, right)
        elif does == "quiz":
            step = await bench.say(who, "/quiz 2")  # type: ignore[arg-type]
            if step.controls[0].label == "Go on":
                step = shown(await bench.chat.press(who, step, "Go on"))  # type: ignore[arg-type]
            if step.text.startswith("Question"):  # not where all that was left was withdrawn
                await bench.answer_at(who, step, right)  # type: ignore[arg-type]
        else:
            await bench.say(who, "/leaderboard month")  # type: ignore[arg-type]

    async def late(self, who: object, right: bool) -> None:
        bench = self.bench
        results: list[SeenMessage] = [
            m for m in bench.chat.posts() if m.text.startswith("Results")
        ][-2:]
        for message in results:
            offer = shown(await bench.chat.press(who, message, "I haven't answered yet"))  # type: ignore[arg-type]
            if "has closed" in offer.text:
                await bench.answer_at(who, offer, right)  # type: ignore[arg-type]


@pytest.mark.parametrize(("seed", "days", "rhythm", "times"), [
    (1, 60, "morning", "9:00"),
    (2, 25, "spread", "9:00, 9:04, 17:00"),
])  # fmt: skip
async def test_weeks_of_anything_keep_every_promise(
    open_bench: OpenBench, seed: int, days: int, rhythm: str, times: str
) -> None:
    bench = await open_bench(full())
    await bench.set_up(rhythm=rhythm, times=times)
    life = Life(bench, seed)
    for day in range(days):
        await life.day(FIRST + timedelta(days=day))
    rows = [
        row
        for day in range(days)
        for row in await bench.store.deliveries.of_day(1, str(FIRST + timedelta(days=day)))
    ]
    sent = [row for row in rows if row.state == "sent"]
    planned = Counter(
        (r.kind, r.local_date, r.sequence) for r in sent if r.kind in ("concept", "question")
    )
    assert set(planned.values()) == {1}, "one post of a kind a day"
    weeks = Counter(r.subject for r in sent if r.kind == "week")
    assert set(weeks.values()) <= {1}, "one leaderboard a week"
    keys = [m.key for m in bench.room.messages.values() if m.key]
    assert len(keys) == len(set(keys)), "nothing was posted twice"
    concepts = [row.subject for row in sent if row.kind == "concept"]
    assert concepts == [f"c{n}" for n in range(1, len(TITLES))], "in order, none skipped"
    assert (await bench.group()).position == len(concepts)
    history = await bench.store.rounds.history(1)
    assert len(history) > days / 4
    counted = [asked.local_date for asked in history if asked.state != "void"]
    assert len(set(counted)) == len(counted)
    assert sum(asked.answered for asked in history) > days / 3
    for entry, following in itertools.pairwise(history):
        assert entry.question_id != following.question_id
