"""Spoilt payloads through both platforms' real libraries, the bot and its database."""

from __future__ import annotations

import logging
import random

import pytest

from bot.runtime.refusals import KINDS, UNREADABLE
from tests.e2e.conftest import Faults
from tests.e2e.stage import Stage
from tests.faults.conftest import OpenTally
from tests.faults.hostile.flood import Arrivals, Discord, Slack, session, untouched
from tests.inside import idle

SUITE = "hostile platforms"
BATCH = 20


@pytest.mark.timeout(180)
@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_spoilt_payloads_are_answered_or_refused_and_nothing_else(
    platform: str,
    running: Stage,
    faults: Faults,
    full: bool,
    tally: OpenTally,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    counted = tally(SUITE)
    stage, arrivals = running, Arrivals(monkeypatch)
    side = stage.slack if platform == "slack" else stage.discord
    await stage.at("2026-11-23 10:00")
    await stage.choose(side, side.ana, right=True)
    await session(stage, side)
    sender = Slack(stage) if platform == "slack" else Discord(stage)
    assert len(sender.valid) > 8, "there is a bit of everything to spoil"
    ana = (await stage.store.people.ensure(side.ana, "Ana", 0)).id
    before, refused_before = arrivals.read + arrivals.unreadable, stage.app.counts.snapshot()
    chance = random.Random(4)
    posts = side.titles()
    with untouched(stage.path, [ana]):
        for _ in range(40 if full else 4):
            sent = sum([await sender.send(chance) for _ in range(BATCH)])
            sent += await sender.send_envelopes()
            before += sent
            counted.inputs += sent
            await arrivals.all(before)
            await idle(stage.app.dispatcher)
            # Whoever asks properly is served all the same, within the platform's time.
            assert (await side.say(side.ben, "/today")).text
            before += 1
    counts = stage.app.counts.snapshot()
    counted.refused += sum(counts[kind] - refused_before[kind] for kind in KINDS)
    assert counts[UNREADABLE] > 0
    assert sender.pings() == [], "nobody was notified by anything"
    assert side.titles() == posts, "nothing was posted"
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors == [] and faults == []
    if isinstance(sender, Discord):
        sender.tidy()
