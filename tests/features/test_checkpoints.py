"""A checkpoint: five mixed questions in private on every fifth study day, told in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.reminders.posts import reminder_card
from bot.features.reminders.waiting import what_waits
from bot.model import MemberRef
from bot.runtime.clock import millis
from bot.study.checkpoint import Checkpoint
from bot.study.quiz_run import Run
from bot.study.reminders import is_worth_it
from bot.study.round import NewRound
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import full, only
from tests.features.test_crashes import Reaper, killed_during

DAY, FRIDAY, NEXT = "2026-11-27", "2026-11-27 10:00", "2026-11-30 09:00"
TAKE = "Take the checkpoint"


@pytest.fixture
async def friday(open_bench: OpenBench) -> Bench:
    """The fifth study day, with a checkpoint that nobody has taken yet: three single choices, as
    no more concepts have been taught before today and are not asked about today."""
    bench = await open_bench(only("single", concepts=7, each=3))
    await bench.set_up()
    await bench.at(FRIDAY)
    return bench


async def checkpoint(bench: Bench) -> Checkpoint:
    found = await bench.store.checkpoints.of_day((await bench.group()).id, DAY)
    assert found is not None
    return found


async def run_of(bench: Bench, who: MemberRef) -> Run | None:
    found = await checkpoint(bench)
    return await bench.store.checkpoints.run_of(found.id, (await bench.person(who)).id)


async def press(bench: Bench, who: MemberRef, card: SeenMessage, label: str) -> SeenMessage:
    return shown(await bench.chat.press(who, card, label))


async def take(bench: Bench, who: MemberRef) -> SeenMessage:
    return await press(bench, who, bench.last("Checkpoint"), TAKE)


async def through(
    bench: Bench, who: MemberRef, *right: bool, step: SeenMessage | None = None
) -> SeenMessage:
    """Answers so many questions; the card after the last verdict's button."""
    step = step or await take(bench, who)
    for good in right:
        verdict = await bench.answer_at(who, step, good)
        onward = next(c.label for c in verdict.controls if c.label in ("Next question", LAST))
        step = await press(bench, who, verdict, onward)
    return step


LAST = "See how it went"


async def test_every_fifth_study_day_tells_of_one_below_the_question(friday: Bench) -> None:
    titles = friday.titles()
    assert titles.count("Checkpoint") == 1 and titles[-1] == "Checkpoint"
    post = friday.last("Checkpoint")
    assert "3 mixed questions" in post.text and "Open until" in post.text
    assert [c.label for c in post.controls] == [TAKE]
    found = await checkpoint(friday)
    posed = await friday.posed()
    assert posed.concept_id not in {one.concept_id for one in found.questions}
    assert found.closes_at == posed.closes_at


async def test_from_the_first_question_to_the_last_each_with_its_verdict(friday: Bench) -> None:
    step = await take(friday, friday.ben)
    found = await checkpoint(friday)
    total = len(found.questions)
    assert step.text.startswith(f"Question 1 of {total} · Checkpoint")
    verdict = await friday.answer_at(friday.ben, step, True)
    assert verdict.text.startswith("Correct!")
    step = await press(friday, friday.ben, verdict, "Next question")
    wrong = await friday.answer_at(friday.ben, step, False)
    assert not wrong.text.startswith("Correct")
    step = await press(friday, friday.ben, wrong, "Next question")
    end = await through(friday, friday.ben, *[True] * (total - 2), step=step)
    assert end.text.startswith(f"Checkpoint: {total - 1} of {total} right")
    assert "How the group did comes to the channel" in end.text
    assert "Study these" in [c.label for c in end.controls]
    study = await press(friday, friday.ben, end, "Study these")
    assert study.controls
    again = await take(friday, friday.ben)
    assert again.text == end.text, "taken once"
    run = await run_of(friday, friday.ben)
    assert run is not None and len(run.answers) == total
    assert await friday.points(friday.ben) > 0
    assert (await friday.streak(friday.ben)).current == 0, "it takes five practice answers"
    ledger = await friday.store.runs.practised(run.person_id, run.group_id, DAY)
    assert ledger == total


