"""A time zone in doubt is picked from a menu, with both real adapters."""

from __future__ import annotations

import pytest

from tests.e2e.stage import Stage
from tests.e2e.test_members import NAMES, side_of
from tests.features.bench import filled, shown


@pytest.mark.parametrize("name", NAMES)
async def test_the_menu_leads_to_the_group_that_the_form_asked_for(stage: Stage, name: str) -> None:
    side = side_of(stage, name)
    await stage.start()
    form = (await side.driver.command(side.ana, "/study setup")).form
    assert form is not None
    values = filled(form, zone="Birmingham", times="08:15")
    message = shown(await side.driver.submit(side.ana, form, values))
    assert message.text.startswith("Which time zone?")
    assert message.private_to == side.ana
    again = (await side.driver.press(side.ana, message, "None of these")).form
    assert again is not None
    assert {f.key: f.value for f in again.fields}["times"] == ("08:15",)
    preview = shown(await side.driver.choose(side.ana, message, "Birmingham, Alabama"))
    assert "America/Chicago" in preview.text and "08:15" in preview.text
    await side.press(side.ana, preview, "Start")
    assert (await stage.group(side)).schedule.zone == "America/Chicago"
