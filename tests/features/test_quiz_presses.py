"""A quiz's buttons and forms mean what stood above them, however late they are pressed."""

from __future__ import annotations

from dataclasses import replace

from bot.features.answering import decision, record_of
from bot.interactions.button_codec import base36
from bot.runtime.clock import millis
from bot.study.answer import Answer, AnswerKind
from bot.study.quiz_run import Run
from bot.study.round import Round
from content.questions.choice import SingleQuestion
from tests.contract.driver import SeenForm, SeenMessage
from tests.features.bench import Bench, control, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, full, single
from tests.features.solving import given_values
from tests.features.test_doors import set_private
from tests.features.test_quiz import step_on

ALREADY = "You've answered this one already, and your first answer counts."


async def the_run(bench: Bench) -> Run:
    found = await bench.store.runs.open_run((await bench.person(bench.ben)).id, 1)
    assert found is not None
    return found


async def the_answer(bench: Bench, posed: Round) -> Answer | None:
    return await bench.store.answers.of(posed.id, (await bench.person(bench.ben)).id)


def singles() -> list[SingleQuestion]:
    return [single(f"q{n}", f"c{n % 3 + 1}") for n in range(9)]  # type: ignore[misc]


async def buttons_only(open_bench: OpenBench) -> Bench:
    bench = await open_bench(course(singles(), ("Welcome", "One", "Two", "Three")))
    await bench.set_up()
    return bench


