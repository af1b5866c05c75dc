"""/quiz from the first question to the summary, and all that may come between."""

from __future__ import annotations

from bot.study import selection
from bot.study.seeds import seed_of
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, full, only, single


async def step_on(bench: Bench, step: SeenMessage, right: bool = True) -> SeenMessage:
    """Answers a step and presses on."""
    verdict = await bench.answer_at(bench.ben, step, right)
    return shown(await bench.chat.press_action(bench.ben, verdict, verdict.controls[0].action))


async def asked(bench: Bench, step: SeenMessage) -> str:
    """The id of the question that a step asks."""
    posed = await bench.store.rounds.get(int(step.controls[0].action.split(".")[2], 36))
    assert posed is not None
    return posed.question_id


async def test_five_questions_one_message_and_a_summary(group: Bench) -> None:
    step = first = await group.say(group.ben, "/quiz")
    for number, right in enumerate((True, False, True, False, True), start=1):
        assert step.text.startswith(f"Question {number} of 5 · A mix\n")
        verdict = await group.answer_at(group.ben, step, right)
        assert verdict.text.startswith("Correct!" if right else "Not quite: it's ")
        assert verdict.id == first.id
        label = "See how it went" if number == 5 else "Next question"
        assert verdict.controls[0].label == label
        step = shown(await group.chat.press(group.ben, verdict, label))
    assert step.text.startswith("Quiz done: 3 of 5 right")
    assert step.id == first.id
    assert "for practice" in step.text
    assert [c.label for c in step.controls] == ["Retry missed", "Study these", "New quiz"]
    assert group.titles() == ["Welcome"], "nobody else sees any of it"


