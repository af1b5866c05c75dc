"""Valid payloads of every inbound kind, as the local platforms build them, to be spoilt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.origins import Place, Source
from bot.adapters.slack.render_form import view
from bot.model import ChoiceField, Form, Option, TextField
from tests.servers.discord.world import World
from tests.servers.slack.acts import Acts
from tests.servers.slack.state import Channel, Message, State, User, View

FORM = Form(
    "1.told.2s",
    "A form",
    (
        TextField("word", "Word"),
        ChoiceField("one", "One", (Option("A", "a"), Option("B", "b"))),
        ChoiceField("many", "Many", (Option("A", "a"), Option("B", "b")), many=True),
    ),
)
CHOICE = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}


@dataclass(frozen=True)
class Sent:
    """``kind`` is what the platform calls it."""

    kind: str
    payload: Any


def from_slack() -> list[Sent]:
    state = State()
    acts = Acts(state)
    acts.address = "https://hooks.slack.com"
    state.users["U1"] = User("U1", "Ben")
    state.channels["C1"] = Channel("C1", "general")
    public = Message("C1", state.ts(), "words", [], thread="1.2")
    private = Message("C1", state.ts(), "words", [], private_to="U1")
    button = {"type": "button", "action_id": "1.answer.2s.B"}
    select = {"type": "static_select", "action_id": "1.pick.1", "selected_option": CHOICE}
    several = {"type": "checkboxes", "action_id": "1.pick.1", "selected_options": [CHOICE]}
    opener = acts.press("U1", public, button)
    place = Place(Source.POST, "C1", "1.2", "3.4", "https://hooks.slack.com/actions/a", 1)
    opened = View("V1", "U1", view(FORM, place.dumps()), opener)
    state_of = {
        "word": {"type": "plain_text_input", "value": "words"},
        "one": {"type": "radio_buttons", "selected_option": CHOICE},
        "many": {"type": "checkboxes", "selected_options": [CHOICE]},
    }
    made = [
        acts.slash("U1", "C1", "/quiz", "polly &amp; <@U1|ben> 3"),
        acts.press("U1", public, button),
        acts.press("U1", private, select),
        acts.press("U1", private, several),
        acts.press_in_view("U1", opened, button),
        acts.submit("U1", opened, state_of),
    ]
    return [Sent(act.kind, act.payload) for act in made]


def from_discord() -> list[Sent]:
    world = World()
    ben, channel = world.add_person("Ben"), world.add_channel("general")
    direct = world.direct(ben.id)
    message = world.write(channel, {"components": [{"type": 10, "content": "words"}]}, {})
    option = {"name": "topic", "type": 3, "value": "polly"}
    number = {"name": "count", "type": 4, "value": 3}
    quiz = {"id": "1", "name": "quiz", "type": 1, "options": [option, number]}
    typing = {"id": "1", "name": "quiz", "type": 1, "options": [option | {"focused": True}]}
    setup = {"id": "2", "name": "study", "type": 1, "options": [{"name": "setup", "type": 1}]}
    press = {"custom_id": "1.answer.2s.B~abcdefghijk", "component_type": 2, "id": 3}
    pick = {"custom_id": "1.pick.1", "component_type": 3, "values": ["a"]}
    fields = [
        {"type": 4, "id": 1, "custom_id": "word", "value": "words"},
        {"type": 21, "id": 2, "custom_id": "one", "value": "a"},
        {"type": 22, "id": 3, "custom_id": "many", "values": ["a", "b"]},
    ]
    labels = [{"type": 18, "id": 9, "component": field} for field in fields]
    modal = {"custom_id": FORM.action, "components": labels}
    thread = world.add_channel("thread")
    thread.kind, thread.parent = 11, channel.id
    made = [
        world.hook(2, ben.id, channel, quiz, None),
        world.hook(2, ben.id, direct, quiz, None),
        world.hook(2, ben.id, thread, setup, None),
        world.hook(3, ben.id, channel, press, message),
        world.hook(3, ben.id, direct, pick, message),
        world.hook(4, ben.id, channel, typing, None),
        world.hook(5, ben.id, channel, modal, message),
        world.hook(1, ben.id, channel, {}, None),
        world.hook(6, ben.id, channel, {}, None),
    ]
    return [Sent(str(hook.kind), hook.payload) for hook in made]