async def test_a_pick_after_a_pick_changes_nothing(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = await bench.say(bench.ben, "/quiz 2")
    first, second = [c.action for c in step.controls if c.action.split(".")[3] in "AC"]
    told = shown(await bench.chat.press_action(bench.ben, step, first))
    again = shown(await bench.chat.press_action(bench.ben, step, second))
    answer = await the_answer(bench, (await the_run(bench)).rounds[0])
    assert answer is not None
    assert answer.given == first.split(".")[3]
    assert ALREADY in again.text
    assert told.text.split("\n")[0] == again.text.split("\n")[0], "the verdict on the first one"
    assert again.controls[0].label == "Next question"


async def test_a_press_on_an_older_question_leads_back_to_the_quiz(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = old = await bench.say(bench.ben, "/quiz 3")
    for _ in range(2):
        step = await step_on(bench, step)
    seen = shown(await bench.chat.press_action(bench.ben, old, old.controls[-1].action))
    assert ALREADY in seen.text
    assert "Question 1 of 3" in seen.text
    on = shown(await bench.chat.press(bench.ben, seen, "Next question"))
    assert on.text.startswith("Question 3 of 3")
    assert len((await the_run(bench)).answers) == 2


async def test_a_form_opened_before_the_question_moved_on(open_bench: OpenBench) -> None:
    bench = await open_bench(full())
    await bench.set_up()
    step, form = await a_form(bench)
    posed = (await the_run(bench)).rounds[0]
    await answer_elsewhere(bench, posed)
    _, wrong = given_values(bench.question(posed), posed, False)
    seen = shown(await bench.chat.submit(bench.ben, form, wrong))
    answer = await the_answer(bench, posed)
    assert answer is not None and answer.correct
    assert ALREADY in seen.text
    again = await bench.chat.press_action(bench.ben, step, step.controls[0].action)
    assert again.form is None and ALREADY in shown(again).text, "nobody fills it in for nothing"


async def answer_elsewhere(bench: Bench, posed: Round) -> None:
    """The right answer, from another of Ben's devices."""
    question, person = bench.question(posed), await bench.person(bench.ben)
    given, _ = given_values(question, posed, True)
    now = millis(bench.clock.now())
    record = record_of(
        await bench.group(), "small", posed, person.id, given, AnswerKind.PRACTICE, now
    )
    await bench.store.answers.record(record, decision(question, posed, record, None))


async def a_form(bench: Bench) -> tuple[SeenMessage, SeenForm]:
    """A quiz that begins with a question that has a form, and its form."""
    for concept in ("labels", "clustering", "regression"):
        step = await bench.say(bench.ben, f"/quiz {concept} 4")
        if step.controls[0].label == "Answer":
            form = (await bench.chat.press(bench.ben, step, "Answer")).form
            assert form is not None
            return step, form
    raise AssertionError("no question with a form")


async def test_a_form_submitted_after_its_quiz_has_ended(open_bench: OpenBench) -> None:
    bench = await open_bench(full())
    await bench.set_up()
    _, form = await a_form(bench)
    posed = (await the_run(bench)).rounds[0]
    await bench.say(bench.ben, "/quiz stop")
    _, values = given_values(bench.question(posed), posed, True)
    seen = shown(await bench.chat.submit(bench.ben, form, values))
    assert seen.text.startswith("This quiz has ended")
    assert await bench.standing(bench.ben) is None


async def test_next_pressed_twice_skips_nothing(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = await bench.say(bench.ben, "/quiz 3")
    verdict = await bench.answer_at(bench.ben, step, True)
    action = control(verdict, "Next question")
    first = shown(await bench.chat.press_action(bench.ben, verdict, action))
    second = shown(await bench.chat.press_action(bench.ben, verdict, action))
    assert first.text == second.text
    assert first.text.startswith("Question 2 of 3")


async def test_how_it_went_can_be_seen_twice(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    verdict = await bench.answer_at(bench.ben, await bench.say(bench.ben, "/quiz 1"), True)
    action = control(verdict, "See how it went")
    first = shown(await bench.chat.press_action(bench.ben, verdict, action))
    second = shown(await bench.chat.press_action(bench.ben, verdict, action))
    assert first.text == second.text
    assert first.text.startswith("Quiz done: 1 of 1 right\n1. Right · What does question")


async def test_somebody_elses_summary_and_form_stay_theirs(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = await bench.say(bench.ben, "/quiz 2")
    await bench.answer_at(bench.ben, step, True)
    own = await bench.say(bench.cleo, "/today")
    run = await the_run(bench)
    posed = base36(run.rounds[1].id)
    for action in (
        f"1.quiz-summary.{base36(run.id)}",
        f"1.quiz-resume.{base36(run.id)}",
        f"1.quiz-open.{posed}",
        f"1.quiz-answer.{posed}.B",
    ):
        refused = shown(await bench.chat.press_action(bench.cleo, own, action))
        assert refused.text.startswith("This is somebody else's quiz"), action
    assert len((await the_run(bench)).answers) == 1


async def test_a_question_edited_since_is_asked_again(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = await bench.say(bench.ben, "/quiz 2")
    old = (await the_run(bench)).rounds[0]
    edited = replace(singles()[int(old.question_id[1:])], revision=2, stem="Which one is new?")
    questions = {q.id: q for q in singles()} | {edited.id: edited}
    bench.courses["small"] = replace(bench.courses["small"], questions=questions)
    await bench.restart()
    action = step.controls[0].action
    for words in ("This question was just edited.", "That question isn't part of this quiz"):
        seen = shown(await bench.chat.press_action(bench.ben, step, action))
        assert seen.text.startswith("Question 1 of 2 · A mix\n" + words)
        assert "Which one is new?" in seen.text
    assert await bench.standing(bench.ben) is None, "nothing was answered"
    verdict = await bench.answer_at(bench.ben, seen, True)
    assert verdict.text.startswith("Correct!")


async def test_options_that_changed_places_are_not_taken_for_each_other(
    open_bench: OpenBench,
) -> None:
    """An author edited the texts and did not count the revision up."""
    bench = await buttons_only(open_bench)
    step = await bench.say(bench.ben, "/quiz 2")
    old = (await the_run(bench)).rounds[0]
    before = singles()[int(old.question_id[1:])]
    a, b, *rest = before.options
    swapped = (replace(b, id="A", correct=False), replace(a, id="B", correct=True), *rest)
    questions = {q.id: q for q in singles()} | {before.id: replace(before, options=swapped)}
    bench.courses["small"] = replace(bench.courses["small"], questions=questions)
    await bench.restart()
    seen = shown(await bench.chat.press_action(bench.ben, step, step.controls[0].action))
    assert seen.text.startswith("Question 1 of 2 · A mix\nThis question was just edited.")
    assert await bench.standing(bench.ben) is None
    verdict = await bench.answer_at(bench.ben, seen, True)
    assert verdict.text.startswith("Correct!")


async def test_a_question_the_course_has_lost_is_left_out(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = await step_on(bench, await bench.say(bench.ben, "/quiz 3"))
    lost = (await the_run(bench)).rounds[1].question_id
    questions = {q.id: q for q in singles() if q.id != lost}
    bench.courses["small"] = replace(bench.courses["small"], questions=questions)
    await bench.restart()
    seen = shown(await bench.chat.press_action(bench.ben, step, step.controls[0].action))
    assert seen.text.startswith("Question 2 of 2 · A mix\nOne question isn't in the course")
    done = await step_on(bench, seen)
    assert done.text.startswith("Quiz done: 2 of 2 right")


async def test_the_end_says_what_was_left_out(open_bench: OpenBench) -> None:
    bench = await buttons_only(open_bench)
    step = await step_on(bench, await bench.say(bench.ben, "/quiz 3"))
    answered = (await the_run(bench)).rounds[0].question_id
    questions = {q.id: q for q in singles() if q.id == answered}
    bench.courses["small"] = replace(bench.courses["small"], questions=questions)
    await bench.restart()
    seen = shown(await bench.chat.press_action(bench.ben, step, step.controls[0].action))
    assert seen.text.startswith("Quiz done: 1 of 1 right")
    assert "2 questions aren't in the course anymore, so I left them out." in seen.text
    assert (await bench.say(bench.ben, "/quiz stop")).text.startswith("You don't have a quiz open")


async def test_who_was_taken_off_a_private_group_goes_on_with_no_quiz_of_it(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(course(singles(), ("Welcome", "One", "Two", "Three")))
    set_private(bench, bench.study)
    await bench.set_up()
    step = await step_on(bench, await bench.say(bench.ben, "/quiz 3"))
    group, person = await bench.group(), await bench.person(bench.ben)
    await bench.store.members.remove(group.id, person.id)
    elsewhere = await bench.say(bench.ben, "/study help", where=bench.general)
    for control_ in step.controls:
        refused = shown(await bench.chat.press_action(bench.ben, elsewhere, control_.action))
        assert "no study group here yet" in refused.text
    assert len((await the_run(bench)).answers) == 1
