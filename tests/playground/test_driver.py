"""The contract suite's driver reports what the room shows."""

from __future__ import annotations

import asyncio

from bot.model import (
    Ack,
    Card,
    ChoiceField,
    Form,
    Interaction,
    OpenForm,
    Option,
    Outcome,
    Reply,
    Select,
    TextField,
    Update,
)
from tests.contract.driver import Driver
from tests.contract.playground_driver import PlaygroundDriver, open_driver
from tests.playground.bots import COMMANDS, card

FORM = Form(
    "1.send",
    "Your answer",
    (
        TextField("word", "Word", value="polly"),
        ChoiceField(
            "days", "Days", (Option("Mon", "1", selected=True), Option("Tue", "2")), many=True
        ),
    ),
)


async def test_the_driver_tells_what_each_act_led_to() -> None:
    outcomes: dict[str, Outcome] = {
        "today": Reply(card("Today", "Go", "Fill")),
        "1.go": Update(Card("Pick", (), (Select("1.pick", "Pick", (Option("Ay", "a"),)),))),
        "1.fill": OpenForm(FORM),
        "1.send": Reply(card("Thanks")),
        "1.pick": Reply(card("Picked")),
    }
    taken: list[Interaction] = []
    tasks: set[asyncio.Task[object]] = set()

    def handler(interaction: Interaction) -> bool:
        if interaction.id in [i.id for i in taken]:
            return False
        taken.append(interaction)
        work = driver.adapter.respond(interaction, outcomes[interaction.route], Ack.PRIVATE)
        tasks.add(asyncio.create_task(work))
        return True

    made: PlaygroundDriver
    async with open_driver(COMMANDS, handler) as made:
        driver: Driver = made
        shown = await driver.command(driver.ben, "/today now")
        assert shown.acked_after is not None
        (reply,) = shown.replies
        assert reply.private_to == driver.ben
        assert [c.label for c in reply.controls] == ["Go", "Fill"]

        filled = await driver.press(driver.ben, reply, "Fill")
        assert filled.form is not None
        assert [(f.kind, f.value) for f in filled.form.fields] == [
            ("text", ("polly",)),
            ("many", ("1",)),
        ]
        sent = await driver.submit(driver.ben, filled.form, {"word": ("lex",)})
        assert [m.text for m in sent.replies] == ["Thanks\nAbout Thanks."]
        assert taken[-1].values == {"word": ("lex",), "days": ()}

        gone = await driver.press(driver.ben, reply, "Go")
        assert gone.updated is not None
        picked = await driver.choose(driver.ben, gone.updated, "Ay")
        assert taken[-1].values == {"choice": ("a",)}
        again = await driver.repeat(picked.interaction_id)
        assert (again.replies, len(taken)) == ([], 5)
        assert [m.text.split("\n")[0] for m in driver.privates(driver.ben)] == [
            "Pick",
            "Thanks",
            "Picked",
        ]
        assert driver.privates(driver.ana) == []

        await driver.drop_connection()
        await driver.restart()
        post = await driver.adapter.post(driver.channel, card("All", "Go"), key="k")
        (seen,) = driver.posts()
        assert (seen.id, seen.private_to) == (post.id, None)
        driver.remove_message(seen.id)
        assert driver.posts() == []
        assert driver.breaches() == []
