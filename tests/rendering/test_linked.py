"""Our own words with an address in them: a link on every chat, and nothing else of them changes."""

from __future__ import annotations

import pytest

from bot.model import Link, Plain, linked


@pytest.mark.parametrize(
    ("words", "nodes"),
    [
        ("", ()),
        ("No address.", (Plain("No address."),)),
        (
            "Add it: https://discord.com/oauth2/authorize?client_id=1&scope=bot+x.",
            (
                Plain("Add it: "),
                Link("discord.com", "https://discord.com/oauth2/authorize?client_id=1&scope=bot+x"),
                Plain("."),
            ),
        ),
        ("https://a.b/c d", (Link("a.b", "https://a.b/c"), Plain(" d"))),
        ("http://a.b/c", (Plain("http://a.b/c"),)),
    ],
)
def test_addresses_become_links(words: str, nodes: tuple[object, ...]) -> None:
    assert linked(words).nodes == nodes
