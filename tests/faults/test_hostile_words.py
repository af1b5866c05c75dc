"""Whatever members type, every reader of it gives a value or its own complaint, quickly."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.discord import render_card as discord_cards
from bot.adapters.discord.incoming import PLATFORM as DISCORD
from bot.adapters.slack import render_card as slack_cards
from bot.features.catalogue import declared
from bot.features.context import plain_name
from bot.interactions.arguments import Missing, Parsed, Wrong, check, resolve
from bot.interactions.button_codec import ACTION, BadAction, decode, encode, row_id
from bot.model import Card, ChannelRef, MemberRef, MessageRef, Paragraph, WorkspaceRef, text
from bot.model.limits import NAME, clip
from bot.model.refs import BadKey
from bot.study import search
from bot.study.breaks import parse_break
from bot.study.questions import type_of
from bot.study.questions.base import BadInput
from bot.study.questions.numbers import reading
from bot.study.questions.typed import typed_words
from bot.study.typed_dates import BadDates, parse_dates
from bot.study.typed_times import BadTimes, parse_times
from bot.study.zones import find_zone
from tests.faults.conftest import OpenTally
from tests.faults.nasty import ANY_TEXT, ANYTHING, LONG, TEXTS
from tests.features.course import full as whole_course

SUITE = "hostile words"
COMMANDS = declared()
COURSE = whole_course()
TYPED = next(q for q in COURSE.questions.values() if q.type == "typed")
NUMBER = next(q for q in COURSE.questions.values() if q.type == "number")
LIMIT = 6000
"""Longer texts are refused before anything of ours reads them."""


def graded(words: str) -> object:
    given_words = typed_words({"answer": (words,)})
    for question in (TYPED, NUMBER):
        kind = type_of(question)
        grade = kind.grade(question, given_words)
        assert grade.credit in (0, 1)
        kind.explain(question, "", given_words)
    return grade


def keys(words: str) -> object:
    place = ChannelRef(WorkspaceRef(DISCORD, words), words, words or None)
    for ref in (place, MemberRef(DISCORD, words), MessageRef(place, words)):
        assert type(ref).parse(ref.key) == ref
    return place


def parsed_key(words: str) -> object:
    for kind in (ChannelRef, MemberRef, MessageRef):
        with contextlib.suppress(BadKey):
            kind.parse(words)
    return None


def named(words: str) -> object:
    name = plain_name(words)
    assert name.strip() and len(name) <= NAME
    assert not set(name) & set("\n\r\u202e\u2066\x00\x1b\u2028")
    return name


def lined(words: str) -> object:
    asked = resolve(COMMANDS, words)
    assert isinstance(asked, Parsed | Missing | Wrong)
    if isinstance(asked, Wrong):
        assert len(asked.sentence) < 400
    return asked


READERS: dict[str, tuple[Callable[[str], object], tuple[type[Exception], ...]]] = {
    "a button": (decode, (BadAction,)),
    "a row id": (row_id, (BadAction,)),
    "dates": (lambda words: parse_dates(words, date(2026, 11, 30)), (BadDates,)),
    "a break": (lambda words: parse_break(words, date(2026, 11, 30)), (BadDates,)),
    "times": (lambda words: parse_times(words, "morning"), (BadTimes,)),
    "three times": (lambda words: parse_times(words, "spread"), (BadTimes,)),
    "a zone": (find_zone, ()),
    "a number": (reading, ()),
    "an answer": (graded, (BadInput,)),
    "a search": (lambda words: search.find(COURSE, words), ()),
    "a key": (parsed_key, ()),
    "a name": (named, ()),
    "a command line": (lined, ()),
}


def read(name: str, words: str) -> bool:
    """Whether it was taken; anything but the reader's own complaint comes through."""
    reader, complaints = READERS[name]
    began = time.process_time()
    try:
        reader(words)
    except complaints as error:
        assert len(str(error)) < 500
        return False
    finally:
        spent = time.process_time() - began
        assert spent < 1.0, f"{name} took {spent:.1f} s over {words[:40]!r}"
    return True


def test_the_corpus(tally: OpenTally) -> None:
    counted = tally(SUITE)
    for name in READERS:
        for words in (*TEXTS, *(clip(words, LIMIT) for words in LONG)):
            counted.inputs += 1
            counted.refused += not read(name, words)


def test_anything(full: bool, tally: OpenTally) -> None:
    counted = tally(SUITE)

    @settings(
        max_examples=4000 if full else 200,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(sorted(READERS)), ANY_TEXT)
    def run(name: str, words: str) -> None:
        counted.inputs += 1
        counted.refused += not read(name, words[:LIMIT])

    run()


def test_references_round_trip_whatever_ids_say(tally: OpenTally) -> None:
    counted = tally(SUITE)
    for words in TEXTS:
        if words and words.isprintable():
            counted.inputs += 1
            keys(words)


def test_no_argument_gets_into_a_button_but_short_plain_ones(tally: OpenTally) -> None:
    counted = tally(SUITE)
    for words in (*TEXTS, *LONG):
        counted.inputs += 1
        try:
            coded = encode("route", words)
        except BadAction:
            counted.refused += 1
        else:
            assert len(coded) <= ACTION and coded.isascii() and decode(coded) == ("route", (words,))


def test_options_that_a_platform_took_apart(tally: OpenTally) -> None:
    counted = tally(SUITE)
    for command in COMMANDS:
        for value in (v for v in ANYTHING if isinstance(v, str | int) and not isinstance(v, bool)):
            put = value[:LIMIT] if isinstance(value, str) else value
            given_options: dict[str, Any] = {spec.name: put for spec in command.options}
            counted.inputs += 1
            asked = check(command, given_options | {"no-such": put})
            counted.refused += isinstance(asked, Wrong)
            if not isinstance(asked, Wrong):
                assert "no-such" not in asked.options


def test_what_members_typed_is_no_markup_and_no_ping_when_shown(tally: OpenTally) -> None:
    """Rendered as both platforms would get it, in a title and in a paragraph."""
    counted = tally(SUITE)
    for words in TEXTS:
        cleaned = plain_name(words)
        card = Card(clip(f"About {cleaned}", 150), (Paragraph(text(words)),))
        counted.inputs += 1
        shown = slack_cards.message(card, {})
        json.dumps(shown).encode("ascii")
        for piece in ("<!", "<@", "<#"):
            assert piece not in shown["text"]
            for block in shown["blocks"]:
                assert block.get("text", {}).get("type") != "mrkdwn"
        rendered = discord_cards.render_card(card).components
        for part in _texts(rendered):
            assert "](" not in part.replace("\\", "") or "\\]" in part or "\\[" in part
            assert "@everyone" not in part and "@here" not in part, part


def _texts(parts: Any) -> list[str]:
    if isinstance(parts, dict):
        return [parts["content"]] if "content" in parts else _texts([*parts.values()])
    if isinstance(parts, list):
        return [words for part in parts for words in _texts(part)]
    return []
