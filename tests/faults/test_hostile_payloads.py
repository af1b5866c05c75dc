"""Any payload with any node spoilt is read into something sane, or refused in one way.

These go through the adapters' own readers.
``test_hostile_platforms`` sends fewer of them through everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.common.payloads import TEXT, NotUnderstood
from bot.adapters.discord.incoming import neutral
from bot.adapters.slack.incoming import Reader
from bot.adapters.slack.origins import Place
from bot.model import Interaction, Kind, MessageRef
from tests.faults import payloads
from tests.faults.conftest import OpenTally
from tests.faults.nasty import (
    ANY_TEXT,
    ANYTHING,
    GONE,
    JUNK,
    LONG,
    TEXTS,
    changed,
    deep,
    paths,
    retyped,
    spoilt_payloads,
)
from tests.faults.payloads import Sent
from tests.faults.tally import Tally

SUITE = "hostile payloads"
Read = Callable[[Sent], Interaction | None]
HALVES = re.compile("[\ud800-\udfff\x00]")


def sane(read: Interaction) -> None:
    """What everything behind an adapter may rely on."""
    words = [read.id, read.member_name, read.route, read.focus, *read.options]
    words += [value for value in read.options.values() if isinstance(value, str)]
    words += [word for key, values in read.values.items() for word in (key, *values)]
    words += [read.text] if read.text is not None else []
    for word in words:
        assert type(word) is str and len(word) <= TEXT + 100, read
        assert not HALVES.search(word)
        word.encode("utf-8")
    for value in read.options.values():
        assert type(value) in (str, int)
        assert isinstance(value, str) or abs(value) <= 2**53
    for ref in (read.member.id, read.channel.id, read.channel.workspace.id):
        assert re.fullmatch(r"[A-Za-z0-9@-]{1,130}", ref), ref
    assert isinstance(read.kind, Kind) and 0 < len(read.id) <= 255
    if read.message is not None:
        assert MessageRef.parse(read.message.key) == read.message
    token = getattr(read.origin, "token", "tok")
    assert not set(token) & set("/?#%\\ ") and token.strip(".")


@pytest.fixture
async def slack_reader() -> Read:
    reader = Reader("T1")
    by_kind = {
        "slash_commands": reader.command,
        "block_actions": reader.press,
        "view_submission": reader.submit,
    }

    def read(sent: Sent) -> Interaction | None:
        if not isinstance(sent.payload, dict):
            raise NotUnderstood("no object")  # Bolt hands on nothing else
        reader.user(sent.payload)
        return by_kind[sent.kind](sent.payload)

    return read


@pytest.fixture
def discord_reader() -> Read:
    def read(sent: Sent) -> Interaction | None:
        arrival = neutral(sent.payload)
        if arrival is None:
            return None
        assert re.fullmatch(r"[0-9]{0,19}", arrival.guild) and arrival.app_permissions >= 0
        return arrival.interaction

    return read


def tried(counted: Tally, read: Read, sent: Sent) -> None:
    counted.inputs += 1
    try:
        found = read(sent)
    except NotUnderstood as error:
        counted.refused += 1
        assert len(str(error)) < 100, "says where, quotes nothing"
    else:
        if found is not None:
            sane(found)


def every_node(counted: Tally, read: Read, valid: list[Sent], full: bool) -> None:
    """Each node once: gone, as other types, and as values from all over the corpus."""
    turn = 0
    for sent in valid:
        found = read(sent)
        assert found is None or sane(found) is None
        for where in paths(sent.payload):
            inner: Any = sent.payload
            for step in where:
                inner = inner[step]
            puts = [GONE, *retyped(inner), None]
            for _ in range(20 if full else 2):
                turn += 1
                puts.append(ANYTHING[turn * 7 % len(ANYTHING)])
            for put in puts:
                tried(counted, read, Sent(sent.kind, changed(sent.payload, where, put)))


def anything(counted: Tally, read: Read, valid: list[Sent], full: bool) -> None:
    kinds = sorted({sent.kind for sent in valid})
    trees = st.sampled_from(kinds).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.one_of(spoilt_payloads([sent.payload for sent in valid if sent.kind == kind]), JUNK),
        )
    )

    @settings(
        max_examples=1500 if full else 100,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(trees)
    def run(tree: tuple[str, Any]) -> None:
        tried(counted, read, Sent(*tree))

    run()


async def test_slack_every_node(slack_reader: Read, full: bool, tally: OpenTally) -> None:
    every_node(tally(SUITE), slack_reader, payloads.from_slack(), full)


async def test_slack_anything(slack_reader: Read, full: bool, tally: OpenTally) -> None:
    anything(tally(SUITE), slack_reader, payloads.from_slack(), full)


async def test_discord_every_node(discord_reader: Read, full: bool, tally: OpenTally) -> None:
    every_node(tally(SUITE), discord_reader, payloads.from_discord(), full)


async def test_discord_anything(discord_reader: Read, full: bool, tally: OpenTally) -> None:
    anything(tally(SUITE), discord_reader, payloads.from_discord(), full)


async def test_roots_that_are_no_payload(
    slack_reader: Read, discord_reader: Read, tally: OpenTally
) -> None:
    counted = tally(SUITE)
    for root in (*ANYTHING, deep(900)):
        for kind in ("slash_commands", "block_actions", "view_submission"):
            tried(counted, slack_reader, Sent(kind, root))
        tried(counted, discord_reader, Sent("2", root))


def test_where_a_form_was_opened_is_believed_from_us_only(tally: OpenTally) -> None:
    counted = tally(SUITE)

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(st.one_of(ANY_TEXT, st.sampled_from((*TEXTS, *LONG))))
    def run(packed: str) -> None:
        counted.inputs += 1
        try:
            Place.loads(packed)
        except NotUnderstood:
            counted.refused += 1

    run()
