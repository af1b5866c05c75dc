"""``studyhall run`` as a process against both platforms."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest
import yarl

from content.scaffold import make_course
from tests.contract.driver import SeenMessage
from tests.contract.slack_driver import ANA, CHANNEL
from tests.e2e.outside import READY, Town
from tests.e2e.stage import Side
from tests.features.bench import filled, shown
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN

VERDICTS = ("Correct", "1 of ", "2 of ", "3 of ", "Not quite")
DAYS = "1 2 3 4 5 6 7"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as opened:
        yield opened
        for side in opened.sides:
            assert side.driver.breaches() == []
        assert opened.slack_server.state.late_acks == []


async def set_up(side: Side) -> None:
    """A group whose question is posted at once."""
    form = (await side.driver.command(side.ana, "/study setup")).form
    assert form is not None
    values = filled(form, zone="Berlin", days=DAYS)
    preview = shown(await side.driver.submit(side.ana, form, values))
    assert "is set up" in (await side.press(side.ana, preview, "Start")).text
    await side.say(side.ana, "/study post")


async def choose(side: Side) -> SeenMessage:
    """Ben presses the first button under the question, or sends the form as it opens."""
    post = side.last("Question of the day")
    result = await side.driver.press(side.ben, post, post.controls[0].label)
    if result.form is None:
        return shown(result)
    fields = result.form.fields
    values = {
        f.key: tuple(v for _, v in f.options[n : n + (2 if f.kind == "many" else 1)])
        for n, f in enumerate(fields)
    }
    return shown(await side.driver.submit(side.ben, result.form, values))


def secrets_in(*texts: str) -> list[str]:
    return [s for s in (BOT_TOKEN, APP_TOKEN, "test.token") if any(s in t for t in texts)]


def cpu_of_children() -> float:
    """Seconds of work of all processes that were started from here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def test_a_life_from_start_to_stop(town: Town) -> None:
    bot = await town.start(STUDYHALL_LOG_LEVEL="debug")
    await town.online()
    for side in town.sides:
        help_card = await side.say(side.ben, "/study help")
        assert "What you can do here" in help_card.text and "/leaderboard" in help_card.text
    assert await town.run("health") == (0, "ok\n", "")
    for side in town.sides:
        await set_up(side)
    for side in town.sides:
        await town.posted(side, "Question of the day")
        verdict = await side.press(side.ben, await choose(side), "Sure")
        assert verdict.text.startswith(VERDICTS)

    # A second copy on the same database leaves the first one alone.
    code, out, err = await town.run("run")
    assert (code, out) == (2, "") and err.startswith(
        "studyhall: Another copy of the bot is running on "
    )
    assert await town.run("health") == (0, "ok\n", "")

    # The database is looked after while the bot runs.
    code, out, err = await town.run("db", "backup", "copy.db")
    assert (code, err) == (0, "") and out.startswith("Saved to copy.db.\nIt can be restored: ")
    with closing(sqlite3.connect(town.home / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT COUNT(*) FROM answers").fetchone() == (2,)
    code, out, err = await town.run("db", "stats")
    assert code == 0 and err == ""
    counted = {
        row.split("│")[1].strip(): row.split("│")[2].strip()
        for row in out.splitlines()
        if "│" in row
    }
    assert counted["answers"] == "2" and counted["groups"] == "2"
    assert await town.run("db", "verify") == (0, "No difference.\n", "")

    before = cpu_of_children()
    assert await bot.end(signal.SIGTERM) == 0
    # Measured as work, because other tests run beside this one: 1.5 s where nothing else does.
    print(f"ready after {bot.ready_after:.2f} s, {cpu_of_children() - before:.2f} s of work in all")
    assert cpu_of_children() - before < 20
    assert bot.lines[-1] == "studyhall: stopping"
    assert town.discord_server.gateway.close_codes == [1000]
    assert town.slack_server.socket.close_codes == [1000]
    code, out, err = await town.run("health")
    assert code == 2 and out == "" and "not running" in err
    assert secrets_in(*bot.lines) == []
    assert [line for line in bot.lines if "error" in line.casefold()] == []
    assert any("answered" in line for line in bot.lines), "debug tells more"


async def test_killed_with_a_question_open_it_goes_on(town: Town) -> None:
    first = await town.start()
    await town.online()
    for side in town.sides:
        await set_up(side)
    asked = {}
    for side in town.sides:
        await town.posted(side, "Question of the day")
        asked[side.name] = await choose(side)
    assert await first.end(signal.SIGKILL) == -signal.SIGKILL
    town.discord_server.gateway.online.clear()
    second = await town.start()
    await town.online()
    for side in town.sides:
        verdict = await side.press(side.ben, asked[side.name], "Sure")
        assert verdict.text.startswith(VERDICTS)
        assert side.titles().count("Question of the day") == 1
        assert "Nobody" not in (await side.say(side.ben, "/leaderboard")).text
    assert await second.end() == 0
    assert await town.run("db", "verify") == (0, "No difference.\n", "")


BAD = {
    "slack": {"SLACK_BOT_TOKEN": "xoxb-bad-secret"},
    "slack-app": {"SLACK_APP_TOKEN": "xapp-bad-secret"},
    "discord": {"DISCORD_BOT_TOKEN_FILE": "bad-token"},
}


@pytest.mark.parametrize("bad", ["slack-app", "discord"])
async def test_one_bad_token_is_named_and_the_rest_works(town: Town, bad: str) -> None:
    (town.home / "bad-token").write_text("bad-secret")
    bot = await town.start(**BAD[bad])
    well = town.slack if bad == "discord" else town.discord
    assert "What you can do here" in (await well.say(well.ben, "/study help")).text
    # The other one has been tried by now or will be soon; stopping waits for neither.
    assert await bot.end() == 0
    told = [line for line in bot.lines if "token" in line.casefold()]
    assert len(told) <= 1 and secrets_in(*bot.lines) == []
    assert "secret" not in "".join(bot.lines) and "Traceback" not in "".join(bot.lines)


async def test_nothing_but_bad_tokens_is_one_sentence_each(town: Town) -> None:
    (town.home / "bad-token").write_text("bad-secret")
    code, out, err = await town.run(
        "run", **BAD["slack"], **BAD["discord"], STUDYHALL_LOG_LEVEL="debug"
    )
    assert code == 2 and out == ""
    (line,) = err.splitlines()
    assert line.startswith("studyhall: SLACK_BOT_TOKEN is not accepted (invalid_auth): copy ")
    assert "Discord refuses the bot token: copy a fresh one" in line
    assert "secret" not in line


async def test_a_bot_whose_only_token_is_taken_away_ends(town: Town) -> None:
    bot = await town.start(DISCORD_BOT_TOKEN_FILE="")
    town.slack_server.state.revoked = True
    # A form is opened by the API, which needs the token.
    act = town.slack_server.acts.slash(ANA, CHANNEL, "/study", "setup")
    await town.slack_server.deliver(act)
    async with asyncio.timeout(10):
        assert await bot.process.wait() == 2
    assert "SLACK_BOT_TOKEN" in bot.lines[-1] or "SLACK_BOT_TOKEN" in bot.lines[-2]
    town.slack_server.state.late_acks.clear()


async def test_a_platform_that_is_away_is_waited_for(town: Town) -> None:
    """Nothing is said to be ready meanwhile; stopping works while it waits."""
    bot = await town.start(SLACK_API_URL="http://127.0.0.1:9/api/", DISCORD_BOT_TOKEN_FILE="")
    assert bot.lines[-1] == "studyhall: no platform can be reached yet; the bot keeps trying"
    assert (await town.run("health"))[0] == 0
    assert await bot.end() == 0
    assert not any(line.startswith(READY) for line in bot.lines)
    assert secrets_in(*bot.lines) == [] and "Traceback" not in "".join(bot.lines)


async def test_it_is_ready_once_a_platform_is_reached(town: Town) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    bot = await town.start(SLACK_API_URL=f"http://127.0.0.1:{port}/api/", DISCORD_BOT_TOKEN_FILE="")
    assert bot.lines[-1].startswith("studyhall: no platform can be reached yet")
    async with passed_on(port, town.slack_server.api_url):
        await bot.wrote("studyhall: ready (slack)")
    assert await bot.end() == 0


@asynccontextmanager
async def passed_on(port: int, url: str) -> AsyncIterator[None]:
    """A port that now leads to the local server."""
    there = yarl.URL(url)

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other, back = await asyncio.open_connection(there.host, there.port)
        await asyncio.gather(pump(reader, back), pump(other, writer))

    async with await asyncio.start_server(join, "127.0.0.1", port):
        yield


async def test_a_signal_reads_the_courses_again(town: Town) -> None:
    course = make_course(town.home / "own", "small", "The first edition")
    bot = await town.start(STUDYHALL_COURSES="own")
    await town.online()
    plan = course / "course.yaml"
    plan.write_text(plan.read_text("utf-8").replace("first edition", "second edition"), "utf-8")
    bot.process.send_signal(signal.SIGHUP)
    await bot.wrote("courses reloaded")
    form = (await town.slack.driver.command(town.slack.ana, "/study setup")).form
    assert form is not None and "The second edition" in str(form.fields)
    plan.write_text("title: [", "utf-8")
    bot.process.send_signal(signal.SIGHUP)
    await bot.wrote("courses not reloaded")
    form = (await town.slack.driver.command(town.slack.ana, "/study setup")).form
    assert form is not None and "The second edition" in str(form.fields)
