"""What each of Slack's codes becomes, at the start and at a post."""

from __future__ import annotations

import pytest

from bot.adapters.base import (
    AdapterError,
    Expired,
    Forbidden,
    Gone,
    RateLimited,
    Rejected,
    StartFailed,
    Unavailable,
    Unreachable,
)
from bot.adapters.slack.error_codes import SLOWER, VERDICTS, Sort
from bot.adapters.slack.errors import PictureRefused, TokenRefused, from_code
from tests.contract.slack_driver import SlackDriver
from tests.rendering.samples import CONCEPT
from tests.servers.slack.bench import Bench, card
from tests.servers.slack.server import SlackServer
from tests.servers.slack.test_connection import adapter, ignore, slack  # noqa: F401 (a fixture)

KIND: dict[Sort, type[AdapterError]] = {
    Sort.LATER: Unavailable,
    Sort.UNSURE: Unreachable,
    Sort.LIMITED: RateLimited,
    Sort.FORBIDDEN: Forbidden,
    Sort.GONE: Gone,
    Sort.EXPIRED: Expired,
    Sort.TOKEN: TokenRefused,
    Sort.PICTURE: PictureRefused,
    Sort.OURS: Rejected,
}
PASSING = [code for code, said in VERDICTS.items() if said.sort in (Sort.LATER, Sort.UNSURE)]


@pytest.fixture
def driver(bench: Bench) -> SlackDriver:
    return bench.driver


@pytest.mark.parametrize("code", VERDICTS)
def test_each_code_is_one_of_the_protocols_errors(code: str) -> None:
    error = from_code(code, {})
    assert type(error) is KIND[VERDICTS[code].sort]
    if isinstance(error, Forbidden):
        assert error.why and not error.why[0].isupper() and not error.why.endswith(".")
        assert not error.todo or error.todo.endswith(".")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("restricted_action_of_a_new_kind", Forbidden),
        ("slack_connect_file_of_a_new_kind", PictureRefused),
        ("never_heard_of", Rejected),
    ],
)
def test_a_code_that_is_not_listed_goes_by_its_family(code: str, kind: type[AdapterError]) -> None:
    assert type(from_code(code, {})) is kind


def test_a_workspace_that_sends_too_much_waits() -> None:
    error = from_code("message_limit_exceeded", {})
    assert isinstance(error, RateLimited) and error.after == SLOWER


@pytest.mark.parametrize("code", PASSING)
async def test_a_passing_state_blames_no_token_at_the_start(
    slack: SlackServer,  # noqa: F811
    code: str,
) -> None:
    for method in ("auth.test", "apps.connections.open"):
        slack.state.fault(method, code)
        bot = adapter(slack)
        with pytest.raises(Unreachable) as refused:
            await bot.start((), ignore)
        assert "TOKEN" not in str(refused.value)
        await bot.stop()


async def test_what_an_admin_has_to_allow_blames_no_token_either(
    slack: SlackServer,  # noqa: F811
) -> None:
    slack.state.fault("auth.test", "two_factor_setup_required")
    bot = adapter(slack)
    with pytest.raises(Unreachable, match="two-factor"):
        await bot.start((), ignore)


async def test_an_org_wide_install_is_named(slack: SlackServer) -> None:  # noqa: F811
    slack.state.organization = True
    with pytest.raises(StartFailed) as refused:
        await adapter(slack).start((), ignore)
    assert "whole organization" in str(refused.value) and "one workspace" in str(refused.value)


@pytest.mark.parametrize(
    "code",
    [
        "slack_connect_file_upload_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "slack_connect_blocked_file_type",
        "blocked_file_type",
        "file_share_limit_reached",
    ],
)
async def test_a_picture_that_is_not_taken_here_is_left_out_at_once(
    driver: SlackDriver, code: str
) -> None:
    driver.server.state.fault("chat.postMessage", code)
    ref = await driver.adapter.post(driver.channel, CONCEPT, key="k1")
    assert driver.posts()[0].images == ()
    assert driver.server.state.tried["chat.postMessage"] == 2
    driver.server.state.fault("chat.update", code)
    await driver.adapter.edit(ref, CONCEPT)
    assert driver.server.state.tried["files.getUploadURLExternal"] == 1


@pytest.mark.parametrize("fault", ["403", "404", "500", "502"])
async def test_a_page_that_is_not_slacks_is_an_outage(driver: SlackDriver, fault: str) -> None:
    driver.server.state.fault("chat.postMessage", fault, 2)
    with pytest.raises(Unreachable) as refused:
        await driver.adapter.post(driver.channel, card("Hi"), key="k1")
    assert not isinstance(refused.value, Unavailable)  # it may have gone out: look first
