"""The check-up on Slack finds each thing that is wrong there, and says what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.common.checkup import Checkup, Finding, Place, State
from bot.adapters.slack.check import check
from bot.adapters.slack.manifest import SCOPES
from bot.model import ChannelRef, WorkspaceRef
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, BOT_USER, TEAM, Channel

GENERAL = "C0GENERAL"


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.add_user("U0ANA", "Ana")
        server.add_channel(GENERAL, "general", "U0ANA")
        yield server
        assert server.state.breaches == []


def place(channel: str = GENERAL, *, problem: str = "", team: str = TEAM) -> Place:
    return Place(ChannelRef(WorkspaceRef("slack", team), channel), "tea", problem)


async def look(server: SlackServer, *places: Place, **values: str) -> Checkup:
    given = {
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_api_url": server.api_url,
    }
    return await check({k: v for k, v in (given | values).items() if v}, (), places)


def only(checkup: Checkup, about: str) -> Finding:
    (found,) = [finding for finding in checkup.findings if finding.about == about]
    return found


def states(checkup: Checkup) -> set[State]:
    return {finding.state for finding in checkup.findings}


async def test_all_is_well(slack: SlackServer) -> None:
    found = await look(slack, place())
    assert states(found) == {State.OK}
    abouts = [finding.about for finding in found.findings]
    assert abouts == ["SLACK_BOT_TOKEN", "scopes", "SLACK_APP_TOKEN", "#general (tea)"]
    assert only(found, "SLACK_BOT_TOKEN").says == "studyhall in the workspace Studyhall"
    assert found.ahead == 0


async def test_nothing_is_changed_on_slack(slack: SlackServer) -> None:
    slack.add_channel("C0OTHER", "other", bot=False)
    await look(slack, place(), place("C0OTHER"))
    assert {method for method, _ in slack.state.calls} == {
        "auth.test",
        "apps.connections.open",
        "conversations.info",
        "conversations.history",
    }
    assert not slack.state.channels["C0OTHER"].has_bot and not slack.socket.sockets


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_scope_that_is_missing_is_named(slack: SlackServer, scope: str) -> None:
    slack.state.scopes.discard(scope)
    found = only(await look(slack), "scopes")
    assert found.state is State.MEND and found.says == f"missing: {scope}"
    assert "Reinstall" in found.todo


async def test_more_scopes_than_needed_are_fine(slack: SlackServer) -> None:
    slack.state.scopes.add("pins:write")
    assert states(await look(slack)) == {State.OK}


async def test_a_channel_that_needs_a_missing_scope_names_it(slack: SlackServer) -> None:
    slack.state.scopes.discard("channels:history")
    found = only(await look(slack, place()), "C0GENERAL (tea)")
    assert found.state is State.MEND and "channels:history" in found.says


async def test_a_revoked_bot_token(slack: SlackServer) -> None:
    slack.state.revoked = True
    found = await look(slack, place())
    token = only(found, "SLACK_BOT_TOKEN")
    assert token.state is State.MEND and "token_revoked" in token.says
    assert "OAuth & Permissions" in token.todo
    assert len(found.findings) == 1, "nothing else can be said without a token"


async def test_the_app_token_in_the_bot_tokens_place(slack: SlackServer) -> None:
    found = await look(slack, slack_bot_token=APP_TOKEN, slack_app_token=BOT_TOKEN)
    assert "not_allowed_token_type" in only(found, "SLACK_BOT_TOKEN").says


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked"])
async def test_an_app_token_that_is_refused(slack: SlackServer, code: str) -> None:
    slack.state.fault("apps.connections.open", code)
    found = only(await look(slack), "SLACK_APP_TOKEN")
    assert found.state is State.MEND and code in found.says
    assert "connections:write" in found.todo


async def test_socket_mode_that_is_switched_off(slack: SlackServer) -> None:
    slack.state.fault("apps.connections.open", "forbidden_team")
    found = only(await look(slack), "SLACK_APP_TOKEN")
    assert found.state is State.MEND and "Switch Socket Mode on" in found.todo


async def test_requests_over_http_need_no_app_token(slack: SlackServer) -> None:
    found = await look(slack, slack_app_token="", slack_signing_secret="s" * 32)
    assert only(found, "SLACK_SIGNING_SECRET").state is State.OK
    assert states(found) == {State.OK}
    assert "apps.connections.open" not in {method for method, _ in slack.state.calls}


async def test_a_name_that_slacks_library_would_follow(
    slack: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "123")
    found = only(await look(slack), "SLACK_CLIENT_ID")
    assert found.state is State.MEND


# channels


def private(channel: Channel) -> None:
    channel.private = True


def bot_away(channel: Channel) -> None:
    channel.members.discard(BOT_USER)


def archived(channel: Channel) -> None:
    channel.archived = True


def read_only(channel: Channel) -> None:
    channel.read_only = True


def threads_only(channel: Channel) -> None:
    channel.threads_only = True


def frozen(channel: Channel) -> None:
    channel.frozen = True


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (bot_away, "the bot is not in the channel"),
        (archived, "archived"),
        (read_only, "read-only"),
        (threads_only, "only takes posts in threads"),
        (frozen, "frozen"),
    ],
)
async def test_a_channel_that_cannot_be_posted_to(slack: SlackServer, change, says: str) -> None:  # type: ignore[no-untyped-def]
    change(slack.state.channels[GENERAL])
    found = only(await look(slack, place()), "#general (tea)")
    assert found.state is State.MEND and says in found.says and found.todo


async def test_a_private_channel_without_the_bot(slack: SlackServer) -> None:
    for change in (private, bot_away):
        change(slack.state.channels[GENERAL])
    (found,) = [f for f in (await look(slack, place())).findings if GENERAL in f.about]
    assert found.state is State.MEND and "/invite" in found.todo


async def test_a_channel_that_is_gone(slack: SlackServer) -> None:
    found = only(await look(slack, place("C0GONE")), "C0GONE (tea)")
    assert found.state is State.MEND and "gone" in found.says


async def test_a_channel_of_another_workspace(slack: SlackServer) -> None:
    found = only(await look(slack, place(team="T0OTHER")), "C0GENERAL (tea)")
    assert found.state is State.MEND and "T0OTHER" in found.says


async def test_a_channel_that_was_mended_but_not_resumed(slack: SlackServer) -> None:
    found = only(await look(slack, place(problem="missing: x")), "#general (tea)")
    assert found.state is State.MEND and "/study resume" in found.todo


async def test_a_shared_channel_is_worth_a_note(slack: SlackServer) -> None:
    slack.state.channels[GENERAL].shared = True
    assert only(await look(slack, place()), "#general (tea)").state is State.NOTE


async def test_one_bad_channel_hides_no_other(slack: SlackServer) -> None:
    slack.add_channel("C0TWO", "two")
    slack.state.channels[GENERAL].archived = True
    found = await look(slack, place(), place("C0GONE"), place("C0TWO"))
    assert only(found, "#two (tea)").state is State.OK
    assert len([f for f in found.findings if f.state is State.MEND]) == 2


# Slack itself


async def test_slack_that_cannot_be_reached() -> None:
    async with SlackServer() as server:
        url = server.api_url
    values = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, "slack_api_url": url}
    (found,) = (await check(values, (), [place()])).findings
    assert found.state is State.MEND and "Slack cannot be reached" in found.says


@pytest.mark.parametrize("fault", ["500", "drop"])
async def test_slack_that_fails(slack: SlackServer, fault: str) -> None:
    slack.state.fault("conversations.info", fault, times=3)
    found = only(await look(slack, place()), "C0GENERAL (tea)")
    assert found.state is State.MEND and "cannot be reached" in found.says


async def test_a_short_rate_limit_is_waited_out(slack: SlackServer) -> None:
    slack.state.fault("conversations.info", "429:0")
    assert only(await look(slack, place()), "#general (tea)").state is State.OK


async def test_a_long_rate_limit_is_told(slack: SlackServer) -> None:
    slack.state.fault("conversations.info", "429:900")
    found = only(await look(slack, place()), "C0GENERAL (tea)")
    assert found.state is State.NOTE and "900" in found.says


@pytest.mark.parametrize("seconds", [-3600, -10, 10, 86400])
async def test_a_clock_that_differs_is_measured(slack: SlackServer, seconds: int) -> None:
    slack.state.advance(seconds)
    found = await look(slack)
    assert found.ahead is not None and abs(found.ahead + seconds) < 2


async def test_a_refusal_tells_the_time_too(slack: SlackServer) -> None:
    slack.state.revoked = True
    slack.state.advance(60)
    assert (await look(slack)).ahead == pytest.approx(-60, abs=2)


async def test_an_org_wide_install_is_one_sentence(slack: SlackServer) -> None:
    slack.state.organization = True
    found = await look(slack, place())
    assert [f.about for f in found.findings] == ["SLACK_BOT_TOKEN"]
    assert "whole organization" in found.findings[0].says
    assert found.findings[0].state is State.MEND


@pytest.mark.parametrize(("others", "state"), [(0, State.OK), (1, State.NOTE), (2, State.MEND)])
async def test_another_process_with_the_same_app(
    slack: SlackServer, others: int, state: State
) -> None:
    slack.socket.others = others
    found = only(await look(slack), "SLACK_APP_TOKEN")
    assert found.state is state
    assert others == 0 or f"{others + 1} connections" in found.says


async def test_a_passing_state_is_no_fault_of_the_token(slack: SlackServer) -> None:
    slack.state.fault("auth.test", "team_added_to_org")
    found = only(await look(slack), "SLACK_BOT_TOKEN")
    assert found.state is State.NOTE and "team_added_to_org" in found.says
