"""A frame that cannot be read costs that frame: the next one is answered, on the same socket."""

from __future__ import annotations

import logging

import pytest

from tests.servers.slack.bench import Bench, open_bench, reply

FRAMES = {
    "too deep": "[" * 100_000,
    "too deep, in an object": '{"type":"interactive","payload":' + "[" * 100_000,
    "too deep and whole": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "half a frame": '{"type":"interactive"',
    "no JSON": "{hello}",
    "a number too long": '{"type":' + "9" * 10_000 + "}",
    "words": "hello",
    "nothing": "",
    "a list": '["hello"]',
}


@pytest.mark.parametrize("name", FRAMES)
async def test_a_frame_that_cannot_be_read(name: str, caplog: pytest.LogCaptureFixture) -> None:
    async with open_bench() as bench:
        await sent(bench, FRAMES[name])
        bench.handlers["quiz"] = reply("Hello")
        assert (await bench.driver.command(bench.driver.ben, "/quiz")).replies
        assert len(bench.driver.server.socket.sockets) == 1
        assert bench.driver.server.socket.close_codes == []
    assert [r for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info] == []


async def sent(bench: Bench, frame: str) -> None:
    (socket,) = bench.driver.server.socket.sockets
    await socket.send_str(frame)
