"""A frame that cannot be read costs that frame: the next one is answered, on the same socket."""

from __future__ import annotations

import logging

import pytest

from tests.servers.discord.bot_for_tests import Bot, opened

FRAMES = {
    "too deep": "[" * 100_000,
    "too deep, in an event": '{"op":0,"t":"INTERACTION_CREATE","s":3,"d":' + "[" * 100_000,
    "too deep and whole": '{"d":' * 50_000 + "1" + "}" * 50_000,
    "half a frame": '{"op":0',
    "no JSON": "hello",
    "a list": "[]",
    "a number": "7",
    "nothing": "null",
}


@pytest.mark.parametrize("name", FRAMES)
async def test_a_frame_that_cannot_be_read(name: str, caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot()
    async with opened(bot) as driver:
        gateway = driver.server.gateway
        (session,) = gateway.sessions.values()
        assert session.socket is not None
        await session.socket.send_str(FRAMES[name])
        assert (await driver.command(driver.ben, "/quiz")).replies
        assert (gateway.identified, gateway.resumed, gateway.close_codes) == (1, 0, [])
    assert len(bot.unread) == 1 and bot.unread[0].startswith("a frame: ")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info] == []
