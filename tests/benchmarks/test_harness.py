"""The benchmark measures what it says: real processes, every answer kept; no duration is judged."""

from __future__ import annotations

import argparse
import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from benchmarks.__main__ import arguments, columns, plan_of, report
from benchmarks.load import Presses, in_flight
from benchmarks.process import Contender, environment, running
from benchmarks.profiler import between, group_of
from benchmarks.rounds import QUICK, Measured, Plan, check, entered, measure
from benchmarks.seed import defined
from benchmarks.servers import served

SMALL = Plan(rounds=1, steady=2, watched=2, flood=4, counted=3, people=3)


def quiet(_: str) -> None:
    pass


@pytest.mark.timeout(120)
async def test_one_small_run_measures_everybody() -> None:
    found = (await measure(SMALL, None, quiet)).figures
    assert {who for who in found if " " in who} == {
        f"{kind} {name}" for kind in ("bare", "peer", "studyhall") for name in ("slack", "discord")
    }
    for who, values in found.items():
        assert all(len(each) == SMALL.rounds for each in values.values()), who
    # An answer of the peer's: one row and the member's points; and each commit is a hop.
    assert found["peer slack"]["statements"] == [2]
    assert found["peer slack"]["hops"] == [3]
    assert found["bare discord"]["statements"] == [0]
    assert found["studyhall slack"]["hops"][0] >= 1
    assert found["studyhall"]["idle_mb"][0] > 0


async def test_an_answer_that_was_not_kept_is_found(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        platforms = await served(stack, 3, names=["slack"])
        peer = Contender("peer", "peer-slack", list(platforms.values()), tmp_path)
        await peer.prepare()
        async with AsyncExitStack() as bots:
            (entry,) = await entered(bots, peer)
            await in_flight(entry.platform, entry.bot, entry.presses.take(3), 3)
        await check(peer, [entry])
        entry.presses.made += 1
        with pytest.raises(RuntimeError, match="3 of 4 answers were kept"):
            await check(peer, [entry])


async def test_a_process_that_does_not_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)did not start.*KeyError: 'bare-nobody'"):
        async with running(Contender("nobody", "bare-nobody", [], tmp_path)):
            pass


async def test_nobody_presses_twice_on_a_question() -> None:
    async with AsyncExitStack() as stack:
        slack = (await served(stack, 2, names=["slack"]))["slack"]
        presses = Presses(slack, ["one", "two"])
        jobs = presses.take(4)
        assert len(set(jobs)) == 4
        with pytest.raises(RuntimeError, match="everybody has answered everything"):
            presses.take(1)


def test_no_setting_of_the_shell_gets_into_what_is_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STUDYHALL_LOG_LEVEL", "debug")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-mine")
    given = environment(tmp_path, STUDYHALL_LOG="json")
    assert {name for name in given if name.startswith(("SLACK", "STUDYHALL"))} == {"STUDYHALL_LOG"}
    assert given["PYTHONPATH"] == str(tmp_path)


def test_names_are_found_wherever_they_are_defined() -> None:
    assert defined("NoSuchName", "SqliteStore").__name__ == "SqliteStore"
    with pytest.raises(LookupError, match="NoSuchName"):
        defined("NoSuchName")


def test_rounds_and_quick() -> None:
    assert plan_of(arguments([])).rounds == 7
    assert plan_of(arguments(["--quick"])) == QUICK
    assert plan_of(arguments(["--rounds", "9"])).rounds == 9
    with pytest.raises(SystemExit, match="rounds can be measured"):
        Plan(rounds=10_000).check()


def test_another_checkout_must_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments(["--other", str(tmp_path)])
    assert "is not a checkout of Studyhall" in capsys.readouterr().err


def test_what_is_written_can_be_compared_with_later() -> None:
    measured = Measured(harness_ms=0.4)
    measured.note("studyhall slack", flood_ms=1.0)
    told = json.loads(json.dumps(report(measured, SMALL, None)))
    now = report(measured, SMALL, Path())
    assert isinstance(arguments([]), argparse.Namespace)
    titles = [version.title for version in columns(now, told)]
    assert titles[0].startswith("earlier run (")
    assert titles[-1].startswith("Studyhall ")
    assert len(titles) == 3


@pytest.mark.parametrize(
    ("function", "caller", "group"),
    [
        ("<method 'execute' of 'sqlite3.Connection' objects>", "", "SQL"),
        ("/x/bot/adapters/slack/render_card.py:1 card", "", "rendering"),
        ("/x/bot/adapters/discord/adapter.py:1 respond", "", "our adapters"),
        ("/x/site-packages/discord/http.py:1 request", "", "SDK"),
        ("/x/bot/features/answering.py:1 decide", "", "features"),
        (
            "<built-in method builtins.len>",
            "/x/site-packages/aiohttp/client.py:1 _request",
            "aiohttp",
        ),
        ("<built-in method builtins.len>", "", "other"),
    ],
)
def test_the_profile_knows_whose_a_function_is(function: str, caller: str, group: str) -> None:
    assert group_of(function, caller) == group


def test_a_profile_is_the_difference_of_two() -> None:
    before = {"rows": [["loop", "a", "", 2, 1.0]]}
    after = {
        "rows": [["loop", "a", "", 5, 4.0], ["loop", "b", "", 1, 0.5], ["loop", "c", "", 0, 0]]
    }
    found = between(before, after)
    assert {key[1]: (line.calls, line.own) for key, line in found.items()} == {
        "a": (3, 3.0),
        "b": (1, 0.5),
    }


async def test_a_question_that_fails_is_heard(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        platforms = await served(stack, 1, names=["slack"])
        bare = Contender("bare", "bare-slack", list(platforms.values()), tmp_path)
        async with running(bare) as bot:
            with pytest.raises(RuntimeError, match="could not tell nonsense: KeyError"):
                await bot.ask("nonsense")
