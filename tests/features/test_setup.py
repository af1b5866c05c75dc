"""/study setup: from the first word to the opening card."""

from __future__ import annotations

from tests.features.bench import Bench


async def test_the_form_comes_with_good_defaults(bench: Bench) -> None:
    form = (await bench.chat.command(bench.ana, "/study setup")).form
    assert form is not None
    held = {field.key: field.value for field in form.fields}
    assert held == {
        "course": ("small",),
        "zone": (),
        "days": ("1", "2", "3", "4", "5"),
        "rhythm": ("morning",),
        "times": ("09:00",),
    }


async def test_a_city_is_enough_and_the_preview_shows_days_and_local_time(bench: Bench) -> None:
    preview = await bench.preview(zone="Berlin")
    assert "Europe/Berlin" in preview.text
    assert "08:00" in preview.text
    assert "Mon 23, 09:00: Speech to text" in preview.text
    assert "Tue 24, 09:00: Text to speech" in preview.text
    assert "Welcome" not in preview.text
    assert bench.titles() == []


async def test_start_posts_the_opening_card_only(bench: Bench) -> None:
    done = await bench.set_up()
    assert "Mon 23 Nov, 09:00" in done.text
    assert bench.titles() == ["Welcome"]
    await bench.at("2026-11-23 09:00")
    assert bench.titles() == ["Welcome", "Speech to text", "Question of the day"]
