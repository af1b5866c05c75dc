"""The kill suites can fail: bots that are broken on purpose are found out."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from bot.study.group import Rhythm
from tests.faults import kill_posts
from tests.faults.kill_house import START, Died, KillHouse, Zygote
from tests.faults.kill_ledger import Ledger
from tests.faults.kill_members import Member
from tests.faults.tally import Tally

NINE = START + timedelta(hours=1, seconds=1)
STORED = "before storage.repositories.deliveries.DeliveriesTable.sent"


async def set_up(house: KillHouse) -> None:
    """One group, in a channel where nothing but the row and the look-up prevents doubles."""
    await house.start()
    await house.online(house.slack)
    await kill_posts.found(house, house.slack, house.slack.channel, Rhythm.MORNING)
    await house.settled()
    await house.kill()


@pytest.mark.parametrize("broken", [(), ("no look-up",), ("post before the row",)])
async def test_a_doubled_post_is_seen(
    zygote: Zygote, tmp_path: Path, broken: tuple[str, ...]
) -> None:
    async with KillHouse(zygote, tmp_path) as house:
        await set_up(house)
        house.set_clock(NINE)
        bot = await house.start(stop={"at": STORED}, broken=broken)
        await bot.says("stopped")
        await house.kill()
        house.pass_seconds(20)
        await house.start(broken=broken)
        await house.settled()
        await house.kill()
        counted = Tally("harness")
        counted.posts(kill_posts.expected(house), kill_posts.there(house))
        assert (counted.posts_lost, counted.posts_doubled) == (0, 1 if broken else 0)


@pytest.mark.parametrize("broken", [(), ("answer before the write",)])
async def test_a_lost_answer_is_seen(
    zygote: Zygote, tmp_path: Path, broken: tuple[str, ...]
) -> None:
    async with KillHouse(zygote, tmp_path) as house:
        await set_up(house)
        house.set_clock(NINE)
        await house.start(broken=broken)
        await house.settled()
        slack, ledger = house.slack, Ledger()
        ben = Member(house, ledger, slack, slack.ben, slack.channel, random.Random(1))
        await ben.answer()
        await house.kill()
        counted = Tally("harness")
        ledger.check(house, counted)
        assert counted.answers_expected == 1
        assert counted.answers_lost == len(broken)


async def test_a_bot_that_ends_by_itself_is_told_with_its_log(
    zygote: Zygote, tmp_path: Path
) -> None:
    async with KillHouse(zygote, tmp_path) as house:
        house.database.parent.mkdir()
        house.database.write_bytes(b"no database at all" * 100)
        bot = await house.start()
        with pytest.raises(Died, match="studyhall: "):
            await bot.says("tick")
