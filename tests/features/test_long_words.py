"""The longest questions that a course may have fit on every card."""

from __future__ import annotations

from random import Random

import pytest

from bot.features.daily.posts import question_card
from bot.features.daily.results import results_card, withdrawn_card
from bot.features.verdicts import WELCOME, verdict_card
from bot.model import Card, Paragraph, text
from bot.model.limits import check_card
from bot.study.answer import Answer, Recorded
from bot.study.group import Group, Schedule
from bot.study.questions import type_of
from bot.study.round import Round, Tally
from bot.study.streaks import Streak
from content.questions import Question
from tests.features.bench import shown
from tests.features.conftest import OpenBench
from tests.features.course import longest, longest_questions


@pytest.mark.parametrize("question", longest_questions("c1"), ids=lambda q: q.type)
def test_a_long_question_fits_on_its_cards(question: Question) -> None:
    order = type_of(question).order(question, Random(1))
    wrong = ",".join(reversed(order.split(","))) if order else "x" * 100
    posed = Round(1, 1, "daily", question.id, 1, "c1", order, "2026-11-23", 0, 0)
    group = Group(1, "small", Schedule("UTC", (1,), "morning", (540,)), "active", 0, None)
    tally = Tally(900, 300, {wrong: 600})
    answer = Answer(1, 1, 1, 1, question.id, "c1", "late", wrong, False, 0, 0, None, "", 0)
    welcome = tuple(Paragraph(text(line)) for line in WELCOME)
    cards = (
        question_card(group, posed, question, tally),
        results_card(posed, question, tally),
        withdrawn_card(question),
        verdict_card(question, posed, Recorded(answer, True, Streak(99, 99, 2)), after=welcome),
    )
    for card in cards:
        assert check_card(card) == []


async def test_the_longest_question_fits_at_every_step(open_bench: OpenBench) -> None:
    bench = await open_bench(longest())
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    for member in (bench.ben, bench.cleo, bench.dan, bench.eva, bench.finn):
        await bench.answer(member, right=False)
    await bench.at("2026-11-24 10:00")
    results = next(m for m in bench.chat.posts() if m.text.startswith("Results"))
    assert isinstance(results.raw, Card)
    assert check_card(results.raw) == []
    assert "Right answer: " in results.text
    await bench.answer(bench.ana)  # a course of so few questions asks the same one again
    late = shown(await bench.chat.press(bench.ana, results, "I haven't answered yet"))
    await bench.answer_at(bench.ana, late, right=False)
