"""The same press delivered again, and one member pressing on two devices at once."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.faults.outages.scene import Sent

SUITE = "repeats"
ALREADY_ANSWERED = 40060


async def reconnect(stage: Stage, side: Side) -> None:
    await side.driver.drop_connection()


async def restart(stage: Stage, side: Side) -> None:
    await stage.restart()


async def crash(stage: Stage, side: Side) -> None:
    await stage.restart(cleanly=False)


async def nothing(stage: Stage, side: Side) -> None: ...


async def again(stage: Stage, sent: Sent) -> None:
    """Delivers the press once more and waits until the bot is done with it."""
    side = sent.side
    if side is stage.slack:
        side.driver.adapter.answered(sent.what.trigger).clear()  # type: ignore[attr-defined,union-attr]
    else:
        side.driver._events.pop(sent.what.id, None)  # type: ignore[attr-defined,union-attr]
    await sent.repeat()
    await sent.handled()


@pytest.mark.parametrize("between", [crash, *scene.longer(nothing, reconnect, restart)])
async def test_a_redelivered_press_counts_once(
    running: Stage, tally: OpenTally, between: object
) -> None:
    """The choice, then the verdict; each comes again at once, and after ``between``."""
    counted = tally(SUITE)
    await scene.open_day(running)
    for side in running.sides:
        post, posed = await running.question_post(side), await running.posed(side)
        chosen = await scene.press(side, side.ben, post, scene.option(running, posed))
        asked = await chosen.answered()
        await chosen.handled()
        await again(running, chosen)
        assert chosen.answers == 1, "a repeat is dropped"
        sure = await scene.press(
            side, side.ben, asked, next(c.action for c in asked.controls if c.label == "Sure")
        )
        assert "Correct!" in (await sure.answered()).text
        await sure.handled()
        await between(running, side)  # type: ignore[operator]
        for sent in (chosen, sure):
            await again(running, sent)
        counted.inputs += 5
        standing = await running.store.boards.board((await running.group(side)).id, "all", None, 5)
        assert [row.points for row in standing.top] == [10]
    # An interaction that is answered already is refused by the platform, and that is fine.
    for hook in running.discord_server.world.hooks.values():
        assert set(hook.refused) <= {ALREADY_ANSWERED}
        hook.refused.clear()
    await scene.count(running, counted, [(side, side.ben) for side in running.sides])


@pytest.mark.parametrize("straight", [True, False], ids=["straight", "asked"])
async def test_two_devices_at_once_give_one_answer(
    running: Stage, tally: OpenTally, straight: bool
) -> None:
    counted = tally(SUITE)
    await scene.open_day(running)
    everybody = [(side, who) for side in running.sides for who in (side.ana, side.ben)]
    for side, who in everybody:
        if straight:
            person = await running.store.people.ensure(who, "Somebody", 0)
            await running.store.people.set_preferences(person.id, straight=True)
        post, posed = await running.question_post(side), await running.posed(side)
        actions = [scene.option(running, posed, right=right) for right in (True, False)] * 3
        sent = await asyncio.gather(*(scene.press(side, who, post, action) for action in actions))
        for each in sent:
            await each.answered()
            await each.handled()
            assert each.acknowledged and each.answers == 1
        counted.inputs += len(actions)
        if straight:
            told = ["already" in each.seen.text for each in sent]
            assert told.count(False) == 1, "one press is the answer, the others hear of it"
            continue
        # Sure and Not sure at once, under every question that came back and is still there.
        left = [each.seen for each in sent if each.seen is not None]
        assert len(left) == (6 if side is running.slack else 1), "Discord's earlier ones made room"
        sures = await asyncio.gather(
            *(
                scene.press(side, who, seen, seen.controls[how].action)
                for seen, how in zip((left * 6)[:6], (0, 1) * 3, strict=True)
            )
        )
        for each in sures:
            await each.handled()
            assert each.acknowledged and each.answers == 1
        overtaken = ("already", "You changed your choice", "You'd changed your choice")
        told = [any(words in each.seen.text for words in overtaken) for each in sures]
        if len(left) == 1 and not told.count(False):
            # The card that stayed was not the one of the last choice: it is by now.
            sure = await scene.press(side, who, left[0], sures[-1].seen.controls[0].action)
            told.append("already" in (await sure.answered()).text)
            await sure.handled()
            counted.inputs += 1
        assert told.count(False) == 1, "one confirmation is the answer"
        counted.inputs += len(sures)
    await scene.count(running, counted, everybody)
