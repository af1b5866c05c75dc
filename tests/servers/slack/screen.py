"""Blocks and views as the controls and forms that a member sees, and back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.slack.render_card import OFF
from tests.contract.driver import SeenControl, SeenField, SeenForm, SeenMessage
from tests.servers.slack.state import Json, View


def controls(blocks: Sequence[Json]) -> list[SeenControl]:
    found: list[SeenControl] = []
    for block in blocks:
        if block["type"] == "context":
            for element in block["elements"]:
                label = str(element.get("text", ""))
                if label.startswith(OFF):
                    found.append(SeenControl(label.removeprefix(OFF), "", "button", disabled=True))
        elif block["type"] == "actions":
            found.extend(_control(element) for element in block["elements"])
    return found


def _control(element: Json) -> SeenControl:
    if element["type"] == "button":
        kind = "link" if "url" in element else "button"
        return SeenControl(element["text"]["text"], element["action_id"], kind)
    return SeenControl(
        element["placeholder"]["text"],
        element["action_id"],
        "select",
        tuple((option["text"]["text"], option["value"]) for option in element["options"]),
    )


def many(message: SeenMessage, action: str) -> bool:
    raw = message.raw
    blocks = raw.shown["blocks"] if isinstance(raw, View) else getattr(raw, "blocks", [])
    return any(
        element.get("type") == "multi_static_select" and element["action_id"] == action
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )


def form(view: View) -> SeenForm:
    shown = view.shown
    fields = tuple(_field(block) for block in shown["blocks"] if block["type"] == "input")
    intro = "\n".join(b["text"]["text"] for b in shown["blocks"] if b["type"] == "section")
    return SeenForm(shown["title"]["text"], shown["callback_id"], fields, view, intro)


def _field(block: Json) -> SeenField:
    element = block["element"]
    options = tuple((o["text"]["text"], o["value"]) for o in element.get("options", ()))
    value: tuple[str, ...]
    match element["type"]:
        case "plain_text_input":
            kind, value = "text", (element.get("initial_value", ""),)
        case "checkboxes":
            kind = "many"
            value = tuple(o["value"] for o in element.get("initial_options", ()))
        case _:
            kind = "one"
            value = (element["initial_option"]["value"],) if "initial_option" in element else ()
    return SeenField(block["block_id"], block["label"]["text"], kind, value, options)


def input_state(element: Json, given: tuple[str, ...] | None) -> Json:
    """What Slack sends for an input: ``given``, or what it was prefilled with."""
    kind = element["type"]
    if kind == "plain_text_input":
        prefilled = element.get("initial_value")
        return {
            "type": kind,
            "value": prefilled if given is None else (given or (None,))[0] or None,
        }
    by_value = {option["value"]: option for option in element["options"]}
    if kind == "checkboxes":
        chosen = element.get("initial_options", []) if given is None else None
        return {
            "type": kind,
            "selected_options": [by_value[v] for v in given or ()] if chosen is None else chosen,
        }
    first = element.get("initial_option")
    return {
        "type": kind,
        "selected_option": first if given is None else by_value[given[0]] if given else None,
    }
