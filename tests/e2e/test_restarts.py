"""A bot that ends in the middle of something: another one goes on where it was."""

from __future__ import annotations

import pytest

from bot.features.quiz import cards
from bot.study.quiz_run import Run
from tests.contract.driver import SeenForm, SeenMessage
from tests.e2e.stage import Side, Stage
from tests.features.bench import given_values, shown
from tests.features.course import full, only

BOTH_ENDS = pytest.mark.parametrize("cleanly", [True, False], ids=["stopped", "abandoned"])


async def run_of(stage: Stage, side: Side) -> Run:
    person = await stage.store.people.by_member(side.ben)
    assert person is not None
    run = await stage.store.runs.open_run(person.id, (await stage.group(side)).id)
    assert run is not None
    return run


async def step(stage: Stage, side: Side, message: SeenMessage, right: bool = True) -> SeenMessage:
    """Answers the quiz's question in ``message``; what stands there then."""
    run = await run_of(stage, side)
    posed = next(posed for posed in run.rounds if posed.id not in run.answers)
    routes = (cards.PRESS, cards.OPEN)
    return await stage.choose_in(side, side.ben, message, posed, right, routes)


@BOTH_ENDS
async def test_a_quiz_goes_on_with_its_old_buttons(running: Stage, cleanly: bool) -> None:
    await running.at("2026-11-23 09:00")
    seen: dict[str, SeenMessage] = {}
    for side in running.sides:
        quiz = shown(await side.driver.command(side.ben, "/quiz"))
        assert "Question 1 of 5" in quiz.text
        verdict = await step(running, side, quiz)
        seen[side.name] = await side.press(side.ben, verdict, "Next question")
    await running.restart(cleanly=cleanly)
    for side in running.sides:
        message = seen[side.name]
        for number in range(2, 6):
            message = await step(running, side, message, right=number % 2 == 0)
            label = "Next question" if number < 5 else "See how it went"
            message = await side.press(side.ben, message, label)
        assert "3 of 5" in message.text
        (private,) = [m for m in side.driver.privates(side.ben) if m.id == message.id]
        assert private.text == message.text, "the quiz is one message"


@BOTH_ENDS
async def test_a_form_that_was_open_is_taken(stage: Stage, cleanly: bool) -> None:
    course = only("multiple")
    stage.courses = {course.slug: course}
    await stage.start()
    forms: dict[str, SeenForm] = {}
    for side in stage.sides:
        await stage.set_up(side)
    await stage.at("2026-11-23 09:00")
    for side in stage.sides:
        post = await stage.question_post(side)
        opened = (await side.driver.press(side.ben, post, "Answer")).form
        assert opened is not None
        forms[side.name] = opened
    await stage.restart(cleanly=cleanly)
    for side in stage.sides:
        posed = await stage.posed(side)
        _, values = given_values(stage.question(posed), posed, right=True)
        asked = shown(await side.driver.submit(side.ben, forms[side.name], values))
        verdict = await side.press(side.ben, asked, "Sure")
        assert "Correct! +10" in verdict.text


@BOTH_ENDS
async def test_a_choice_that_was_not_confirmed_is_still_there(
    running: Stage, cleanly: bool
) -> None:
    await running.at("2026-11-23 09:00")
    asked = {side.name: await running.choose(side, side.ben, right=True) for side in running.sides}
    await running.restart(cleanly=cleanly)
    for side in running.sides:
        verdict = await side.press(side.ben, asked[side.name], "Sure")
        assert "Correct!" in verdict.text


@BOTH_ENDS
async def test_posts_are_neither_lost_nor_doubled(running: Stage, cleanly: bool) -> None:
    await running.at("2026-11-23 09:00")
    before = [side.titles() for side in running.sides]
    await running.restart(cleanly=cleanly)
    await running.settle()
    assert [side.titles() for side in running.sides] == before
    await running.at("2026-11-24 09:00")
    for side in running.sides:
        assert side.titles().count("Question of the day") == 1
        assert side.titles().count("Results") == 1
        assert side.titles().count("Text to speech") == 1


async def test_a_preview_and_a_second_bot_on_the_same_platforms_later(stage: Stage) -> None:
    """Set-up is begun with one bot and finished with the next."""
    stage.courses = {c.slug: c for c in (full(), full("other", "Other course"))}
    await stage.start()
    side = stage.discord
    form = (await side.driver.command(side.ana, "/study setup")).form
    assert form is not None
    await stage.restart(cleanly=False)
    values = {field.key: field.value for field in form.fields}
    values |= {"zone": ("Berlin",), "course": ("other",)}
    preview = shown(await side.driver.submit(side.ana, form, values))
    await stage.restart()
    done = await side.press(side.ana, preview, "Start")
    assert "The group is set up" in done.text
    assert (await stage.group(side)).course == "other"
    await stage.settle()
