"""Names and texts that want to be more than words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Mention
from tests.features.bench import Bench, filled, shown

NAMES = (
    "<!channel> @everyone",
    "*bold* _it_ `code` [x](https://evil.example)",
    "x" * 300,
    "Eve\n1. Eve · 999 points, 9 of 9 right",
    "\u202eevE\u202c",
    "\u200b\u200b",
    "",
    "   ",
    "👩‍🚀 Zoé",
    "<@U0000001>",
)


def called(bench: Bench, name: str) -> None:
    """Ben's name on the platform from now on."""
    bench.room.members["ben"] = replace(bench.room.members["ben"], name=name)


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_stays_a_name(group: Bench, name: str) -> None:
    called(group, name)
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    board = await group.say(group.ben, "/leaderboard")
    ranked = [line for line in board.text.split("\n") if line.startswith(("1. ", "2. "))]
    assert len(ranked) == 1, "one member, one line"
    await group.chat.press(group.ben, board, "Share")
    await group.settle()
    shared = group.last("Leaderboard · week of Nov 23")
    assert shared.pinged == ()
    for _, card in group.screens():
        for block in card.blocks:
            nodes = getattr(getattr(block, "text", None), "nodes", ())
            assert not any(isinstance(node, Mention) for node in nodes)
    await group.say(group.ana, "/study organizers")
    await group.say(group.ana, "/study status")
    person = await group.person(group.ben)
    assert person.name.strip()
    assert "\n" not in person.name
    assert "\u202e" not in person.name


async def test_an_emoji_name_is_kept_whole(group: Bench) -> None:
    called(group, "👩‍🚀 Zoé")
    await group.say(group.ben, "/today")
    assert (await group.person(group.ben)).name == "👩‍🚀 Zoé"


TEXTS = (
    "@everyone <!here> *x* `y`",
    "A" * 2000,
    "'; DROP TABLE answers; --",
    "\u202etxet",
    "💥" * 300,
    "%s {0} ${x}",
    "topic: count: 5",
    "٣",
)


@pytest.mark.parametrize("command", ["quiz", "concept", "leaderboard", "study pause", "study"])
async def test_any_text_gets_a_kind_answer(group: Bench, command: str) -> None:
    for words in TEXTS:
        seen = await group.say(group.ana, f"/{command} {words}")
        assert seen.text
        assert "something failed" not in seen.text.casefold()
        assert seen.pinged == ()


async def test_any_text_in_a_form_is_refused_by_field(group: Bench) -> None:
    for words in TEXTS:
        form = (await group.chat.command(group.ana, "/study schedule")).form
        assert form is not None
        values = filled(form, zone=words, times=words, free=words)
        refused = await group.chat.submit(group.ana, form, values)
        assert set(refused.errors) <= {"zone", "times", "free"}
        assert {"zone", "free"} <= set(refused.errors)


@pytest.mark.parametrize("words", TEXTS)
async def test_any_text_as_a_typed_answer_is_judged(group: Bench, words: str) -> None:
    for _ in range(8):
        step = await group.say(group.ben, "/quiz 20")
        while "Quiz done" not in step.text:
            posed = await group.store.rounds.get(int(step.controls[0].action.split(".")[2], 36))
            assert posed is not None
            if group.question(posed).type == "typed":
                form = (await group.chat.press(group.ben, step, "Answer")).form
                assert form is not None
                result = await group.chat.submit(group.ben, form, {"answer": (words,)})
                assert result.errors or shown(result).text.startswith("Not quite: it's imputation")
                return
            verdict = await group.answer_at(group.ben, step, right=True)
            action = verdict.controls[0].action
            step = shown(await group.chat.press_action(group.ben, verdict, action))
    raise AssertionError("no typed question came")
