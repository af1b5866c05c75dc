"""Buttons in messages that an earlier version posted still do what they say."""

from __future__ import annotations

from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, single

FIRST = (
    "answer",
    "board",
    "cancel",
    "change",
    "concept",
    "course",
    "course-page",
    "course-start",
    "late",
    "late-answer",
    "late-open",
    "late-submit",
    "me",
    "member",
    "member-off",
    "member-on",
    "members-page",
    "move",
    "move-look",
    "open-answer",
    "organiser-add",
    "organiser-page",
    "organiser-remove",
    "pick-answer",
    "pick-concept",
    "pick-group",
    "pick-group-page",
    "points-anew",
    "quiz-answer",
    "quiz-instead",
    "quiz-missed",
    "quiz-new",
    "quiz-next",
    "quiz-on",
    "quiz-open",
    "quiz-resume",
    "quiz-start",
    "quiz-study",
    "quiz-submit",
    "quiz-summary",
    "related",
    "report",
    "report-send",
    "schedule",
    "setup",
    "setup-change",
    "setup-look",
    "setup-start",
    "share-board",
    "skip-day",
    "submit-answer",
    "sure",
    "tell-breaks",
    "withdraw",
)
"""The actions of 0.1. What is posted stays posted: none of them may ever go."""


async def test_every_action_of_the_first_version_has_a_handler(group: Bench) -> None:
    assert set(FIRST) - set(group.app.router.actions) == set()


async def test_a_button_from_before_wordings_were_carried_is_believed(
    open_bench: OpenBench,
) -> None:
    """Version 0.1 wrote ``1.quiz-answer.<round>.<option>`` under a question, and no more."""
    bench = await open_bench(course([single("q1", "c1", 2)], ("Welcome", "One")))
    await bench.set_up()
    step = await bench.say(bench.ben, "/quiz 1")
    now = step.controls[0].action
    old = ".".join(now.split(".")[:4])
    assert old != now, "a button carries the wording by now"
    verdict = shown(await bench.chat.press_action(bench.ben, step, old))
    assert verdict.text.startswith(("Correct", "Not quite"))
