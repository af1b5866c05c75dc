"""Names that cannot be seen become a word, others stay what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.names import name_options, plain_name
from tests.features.bench import Bench

BLANK = {
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Hangul jamo fillers": "\u115f\u1160",
    "braille blank": "\u2800\u2800",
    "null notehead": "\U0001d159",
    "a combining mark alone": "\u0300",
    "several marks": "\u0301 \u20e3",
    "variation selectors": "\ufe0f\ufe00",
    "ideographic variation selectors": "\U000e0100",
    "Mongolian variation selector": "\u180b",
    "tags": "\U000e0041\U000e0042",
    "joiners": "\u200d\u200c\u200d",
    "grapheme joiner": "\u034f",
    "soft hyphen": "\u00ad",
    "invisible separator": "\u2063",
    "nothing": "",
    "blanks of all kinds": " \u3164 \u2800\u00a0\u200b\u2003",
}
SEEN = {
    "\u3164Bob\u3164": "Bob",
    "\u0300Bob": "Bob",
    "Zoe\u0301": "Zoe\u0301",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\u2764\ufe0f Eve": "\u2764\ufe0f Eve",
    "\u0645\u06cc\u200c\u062e": "\u0645\u06cc\u200c\u062e",
    "Eve\nAdam": "Eve Adam",
    "\ud55c\uae00": "\ud55c\uae00",
}


@pytest.mark.parametrize("name", BLANK.values(), ids=BLANK)
def test_a_name_of_which_nothing_can_be_seen_is_a_word(name: str) -> None:
    assert plain_name(name) == "Somebody"


@pytest.mark.parametrize(("name", "kept"), SEEN.items())
def test_what_can_be_seen_is_kept(name: str, kept: str) -> None:
    assert plain_name(name) == kept


def test_only_names_that_look_equal_are_told_apart() -> None:
    people = [(1, "Sam", "joined Nov 3"), (2, "SAM", "joined Nov 4"), (3, "", "x"), (4, "Ute", "y")]
    options = name_options(people)
    assert [option.label for option in options] == ["Sam", "SAM", "Somebody", "Ute"]
    assert [option.description for option in options] == ["joined Nov 3", "joined Nov 4", "", ""]


async def test_two_that_cannot_be_seen_are_two_in_every_list(group: Bench) -> None:
    for who, name in (("ben", "\u3164"), ("cleo", "\u2800")):
        group.room.members[who] = replace(group.room.members[who], name=name)
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await group.answer(group.cleo)
    board = (await group.say(group.ana, "/leaderboard")).text
    assert board.count("Somebody") == 2
    (control,) = (await group.say(group.ana, "/study members somebody")).controls
    assert [label for label, _ in control.options] == ["Somebody", "Somebody"]
