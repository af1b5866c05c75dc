"""When the bot may not post any more, and when a platform is busy."""

from __future__ import annotations

from typing import Any

import pytest

from bot.study.group import Group
from tests.features.bench import Bench


def direct_posts(bench: Bench, name: str) -> list[str]:
    """What the bot told a member in their private conversation."""
    channel = bench.room.channels.get(f"dm-{name}")
    return [] if channel is None else [m.text for m in bench.chat.posts(channel.ref)]


async def test_an_organiser_hears_once_in_private_what_is_missing(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-25 10:00")
    (told,) = direct_posts(group, "ana")
    assert "missing: Post messages" in told
    assert "/study resume" in told
    assert direct_posts(group, "ben") == []


async def test_with_direct_messages_closed_the_next_command_tells(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    group.chat.close_direct(group.ana)
    await group.at("2026-11-23 10:00")
    assert direct_posts(group, "ana") == []
    assert "missing" not in (await group.say(group.ben, "/today")).text
    seen = await group.say(group.ana, "/study status")
    assert "Notice: The bot can't post in its channel (missing: Post messages)." in seen.text
    assert "Problem: missing: Post messages." in seen.text
    again = await group.say(group.ana, "/study status")
    assert "Notice:" not in again.text, "it is told once"


async def test_a_kill_while_an_organiser_is_told_loses_no_notice(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    adapter: Any = group.app.connections.adapter("playground")
    post = adapter.post

    async def killed(*args: Any, **named: Any) -> Any:
        if args[0].direct:
            raise KeyboardInterrupt
        return await post(*args, **named)

    adapter.post = killed
    with pytest.raises(KeyboardInterrupt):
        await group.at("2026-11-23 10:00")
    await group.restart()
    await group.at("2026-11-23 10:01")
    assert direct_posts(group, "ana") == [], "it may have gone out"
    seen = await group.say(group.ana, "/study status")
    assert "Notice: The bot can't post in its channel" in seen.text


async def test_the_second_organiser_is_told_where_the_first_cannot_be(group: Bench) -> None:
    ben = await group.store.people.ensure(group.ben, "Ben", 0)
    await group.store.groups.add_organizer(1, ben.id)
    group.chat.deny_posts(group.study)
    group.chat.close_direct(group.ana)
    await group.at("2026-11-23 10:00")
    assert len(direct_posts(group, "ben")) == 1


async def test_resume_while_it_is_still_closed_names_what_is_missing(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-23 10:00")
    seen = await group.say(group.ana, "/study resume")
    assert "Missing: Post messages." in seen.text
    assert "Posting again" not in seen.text


async def test_resume_goes_on_with_todays_posts(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-23 10:00")
    assert group.titles() == ["Welcome"]
    group.chat.deny_posts(group.study, denied=False)
    seen = await group.say(group.ana, "/study resume")
    assert "Posting again" in seen.text
    await group.settle()
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def test_after_days_without_permission_no_concept_is_lost(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    group.chat.deny_posts(group.study)
    await group.at("2026-11-26 08:00")
    group.chat.deny_posts(group.study, denied=False)
    await group.say(group.ana, "/study resume")
    await group.at("2026-11-26 10:00")
    titles = group.titles()
    assert [t for t in titles if t != "Results"] == [
        "Welcome",
        "Speech to text",
        "Text to speech",
        "Question of the day",
    ]


async def test_a_second_loss_is_told_again(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-23 10:00")
    group.chat.deny_posts(group.study, denied=False)
    await group.say(group.ana, "/study resume")
    await group.settle()
    group.chat.deny_posts(group.study)
    await group.at("2026-11-24 10:00")
    assert len(direct_posts(group, "ana")) == 2


async def test_a_busy_platform_gets_the_posts_later_and_in_order(group: Bench) -> None:
    group.chat.limit_next_posts(1, 30.0)
    group.clock.set(group.moment("2026-11-23 09:00"))
    await group.app.tick()
    assert group.titles() == ["Welcome"]
    group.pass_seconds(29)
    await group.app.tick()
    assert group.titles() == ["Welcome"]
    group.pass_seconds(1)
    await group.settle()
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def test_a_thread_that_may_not_be_opened_is_no_trouble(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    group.chat.remove_message((await group.question_message()).id)
    await group.at("2026-11-24 10:00")
    assert direct_posts(group, "ana") == []
    assert group.titles()[-1] == "Question of the day"


async def test_a_course_that_is_gone_is_told_and_nothing_breaks(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await group.stop()
    kept, group.courses = group.courses, {}
    await group.start()
    await group.at("2026-11-24 10:00")
    seen = await group.say(group.ben, "/today")
    assert "The course is missing" in seen.text
    (told,) = direct_posts(group, "ana")
    assert "The course “small” is missing, so nothing can be posted." in told
    await group.stop()
    group.courses = kept
    await group.start()
    await group.at("2026-11-25 10:00")
    assert group.titles()[-2:] == ["Text to speech", "Question of the day"]
    assert await group.points(group.ben) > 0


async def test_a_choice_on_a_question_that_the_course_lost_keeps_the_streak(
    group: Bench,
) -> None:
    await group.at("2026-11-23 10:00")
    await group.choose(group.ben)
    await group.stop()
    group.courses = {}
    await group.start()
    await group.at("2026-11-24 10:00")
    assert (await group.posed()).state == "closed"
    assert (await group.streak(group.ben)).current == 1
    assert await group.points(group.ben) == 0


async def test_one_group_that_cannot_be_planned_holds_up_no_other(group: Bench) -> None:
    preview = await group.preview(where=group.general)
    await group.chat.press(group.ana, preview, "Start")
    planner: Any = group.app.planner
    plan = planner.plan

    async def fails(broken: Group) -> bool:
        if broken.id == 1:
            raise RuntimeError("made up")
        return bool(await plan(broken))

    planner.plan = fails
    group.expected_faults = ["planning failed; tried again in a minute"]
    group.clock.set(group.moment("2026-11-23 09:00"))
    await group.app.tick()
    assert group.titles() == ["Welcome"]
    assert group.titles(group.general) == ["Welcome", "Speech to text", "Question of the day"]
    planner.plan = plan
    group.pass_seconds(60)
    await group.settle()
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
