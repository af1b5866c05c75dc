"""/study setup: from the first word to the opening card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.base import Forbidden
from bot.model import ChannelRef, Prepared, Venue
from tests.features.bench import Bench, control, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import full


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
    assert "Mon, Nov 23, 09:00: Speech to text" in preview.text
    assert "Tue, Nov 24, 09:00: Text to speech" in preview.text
    assert "Welcome" not in preview.text
    assert bench.titles() == []


async def test_start_posts_the_opening_card_only(bench: Bench) -> None:
    done = await bench.set_up()
    assert "Mon, Nov 23, 09:00" in done.text
    assert bench.titles() == ["Welcome"]
    await bench.at("2026-11-23 09:00")
    assert bench.titles() == ["Welcome", "Speech to text", "Question of the day"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("zone", "", "Type a large city"),
        ("zone", "Qwertyville", "I don't know that place"),
        ("days", "", "Choose at least one study day."),
        ("days", "9", "Choose at least one study day."),
        ("rhythm", "hourly", "Choose a rhythm."),
        ("times", "half past", "That's not a time of day"),
        ("times", "9:00, 10:00", "Only one time is needed here"),
        ("course", "gone", "Choose one of the courses."),
    ],
)
async def test_a_wrong_input_gets_its_sentence_and_what_was_typed_stays(
    bench: Bench, field: str, typed: str, sentence: str
) -> None:
    form = (await bench.chat.command(bench.ana, "/study setup")).form
    assert form is not None
    values = {"zone": "Lisbon", "times": "08:15", "days": "2 4"} | {field: typed}
    refused = await bench.chat.submit(bench.ana, form, filled(form, **values))
    assert list(refused.errors) == [field]
    assert sentence in refused.errors[field]
    assert refused.form is not None
    kept = {seen.key: seen.value for seen in refused.form.fields}
    expected = {"zone": ("Lisbon",), "times": ("08:15",), "days": ("2", "4")}
    for key, value in expected.items():
        assert key == field or kept[key] == value
    if field in ("zone", "times") and typed:
        assert kept[field] == (typed,)
    again = await bench.chat.submit(
        bench.ana, refused.form, filled(refused.form, zone="Berlin") | {
            "times": ("08:15",), "days": ("2", "4"), "rhythm": ("morning",), "course": ("small",)
        },
    )  # fmt: skip
    assert "Does this look right?" in shown(again).text


async def test_spread_needs_three_times_in_order(bench: Bench) -> None:
    form = (await bench.chat.command(bench.ana, "/study setup")).form
    assert form is not None
    values = filled(form, zone="Berlin", rhythm="spread", times="9:00, 8:00, 17:00")
    refused = await bench.chat.submit(bench.ana, form, values)
    assert "follow each other" in refused.errors["times"]


async def test_change_opens_the_form_with_what_was_chosen(bench: Bench) -> None:
    preview = await bench.preview(zone="Lisbon", times="08:15", days="2 4")
    form = (await bench.chat.press(bench.ana, preview, "Change")).form
    assert form is not None
    held = {field.key: field.value for field in form.fields}
    assert held["times"] == ("08:15",)
    assert held["days"] == ("2", "4")
    assert held["zone"] == ("Europe/Lisbon",)


async def test_a_preview_on_a_day_that_has_begun_starts_on_the_next_one(bench: Bench) -> None:
    await bench.at("2026-11-27 10:00")
    preview = await bench.preview()
    assert "Mon, Nov 30, 09:00: Speech to text" in preview.text
    assert "Fri, Nov 27, 09:00:" not in preview.text


async def test_a_channel_has_one_group(bench: Bench) -> None:
    preview = await bench.preview()
    await bench.set_up()
    second = await bench.say(bench.ana, "/study setup")
    assert "This channel already has a study group" in second.text
    late = shown(await bench.chat.press(bench.ana, preview, "Start"))
    assert "This channel already has a study group" in late.text
    assert len(await bench.store.groups.all()) == 1
    assert bench.titles() == ["Welcome"]


async def test_a_double_press_on_start_makes_one_group(bench: Bench) -> None:
    preview = await bench.preview()
    for _ in range(2):
        done = shown(await bench.chat.press_action(bench.ana, preview, control(preview, "Start")))
        assert done.text.startswith("The group is set up\nFirst study day: Mon, Nov 23, 09:00.")
    await bench.settle()
    assert len(await bench.store.groups.all()) == 1
    assert bench.titles() == ["Welcome"]


async def test_where_the_platform_decides_an_ordinary_member_is_sent_to_a_manager(
    bench: Bench,
) -> None:
    refused = await bench.say(bench.ben, "/study setup")
    assert "You need permission to set up a group" in refused.text


async def test_where_the_platform_does_not_say_any_full_member_sets_up(bench: Bench) -> None:
    bench.room.rights_unsaid = True
    done = await bench.set_up(who=bench.ben)
    assert "You're the group's organizer" in done.text


async def test_where_the_platform_does_not_say_a_guest_may_not_set_up(bench: Bench) -> None:
    bench.room.rights_unsaid = True
    bench.room.members["ben"] = replace(bench.room.members["ben"], guest=True)
    refused = await bench.preview(who=bench.ben)
    assert "You need permission to set up a group" in refused.text


async def test_a_direct_message_is_no_place_for_a_group(bench: Bench) -> None:
    direct = await bench.chat.adapter_direct(bench.ana)
    refused = await bench.say(bench.ana, "/study setup", where=direct)
    assert "Please do this in a channel" in refused.text


async def test_what_the_bot_may_not_do_is_named_and_try_again_works(bench: Bench) -> None:
    preview = await bench.preview()
    bench.chat.deny_posts(bench.study)
    refused = shown(await bench.chat.press(bench.ana, preview, "Start"))
    assert "The bot can't post here yet" in refused.text
    assert "Missing: Post messages." in refused.text
    assert await bench.store.groups.all() == ()
    bench.chat.deny_posts(bench.study, denied=False)
    done = shown(await bench.chat.press(bench.ana, refused, "Try again"))
    assert "The group is set up" in done.text
    await bench.settle()
    assert bench.titles() == ["Welcome"]


async def test_a_set_up_survives_a_restart_between_preview_and_start(bench: Bench) -> None:
    preview = await bench.preview()
    await bench.restart()
    done = shown(await bench.chat.press(bench.ana, preview, "Start"))
    assert "The group is set up" in done.text


async def test_an_offer_that_is_made_up_sets_nothing_up(bench: Bench) -> None:
    preview = await bench.preview()
    forged = shown(await bench.chat.press_action(bench.ana, preview, "1.setup-start.zz"))
    assert "This has expired" in forged.text
    assert await bench.store.groups.all() == ()


async def test_a_course_that_starts_with_a_question_has_no_opening_card(
    open_bench: OpenBench,
) -> None:
    course = full()
    plain = replace(course, plan=course.plan[1:])
    bench = await open_bench(plain)
    await bench.set_up()
    assert bench.titles() == []
    await bench.at("2026-11-23 09:00")
    assert bench.titles() == ["Speech to text", "Question of the day"]


class Elsewhere:
    """What the platform says of a place that is asked about, instead of the playground."""

    def __init__(self, bench: Bench, **found: str) -> None:
        adapter: Any = bench.app.connections.adapter("playground")
        self.found, self.refusal = found, ""
        self.asked: list[str] = []

        async def inspect(channel: ChannelRef) -> Prepared:
            self.asked.append("inspect")
            if self.refusal:
                raise Forbidden((), why=self.refusal, todo="Use a text channel.")
            return Prepared(replace(channel, thread=None), **self.found)  # type: ignore[arg-type]

        adapter.inspect = inspect


async def test_the_preview_says_where_it_would_post(bench: Bench) -> None:
    Elsewhere(bench, shows_as="#tea", note="Posts go to #tea itself, not into this thread.")
    preview = await bench.preview()
    assert "Everything is posted in #tea.\nPosts go to #tea itself" in preview.text


async def test_a_place_that_takes_no_posts_is_refused_before_anything_is_saved(
    bench: Bench,
) -> None:
    place = Elsewhere(bench, shows_as="#tea")
    place.refusal = "this is a post in a forum"
    refused = await bench.preview()
    assert refused.text == (
        "The bot can't post here yet\nThis is a post in a forum.\nUse a text channel."
    )
    assert [c.label for c in refused.controls] == ["Try again"]
    assert await bench.store.groups.all() == ()
    place.refusal = ""
    again = shown(await bench.chat.press(bench.ana, refused, "Try again"))
    assert again.text.startswith("Does this look right?")


@pytest.mark.parametrize(
    ("venue", "title"),
    [
        (Venue.GROUP_DIRECT, "A study group needs a channel"),
        (Venue.DIRECT, "Please do this in a channel"),
        (Venue.POST, "The bot can't post here yet"),
    ],
)
@pytest.mark.parametrize("command", ["setup", "move"])
async def test_a_place_that_is_no_channel_is_refused_before_the_form(
    bench: Bench, venue: Venue, title: str, command: str
) -> None:
    if command == "move":
        await bench.set_up()
    place = Elsewhere(bench, shows_as="#tea")
    place.refusal = "this is a post in a forum"
    bench.room.venue = venue
    seen = await bench.say(bench.ana, f"/study {command}", where=bench.general)
    assert seen.text.startswith(title)
    assert len(await bench.store.groups.all()) == (command == "move")


async def test_move_says_where_to_before_it_moves(group: Bench) -> None:
    Elsewhere(group, shows_as="#tea", note="Posts stay in this server.")
    ask = await group.say(group.ana, "/study move", where=group.general)
    assert "everything is posted in #tea." in ask.text
    assert "Posts stay in this server." in ask.text
    assert [c.label for c in ask.controls] == ["Move", "Cancel"]


async def test_a_preview_counts_in_its_own_channel_only(bench: Bench) -> None:
    preview = await bench.preview()
    other = await bench.preview(where=bench.general)
    pressed = await bench.chat.press_action(bench.ana, other, control(preview, "Start"))
    assert shown(pressed).text.startswith("This has expired")
    assert await bench.store.groups.all() == ()
