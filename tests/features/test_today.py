"""/today, all day long."""

from __future__ import annotations

from tests.features.bench import Bench, shown


async def test_before_the_first_post_it_says_when_that_comes(group: Bench) -> None:
    seen = await group.say(group.ben, "/today")
    assert "Nothing is open right now. The next post comes on Mon, Nov 23 at 09:00." in seen.text


async def test_it_shows_question_and_concept_and_can_be_answered_there(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    seen = await group.say(group.ben, "/today")
    assert "What does question" in seen.text
    assert "Open until Tue, Nov 24, 09:00" in seen.text
    assert "In one line: speech to text." in seen.text
    asked = await group.answer_at(group.ben, seen, right=True)
    verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
    assert verdict.text.startswith("Correct!")
    assert (await group.store.rounds.tally((await group.posed()).id)).answered == 1


async def test_a_choice_that_waits_is_shown(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    await group.choose(group.ben)
    seen = await group.say(group.ben, "/today")
    assert "You chose " in seen.text
    assert "haven't confirmed it yet" in seen.text


async def test_after_the_answer_it_shows_what_it_was(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    await group.answer(group.ben)
    seen = await group.say(group.ben, "/today")
    assert "You've answered today's question. Correct: you chose " in seen.text
    assert [c.label for c in seen.controls] == ["Study this concept"]


async def test_between_results_and_next_concept_it_shows_the_concept(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.at("2026-11-23 10:00")
    assert "In one line: speech to text." in (await bench.say(bench.ben, "/today")).text
    await bench.at("2026-11-23 18:00")
    seen = await bench.say(bench.ben, "/today")
    assert "In one line: speech to text." in seen.text
    assert "What does question" not in seen.text


async def test_on_saturday_spread_says_when_it_goes_on(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.at("2026-11-28 10:00")
    assert (
        "The next post comes on Mon, Nov 30 at 09:00."
        in (await bench.say(bench.ben, "/today")).text
    )


async def test_in_a_pause_it_says_so(group: Bench) -> None:
    await group.say(group.ana, "/study pause")
    assert "The group is taking a break." in (await group.say(group.ben, "/today")).text


async def test_where_the_channel_is_closed_members_go_on_in_private(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-23 09:00")
    assert group.titles() == ["Welcome"]
    seen = await group.say(group.ben, "/today")
    asked = await group.answer_at(group.ben, seen, right=True)
    verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
    assert verdict.text.startswith("Correct!")
    await group.at("2026-11-24 09:00")
    assert await group.points(group.ben) > 0
