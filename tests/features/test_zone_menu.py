"""A time zone that may be one of several is picked from a menu; the form goes on as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contract.driver import SeenControl, SeenMessage
from tests.features.bench import Bench, filled, shown

HELD = {"times": "08:15", "days": "2 4"}


async def asked(bench: Bench, typed: str) -> SeenMessage:
    form = (await bench.chat.command(bench.ana, "/study setup")).form
    assert form is not None
    return shown(await bench.chat.submit(bench.ana, form, filled(form, zone=typed, **HELD)))


def menu(message: SeenMessage) -> SeenControl:
    (select,) = (c for c in message.controls if c.kind == "select")
    return select


@pytest.mark.parametrize(
    ("typed", "sentence", "label", "zone"),
    [
        ("Birmingham", "could mean more than one", "Birmingham, Alabama", "America/Chicago"),
        ("CET", "could mean more than one", "Paris", "Europe/Paris"),
        ("United States", "could mean more than one", "", ""),
        ("UTC+2", "doesn't say when the clocks change", "", ""),
        ("Berlln", "Is this the one?", "Berlin", "Europe/Berlin"),
    ],
)
async def test_what_was_meant_is_picked_and_the_rest_is_kept(
    bench: Bench, typed: str, sentence: str, label: str, zone: str
) -> None:
    message = await asked(bench, typed)
    assert sentence in message.text
    options = dict(menu(message).options)
    assert len(options) == len(set(options.values()))
    label = label or next(iter(options))
    zone = zone or options[label]
    preview = shown(await bench.chat.choose(bench.ana, message, label))
    assert "Does this look right?" in preview.text
    assert f"{zone}, where it's now" in preview.text
    assert "08:15" in preview.text and "Tue" in preview.text
    assert preview.id == message.id, "in its place"
    done = shown(await bench.chat.press(bench.ana, preview, "Start"))
    assert "is set up" in done.text
    assert (await bench.group()).schedule.zone == zone


async def test_none_of_them_opens_the_form_as_it_was(bench: Bench) -> None:
    message = await asked(bench, "Birmingham")
    form = (await bench.chat.press(bench.ana, message, "None of these")).form
    assert form is not None
    held = {field.key: field.value for field in form.fields}
    assert held["zone"] == ("Birmingham",)
    assert (held["times"], held["days"]) == (("08:15",), ("2", "4"))
    again = await bench.chat.submit(bench.ana, form, filled(form, zone="Lisbon"))
    assert "Does this look right?" in shown(again).text


async def test_with_another_mistake_the_form_says_both(bench: Bench) -> None:
    form = (await bench.chat.command(bench.ana, "/study setup")).form
    assert form is not None
    values = filled(form, zone="Birmingham", times="half past")
    refused = await bench.chat.submit(bench.ana, form, values)
    assert set(refused.errors) == {"zone", "times"}


async def test_nobody_else_picks(bench: Bench) -> None:
    message = await asked(bench, "Birmingham")
    bench.room.members["ben"] = replace(bench.room.members["ben"], manager=True)
    bench.room.messages[message.id].private_to = "ben"
    pressed = await bench.chat.choose(bench.ben, message, "Birmingham, Alabama")
    assert "Does this look right?" not in shown(pressed).text


async def test_a_running_group_gets_its_new_zone_from_the_menu(group: Bench) -> None:
    form = (await group.chat.command(group.ana, "/study schedule")).form
    assert form is not None
    values = filled(form, zone="Birmingham", times="10:00", free="2026-12-24")
    message = shown(await group.chat.submit(group.ana, form, values))
    saved = shown(await group.chat.choose(group.ana, message, "Birmingham, Alabama"))
    assert "America/Chicago" in saved.text
    schedule = (await group.group()).schedule
    assert (schedule.zone, schedule.times) == ("America/Chicago", (600,))
    assert await group.store.groups.free_dates(1) == {"2026-12-24"}


async def test_a_schedule_that_was_changed_meanwhile_is_not_overwritten(group: Bench) -> None:
    form = (await group.chat.command(group.ana, "/study schedule")).form
    assert form is not None
    message = shown(
        await group.chat.submit(group.ana, form, filled(form, zone="Birmingham", times="10:00"))
    )
    again = (await group.chat.command(group.ana, "/study schedule")).form
    assert again is not None
    other = await group.chat.submit(group.ana, again, filled(again, times="11:00"))
    assert "11:00" in shown(other).text
    late = shown(await group.chat.choose(group.ana, message, "Birmingham, Alabama"))
    assert (await group.group()).schedule.times == (660,)
    assert "America/Chicago" not in late.text
