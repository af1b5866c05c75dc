"""Each sample as Discord gets it. ``UPDATE_GOLDEN=1`` writes the files anew."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.marker import Marker
from bot.adapters.discord.render_card import Rendered, render_card
from bot.adapters.discord.render_form import refusal, render_form
from bot.model import ChannelRef, Invalid, WorkspaceRef
from tests.rendering.samples import CARDS, FORMS, SETUP
from tests.servers.discord.rules import CREATE, LAYOUT, check_message, check_modal

GOLDEN = Path(__file__).with_name("golden") / "discord"
REFUSED = Invalid(
    SETUP, {"zone": "No city *like* that is known.", "other": "And one more."}, "1.again.2s"
)


def shown(rendered: Rendered) -> dict[str, Any]:
    files = [{"name": picture.name, "alt": picture.alt} for picture in rendered.pictures]
    return {"components": rendered.components, "files": files}


def compare(name: str, payload: Mapping[str, Any]) -> None:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(payload, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def accepted(rendered: Rendered) -> list[str]:
    data = {"components": rendered.components, "flags": LAYOUT}
    files = {n: picture.name for n, picture in enumerate(rendered.pictures)}
    return check_message(data, CREATE, files, flags=LAYOUT).lines()


@pytest.mark.parametrize("name", CARDS)
def test_cards(name: str) -> None:
    rendered = render_card(CARDS[name])
    assert accepted(rendered) == []
    compare(f"card-{name}", shown(rendered))


def test_a_marked_card() -> None:
    marker = Marker.of(ChannelRef(WorkspaceRef("discord", "1"), "2"), "daily:2026-11-24")
    rendered = render_card(CARDS["question"], marker=marker)
    assert accepted(rendered) == []
    assert marker.on(rendered.components)
    compare("card-question-marked", shown(rendered))


def test_a_refused_form() -> None:
    rendered = render_card(refusal(REFUSED))
    assert accepted(rendered) == []
    compare("card-refused-form", shown(rendered))


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str) -> None:
    modal = render_form(FORMS[name])
    assert check_modal(modal).lines() == []
    compare(f"form-{name}", modal)


def test_every_golden_file_has_a_sample() -> None:
    names = {f"card-{name}" for name in CARDS} | {f"form-{name}" for name in FORMS}
    names |= {"card-question-marked", "card-refused-form"}
    assert {path.stem for path in GOLDEN.iterdir()} == names
