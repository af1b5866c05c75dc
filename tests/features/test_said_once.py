"""What a card or a form says, it says once."""

from __future__ import annotations

import pytest

from bot.features.daily.results import SHORT_SOLUTION, yesterday_words
from bot.features.posing import answer_form, solution_of
from bot.study.questions import type_of
from bot.study.round import Round, Tally
from content.questions import Question
from content.questions.choice import MultipleQuestion
from tests.features.bench import Bench, shown
from tests.study import samples


def posed(question: Question, order: str) -> Round:
    return Round(1, 1, "daily", question.id, 1, "c1", order, "2026-11-23", 0, 0)


def test_options_beside_their_boxes_are_not_listed_above_them_as_well() -> None:
    question = samples.multiple()
    form = answer_form(question, posed(question, "A,B,C,D,E"), "submit")
    assert form.intro == question.stem
    assert isinstance(question, MultipleQuestion)


def test_options_in_menus_are_listed_above_them() -> None:
    for question, order in ((samples.matching(), "A,B,C,D,E,F"), (samples.ordering(), "A,B,C,D,E")):
        form = answer_form(question, posed(question, order), "submit")
        assert form.intro.startswith(question.stem)
        assert type_of(question).show(question, order).plain in form.intro


@pytest.mark.parametrize(
    ("question", "order", "given"),
    [
        (samples.typed(), "", "guessing"),
        (samples.true_false(), "true,false", "false"),
        (samples.matching(), "A,B,C,D,E,F", "B,D,C,A"),
        (samples.ordering(), "A,B,C,D,E", "D,E,C,B,A"),
    ],
)
def test_reasons_leave_the_answer_itself_to_the_verdict(
    question: Question, order: str, given: str
) -> None:
    """The verdict has said "You chose …" by then, and the results which answer is right."""
    told = type_of(question).explain(question, order, given).plain
    assert not told.startswith(("You chose", "You typed", "The right"))
    results = type_of(question).explain(question, order, None).plain
    assert not results.startswith("The right")


async def test_a_choice_that_is_none_is_told_in_one_sentence(group: Bench) -> None:
    seen = await group.say(group.ben, "/leaderboard yesterday")
    assert "I don't know “yesterday” here. It can be week, month or all." in seen.text
    assert seen.text.count("/leaderboard [week|month|all]") == 1, "the usage stands there once"


async def test_a_member_that_is_looked_for_is_one_of_all(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    for name in ("Gus", "Gusta", "Hal"):
        await group.grant(name, 10)
    one = await group.say(group.ana, "/study members hal")
    assert " members matches “hal”." in one.text
    two = await group.say(group.ana, "/study members gus")
    assert "2 of " in two.text
    none = await group.say(group.ana, "/study members zzz")
    assert "Without a name, the command lists everyone." in none.text


async def test_free_days_are_told_as_people_say_them(group: Bench) -> None:
    asked = await group.say(group.ana, "/study skip")
    await group.chat.press(group.ana, asked, "Skip")
    status = await group.say(group.ana, "/study status")
    assert "Mon, Nov 23" in status.text
    assert "2026-" not in status.text


async def test_a_break_until_yesterday_is_named_as_past(group: Bench) -> None:
    seen = await group.say(group.ana, "/study pause until yesterday")
    assert "Nov 22, 2026 is in the past. Type a day after today." in seen.text


async def test_asked_elsewhere_a_card_says_which_group_it_is_about(group: Bench) -> None:
    for line in ("/study skip", "/study pause", "/study reset", "/study organizers"):
        here = await group.say(group.ana, line)
        assert "This is about the group in" not in here.text
        elsewhere = await group.say(
            group.ana, line, where=await group.chat.adapter_direct(group.ana)
        )
        assert elsewhere.text.split("\n")[1] == "This is about the group in #study-group."


async def test_who_a_member_is_stands_apart_from_what_happens(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.grant("Gus", 10)
    found = await group.say(group.ana, "/study members gus")
    asked = shown(await group.chat.choose(group.ana, found, "Gus"))
    assert asked.text.split("\n")[2].startswith("Joined Nov 23 · account …")


def test_a_long_answer_is_not_squeezed_into_the_line_of_the_next_day() -> None:
    question = samples.matching()
    tally = Tally(answered=10, correct=7, given={})
    short = posed(question, "A,B,C,D,E,F")
    assert len(solution_of(question, short)) > SHORT_SOLUTION
    assert yesterday_words(question, short, tally, told=True) == "Last question: 70% right."
    one = samples.single()
    line = yesterday_words(one, posed(one, "A,B,C,D"), tally, told=True)
    assert line == "Last question: 70% right. The answer was B · Polly."