async def test_a_second_press_on_an_answered_question_shows_the_first_answer(
    friday: Bench,
) -> None:
    step = await take(friday, friday.ben)
    await friday.answer_at(friday.ben, step, False)
    before = await friday.points(friday.ben)
    again = await friday.answer_at(friday.ben, step, True)
    assert "You've answered this one." in again.text and "Correct" not in again.text.split("\n")[0]
    assert await friday.points(friday.ben) == before
    run = await run_of(friday, friday.ben)
    assert run is not None and [a.correct for a in run.answers.values()] == [False]


async def test_it_goes_on_after_a_restart_and_on_another_screen(friday: Bench) -> None:
    step = await through(friday, friday.ben, True, False)
    await friday.restart()
    elsewhere = await take(friday, friday.ben)
    assert elsewhere.text == step.text and elsewhere.text.startswith("Question 3 of ")
    today = await friday.say(friday.ben, "/today")
    assert "2 of " in today.text and " answered" in today.text
    assert (await press(friday, friday.ben, today, "Go on")).text == step.text
    verdict = await friday.answer_at(friday.ben, step, True)
    assert verdict.text.startswith("Correct!")


async def test_everybody_gets_the_same_questions_and_a_quiz_goes_on_beside_it(
    friday: Bench,
) -> None:
    quiz = await friday.say(friday.ben, "/quiz 3")
    await through(friday, friday.ben, True)
    await through(friday, friday.cleo, True)
    mine, theirs = await run_of(friday, friday.ben), await run_of(friday, friday.cleo)
    assert mine is not None and theirs is not None
    asked = [posed.question_id for posed in mine.rounds]
    assert asked == [posed.question_id for posed in theirs.rounds]
    assert asked == [one.question_id for one in (await checkpoint(friday)).questions]
    verdict = await friday.answer_at(friday.ben, quiz, True)
    assert "Next question" in [c.label for c in verdict.controls]


async def test_practice_leaves_its_questions_alone_until_it_is_over(friday: Bench) -> None:
    asked = {one.question_id for one in (await checkpoint(friday)).questions}
    await friday.say(friday.ben, "/quiz 20")
    group, ben = await friday.group(), await friday.person(friday.ben)
    quiz = await friday.store.runs.open_run(ben.id, group.id)
    assert quiz is not None
    assert not asked & {posed.question_id for posed in quiz.rounds}


async def test_how_it_went_is_one_line_where_it_was_told(friday: Bench) -> None:
    total = len((await checkpoint(friday)).questions)
    await through(friday, friday.ben, *[True] * total)
    await through(friday, friday.cleo, False, *[True] * (total - 1))
    await through(friday, friday.dan, False)
    posts = len(friday.chat.posts())
    await friday.at("2026-11-30 08:59")
    assert len(friday.chat.posts()) == posts
    await friday.at(NEXT)
    told = friday.last("Checkpoint results").text
    assert f"3 took it · {2 * total - 1} of {2 * total + 1} right · most missed: " in told
    first = friday.courses["small"].questions[(await checkpoint(friday)).questions[0].question_id]
    assert friday.courses["small"].concepts[first.concept].title in told
    assert not friday.last("Checkpoint results").controls
    assert "Checkpoint" not in friday.titles(), "the post was edited"
    concept = next(m for m in friday.chat.posts() if "Checkpoint: 3 took it" in m.text)
    assert concept.text.split("\n")[0] not in ("Checkpoint results", "Question of the day")


async def test_shares_come_with_five_people_and_one_persons_stay_private(friday: Bench) -> None:
    await through(friday, friday.ben, True, True, False)
    await friday.at(NEXT)
    assert "One of you took it." in friday.last("Checkpoint results").text
    assert "right" not in friday.last("Checkpoint results").text


async def test_five_people_are_told_in_percent(friday: Bench) -> None:
    for who in (friday.ben, friday.cleo, friday.dan, friday.eva):
        await through(friday, who, True)
    await through(friday, friday.finn, False)
    await friday.at(NEXT)
    assert "5 took it · 80% right · most missed: " in friday.last("Checkpoint results").text


