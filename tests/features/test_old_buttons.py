"""Buttons in messages that an earlier version posted still do what they say."""

from __future__ import annotations

from tests.features.bench import Bench, shown

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


async def test_a_button_from_before_wordings_were_carried_is_believed(group: Bench) -> None:
    """Version 0.1 wrote ``1.quiz-answer.<round>.<option>`` under a question, and no more."""
    step = await group.say(group.ben, "/quiz")
    while not (actions := [c.action for c in step.controls if ".quiz-answer." in c.action]):
        await group.say(group.ben, "/quiz stop")
        step = await group.say(group.ben, "/quiz")
    old = ".".join(actions[0].split(".")[:4])
    assert old != actions[0], "a button carries the wording by now"
    verdict = shown(await group.chat.press_action(group.ben, step, old))
    assert verdict.text.startswith(("Correct", "Not quite"))
