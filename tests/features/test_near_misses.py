"""Commands and topics that were nearly typed lead to what was meant, with one press."""

from __future__ import annotations

import pytest

from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown


async def press(bench: Bench, message: SeenMessage, label: str) -> SeenMessage:
    return shown(await bench.chat.press(bench.ben, message, label))


@pytest.mark.parametrize(
    ("line", "label", "leads_to"),
    [
        ("/help", "/study help", "What you can do here"),
        ("/study hlep", "/study help", "What you can do here"),
        ("/study leaderbord", "/leaderboard", "Leaderboard"),
        ("/leaderbord month", "/leaderboard month", "Leaderboard · November 2026"),
        ("/qiuz labels 1", "/quiz labels 1", "Question 1 of 1 · Labels"),
        ("/study labels", "/quiz labels", "Question 1 of"),
        ("/study labels", "/concept labels", "Labels"),
        ("/today please", "/today", "Today"),
        ("/leaderboard yesterday", "/leaderboard all", "Leaderboard · all time"),
        ("/study start", "/study setup", "This channel already has a study group"),
        ("/study stop", "/study pause", "This is for"),
        ("/lb month", "/leaderboard month", "Leaderboard · November 2026"),
    ],
)
async def test_a_near_miss_is_offered_and_runs(
    group: Bench, line: str, label: str, leads_to: str
) -> None:
    offered = await group.say(group.ben, line)
    assert offered.text.startswith("Did you mean this?")
    assert label in [control.label for control in offered.controls]
    assert (await press(group, offered, label)).text.startswith(leads_to)


async def test_a_form_can_be_offered_too(group: Bench) -> None:
    offered = await group.say(group.ana, "/study timezone")
    result = await group.chat.press(group.ana, offered, "/study schedule")
    assert result.form is not None
    assert result.form.title == "Schedule"
    leaving = await group.say(group.ben, "/study leave")
    result = await group.chat.press(group.ben, leaving, "/study me")
    assert result.form is not None
    assert result.form.title == "Your settings"


@pytest.mark.parametrize(
    "line",
    [
        "/QUIZ Labels 1",
        "/quiz /quiz labels 1",
        "/quiz quiz labels 1",
        "/study /quiz labels 1",
        "/quiz “labels” 1",
        "/quiz labels, 1 question",
        "/quiz 1 labels!",
        "/quiz count: 1 topic: labels",
    ],
)
async def test_stray_signs_and_repeats_do_not_matter(group: Bench, line: str) -> None:
    step = await group.say(group.ben, line)
    assert step.text.startswith("Question 1 of 1 · Labels\n"), step.text


async def test_a_misspelled_topic_is_offered_with_its_count(group: Bench) -> None:
    offered = await group.say(group.ben, "/quiz lables 2")
    assert "Labels" in [control.label for control in offered.controls]
    assert (await press(group, offered, "Labels")).text.startswith("Question 1 of 2 · Labels")


async def test_words_about_a_quiz_are_no_topics(group: Bench) -> None:
    assert "don't have a quiz open" in (await group.say(group.ben, "/quiz continue")).text
    first = await group.say(group.ben, "/quiz labels 2")
    again = await group.say(group.ben, "/quiz go on")
    assert again.text.startswith("Question 1 of 2 · Labels"), again.text
    assert first.text.splitlines()[0] == again.text.splitlines()[0]
    assert (await group.say(group.ben, "/quiz help")).text.startswith("How to use /quiz")
    assert (await group.say(group.ben, "/quiz stop")).text.startswith("Quiz stopped")


async def test_british_and_american_spellings_are_one_command(group: Bench) -> None:
    for word in ("organizers", "organisers", "Organizer", "organiser"):
        assert "Ana" in (await group.say(group.ana, f"/study {word}")).text


async def test_every_word_on_leaderboard_s_buttons_is_understood(group: Bench) -> None:
    board = await group.say(group.ben, "/leaderboard")
    for label in [c.label for c in board.controls if c.label != "Share"]:
        seen = await group.say(group.ben, f"/leaderboard {label}")
        assert " · " in seen.text.split("\n")[0], label
        assert "week of Nov" in seen.text or label in ("Month", "All time"), label