async def test_nobody_is_told_gently(friday: Bench) -> None:
    await friday.at(NEXT)
    assert "Nobody took this one." in friday.last("Checkpoint results").text
    assert not any("Checkpoint: " in m.text for m in friday.chat.posts())


async def test_a_late_press_says_so_and_an_answer_under_way_does_not_count(friday: Bench) -> None:
    step = await through(friday, friday.ben, True)
    take_button = friday.last("Checkpoint")
    friday.clock.set(friday.moment("2026-11-30 09:00"))  # over, and not looked at yet
    late = await press(friday, friday.cleo, take_button, TAKE)
    assert late.text.startswith("This checkpoint is over")
    mine = await friday.answer_at(friday.ben, step, True)
    assert mine.text.startswith("Checkpoint: 1 of 1 right")
    assert "You answered 1 of 3 before it ended." in mine.text
    await friday.settle()
    late = await press(friday, friday.cleo, take_button, TAKE)
    assert late.text.startswith("This checkpoint is over")
    assert "Review" in [c.label for c in late.controls]
    run = await run_of(friday, friday.ben)
    assert run is not None and len(run.answers) == 1


async def test_off_over_the_end_it_is_closed_and_told_once(friday: Bench) -> None:
    await through(friday, friday.ben, True)
    await through(friday, friday.cleo, True)
    await friday.off_until("2026-12-01 10:00")
    assert friday.titles().count("Checkpoint results") == 1
    assert "2 took it · 2 of 2 right" in friday.last("Checkpoint results").text


async def test_a_question_edited_meanwhile_is_asked_as_it_reads_now(friday: Bench) -> None:
    step = await take(friday, friday.ben)
    run = await run_of(friday, friday.ben)
    assert run is not None
    course = friday.courses["small"]
    asked = course.questions[run.rounds[0].question_id]
    edited = replace(asked, stem="What is it, in other words?", revision=asked.revision + 1)
    await swap(friday, {**course.questions, asked.id: edited})
    answer = await friday.answer_at(friday.ben, step, True)
    assert "What is it, in other words?" in answer.text and "edited meanwhile" in answer.text
    left = {id_: q for id_, q in course.questions.items() if id_ != asked.id}
    await swap(friday, left)
    without = await take(friday, friday.ben)
    assert without.text.startswith("Question 1 of 2 · Checkpoint")
    assert "One question was left out" in without.text


async def swap(bench: Bench, questions: dict[str, object]) -> None:
    course = replace(bench.courses["small"], questions=questions)  # type: ignore[arg-type]
    bench.courses["small"] = course
    await bench.restart()


async def test_organizers_turn_them_off_and_on_and_see_when_the_next_comes(group: Bench) -> None:
    await group.at("2026-11-24 10:00")
    assert (
        "The next checkpoint comes in 3 study days."
        in (await group.say(group.ana, "/study status")).text
    )
    menu = await group.say(group.ana, "/study checkpoints")
    assert "Checkpoints are on." in menu.text
    off = await press(group, group.ana, menu, "Off")
    assert off.text.startswith("Checkpoints are off")
    await group.at(FRIDAY)
    assert "Checkpoint" not in group.titles()
    assert "Off" in (await group.say(group.ana, "/study status")).text
    on = await group.say(group.ana, "/study checkpoints on")
    assert "comes with the next question of the day" in on.text
    await group.at("2026-11-30 10:00")
    assert group.titles().count("Checkpoint") == 1
    status = await group.say(group.ana, "/study status")
    assert "Open now. Nobody has taken it yet." in status.text
    off = await group.say(group.ana, "/study checkpoints off")
    assert "stays open until it ends" in off.text
    assert (await take(group, group.ben)).text.startswith("Question 1 of ")


