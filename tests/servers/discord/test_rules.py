"""The local Discord refuses what Discord refuses, whatever our own code would send."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.servers.discord import DiscordServer, Hook
from tests.servers.discord.command_rules import check_choices, check_commands
from tests.servers.discord.rules import LAYOUT, check_modal

WORDS = {"type": 10, "content": "words"}
MESSAGE = {"type": 4, "data": {"content": "hello", "flags": 64}}
MODAL = {
    "custom_id": "1.form",
    "title": "Form",
    "components": [
        {"type": 18, "label": "L", "component": {"type": 4, "custom_id": "a", "style": 1}}
    ],
}


async def answer(server: DiscordServer, hook: Hook, body: Any) -> tuple[int, int]:
    url = f"{server.api_url}/interactions/{hook.id}/{hook.token}/callback"
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        if response.status == 204:
            return 204, 0
        assert response.headers["Content-Type"] == "application/json"
        return response.status, (await response.json())["code"]


def interaction(server: DiscordServer, kind: int, *, pressed: bool = False) -> Hook:
    world = server.world
    channel = world.add_channel("c")
    source = world.write(channel, {"content": "x"}, {}) if pressed else None
    return world.hook(kind, world.add_person("Ana").id, channel, {"custom_id": "x"}, source)


@pytest.mark.parametrize(
    ("kind", "pressed", "body"),
    [
        (2, False, {"type": 5, "data": {"flags": 64 | LAYOUT}}),
        (2, False, {"type": 5, "data": {"content": "no"}}),
        (2, False, {"type": 6}),
        (2, False, {"type": 7, "data": {"content": "x"}}),
        (2, False, {"type": 4, "data": {}}),
        (2, False, {"type": 4, "data": {"content": "x", "nonce": "1"}}),
        (2, False, {"type": 4, "data": {"content": "x"}, "more": 1}),
        (2, False, {"type": 4, "data": {"components": [WORDS]}}),
        (3, True, {"type": 8, "data": {"choices": []}}),
        (4, False, {"type": 4, "data": {"content": "x"}}),
        (4, False, {"type": 8, "data": {"choices": [{"name": "n", "value": "v"}] * 26}}),
        (5, True, {"type": 9, "data": MODAL}),
        (5, False, {"type": 7, "data": {"content": "x"}}),
        (3, True, {"type": 9, "data": MODAL | {"title": "x" * 46}}),
    ],
)
async def test_answers_that_do_not_fit(kind: int, pressed: bool, body: Any) -> None:
    async with DiscordServer() as server:
        hook = interaction(server, kind, pressed=pressed)
        assert await answer(server, hook, body) == (400, 50035)
        assert server.world.breaches
        assert hook.refused == [50035]


async def test_a_second_answer_and_a_stranger() -> None:
    async with DiscordServer() as server:
        hook = interaction(server, 2)
        assert await answer(server, hook, MESSAGE) == (204, 0)
        assert await answer(server, hook, MESSAGE) == (400, 40060)
        stranger = interaction(server, 2)
        stranger.token = "unknown"
        assert await answer(server, stranger, MESSAGE) == (404, 10062)


def field(**component: Any) -> dict[str, Any]:
    return {"type": 18, "label": "L", "component": component}


OPTIONS = [{"label": str(n), "value": str(n)} for n in range(12)]


@pytest.mark.parametrize(
    "part",
    [
        WORDS | {"content": ""},
        {"type": 1, "components": []},
        field(type=4, custom_id="a", style=3),
        field(type=4, custom_id="a", style=1, value="x" * 11, max_length=10),
        field(type=4, custom_id="a", style=1, placeholder="x" * 101),
        field(type=4, custom_id="a" * 101, style=1),
        field(type=4, custom_id="", style=1),
        field(type=4, custom_id="a", style=1, label="old"),
        field(type=21, custom_id="a", options=OPTIONS[:1]),
        field(type=21, custom_id="a", options=OPTIONS[:11]),
        field(type=21, custom_id="a", options=[o | {"default": True} for o in OPTIONS[:2]]),
        field(type=22, custom_id="a", options=OPTIONS[:11]),
        field(type=22, custom_id="a", options=OPTIONS[:2], max_values=3),
        field(type=22, custom_id="a", options=OPTIONS[:2], min_values=0, max_values=2),
        field(type=3, custom_id="a", options=OPTIONS, disabled=True),
        field(type=3, custom_id="a", options=[OPTIONS[0], OPTIONS[0]]),
        field(type=2, custom_id="a", style=1, label="x"),
        field(type=4, custom_id="a", style=1) | {"label": "x" * 46},
        field(type=4, custom_id="a", style=1) | {"description": "x" * 101},
    ],
)
def test_modals_that_do_not_fit(part: Any) -> None:
    assert check_modal({"custom_id": "m", "title": "t", "components": [part]}).found


def test_modals_hold_one_to_five_fields_with_ids_of_their_own() -> None:
    fields = [field(type=4, custom_id=str(n), style=1) for n in range(6)]
    assert not check_modal({"custom_id": "m", "title": "t", "components": fields[:5]}).found
    for wrong in (fields, [], [fields[0], fields[0]]):
        assert check_modal({"custom_id": "m", "title": "t", "components": wrong}).found


def command(**more: Any) -> dict[str, Any]:
    return {"type": 1, "name": "quiz", "description": "d", **more}


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "d", **more}


CHOICES = [{"name": str(n), "value": str(n)} for n in range(26)]


@pytest.mark.parametrize(
    "commands",
    [
        [command(name="Quiz")],
        [command(name="a b")],
        [command(name="x" * 33)],
        [command(description="")],
        [command(description="x" * 101)],
        [command(), command()],
        [command(name=f"c{n}") for n in range(101)],
        [command(options=[option(f"o{n}") for n in range(26)])],
        [command(options=[option("a"), option("b", required=True)])],
        [command(options=[option("a", choices=CHOICES)])],
        [command(options=[option("a", choices=CHOICES[:2], autocomplete=True)])],
        [command(options=[option("a", min_value=1)])],
        [command(options=[option("a"), option("b", type=1)])],
        [
            command(
                options=[
                    option(
                        f"o{n}",
                        choices=[{"name": "n" * 100, "value": f"{m}" * 50} for m in range(10)],
                    )
                    for n in range(8)
                ]
            )
        ],
        [command(surprise=True)],
    ],
)
def test_commands_that_do_not_fit(commands: Any) -> None:
    assert check_commands(commands).found


def test_commands_and_choices_that_fit() -> None:
    subs = [option("a", type=1, options=[option("b", required=True), option("c")])]
    assert not check_commands([command(options=subs)]).found
    assert not check_choices({"choices": CHOICES[:25]}).found
    assert check_choices({"choices": CHOICES}).found
    assert check_choices({"choices": [{"name": "n", "value": "v" * 101}]}).found
