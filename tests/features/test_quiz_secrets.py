"""A quiz, a retry and a concept's card keep an open question of the day until it is answered."""

from __future__ import annotations

import pytest

from bot.features.answering import decision, record_of
from bot.interactions.button_codec import base36
from bot.study.answer import AnswerKind
from bot.study.quiz_run import Run
from bot.study.round import NewRound, Round
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, single
from tests.features.test_quiz import step_on

LEFT_OUT = "I left out one question: it's an open question of the day."
KEPT = "There's an open question of the day about this"


@pytest.fixture
async def day(open_bench: OpenBench) -> Bench:
    """Tuesday, with the first question open; Ben has looked at it."""
    questions = [single(f"q{n}-{c}", f"c{c}") for n in range(4) for c in (1, 2, 3)]
    bench = await open_bench(course(questions, ("Welcome", "One", "Two", "Three")))
    await bench.set_up()
    await bench.at("2026-11-24 10:00")
    await bench.say(bench.ben, "/today")
    return bench


async def quiz_on(bench: Bench, *ids: str) -> tuple[Run, SeenMessage]:
    """A quiz of Ben's that asks just these questions, as one begun before the day would."""
    person, group = await bench.person(bench.ben), await bench.group()
    questions = [bench.courses["small"].questions[id_] for id_ in ids]
    run = await bench.store.runs.start(
        person_id=person.id,
        group_id=group.id,
        topic="A mix",
        rounds=[NewRound(q.id, q.revision, q.concept, "A,B,C,D") for q in questions],
        local_date="2026-11-23",
        now=0,
    )
    return run, await bench.say(bench.ben, "/today")


def others(bench: Bench, posed: Round) -> list[str]:
    return [q for q in bench.courses["small"].questions if q != posed.question_id]


async def test_a_quiz_begun_before_leaves_it_out_and_says_so(day: Bench) -> None:
    posed = await day.posed()
    first, last, *_ = others(day, posed)
    run, screen = await quiz_on(day, first, posed.question_id, last)
    resume = f"1.quiz-resume.{base36(run.id)}"
    step = shown(await day.chat.press_action(day.ben, screen, resume))
    assert step.text.startswith("Question 1 of 2 · A mix\n" + LEFT_OUT)
    for _ in range(2):
        step = await step_on(day, step)
    assert step.text.startswith("Quiz done: 2 of 2 right")


async def test_a_press_on_its_card_judges_nothing(day: Bench) -> None:
    posed = await day.posed()
    other, *_ = others(day, posed)
    run, screen = await quiz_on(day, posed.question_id, other)
    press = f"1.quiz-answer.{base36(run.rounds[0].id)}.A"
    for note in (LEFT_OUT, "That question isn't part of this quiz anymore."):
        step = shown(await day.chat.press_action(day.ben, screen, press))
        assert step.text.startswith("Question 1 of 1 · A mix\n" + note)
    assert await day.standing(day.ben) is None


async def test_once_it_is_answered_it_is_a_question_like_any_other(day: Bench) -> None:
    posed = await day.posed()
    await day.answer(day.ben)
    run, screen = await quiz_on(day, posed.question_id)
    press = f"1.quiz-answer.{base36(run.rounds[0].id)}.B"
    verdict = shown(await day.chat.press_action(day.ben, screen, press))
    assert verdict.controls[0].label == "See how it went"


async def test_retry_missed_leaves_it_out(day: Bench) -> None:
    """It was missed in a quiz before its day."""
    posed = await day.posed()
    other, *_ = others(day, posed)
    summary = await missed(day, posed.question_id, other)
    again = shown(await day.chat.press(day.ben, summary, "Retry missed"))
    assert again.text.startswith("Question 1 of 1 · Once more\n" + LEFT_OUT)
    await day.say(day.ben, "/quiz stop")
    summary = await missed(day, posed.question_id)
    again = shown(await day.chat.press(day.ben, summary, "Retry missed"))
    assert again.text.startswith("Nothing to retry right now")


async def missed(bench: Bench, *ids: str) -> SeenMessage:
    """The end of a quiz that was all wrong, before today's question was opened."""
    run, screen = await quiz_on(bench, *ids)
    person = await bench.person(bench.ben)
    for posed in run.rounds:
        record = record_of(
            await bench.group(), "small", posed, person.id, "A", AnswerKind.PRACTICE, 1
        )
        rule = decision(bench.question(posed), posed, record, None)
        await bench.store.answers.record(record, rule)
    action = f"1.quiz-summary.{base36(run.id)}"
    return shown(await bench.chat.press_action(bench.ben, screen, action))


async def test_the_concept_it_asks_about_waits_too(day: Bench) -> None:
    posed = await day.posed()
    concept = day.courses["small"].concepts[posed.concept_id]
    other = next(c for c in ("c2", "c3") if c != concept.id)
    summary = await missed(day, posed.question_id)
    ways = [await day.say(day.ben, f"/concept {concept.title}")]
    chooser = shown(await day.chat.press(day.ben, summary, "Study these"))
    ways.append(shown(await day.chat.choose(day.ben, chooser, concept.title)))
    ways.append(shown(await day.chat.press_action(day.ben, summary, f"1.concept.{concept.id}")))
    for seen in ways:
        assert seen.text.startswith(concept.title)
        assert KEPT in seen.text
        assert concept.takeaway not in seen.text and concept.body.plain not in seen.text
    free = await day.say(day.ben, f"/concept {day.courses['small'].concepts[other].title}")
    assert KEPT not in free.text
    await day.answer(day.ben)
    seen = await day.say(day.ben, f"/concept {concept.title}")
    assert concept.takeaway in seen.text