@pytest.mark.parametrize("rhythm", ["morning", "spread"])
async def test_killed_at_any_step_it_is_told_of_once_and_its_end_too(
    open_bench: OpenBench, rhythm: str
) -> None:
    """At the moment that opens it and at the one that closes it."""
    start = await open_bench(full())
    times = "9:00, 12:30, 17:00" if rhythm == "spread" else "9:00"
    await start.set_up(rhythm=rhythm, times=times)
    await start.at("2026-11-27 08:59")
    if rhythm == "spread":
        await start.at("2026-11-27 12:29")
    opens = "2026-11-27 12:30" if rhythm == "spread" else "2026-11-27 09:00"
    opened = await each_step(open_bench, start, opens)
    await through(opened, opened.ben, True, False)
    await through(opened, opened.cleo, True)
    ends = "2026-11-28 00:00" if rhythm == "spread" else NEXT
    closed = await each_step(open_bench, opened, ends)
    assert "2 took it · 2 of 3 right" in closed.last("Checkpoint results").text


async def each_step(open_bench: OpenBench, start: Bench, moment: str) -> Bench:
    """A bot that lived through ``moment``, after others died at each of its steps."""
    calm = await open_bench(like=start)
    calm.clock.set(calm.moment(moment))
    await calm.settle()
    expected = [m.text for m in calm.chat.posts()]
    for fatal in range(1, 200):
        bench = await open_bench(like=start)
        bench.clock.set(bench.moment(moment))
        Reaper(bench, fatal)
        was_killed = await killed_during(bench.app.tick())
        await bench.kill()
        await bench.start()
        bench.pass_seconds(20)
        await bench.settle()
        assert [m.text for m in bench.chat.posts()] == expected, f"killed at step {fatal}"
        assert await bench.verify() == []
        await bench.close()
        if not was_killed:
            assert fatal > 2
            return calm
    raise AssertionError("the tick never came to its end")


async def test_forms_are_filled_in_and_a_full_checkpoint_keeps_the_streak(group: Bench) -> None:
    """The second one: five questions of several types."""
    day = group.moment("2026-11-30 10:00")
    while "Checkpoint" not in group.titles():
        await group.at(f"{day:%Y-%m-%d} 10:00")
        day += timedelta(days=1)
    end = await through(group, group.ben, True, True, True, False, False)
    assert end.text.startswith("Checkpoint: 3 of 5 right")
    assert (await group.streak(group.ben)).current == 1, "five practice answers, three right"


async def test_a_question_that_is_open_elsewhere_is_left_out(friday: Bench) -> None:
    """Ben is in another group, which asks one of these questions today."""
    asked = (await checkpoint(friday)).questions[0]
    other = await friday.set_up_elsewhere()
    await friday.say(friday.ben, "/today")
    ben = await friday.person(friday.ben)
    await friday.store.members.join(other.id, ben.id, 0)
    question = friday.courses["small"].questions[asked.question_id]
    new = NewRound(question.id, question.revision, question.concept, "A,B,C,D")
    now = millis(friday.clock.now())
    await friday.store.rounds.open_daily(
        other.id, new, local_date=DAY, opened_at=now, closes_at=now + 3_600_000
    )
    assert (await take(friday, friday.ben)).text.startswith("Question 1 of 2 · Checkpoint")
    assert (await take(friday, friday.cleo)).text.startswith("Question 1 of 3 · Checkpoint")


async def test_reminders_and_progress_know_that_it_can_be_taken(friday: Bench) -> None:
    await friday.answer(friday.ben)
    card = await friday.say(friday.ben, "/progress")
    assert "3 questions to go" in card.text
    step = await press(friday, friday.ben, card, "Checkpoint")
    assert step.text.startswith("Question 1 of 3 · Checkpoint")
    ben = await friday.person(friday.ben)
    (waits,) = await what_waits(friday.app.services, ben)
    assert is_worth_it([waits.waiting]) and not waits.waiting.open
    told = reminder_card([waits])
    assert "3 mixed questions are waiting" in told.fallback
    assert TAKE in [item.label for row in told.rows for item in row.items]  # type: ignore[union-attr]
    await through(friday, friday.ben, True, True, True, step=step)
    (waits,) = await what_waits(friday.app.services, ben)
    assert not waits.waiting.checkpoint
    assert "questions to go" not in (await friday.say(friday.ben, "/progress")).text