async def test_a_summary_without_a_miss_offers_a_new_quiz_only(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz 1")
    step = await step_on(group, step)
    assert step.text.startswith("Quiz done: 1 of 1 right")
    assert [c.label for c in step.controls] == ["New quiz"]
    again = shown(await group.chat.press(group.ben, step, "New quiz"))
    assert again.text.startswith("Question 1 of 5")


async def test_topic_and_count_are_understood_in_any_order(group: Bench) -> None:
    for line in ("/quiz labels 2", "/quiz 2 labels", "/quiz topic:labels count:2"):
        step = await group.say(group.ben, line)
        assert step.text.startswith("Question 1 of 2 · Labels\n"), line
        assert "about c5" in step.text


async def test_a_section_is_a_topic(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz second part")
    assert step.text.startswith("Question 1 of 5 · Second part\n")
    for _ in range(5):
        question = group.courses["small"].questions[await asked(group, step)]
        assert question.concept in ("c4", "c5", "c6", "c7")
        step = await step_on(group, step)


async def test_an_unknown_topic_gets_near_names(group: Bench) -> None:
    seen = await group.say(group.ben, "/quiz clustring")
    assert "No such topic" in seen.text
    assert [c.label for c in seen.controls] == ["Clustering"]
    step = shown(await group.chat.press(group.ben, seen, "Clustering"))
    assert step.text.startswith("Question 1 of 5 · Clustering\n")
    seen = await group.say(group.ben, "/quiz xyzzy")
    assert "/concept" in seen.text


async def test_a_count_out_of_bounds_is_explained(group: Bench) -> None:
    for line in ("/quiz 0", "/quiz 21"):
        seen = await group.say(group.ben, line)
        assert "A quiz has 1 to 20 questions." in seen.text


async def test_retry_missed_asks_those_again(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz 3")
    missed = []
    for right in (False, True, False):
        if not right:
            missed.append(await asked(group, step))
        step = await step_on(group, step, right)
    step = shown(await group.chat.press(group.ben, step, "Retry missed"))
    assert step.text.startswith("Question 1 of 2 · Once more\n")
    again = []
    for _ in range(2):
        again.append(await asked(group, step))
        step = await step_on(group, step)
    assert again == missed
    assert step.text.startswith("Quiz done: 2 of 2 right")


async def test_study_these_leads_to_the_concepts_behind_the_misses(group: Bench) -> None:
    step = await step_on(group, await group.say(group.ben, "/quiz labels 1"), right=False)
    chooser = shown(await group.chat.press(group.ben, step, "Study these"))
    card = shown(await group.chat.choose(group.ben, chooser, "Labels"))
    assert "In one line: labels." in card.text


async def test_a_quiz_goes_on_after_a_restart(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz")
    for _ in range(2):
        step = await step_on(group, step)
    assert step.text.startswith("Question 3 of 5")
    await group.restart()
    step = await step_on(group, step)
    assert step.text.startswith("Question 4 of 5")


async def test_a_quiz_that_was_left_can_be_resumed(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz")
    for _ in range(2):
        step = await step_on(group, step)
    await group.restart()
    offer = await group.say(group.ben, "/quiz")
    assert "You have a quiz open" in offer.text
    assert "A mix: 2 of 5 answered." in offer.text
    step = shown(await group.chat.press(group.ben, offer, "Go on"))
    assert step.text.startswith("Question 3 of 5")


async def test_a_left_quiz_can_be_dropped_for_a_new_one(group: Bench) -> None:
    old = await group.say(group.ben, "/quiz")
    left = await step_on(group, old)
    offer = await group.say(group.ben, "/quiz")
    step = shown(await group.chat.press(group.ben, offer, "Start a new one"))
    assert step.text.startswith("Question 1 of 5")
    ended = shown(await group.chat.press_action(group.ben, left, left.controls[0].action))
    assert ended.text.startswith("This quiz has ended")


async def test_after_the_last_answer_a_new_quiz_starts_at_once(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz 1")
    await group.answer_at(group.ben, step, right=True)
    assert (await group.say(group.ben, "/quiz 2")).text.startswith("Question 1 of 2")


async def test_old_buttons_say_that_the_quiz_has_ended_and_start_a_new_one(group: Bench) -> None:
    old = await group.say(group.ben, "/quiz 1")
    action = old.controls[0].action
    step = await step_on(group, old)
    ended = shown(await group.chat.press_action(group.ben, step, action))
    assert ended.text.startswith("This quiz has ended")
    fresh = shown(await group.chat.press(group.ben, ended, "Start a new quiz"))
    assert fresh.text.startswith("Question 1 of 5")


async def test_a_double_press_counts_once(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz 2")
    await group.answer_at(group.ben, step, right=True)
    again = step.controls[0].action
    seen = shown(await group.chat.press_action(group.ben, step, again))
    assert seen.text.startswith("Correct!")
    assert "You've answered this one already, and your first answer counts." in seen.text
    standing = await group.standing(group.ben)
    assert standing is not None
    assert standing.answers == 1


async def test_somebody_elses_quiz_is_not_answered(group: Bench) -> None:
    step = await group.say(group.ben, "/quiz")
    own = await group.say(group.cleo, "/today")
    for action in (step.controls[0].action, "1.quiz-next.1", "1.quiz-missed.1", "1.quiz-study.1"):
        refused = shown(await group.chat.press_action(group.cleo, own, action))
        assert "This is somebody else's quiz" in refused.text
    run = await group.store.runs.open_run((await group.person(group.ben)).id, 1)
    assert run is not None
    assert run.answers == {}


async def test_made_up_quizzes_have_ended(group: Bench) -> None:
    own = await group.say(group.cleo, "/today")
    for action in ("1.quiz-answer.zz.A", "1.quiz-next.zz", "1.quiz-open.zz"):
        refused = shown(await group.chat.press_action(group.cleo, own, action))
        assert "This quiz has ended" in refused.text
    refused = shown(await group.chat.press_action(group.cleo, own, "1.quiz-next"))
    assert "older version" in refused.text


async def test_what_is_kept_for_study_days_never_comes(group: Bench) -> None:
    await group.at("2026-11-25 10:00")
    kept = selection.reserved(
        group.courses["small"], await group.store.rounds.history(1), seed_of(1, 1)
    )
    open_now = (await group.posed()).question_id
    seen = set()
    for topic in ("speech to text", "labels", "", "second part", "first part"):
        step = await group.say(group.ben, f"/quiz {topic} 20")
        while "Quiz done" not in step.text and "have a quiz open" not in step.text:
            seen.add(await asked(group, step))
            step = await step_on(group, step)
    assert len(seen) > 20
    assert kept
    assert seen.isdisjoint(kept)
    assert open_now not in seen


async def test_a_topic_whose_questions_are_all_kept_says_so(open_bench: OpenBench) -> None:
    bench = await open_bench(course([single("q1", "c1")], ("Welcome", "One", "Two")))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    seen = await bench.say(bench.ben, "/quiz one")
    assert "No question for that yet" in seen.text
    seen = await bench.say(bench.ben, "/quiz two")
    assert "No question for that yet" in seen.text


async def test_quiz_me_on_this_asks_about_the_concept(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    concept = group.last("Speech to text")
    step = shown(await group.chat.press(group.ben, concept, "Quiz me on this"))
    assert step.text.startswith("Question 1 of 3 · Speech to text\n")


async def test_typed_and_number_questions_forgive_spelling(open_bench: OpenBench) -> None:
    bench = await open_bench(full())
    await bench.set_up()
    answers = {"typed": " Imputations ", "number": "1 200"}
    met = set()
    for _ in range(4):
        step = await bench.say(bench.ben, "/quiz labels 20")
        while "Quiz done" not in step.text:
            kind = bench.courses["small"].questions[await asked(bench, step)].type
            if kind in answers:
                form = (await bench.chat.press(bench.ben, step, "Answer")).form
                assert form is not None
                typed = {"answer": (answers[kind],)}
                verdict = shown(await bench.chat.submit(bench.ben, form, typed))
                assert verdict.text.startswith("Correct!")
                met.add(kind)
                action = verdict.controls[0].action
                step = shown(await bench.chat.press_action(bench.ben, verdict, action))
            else:
                step = await step_on(bench, step)
    assert met


async def test_an_empty_form_is_refused(group: Bench) -> None:
    for _ in range(6):
        step = await group.say(group.ben, "/quiz 20")
        while "Quiz done" not in step.text:
            if step.controls[0].label == "Answer":
                form = (await group.chat.press(group.ben, step, "Answer")).form
                assert form is not None
                refused = await group.chat.submit(group.ben, form, {})
                assert refused.errors
                return
            step = await step_on(group, step)
    raise AssertionError("no question with a form")


async def test_topics_are_suggested_while_typing(group: Bench) -> None:
    found = await group.chat.suggest(group.ben, "/quiz lab", "topic")
    assert ("Labels", "Labels") in found.suggestions
    found = await group.chat.suggest(group.ben, "/quiz part", "topic")
    assert {label for label, _ in found.suggestions} == {"First part", "Second part"}


async def test_the_end_says_how_much_of_an_answer_was_right(open_bench: OpenBench) -> None:
    bench = await open_bench(only("matching", concepts=4))
    await bench.set_up()
    step = await bench.say(bench.ben, "/quiz 1")
    form = (await bench.chat.press(bench.ben, step, "Answer")).form
    assert form is not None
    values = {f.key: ("DCBE"[n],) for n, f in enumerate(form.fields)}
    verdict = shown(await bench.chat.submit(bench.ben, form, values))
    assert verdict.text.startswith("3 of 4 right")
    done = shown(await bench.chat.press(bench.ben, verdict, "See how it went"))
    assert "1. 3 of 4 right · What does question" in done.text
