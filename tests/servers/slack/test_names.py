"""Members are called by the names that they show, from their first press on."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.base import RateLimited
from bot.adapters.slack.names import AT_ONCE, Names
from tests.servers.slack.bench import Bench, reply


def asked(bench: Bench) -> int:
    return [method for method, _ in bench.driver.server.state.calls].count("users.info")


async def test_the_first_command_has_the_shown_name_and_later_ones_ask_no_more(
    bench: Bench,
) -> None:
    bench.handlers["quiz"] = reply("Hello")
    for _ in range(3):
        await bench.driver.command(bench.driver.ben, "/quiz")
    assert [came.member_name for came in bench.came] == ["Ben"] * 3
    assert asked(bench) == 1


@pytest.mark.parametrize("fault", ["500", "429:0", "missing_scope", "user_not_found"])
async def test_where_the_name_cannot_be_had_the_handle_does_for_now(
    bench: Bench, fault: str
) -> None:
    bench.handlers["quiz"] = reply("Hello")
    bench.driver.server.state.fault("users.info", fault)
    first = await bench.driver.command(bench.driver.ben, "/quiz")
    assert first.acked_after is not None and first.replies
    await bench.driver.command(bench.driver.ben, "/quiz")
    assert [came.member_name for came in bench.came] == ["ben", "Ben"]


async def test_after_a_limit_nobody_is_asked_about_for_as_long_as_slack_says(bench: Bench) -> None:
    bench.handlers["quiz"] = reply("Hello")
    driver = bench.driver
    driver.server.state.fault("users.info", "429:30")
    for who in (driver.ben, driver.ana, driver.ben):
        answered = await driver.command(who, "/quiz")
        assert answered.acked_after is not None and answered.replies
    assert [came.member_name for came in bench.came] == ["ben", "ana", "ben"]
    assert driver.server.state.tried["users.info"] == 1


async def test_a_slow_answer_is_not_waited_for_but_kept() -> None:
    go_on = asyncio.Event()
    calls = []

    async def look_up(user: str) -> str:
        calls.append(user)
        await go_on.wait()
        return user.title()

    names = Names(look_up, within=0.01)
    await asyncio.gather(*(names.learn("ben") for _ in range(5)))
    assert names.known("ben") is None and calls == ["ben"]
    go_on.set()
    await names.learn("ben")
    assert names.known("ben") == "Ben" and calls == ["ben"]
    await names.close()


async def test_in_a_crowd_only_some_names_are_asked_for() -> None:
    go_on = asyncio.Event()
    calls = []

    async def look_up(user: str) -> str:
        calls.append(user)
        await go_on.wait()
        return user.title()

    names = Names(look_up, within=0.01)
    crowd = [f"member{number}" for number in range(10 * AT_ONCE)]
    await asyncio.gather(*(names.learn(user) for user in crowd))
    assert calls == crowd[:AT_ONCE]
    go_on.set()
    await names.learn(crowd[0])
    await names.learn(crowd[-1])
    assert (names.known(crowd[0]), names.known(crowd[-1])) == ("Member0", f"Member{len(crowd) - 1}")
    await names.close()


async def test_closing_ends_what_is_under_way() -> None:
    async def look_up(user: str) -> str:
        await asyncio.Event().wait()
        raise RateLimited(1)

    names = Names(look_up, within=0)
    await names.learn("ben")
    async with asyncio.timeout(5):
        await names.close()
    assert names.known("ben") is None
