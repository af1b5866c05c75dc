"""A question of the day whose answer is typed, on every platform, from the post to the results."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.runtime.clock import millis
from tests.contract.conftest import PLATFORMS
from tests.contract.driver import SeenForm, SeenMessage
from tests.contract.scenario_chat import in_time
from tests.contract.study_group import StudyGroup, one, study_group
from tests.features.course import course, number, typed

TITLES = ("Welcome", "Filling gaps")


class Kind(NamedTuple):
    right: str
    wrong: str
    unclear: str
    refusal: str


KINDS = {
    "typed": Kind("Imputation", "interpolation", "?!", "Type your answer, a word or two."),
    "number": Kind("1,200", "2400", "many", "Type a number in digits"),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PLATFORMS)
async def group(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> AsyncIterator[StudyGroup]:
    """The group's only question is of that type, and open since nine this morning."""
    make = {"typed": typed, "number": number}[kind]
    async with study_group(
        request.param, tmp_path / "study.db", course([make("q1", "c1")], TITLES)
    ) as opened:
        where = opened.driver.channel
        found = await opened.store.groups.by_channel(where)
        assert found is not None
        await opened.store.groups.set_due(found.id, millis(opened.clock.now()))
        opened.pass_hours(12)  # Tuesday, 09:00 in Berlin: the opening card
        await opened.app.tick()
        opened.pass_hours(24)
        await opened.app.tick()
        yield opened


def posted(group: StudyGroup, title: str) -> SeenMessage:
    (found,) = [m for m in group.driver.posts() if title in m.text]
    return found  # type: ignore[no-any-return]


def question(group: StudyGroup) -> SeenMessage:
    return posted(group, "What does question q1 ask about c1?")


async def form_of(group: StudyGroup, message: SeenMessage) -> SeenForm:
    opened = await group.driver.press(group.ben, message, "Answer")
    in_time(opened)
    form = opened.form
    assert form is not None
    assert "What does question q1 ask about c1?" in (form.intro or "")
    return form  # type: ignore[no-any-return]


async def fill(group: StudyGroup, message: SeenMessage, words: str) -> SeenMessage:
    form = await form_of(group, message)
    return one(await group.driver.submit(group.ben, form, {"answer": (words,)}))


async def close(group: StudyGroup) -> None:
    group.pass_hours(24)
    await group.app.tick()


async def test_from_the_post_to_the_results(group: StudyGroup, kind: str) -> None:
    words = KINDS[kind]
    assert [c.label for c in question(group).controls] == ["Answer"]
    choice = await fill(group, question(group), words.wrong)
    assert choice.private_to == group.ben
    assert words.wrong in choice.text and "Not quite" not in choice.text
    # Changed before it was confirmed: the form still has what was typed.
    again = await group.press(choice, "Change")
    form = await form_of(group, again)
    assert form.fields[0].value == (words.wrong,)
    choice = one(await group.driver.submit(group.ben, form, {"answer": (words.right,)}))
    await group.restart()
    verdict = await group.press(choice, "Sure")
    assert "Correct!" in verdict.text
    assert words.right not in " ".join(m.text for m in group.driver.posts())
    await close(group)
    results = posted(group, "Results")
    assert "The answer is" in results.text
    assert "Right: 1 of 1" in results.text and "Wrong: 0 of 1" in results.text
    assert [c.label for c in results.controls] == ["I haven't answered yet"]


async def test_what_cannot_be_read_is_asked_again(group: StudyGroup, kind: str) -> None:
    words = KINDS[kind]
    form = await form_of(group, question(group))
    refused = await group.driver.submit(group.ben, form, {"answer": (words.unclear,)})
    in_time(refused)
    if refused.errors:
        assert words.refusal in refused.errors["answer"]
    else:
        (reply,) = refused.replies
        assert words.refusal in reply.text and reply.private_to == group.ben
        form = (await group.driver.press(group.ben, reply, "Try again")).form
        assert form.fields[0].value == (words.unclear,)
    choice = one(await group.driver.submit(group.ben, form, {"answer": (words.right,)}))
    assert "Correct!" in (await group.press(choice, "Not sure")).text


async def test_a_choice_nobody_confirmed_counts_at_the_close(group: StudyGroup, kind: str) -> None:
    choice = await fill(group, question(group), KINDS[kind].right)
    await close(group)
    assert "Right: 1 of 1" in posted(group, "Results").text
    late = await group.press_old(choice, "Sure")
    assert "Correct!" in late.text and KINDS[kind].right in late.text


async def test_a_late_answer_is_typed_from_the_results(group: StudyGroup, kind: str) -> None:
    first = question(group)
    await close(group)
    asked = await group.press(posted(group, "Results"), "I haven't answered yet")
    form = await form_of(group, asked)
    verdict = one(await group.driver.submit(group.ben, form, {"answer": (KINDS[kind].wrong,)}))
    assert "Not quite" in verdict.text
    # A button from before the close leads to the answer that counts.
    action = first.controls[0].action
    old = one(await group.driver.press_action(group.ben, first, action))
    assert "Not quite" in old.text


async def test_a_form_sent_after_the_close(group: StudyGroup, kind: str) -> None:
    form = await form_of(group, question(group))
    await close(group)
    told = one(await group.driver.submit(group.ben, form, {"answer": (KINDS[kind].right,)}))
    assert "closed" in told.text and [c.label for c in told.controls] == ["Answer"]
    verdict = await fill(group, told, KINDS[kind].right)
    assert "Correct!" in verdict.text
