"""Declarations as application commands, and the set-up text that goes with them."""

from __future__ import annotations

import re

from bot.adapters.discord.commands import payload
from bot.adapters.discord.invite import invite, permission_bits
from bot.adapters.discord.manifest import manifest
from bot.model import Choice, Command, OptionKind, OptionSpec
from tests.servers.discord.bot_for_tests import COMMANDS
from tests.servers.discord.command_rules import check_commands


def names(options: list[dict[str, object]]) -> list[object]:
    return [option["name"] for option in options]


def test_groups_nest_and_a_bare_parent_lends_its_description() -> None:
    made = payload(
        (
            Command(("study", "channel", "add"), "Add a channel"),
            Command(("study", "channel", "drop"), "Drop a channel"),
            Command(("study", "help"), "Help"),
            Command(("study",), "Everything about the group"),
            Command(("quiz",), "A quiz"),
        )
    )
    assert check_commands(made).found == []
    by_name = {command["name"]: command for command in made}
    study = by_name["study"]
    assert study["description"] == "Everything about the group"
    assert sorted(map(str, names(study["options"]))) == ["channel", "help"]
    (channel,) = (o for o in study["options"] if o["name"] == "channel")
    assert channel["type"] == 2
    assert names(channel["options"]) == ["add", "drop"]


def test_options_keep_their_kinds_and_required_ones_come_first() -> None:
    (made,) = payload(
        (
            Command(
                ("x",),
                "d" * 150,
                (
                    OptionSpec("free", "Free text"),
                    OptionSpec("n", "Number", OptionKind.INTEGER, required=True),
                    OptionSpec(
                        "c",
                        "Choice",
                        OptionKind.CHOICE,
                        choices=(Choice("One", "1"),),
                        required=True,
                    ),
                    OptionSpec(
                        "s", "Both", OptionKind.CHOICE, choices=(Choice("One", "1"),), suggests=True
                    ),
                ),
            ),
        )
    )
    assert check_commands([made]).found == []
    assert names(made["options"]) == ["n", "c", "free", "s"]
    assert [o["type"] for o in made["options"]] == [4, 3, 3, 3]
    assert made["options"][1]["choices"] == [{"name": "One", "value": "1"}]
    assert made["options"][3]["autocomplete"] is True
    assert "choices" not in made["options"][3]


def test_the_invite_asks_for_exactly_what_is_used() -> None:
    # View, send, embed, attach, history, create public threads, send in threads.
    wanted = sum(1 << bit for bit in (10, 11, 14, 15, 16, 35, 38))
    assert permission_bits() == wanted
    assert invite("42") == (
        "https://discord.com/oauth2/authorize?client_id=42"
        f"&scope=bot+applications.commands&permissions={wanted}"
    )


def test_the_manifest_names_every_command_and_the_link() -> None:
    text = manifest(COMMANDS, "42")
    assert invite("42") in text
    for command in COMMANDS:
        assert command.usage in text
    assert re.search(r"client_id=YOUR_APPLICATION_ID", manifest(COMMANDS))
