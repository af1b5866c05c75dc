"""The bot with and without the optional packages that make it quicker."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.common import json as quick
from bot.adapters.common.listener import Listener
from bot.service import event_loop

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_both_ways_write_and_read_the_same(body: Any) -> None:
    body = json.loads(json.dumps(body).replace("\\ud", "ud"))
    assert json.loads(quick.to_json(body)) == quick.from_json(quick.to_json(body)) == body


@pytest.mark.parametrize("raw", ['{"text": "\\ud83d"}', '["\\udc00"]'])
def test_halves_of_characters_are_read_either_way(raw: str) -> None:
    assert quick.from_json(raw) == json.loads(raw)


@pytest.mark.parametrize("raw", ["", "{", "[1,]", "nothing", '{"a": 1} b'])
def test_what_is_no_json_is_refused_either_way(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError):
        quick.from_json(raw)
    monkeypatch.setattr(quick, "orjson_loads", None)
    with pytest.raises(ValueError):
        quick.from_json(raw)


def test_without_the_package_the_standard_library_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "orjson_loads", None)
    monkeypatch.setattr(quick, "orjson_dumps", None)
    monkeypatch.setattr(event_loop, "new_event_loop", None)
    assert quick.to_json({"é": [1, None]}) == '{"é":[1,null]}'.encode()
    assert quick.from_json(b'{"a": 1}') == {"a": 1}
    assert event_loop.accelerators() == ()
    assert event_loop.run(asyncio.sleep(0, "done")) == "done"


async def _asked() -> str:
    """What a page of ours answers on the running loop."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="here")

    app = web.Application()
    app.router.add_get("/", page)
    listener = Listener(app)
    await listener.start("127.0.0.1", 0)
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{listener.address[1]}/") as answer,
        ):
            return await answer.text()
    finally:
        await listener.stop()


def test_pages_are_served_on_the_loop_that_is_there() -> None:
    assert event_loop.run(_asked()) == "here"
