"""Answering the question of the day, in all its forms and against all odds."""

from __future__ import annotations

import pytest

from bot.core.actions import base36
from storage.records import NewRound
from tests.features.bench import Bench, control, shown
from tests.features.conftest import OpenBench
from tests.features.course import full, only

CONFIRM = "How sure are you?"


async def today(bench: Bench) -> None:
    await bench.at("2026-11-23 09:00")


async def opened(open_bench: OpenBench, kind: str, difficulty: int = 1) -> Bench:
    """A group whose questions are all of one type, with the first one open."""
    bench = await open_bench(only(kind, difficulty))
    await bench.set_up()
    await today(bench)
    return bench


async def fill(bench: Bench, **values: str) -> object:
    message = await bench.question_message()
    form = (await bench.chat.press(bench.ben, message, "Answer")).form
    assert form is not None
    given = {key: tuple(value.split()) for key, value in values.items()}
    return await bench.chat.submit(bench.ben, form, given)


async def test_a_press_asks_how_sure_and_sure_gives_the_verdict(group: Bench) -> None:
    await today(group)
    asked = await group.choose(group.ben)
    assert asked.text.startswith(CONFIRM)
    assert "You chose " in asked.text
    assert [c.label for c in asked.controls] == ["Sure", "Not sure", "Change"]
    verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
    assert verdict.text.startswith("Right\n")
    assert "You answered " in verdict.text
    assert "Takeaway: Remember c1." in verdict.text
    assert "streak 1 study day" in verdict.text
    assert group.chat.posts()[-1].text.startswith("Question of the day"), "nothing in public"


async def test_a_wrong_answer_says_so_and_what_is_right(group: Bench) -> None:
    await today(group)
    verdict = await group.answer(group.ben, right=False)
    assert verdict.text.startswith("Not right: it is ")
    assert "0 points · streak 1 study day" in verdict.text


async def test_not_sure_is_remembered_with_the_answer(group: Bench) -> None:
    await today(group)
    await group.answer(group.ben, sure=False)
    await group.answer(group.cleo, sure=True)
    posed = await group.posed()
    for who, sure in ((group.ben, False), (group.cleo, True)):
        answer = await group.store.answers.of(posed.id, (await group.person(who)).id)
        assert answer is not None
        assert answer.sure is sure


