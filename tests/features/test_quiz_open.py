"""One quiz at a time: none that was begun is dropped unasked, and one can be ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.model import Concept
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, control, shown
from tests.features.conftest import OpenBench
from tests.features.course import full
from tests.features.test_quiz import step_on


async def begun(bench: Bench, line: str = "/quiz") -> SeenMessage:
    """A quiz with two answers; its third question."""
    step = await bench.say(bench.ben, line)
    for _ in range(2):
        step = await step_on(bench, step)
    return step


async def answered(bench: Bench) -> int:
    standing = await bench.standing(bench.ben)
    return standing.answers if standing else 0


@pytest.mark.parametrize("line", ["/quiz", "/quiz labels", "/quiz 3", "/quiz labels 3"])
async def test_every_way_to_ask_for_another_quiz_asks_first(group: Bench, line: str) -> None:
    await begun(group)
    ask = await group.say(group.ben, line)
    assert ask.text.startswith("You have a quiz open\nA mix: 2 of 5 answered.")
    assert [c.label for c in ask.controls] == ["Go on", "Start a new one"]
    assert ("start “Labels” instead?" in ask.text) is ("labels" in line)
    on = shown(await group.chat.press(group.ben, ask, "Go on"))
    assert on.text.startswith("Question 3 of 5 · A mix")
    ask = await group.say(group.ben, line)
    new = shown(await group.chat.press(group.ben, ask, "Start a new one"))
    assert new.id == ask.id
    count, topic = (3 if "3" in line else 5), ("Labels" if "labels" in line else "A mix")
    assert new.text.startswith(f"Question 1 of {count} · {topic}\n")
    assert await answered(group) == 2, "what was answered stays counted"


async def test_buttons_that_start_a_quiz_ask_first(group: Bench) -> None:
    done = await step_on(group, await group.say(group.ben, "/quiz labels 1"), right=False)
    card = await group.say(group.ben, "/concept clustering")
    near = await group.say(group.ben, "/quiz clustring")
    await begun(group)
    for message, label, first in (
        (done, "New quiz", "Question 1 of 5 · A mix"),
        (done, "Retry missed", "Question 1 of 1 · Once more"),
        (card, "Quiz me on this", "Question 1 of 3 · Clustering"),
        (near, "Clustering", "Question 1 of 5 · Clustering"),
    ):
        action = control(message, label)
        ask = shown(await group.chat.press_action(group.ben, message, action))
        assert ask.text.startswith("You have a quiz open"), label
        new = shown(await group.chat.press(group.ben, ask, "Start a new one"))
        assert new.text.startswith(first)
        await step_on(group, new)
        await group.say(group.ben, "/quiz stop")
        await begun(group)


async def test_a_quiz_that_nobody_began_makes_way_and_says_so(group: Bench) -> None:
    old = await group.say(group.ben, "/quiz")
    new = await group.say(group.ben, "/quiz labels")
    assert new.text.startswith("Question 1 of 5 · Labels\n")
    assert "You hadn't started “A mix” yet" in new.text
    ended = shown(await group.chat.press_action(group.ben, old, old.controls[0].action))
    assert ended.text.startswith("This quiz has ended")
    assert [c.label for c in ended.controls] == ["Start a new quiz"]


async def test_the_same_quiz_asked_for_twice_is_the_same_quiz(group: Bench) -> None:
    first = await group.say(group.ben, "/quiz labels 2")
    again = await group.say(group.ben, "/quiz labels 2")
    assert again.text == first.text
    await group.answer_at(group.ben, first, True)
    assert await answered(group) == 1


async def test_start_a_new_one_pressed_late_drops_no_other_quiz(group: Bench) -> None:
    await begun(group)
    ask = await group.say(group.ben, "/quiz labels")
    new = await group.say(group.ben, "/quiz clustering")
    new = shown(await group.chat.press(group.ben, new, "Start a new one"))
    await step_on(group, new)
    late = shown(await group.chat.press(group.ben, ask, "Start a new one"))
    assert late.text.startswith("You have a quiz open\nClustering: 1 of 5 answered.")


async def test_start_a_new_one_pressed_twice_starts_one(group: Bench) -> None:
    await begun(group)
    ask = await group.say(group.ben, "/quiz labels")
    action = control(ask, "Start a new one")
    first = shown(await group.chat.press_action(group.ben, ask, action))
    second = shown(await group.chat.press_action(group.ben, ask, action))
    assert first.text == second.text
    stolen = await group.say(group.cleo, "/today")
    refused = shown(await group.chat.press_action(group.cleo, stolen, action))
    assert refused.text.startswith("This has expired")


@pytest.mark.parametrize("word", ["stop", "Stop", "end", "quit"])
async def test_a_quiz_is_stopped_and_tells_what_was_asked(group: Bench, word: str) -> None:
    step = await step_on(group, await group.say(group.ben, "/quiz"), right=False)
    seen = await group.say(group.ben, f"/quiz {word}")
    assert seen.text.startswith("Quiz stopped: 0 of 1 right\n1. Wrong · What does question")
    assert [c.label for c in seen.controls] == ["Retry missed", "Study these", "New quiz"]
    for action in (step.controls[0].action, "1.quiz-next.1", "1.quiz-resume.1"):
        ended = shown(await group.chat.press_action(group.ben, step, action))
        assert ended.text.startswith("This quiz has ended")
    see = shown(await group.chat.press_action(group.ben, step, "1.quiz-summary.1"))
    assert see.text.startswith("Quiz done: 0 of 1 right")
    assert (await group.say(group.ben, "/quiz")).text.startswith("Question 1 of 5")


async def test_stopping_what_was_not_begun_or_is_not_there(group: Bench) -> None:
    seen = await group.say(group.ben, "/quiz stop")
    assert seen.text.startswith("You don't have a quiz open")
    step = shown(await group.chat.press(group.ben, seen, "Start a new quiz"))
    assert step.text.startswith("Question 1 of 5")
    seen = await group.say(group.ben, "/quiz stop")
    assert seen.text.startswith("Quiz stopped\nYou hadn't answered anything")
    assert (await group.say(group.ben, "/quiz stop")).text.startswith("You don't have a quiz open")


async def test_a_topic_called_stop_is_a_topic(open_bench: OpenBench) -> None:
    course = full()
    stop: Concept = replace(course.concepts["c5"], title="Stop words")
    bench = await open_bench(replace(course, concepts={**course.concepts, "c5": stop}))
    await bench.set_up()
    seen = await bench.say(bench.ben, "/quiz stop")
    assert seen.text.startswith("Question 1 of 5 · Stop words\n")


async def test_retry_missed_pressed_twice_is_one_quiz(group: Bench) -> None:
    done = await step_on(group, await group.say(group.ben, "/quiz labels 1"), right=False)
    action = control(done, "Retry missed")
    first = shown(await group.chat.press_action(group.ben, done, action))
    assert shown(await group.chat.press_action(group.ben, done, action)).text == first.text


async def test_a_thousand_answers_a_day_are_enough(
    group: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.quiz.quiz.A_DAY", 2)
    await begun(group)
    offer = await group.say(group.ben, "/quiz")
    seen = shown(await group.chat.press(group.ben, offer, "Start a new one"))
    assert seen.text.startswith("That's plenty for one day")
    on = shown(await group.chat.press(group.ben, offer, "Go on"))
    assert on.text.startswith("Question 3 of 5"), "and the open one is still there"
    await group.at("2026-11-24 08:00")
    offer = await group.say(group.ben, "/quiz labels")
    new = shown(await group.chat.press(group.ben, offer, "Start a new one"))
    assert new.text.startswith("Question 1 of 5 · Labels")


async def test_a_quiz_left_open_for_a_month_is_over(group: Bench) -> None:
    step = await begun(group)
    await group.off_until("2026-12-24 08:00")
    ended = shown(await group.chat.press_action(group.ben, step, step.controls[0].action))
    assert ended.text.startswith("This quiz has ended")
    ended = shown(await group.chat.press_action(group.ben, step, "1.quiz-next.1"))
    assert ended.text.startswith("This quiz has ended")
    see = shown(await group.chat.press(group.ben, ended, "See how it went"))
    assert see.text.startswith("Quiz done: 2 of 2 right")
