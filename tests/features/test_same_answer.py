"""What is recorded is what stands on the card that was pressed, or nothing."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from bot.features.answering import decision, record_of
from bot.runtime.clock import millis
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, control, given_values, shown
from tests.features.conftest import OpenBench
from tests.features.course import only
from tests.features.deeds import opened


async def press(bench: Bench, option: str, on: SeenMessage | None = None) -> SeenMessage:
    """Presses the option with this id on the posted question."""
    message = on or await bench.question_message()
    action = next(c.action for c in message.controls if c.action.split(".")[3] == option)
    return shown(await bench.chat.press_action(bench.ben, message, action))


def keep_both(bench: Bench) -> None:
    """From here on the room is like a platform that cannot take a private message back."""
    bench.room.subjects.clear()


async def test_a_second_choice_leaves_one_card(open_bench: OpenBench) -> None:
    """Whatever is pressed how often, and on which of the screens."""
    bench = await opened(open_bench, "single")
    for option in ("C", "B", "B", "C"):
        await press(bench, option)
        (card,) = (m for m in bench.chat.privates(bench.ben) if "How sure are you?" in m.text)
    changed = shown(await bench.chat.press(bench.ben, card, "Change"))
    await press(bench, "B")
    (card,) = (m for m in bench.chat.privates(bench.ben) if "How sure are you?" in m.text)
    assert changed.id not in {m.id for m in bench.chat.privates(bench.ben)}
    assert shown(await bench.chat.press(bench.ben, card, "Sure")).text.startswith("Correct!")


async def recorded(bench: Bench) -> str | None:
    answer = await bench.store.answers.of(
        (await bench.posed()).id, (await bench.person(bench.ben)).id
    )
    return answer.given if answer else None


@pytest.mark.parametrize("label", ["Sure", "Not sure"])
async def test_a_confirmation_confirms_the_choice_on_its_own_card(
    open_bench: OpenBench, label: str
) -> None:
    bench = await opened(open_bench, "single")
    first = await press(bench, "C")
    keep_both(bench)
    second = await press(bench, "B")
    assert "Transcribe. How sure are you?" in first.text
    told = shown(await bench.chat.press(bench.ben, first, label))
    assert await recorded(bench) is None, "what was overtaken confirms nothing"
    assert "You changed your choice after that." in told.text
    assert "Polly. How sure are you?" in told.text
    assert [c.label for c in told.controls] == ["Sure", "Not sure", "Change"]
    verdict = shown(await bench.chat.press(bench.ben, told, label))
    assert verdict.text.startswith("Correct!")
    assert await recorded(bench) == "B"
    after = shown(await bench.chat.press(bench.ben, first, label))
    assert "You'd changed your choice" in after.text and "Polly" in after.text
    again = shown(await bench.chat.press(bench.ben, second, label))
    assert "The first answer counts." in again.text
    assert await recorded(bench) == "B"


async def test_back_at_the_first_choice_its_card_is_right_again(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    first = await press(bench, "C")
    for option in ("B", "C"):
        keep_both(bench)
        await press(bench, option)
    await bench.chat.press(bench.ben, first, "Sure")
    assert await recorded(bench) == "C"


@pytest.mark.parametrize("kind", ["matching", "ordering", "multiple"])
async def test_a_confirmation_of_a_filled_in_form_carries_it_too(
    open_bench: OpenBench, kind: str
) -> None:
    """However long the answer is."""
    bench = await opened(open_bench, kind)
    wrong = await bench.choose(bench.ben, False)
    keep_both(bench)
    right = await bench.choose(bench.ben, True)
    told = shown(await bench.chat.press(bench.ben, wrong, "Sure"))
    assert "You changed your choice after that." in told.text
    assert await recorded(bench) is None
    verdict = shown(await bench.chat.press(bench.ben, right, "Sure"))
    assert verdict.text.startswith("Correct!")


async def test_a_button_of_before_carries_no_choice_and_confirms_nothing(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single")
    card = await press(bench, "C")
    posed = await bench.posed()
    old = f"1.sure.{control(card, 'Sure').split('.')[2]}.y"
    told = shown(await bench.chat.press_action(bench.ben, card, old))
    assert "How sure are you?" in told.text
    assert await bench.store.answers.of(posed.id, (await bench.person(bench.ben)).id) is None


async def test_after_the_close_the_choice_that_counted_is_told(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    first = await press(bench, "C")
    keep_both(bench)
    last = await press(bench, "A")
    await bench.at("2026-11-24 10:00")
    told = shown(await bench.chat.press(bench.ben, first, "Sure"))
    assert "You'd changed your choice" in told.text and "Lex" in told.text
    told = shown(await bench.chat.press(bench.ben, last, "Sure"))
    assert "so your last choice counted" in told.text


async def edited(bench: Bench, **changes: object) -> None:
    """The open question reads otherwise from now on."""
    posed = await bench.posed()
    course = bench.courses["small"]
    question = replace(bench.question(posed), **changes)  # type: ignore[arg-type]
    bench.courses["small"] = replace(course, questions={**course.questions, question.id: question})
    await bench.restart()


async def test_an_option_pressed_under_other_words_is_asked_again(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    message = await bench.question_message()
    await edited(bench, stem="Which one is it now?")
    told = await press(bench, "B", message)
    assert "This question was edited after it was posted." in told.text
    assert "Which one is it now?" in told.text
    person = await bench.person(bench.ben)
    assert await bench.store.answers.pending((await bench.posed()).id, person.id) is None
    asked = await press(bench, "B", told)
    verdict = shown(await bench.chat.press(bench.ben, asked, "Sure"))
    assert verdict.text.startswith("Correct!")


async def test_a_confirmation_under_other_words_is_asked_again(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    asked = await press(bench, "B")
    await edited(bench, stem="Which one is it now?")
    told = shown(await bench.chat.press(bench.ben, asked, "Sure"))
    assert "How sure are you?" in told.text
    assert await recorded(bench) is None


async def test_reasons_may_be_edited_without_asking_anybody_again(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    message = await bench.question_message()
    await edited(bench, takeaway="Something new.")
    asked = await press(bench, "B", message)
    assert "Something new." in shown(await bench.chat.press(bench.ben, asked, "Sure")).text


async def test_a_form_of_other_words_is_not_taken(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "multiple")
    form = (await bench.chat.press(bench.ben, await bench.question_message(), "Answer")).form
    assert form is not None
    _, values = given_values(bench.question(await bench.posed()), await bench.posed(), True)
    await edited(bench, stem="Which two are they now?")
    told = shown(await bench.chat.submit(bench.ben, form, values))
    assert "This question was edited after it was posted." in told.text
    assert "Which two are they now?" in told.text


async def test_a_form_sent_after_the_close_says_so_and_records_nothing(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "multiple")
    form = (await bench.chat.press(bench.ben, await bench.question_message(), "Answer")).form
    assert form is not None
    _, values = given_values(bench.question(await bench.posed()), await bench.posed(), True)
    closed = await bench.posed()
    await bench.at("2026-11-24 10:00")
    told = shown(await bench.chat.submit(bench.ben, form, values))
    assert "This question has closed, and the results are out." in told.text
    person = await bench.person(bench.ben)
    assert await bench.store.answers.of(closed.id, person.id) is None


async def test_a_form_sent_after_another_answer_shows_the_one_that_counts(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "multiple")
    form = (await bench.chat.press(bench.ben, await bench.question_message(), "Answer")).form
    assert form is not None
    _, values = given_values(bench.question(await bench.posed()), await bench.posed(), True)
    posed, person = await bench.posed(), await bench.person(bench.ben)
    question = bench.question(posed)
    given, _ = given_values(question, posed, False)
    at = millis(bench.clock.now())
    record = record_of(await bench.group(), "small", posed, person.id, given, "daily", at)
    await bench.store.answers.record(record, decision(question, posed, record, True))
    told = shown(await bench.chat.submit(bench.ben, form, values))
    assert "You've answered this one already. The first answer counts." in told.text
    assert await bench.points(bench.ben) == 0


async def test_change_after_the_close_shows_what_counted(open_bench: OpenBench) -> None:
    bench = await opened(open_bench, "single")
    asked = await press(bench, "B")
    await bench.at("2026-11-24 10:00")
    told = shown(await bench.chat.press(bench.ben, asked, "Change"))
    assert told.text.startswith("Correct!")


async def test_the_form_shows_the_whole_question(open_bench: OpenBench) -> None:
    bench = await open_bench(only("multiple"))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    form = (await bench.chat.press(bench.ben, await bench.question_message(), "Answer")).form
    assert form is not None
    question = bench.question(await bench.posed())
    assert form.intro.startswith(question.stem)
    for option in question.options:  # type: ignore[union-attr]
        assert [label for label, _ in form.fields[0].options if label.endswith(option.text)]


async def test_praise_is_never_the_same_twice_in_a_row(open_bench: OpenBench) -> None:
    bench = await open_bench(only("single", concepts=7, each=2))
    await bench.set_up(days="1 2 3 4 5 6 7")
    praise = []
    for day in range(23, 31):
        await bench.at(f"2026-11-{day} 09:00")
        praise.append((await bench.answer(bench.ben)).text.split("\n")[1])
    assert all(one != following for one, following in itertools.pairwise(praise))
    assert not any("Not quite" in line for line in praise)