async def test_change_shows_the_question_again_and_the_last_choice_counts(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single")
    asked = await bench.choose(bench.ben, right=False)
    again = shown(await bench.chat.press(bench.ben, asked, "Change"))
    assert "Question of the day" in again.text
    asked = await bench.answer_at(bench.ben, again, right=True)
    assert asked.text.startswith(CONFIRM)
    assert asked.id == again.id, "it stays one message"
    verdict = shown(await bench.chat.press(bench.ben, asked, "Sure"))
    assert verdict.text.startswith("Right\n")


async def test_straight_to_the_verdict_leaves_the_question_out(group: Bench) -> None:
    await today(group)
    form = (await group.chat.command(group.ben, "/study me")).form
    assert form is not None
    await group.chat.submit(group.ben, form, {"verdict": ("straight",), "shown": ("show",)})
    verdict = await group.choose(group.ben)
    assert verdict.text.startswith("Right\n")
    form = (await group.chat.command(group.ben, "/study me")).form
    assert form is not None
    assert [f.value for f in form.fields] == [("straight",), ("show",)]


async def test_a_choice_that_nobody_confirmed_counts_at_the_close(group: Bench) -> None:
    await today(group)
    await group.choose(group.ben)
    await group.choose(group.cleo, right=False)
    await group.at("2026-11-24 09:00")
    assert await group.points(group.ben) >= 10
    assert await group.points(group.cleo) == 0
    assert (await group.streak(group.cleo)).current == 1
    assert "2 answers, 1 of 2 right" in group.last("Results").text


async def test_confirming_after_the_close_shows_what_was_counted(group: Bench) -> None:
    await today(group)
    asked = await group.choose(group.ben)
    await group.at("2026-11-24 09:00")
    verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
    assert "one answer counts" in verdict.text


async def test_fridays_unconfirmed_choice_belongs_to_fridays_week(group: Bench) -> None:
    await group.at("2026-11-27 10:00")
    await group.choose(group.ben)
    await group.at("2026-11-30 10:00")
    assert await group.points(group.ben, "2026-W48") > 0
    assert await group.points(group.ben, "2026-W49") == 0
    assert "Ben" in group.last("Last week").text


async def test_one_answer_counts_and_a_second_press_shows_it(group: Bench) -> None:
    await today(group)
    await group.answer(group.ben)
    points = await group.points(group.ben)
    for right in (True, False):
        seen = await second_press(group, right)
        assert "You have answered this question already; one answer counts." in seen
        assert "Right" in seen
    assert await group.points(group.ben) == points
    assert (await group.standing(group.ben)).answers == 1  # type: ignore[union-attr]


async def second_press(bench: Bench, right: bool) -> str:
    message = await bench.question_message()
    if message.controls[0].label == "Answer":
        return shown(await bench.chat.press(bench.ben, message, "Answer")).text
    return (await bench.answer_at(bench.ben, message, right)).text


async def test_the_first_verdict_ever_welcomes_in_three_lines(group: Bench) -> None:
    await today(group)
    first = await group.answer(group.ben)
    assert "Welcome. The daily question gives 10, 20 or 30 points" in first.text
    assert "/study me hides you" in first.text
    await group.at("2026-11-24 09:00")
    second = await group.answer(group.ben)
    assert "Welcome" not in second.text


async def test_late_answers_bring_practice_points_and_keep_the_streak_for_a_day(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single", 2)
    await bench.at("2026-11-25 08:59")
    results = bench.last("Results")
    offered = shown(await bench.chat.press(bench.ben, results, "I had not answered yet"))
    assert "still keeps your streak" in offered.text
    verdict = await bench.answer_at(bench.ben, offered, right=True)
    assert "10 points (answered late: practice points) · streak 1 study day" in verdict.text
    assert "1 answer" not in bench.last("Results").text
    again = shown(await bench.chat.press(bench.ben, results, "I had not answered yet"))
    assert "one answer counts" in again.text


async def test_after_a_day_a_late_answer_no_longer_keeps_the_streak(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single", 2)
    first = await bench.question_message()
    await bench.at("2026-11-25 09:01")
    results = next(m for m in bench.chat.posts() if m.id == first.id)
    offered = shown(await bench.chat.press(bench.ben, results, "I had not answered yet"))
    assert "for the streak it is too late" in offered.text
    verdict = await bench.answer_at(bench.ben, offered, right=True)
    assert "10 points (answered late: practice points)." in verdict.text
    assert (await bench.streak(bench.ben)).current == 0


async def test_an_old_screen_answers_late_as_well(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single", 2)
    message = await bench.question_message()
    await bench.at("2026-11-24 10:00")
    verdict = await bench.answer_at(bench.ben, message, right=True)
    assert "answered late" in verdict.text


@pytest.mark.parametrize("kind", ["matching", "ordering", "multiple"])
async def test_form_types_are_answered_in_a_form(open_bench: OpenBench, kind: str) -> None:
    bench = await opened(open_bench, kind)
    assert [c.label for c in (await bench.question_message()).controls] == ["Answer"]
    verdict = await bench.answer(bench.ben)
    assert verdict.text.startswith("Right\n")
    assert await bench.points(bench.ben) == 10
    wrong = await bench.answer(bench.cleo, right=False)
    assert wrong.text.startswith("Not right: it is ")


@pytest.mark.parametrize(
    ("kind", "values", "errors"),
    [
        ("multiple", {"answer": "A"}, {"answer"}),
        ("multiple", {"answer": "A B C"}, {"answer"}),
        ("multiple", {"answer": "A Z"}, {"answer"}),
        ("matching", {"p1": "A", "p2": "A", "p3": "B", "p4": "C"}, {"p2"}),
        ("matching", {"p1": "A"}, {"p2", "p3", "p4"}),
        ("ordering", {"s1": "A", "s2": "A", "s3": "B", "s4": "C"}, {"s2"}),
        ("ordering", {"s1": "A", "s2": "B", "s3": "C", "s4": "Q"}, {"s4"}),
    ],
)
async def test_a_form_with_wrong_input_is_refused_and_kept(
    open_bench: OpenBench, kind: str, values: dict[str, str], errors: set[str]
) -> None:
    bench = await opened(open_bench, kind)
    refused = await fill(bench, **values)
    assert set(refused.errors) == errors  # type: ignore[attr-defined]
    kept = {f.key: set(f.value) for f in refused.form.fields}  # type: ignore[attr-defined]
    for key, value in values.items():
        assert kept[key] == {v for v in value.split() if v not in "ZQ"}
    assert (await bench.store.rounds.tally((await bench.posed()).id)).answered == 0


async def test_a_form_reopens_with_the_choice_that_waits(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "ordering")
    await fill(bench, s1="A", s2="B", s3="C", s4="D")
    form = (await bench.chat.press(bench.ben, await bench.question_message(), "Answer")).form
    assert form is not None
    assert [f.value for f in form.fields] == [("A",), ("B",), ("C",), ("D",)]


async def test_a_made_up_option_is_refused(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    message = await bench.question_message()
    posed = await bench.posed()
    refused = shown(
        await bench.chat.press_action(bench.ben, message, f"1.answer.{base36(posed.id)}.Z")
    )
    assert "That is not one of the options" in refused.text
    assert (await bench.store.rounds.tally(posed.id)).answered == 0


@pytest.mark.parametrize("action", ["1.answer.zz.A", "1.answer..A", "1.answer", "1.sure.zz.y", "x"])
async def test_a_made_up_button_does_nothing(group: Bench, action: str) -> None:
    await today(group)
    message = await group.question_message()
    refused = shown(await group.chat.press_action(group.ben, message, action))
    assert "This question is gone" in refused.text or "older version" in refused.text
    assert (await group.store.rounds.tally((await group.posed()).id)).answered == 0


async def test_a_practice_question_is_not_answered_as_the_daily_one(group: Bench) -> None:
    await today(group)
    step = await group.say(group.ben, "/quiz")
    route = step.controls[0].action.split(".")
    forged = ".".join(["1", "answer", route[2], "A"])
    refused = shown(await group.chat.press_action(group.ben, step, forged))
    assert "This question is gone" in refused.text


async def test_a_withdrawn_question_takes_no_answers(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    message = await bench.question_message()
    asked = await bench.choose(bench.ben)
    ask = await bench.say(bench.ana, "/study withdraw")
    await bench.chat.press(bench.ana, ask, "Withdraw")
    for press in (
        bench.chat.press_action(bench.cleo, message, message.controls[0].action),
        bench.chat.press(bench.ben, asked, "Sure"),
    ):
        assert "This question was withdrawn" in shown(await press).text
    assert await bench.store.answers.of((await bench.store.rounds.get(1)).id, 1) is None  # type: ignore[union-attr]


async def test_a_question_of_a_group_elsewhere_is_out_of_reach(open_bench: OpenBench) -> None:
    bench = await open_bench(only("single"))
    await bench.set_up()
    elsewhere = await bench.set_up_elsewhere()
    await today(bench)
    posed = await bench.store.rounds.open_daily(
        elsewhere.id,
        NewRound("q1", 1, "c1", "A,B,C,D"),
        local_date="2026-11-23",
        opened_at=0,
        closes_at=None,
    )
    message = await bench.question_message()
    press = f"1.answer.{base36(posed.id)}.A"
    refused = shown(await bench.chat.press_action(bench.ben, message, press))
    assert "This question is gone" in refused.text


async def test_the_counter_is_fresh_and_edits_are_rare(group: Bench) -> None:
    await today(group)
    await group.answer(group.ben)
    await group.app.tick()
    assert "Open until Tue 24 Nov, 09:00 · 1 answered" in (await group.question_message()).text
    await group.choose(group.cleo)
    await group.app.tick()
    assert "1 answered" in (await group.question_message()).text, "not twice in five seconds"
    group.pass_seconds(5)
    await group.app.tick()
    assert "2 answered" in (await group.question_message()).text


async def test_after_55_minutes_the_message_is_left_alone(group: Bench) -> None:
    await today(group)
    await group.at("2026-11-23 09:54")
    await group.answer(group.ben)
    await group.app.tick()
    assert "1 answered" in (await group.question_message()).text
    await group.at("2026-11-23 09:56")
    await group.answer(group.cleo)
    await group.app.tick()
    assert "1 answered" in (await group.question_message()).text


async def test_a_counter_never_overwrites_results(group: Bench) -> None:
    await today(group)
    await group.at("2026-11-23 09:10")
    await group.answer(group.ben)
    await group.at("2026-11-24 09:00")
    group.pass_seconds(10)
    await group.app.tick()
    assert "Results" in group.titles()


async def test_the_concept_of_a_question_is_a_press_away(group: Bench) -> None:
    await today(group)
    verdict = await group.answer(group.ben)
    assert control(verdict, "Study this concept") == "1.concept.c1"
    card = shown(await group.chat.press(group.ben, verdict, "Study this concept"))
    assert card.text.startswith("Speech to text")


async def test_every_type_gets_through_a_whole_day(open_bench: OpenBench) -> None:
    bench = await open_bench(full())
    await bench.set_up(days="1 2 3 4 5 6 7")
    kinds = set()
    for day in range(23, 31):
        await bench.at(f"2026-11-{day} 09:00")
        kinds.add(bench.question(await bench.posed()).type)
        assert (await bench.answer(bench.ben)).text.startswith("Right\n")
    assert kinds <= {"single", "true_false", "multiple", "matching", "ordering"}
    assert len(kinds) >= 3
    assert (await bench.streak(bench.ben)).current == 8
