"""What each of Discord's refusals becomes, and what is not Discord's own word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
from bot.adapters.discord.error_codes import VERDICTS, Sort
from bot.adapters.discord.errors import NoThread, PictureRefused, TokenRefused, refusal
from tests.rendering.samples import CONCEPT
from tests.servers.discord import DiscordServer
from tests.servers.discord.bot_for_tests import CARD, COMMANDS, Bot, opened
from tests.servers.discord.test_connection import adapter_on, ignore

KIND: dict[Sort, type[AdapterError]] = {
    Sort.LATER: Unavailable,
    Sort.LIMITED: RateLimited,
    Sort.FORBIDDEN: Forbidden,
    Sort.THREAD: NoThread,
    Sort.GONE: Gone,
    Sort.EXPIRED: Expired,
    Sort.TOKEN: TokenRefused,
    Sort.PICTURE: PictureRefused,
    Sort.OURS: Rejected,
}
LATER = [code for code, said in VERDICTS.items() if said.sort is Sort.LATER]


@pytest.mark.parametrize("code", VERDICTS)
def test_each_code_is_one_of_the_protocols_errors(code: int) -> None:
    error = refusal(400, code, "said", {}, own=True)
    assert type(error) is KIND[VERDICTS[code].sort]
    if isinstance(error, Forbidden) and error.why:
        assert not error.why.endswith(".")
        assert not error.todo or error.todo.endswith((".", ")."))


def test_an_unknown_code_is_tried_again() -> None:
    assert type(refusal(400, 987654, "said", {}, own=True)) is Rejected


@pytest.mark.parametrize("status", [403, 404, 400, 401, 405, 451, 500, 503])
async def test_a_page_is_an_outage(status: int) -> None:
    """A firewall's, a proxy's: it says nothing about permissions, channels or the token."""
    async with opened(Bot()) as driver:
        driver.server.block("/channels/", 1, status)
        if status < 500:  # discord.py tries those again by itself
            with pytest.raises(Unreachable) as refused:
                await driver.adapter.post(driver.channel, CARD, key="k")
            assert not isinstance(refused.value, TokenRefused | Unavailable)
        assert driver.adapter.listening


@pytest.mark.parametrize("status", [403, 404])
async def test_a_refusal_without_a_code_is_an_outage(status: int) -> None:
    async with opened(Bot()) as driver:
        driver.server.fail("/channels/", 1, status, 0)
        with pytest.raises(Unreachable):
            await driver.adapter.post(driver.channel, CARD, key="k")


@pytest.mark.parametrize("code", LATER)
async def test_a_temporary_code_says_that_nothing_went_out(code: int) -> None:
    async with opened(Bot()) as driver:
        driver.server.fail("POST /channels/", 1, 403, code)
        with pytest.raises(Unavailable):
            await driver.adapter.post(driver.channel, CARD, key="k")


@pytest.mark.parametrize(("status", "code"), [(403, 40333), (401, None), (403, None), (404, None)])
async def test_at_the_start_the_token_is_not_blamed(status: int, code: int | None) -> None:
    async with DiscordServer() as server:
        if code is None:
            server.block("GET /users/@me", 1, status)
        else:
            server.fail("GET /users/@me", 1, status, code)
        adapter = adapter_on(server)
        with pytest.raises(Unreachable):
            await adapter.start(COMMANDS, ignore)
        await adapter.start(COMMANDS, ignore)
        assert adapter.listening
        await adapter.stop()


async def test_discords_own_401_is_the_token() -> None:
    async with DiscordServer() as server:
        with pytest.raises(StartFailed, match="token"):
            await adapter_on(server, "bad").start(COMMANDS, ignore)


async def test_pictures_that_are_not_taken_here_are_told_in_words() -> None:
    async with opened(Bot()) as driver:
        driver.world.takes_files = False
        ref = await driver.adapter.post(driver.channel, CONCEPT, key="k")
        (seen,) = driver.posts()
        assert seen.images == () and "A circle" in seen.text
        await driver.adapter.edit(ref, CONCEPT)
        assert (
            await driver.adapter.find(driver.channel, "k", datetime.now(UTC) - timedelta(minutes=1))
            == ref
        )
        assert driver.breaches() == []


@pytest.mark.parametrize("code", [200000, 240000])
async def test_automod_is_named(code: int) -> None:
    async with opened(Bot()) as driver:
        driver.server.fail("POST /channels/", 1, 400, code)
        with pytest.raises(Forbidden) as refused:
            await driver.adapter.post(driver.channel, CARD, key="k")
        assert ("AutoMod" in refused.value.why) is (code == 200000)
        assert "AutoMod" in refused.value.todo


@pytest.mark.parametrize(("code", "kind"), [(50013, Forbidden), (10008, Gone), (0, Unreachable)])
async def test_a_charset_that_a_proxy_adds_hides_no_code(
    code: int, kind: type[AdapterError]
) -> None:
    async with opened(Bot()) as driver:
        driver.server.rest.content_type = "application/json; charset=utf-8"
        driver.server.fail("POST /channels/", 1, 403, code)
        with pytest.raises(kind):
            await driver.adapter.post(driver.channel, CARD, key="k")
