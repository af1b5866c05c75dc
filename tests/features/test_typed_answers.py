"""Typed answers, from the form to the verdict: slips, other words, and what is asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.knowledge import informed
from content.questions.typed import TypedQuestion
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, number, typed


async def asked(open_bench: OpenBench, kind: str) -> Bench:
    made = typed("q1", "c1", 2) if kind == "typed" else number("q1", "c1", 2)
    if isinstance(made, TypedQuestion):
        made = replace(made, accept=("nitrite", "nitrite ion"), stem="Which of the ions is it?")
    bench = await open_bench(informed(course([made], ("Welcome", "The first of the topics"))))
    await bench.set_up()
    return bench


@pytest.mark.parametrize(
    ("words", "first", "spelling"),
    [
        ("Nitrite", "Correct!", False),
        ("nitrit", "Correct!", True),
        ("nitrate", "Not quite: it's nitrite", False),
    ],
)
async def test_a_slip_is_told_and_another_word_is_wrong(
    open_bench: OpenBench, words: str, first: str, spelling: bool
) -> None:
    bench = await asked(open_bench, "typed")
    step = await bench.say(bench.ben, "/quiz 1")
    form = (await bench.chat.press(bench.ben, step, "Answer")).form
    assert form is not None
    verdict = shown(await bench.chat.submit(bench.ben, form, {"answer": (words,)}))
    assert verdict.text.splitlines()[0].startswith(first)
    assert ("Watch the spelling: nitrite." in verdict.text) is spelling
    assert await bench.points(bench.ben) == (10 if first == "Correct!" else 0)


async def test_a_number_that_can_be_read_in_two_ways_uses_no_answer_up(
    open_bench: OpenBench,
) -> None:
    bench = await asked(open_bench, "number")
    step = await bench.say(bench.ben, "/quiz 1")
    form = (await bench.chat.press(bench.ben, step, "Answer")).form
    assert form is not None
    for words, told in (
        ("1.200", "Is that 1.2 or 1200? Please type it that way."),
        ("1.2k", "Please type the whole number, such as 12000 for 12k."),
        ("twelve hundred", "Type a number in digits, such as 1200 or 0.5."),
    ):
        refused = await bench.chat.submit(bench.ben, form, {"answer": (words,)})
        assert refused.errors == {"answer": told}
    verdict = shown(await bench.chat.submit(bench.ben, form, {"answer": ("1.2 × 10³",)}))
    assert verdict.text.startswith("Correct!")
    assert await bench.points(bench.ben) == 10
