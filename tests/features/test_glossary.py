"""/concept and the terms of a course's glossary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import text
from content.model import Course, Term
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import full

TERMS = (
    Term("outlier", "Outlier", text("A record far from all others."), "c7", ("extreme value",)),
    Term("clustering", "Clustering", text("Grouping what is alike."), "c7"),
    Term("line-fit", "Line fit", text("A line through points."), "c6"),
    Term("line-plot", "Line plot", text("A drawn line."), "c6"),
    Term("text-mining", "Text mining", text("Finding things in words."), "c4"),
)


@pytest.fixture
def course() -> Course:
    return replace(full(), glossary=TERMS)


@pytest.fixture
async def group(open_bench: OpenBench, course: Course) -> Bench:
    bench = await open_bench(course)
    await bench.set_up()
    return bench


@pytest.mark.parametrize("words", ["outlier", "OUTLIERS", "extreme value", "outl"])
async def test_a_term_is_shown_with_its_sentence(group: Bench, words: str) -> None:
    seen = await group.say(group.ben, f"/concept {words}")
    assert seen.text.startswith("Outlier\nA record far from all others.\nAlso: extreme value")
    card = shown(await group.chat.press(group.ben, seen, "Study this concept"))
    assert card.text.startswith("Clustering\n")
    assert "In one line: clustering." in card.text


async def test_a_term_called_like_a_concept_stands_above_its_card(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept clustering")
    assert seen.text.startswith("Clustering\nClustering: Grouping what is alike.\n")
    assert [c.label for c in seen.controls] == ["Quiz me on this", "Related"]


async def test_terms_and_concepts_can_be_chosen_from_one_menu(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept text")
    labels = [label for label, _ in seen.controls[0].options]
    assert labels == ["Text mining", "Speech to text", "Text to speech", "Reading text"]
    term = shown(await group.chat.choose(group.ben, seen, "Text mining"))
    assert "Finding things in words." in term.text
    assert [c.label for c in term.controls] == ["Study this concept"]
    again = await group.say(group.ben, "/concept text")
    card = shown(await group.chat.choose(group.ben, again, "Reading text"))
    assert "In one line: reading text." in card.text


async def test_several_terms_become_a_choice(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept line")
    assert [label for label, _ in seen.controls[0].options] == ["Line fit", "Line plot"]


async def test_terms_are_among_the_guesses(group: Bench) -> None:
    seen = await group.say(group.ben, "/concept outleir")
    assert "Did you mean one of these?" in seen.text
    assert "Outlier" in [label for label, _ in seen.controls[0].options]


async def test_terms_are_suggested_while_typing(group: Bench) -> None:
    found = await group.chat.suggest(group.ben, "/concept text", "text")
    labels = [label for label, _ in found.suggestions]
    assert labels == ["Text mining", "Speech to text", "Text to speech", "Reading text"]


async def test_a_term_that_is_gone_is_refused(group: Bench, course: Course) -> None:
    seen = await group.say(group.ben, "/concept line")
    group.courses["small"] = replace(course, glossary=())
    await group.restart()
    refused = shown(await group.chat.choose(group.ben, seen, "Line fit"))
    assert "isn't in the course anymore" in refused.text
