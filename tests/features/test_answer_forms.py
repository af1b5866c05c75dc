"""Answers in forms, made-up buttons, and the counter under a question."""

from __future__ import annotations

import pytest

from bot.interactions.button_codec import base36
from bot.study.round import NewRound
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import only
from tests.features.deeds import opened, today


async def fill(bench: Bench, **values: str) -> object:
    message = await bench.question_message()
    form = (await bench.chat.press(bench.ben, message, "Answer")).form
    assert form is not None
    given = {key: tuple(value.split()) for key, value in values.items()}
    return await bench.chat.submit(bench.ben, form, given)


@pytest.mark.parametrize("kind", ["matching", "ordering", "multiple"])
async def test_form_types_are_answered_in_a_form(open_bench: OpenBench, kind: str) -> None:
    bench = await opened(open_bench, kind)
    assert [c.label for c in (await bench.question_message()).controls] == ["Answer"]
    verdict = await bench.answer(bench.ben)
    assert verdict.text.startswith("Correct!")
    assert await bench.points(bench.ben) == 10
    wrong = await bench.answer(bench.cleo, right=False)
    assert wrong.text.startswith("Not quite")


@pytest.mark.parametrize(
    ("kind", "values", "errors"),
    [
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
    assert "That's not one of the options" in refused.text
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
    assert "Open until Tue, Nov 24, 09:00 · 1 answered" in (await group.question_message()).text
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


async def test_a_verdict_tells_answers_in_words_and_keeps_the_question(
    open_bench: OpenBench,
) -> None:
    """Letters mean nothing once the options are off the screen."""
    for kind, words in (
        ("matching", "Prompt D → Response"),
        ("multiple", " · Task "),
        ("ordering", "1. Step "),
    ):
        bench = await opened(open_bench, kind)
        verdict = await bench.answer(bench.ben, right=False)
        line = next(x for x in verdict.text.split("\n") if x.startswith("You chose "))
        assert words in line
        assert bench.question(await bench.posed()).stem in verdict.text
