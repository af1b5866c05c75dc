"""Two ``studyhall run`` on one database, Slack's requests now to one, now to the other."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.slack.manifest import PATH
from bot.model import ChannelRef
from tests.contract.slack_driver import ANA, BEN, CHANNEL
from tests.e2e.outside import Bot, Town
from tests.e2e.stage import Side
from tests.e2e.test_process import set_up
from tests.engines import put_in_place, reached
from tests.features.bench import shown
from tests.servers.slack.state import SIGNING_SECRET, Act

MANY = {
    "SLACK_APP_TOKEN": "",
    "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    "DISCORD_BOT_TOKEN_FILE": "",
    "STUDYHALL_COPIES": "many",
}


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as opened:
        yield opened
        assert opened.slack.driver.breaches() == []
        assert opened.slack_server.state.late_acks == []


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Copies:
    """Both processes; ``to`` says which one gets the next requests."""

    def __init__(self, town: Town, where: dict[str, str]) -> None:
        self.town = town
        self.where = MANY | where
        self.ports = [free_port(), free_port()]
        self.bots: list[Bot] = []

    async def start(self) -> None:
        started = [self.town.start(SLACK_HTTP_PORT=str(port), **self.where) for port in self.ports]
        self.bots = list(await asyncio.gather(*started))
        self.to(0)

    def to(self, number: int) -> None:
        self.town.slack_server.http.url = f"http://127.0.0.1:{self.ports[number]}{PATH}"

    def leader(self) -> int:
        """The number of the copy that holds the lease."""
        with reached(self.town.database) as db:
            (holder,) = db.execute("SELECT holder FROM leases").fetchone()
        pids = [str(bot.process.pid) for bot in self.bots]
        return pids.index(holder.rsplit("-", 2)[1])

    def let_the_lease_run_out(self) -> None:
        """As fifteen seconds would."""
        with reached(self.town.database) as db:
            db.execute("UPDATE leases SET until = 0")


@pytest.fixture(params=["sqlite", "postgresql"])
async def copies(town: Town, request: pytest.FixtureRequest) -> Copies:
    where = {}
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").new()
        put_in_place(town.database, url)
        where = {"STUDYHALL_DATABASE": url}
    made = Copies(town, where)
    await made.start()
    return made


async def both_get(copies: Copies, act: Act) -> list[Act]:
    """Delivers one act to both copies at once; what came of either delivery."""
    http = copies.town.slack_server.http
    again = Act(act.kind, act.user, act.channel, act.trigger, act.payload, act.sent_at)
    sent = []
    for number, delivered in enumerate((act, again)):
        copies.to(number)
        sent.append(http.deliver(delivered))
        await asyncio.sleep(0)  # the task reads the address as it begins
    assert await asyncio.gather(*sent) == [200, 200]
    return [act, again]


async def test_two_copies_answer_as_one_and_post_once(town: Town, copies: Copies) -> None:
    server, side = town.slack_server, town.slack
    await set_up(side)
    await town.posted(side, "Question of the day")
    # Each act comes at both copies; each is answered once.
    for number in range(5):
        act = server.acts.slash(BEN, CHANNEL, "/study", "help")
        answered = [len(each.replies) for each in await both_get(copies, act)]
        assert sorted(answered) == [0, 1], number
    assert len(server.private(BEN)) == 5
    # A quiz that began at one goes on at the other.
    copies.to(0)
    asked = await side.say(side.ben, "/quiz 3")
    copies.to(1)
    result = await side.driver.press(side.ben, asked, asked.controls[0].label)
    assert result.form is not None or shown(result).text != asked.text
    assert side.titles().count("Question of the day") == 1
    assert await town.run("health", **copies.where) == (0, "ok\n", "")
    if "STUDYHALL_DATABASE" not in copies.where:
        code, _, err = await town.run("run", **(MANY | {"STUDYHALL_COPIES": "one"}))
        assert code == 2 and "Another copy of the bot is running on" in err
    assert await town.run("db", "verify", **copies.where) == (0, "No difference.\n", "")
    assert [await bot.end() for bot in copies.bots] == [0, 0]


async def second_group(town: Town) -> Side:
    town.slack_server.add_channel("C0SECOND", "second", ANA, BEN)
    driver = town.slack.driver
    driver.channel = ChannelRef(driver.channel.workspace, "C0SECOND")
    await set_up(town.slack)
    return town.slack


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_when_the_copy_that_posts_is_gone_the_other_takes_over(
    town: Town, copies: Copies, how: signal.Signals
) -> None:
    await set_up(town.slack)
    await town.posted(town.slack, "Question of the day")
    before = town.slack.titles()
    gone = copies.leader()
    await copies.bots[gone].end(how)
    if how is signal.SIGKILL:
        copies.let_the_lease_run_out()
    copies.to(1 - gone)
    side = await second_group(town)
    await town.posted(side, "Question of the day")
    assert copies.leader() == 1 - gone
    assert side.titles().count("Question of the day") == 1
    side.driver.channel = ChannelRef(side.channel.workspace, CHANNEL)
    assert side.titles() == before, "nothing comes twice"
    assert await copies.bots[1 - gone].end() == 0
    assert await town.run("db", "verify", **copies.where) == (0, "No difference.\n", "")
