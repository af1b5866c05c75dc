"""Progress on the real adapters: the drawn picture on Discord, the Home tab on Slack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.slack.home import HOME
from bot.features.daily.posts import OPEN
from bot.features.daily.screens import PICK
from tests.contract import slack_driver
from tests.contract.discord_driver import DiscordDriver
from tests.contract.slack_driver import SlackDriver
from tests.e2e.stage import Stage
from tests.features.past_days import weekdays, write_days


async def answered(stage: Stage) -> None:
    """Ben has answered on both platforms, on Monday and on Tuesday."""
    for day in ("23", "24"):
        await stage.at(f"2026-11-{day} 09:30")
        for side in stage.sides:
            asked = await stage.choose(side, side.ben, right=True)
            await side.press(side.ben, asked, "Sure")


async def test_discord_gets_the_picture_with_its_words_in_private(running: Stage) -> None:
    await answered(running)
    side = running.discord
    seen = await side.say(side.ben, "/progress")
    (alt,) = seen.images
    assert alt.startswith("Streak: 2 study days. The last 2 study days: 2 done.")
    assert "The last 2 study days: 2 done." in seen.text and seen.private_to == side.ben
    why = await side.press(side.ben, seen, "Why 2?")
    assert why.text.startswith("Why your streak is 2 days") and why.images == ()
    await running.restart()
    back = await side.press(side.ben, why, "Back to my progress")
    assert back.images == (alt,), "a changed message gets its picture, too"


async def test_slack_shows_bars_in_private_and_uploads_nothing(running: Stage) -> None:
    await answered(running)
    side = running.slack
    seen = await side.say(side.ben, "/progress")
    assert "✓ ✓" in seen.text and "█" in seen.text and seen.images == ()
    assert running.slack_server.state.files == {}


async def test_the_home_tab_shows_the_same_and_its_buttons_work(running: Stage) -> None:
    await answered(running)
    await running.at("2026-11-25 09:30")
    driver = running.slack.driver
    assert isinstance(driver, SlackDriver)
    page = await driver.open_home(driver.ben)
    said = await running.slack.say(running.slack.ben, "/progress")
    for line in said.text.split("\n"):
        assert line in page.text
    assert [c.label for c in page.controls] == [c.label for c in said.controls]
    assert "As of" in page.text
    asked = await driver.press_at_home(driver.ben, "Answer today's question")
    question = running.question(await running.posed(running.slack))
    assert question.stem in asked.replies[0].text


async def test_the_page_is_brought_up_to_date_by_what_is_pressed_also_after_a_restart(
    running: Stage,
) -> None:
    await answered(running)
    await running.at("2026-11-25 09:30")
    driver = running.slack.driver
    assert isinstance(driver, SlackDriver)
    await driver.open_home(driver.ben)
    assert "Why 2?" in [c.label for c in driver.home(driver.ben).controls]
    await running.restart()
    asked = await driver.press_at_home(driver.ben, "Answer today's question")
    posed, side = await running.posed(running.slack), running.slack
    seen = driver.published
    chosen = await running.choose_in(side, side.ben, asked.replies[0], posed, True, (PICK, OPEN))
    await driver.server.wait_for(lambda: driver.published > seen)
    seen = driver.published
    verdict = await driver.press(driver.ben, chosen, "Sure")
    assert "3-day streak" in verdict.replies[0].text
    await driver.server.wait_for(lambda: driver.published > seen)
    await driver.server.wait_for(
        lambda: "Why 3?" in [c.label for c in driver.home(driver.ben).controls]
    )
    assert "You've answered the question of the day" in driver.home(driver.ben).text


async def test_each_group_has_its_part_of_the_page_with_buttons_of_its_own(running: Stage) -> None:
    driver = running.slack.driver
    assert isinstance(driver, SlackDriver)
    running.slack_server.add_channel("C0SECOND0", "second", slack_driver.ANA, slack_driver.BEN)
    first, second = driver.channel, replace(driver.channel, id="C0SECOND0")
    driver.channel = second
    await running.set_up(running.slack)
    await running.at("2026-11-23 09:30")
    await running.slack.say(driver.ben, "/today")
    driver.channel = first
    await running.slack.say(driver.ben, "/today")
    page = await driver.open_home(driver.ben)
    assert page.text.count("Your progress: Small course") == 2
    assert page.text.count("As of") == 1
    asked = [c for c in page.controls if c.label == "Answer today's question"]
    assert len({c.action for c in asked}) == 2
    stems = set()
    for control in asked:
        result = await driver.press_action(driver.ben, driver.home(driver.ben), control.action)
        stems.add(result.replies[0].text)
    assert len(stems) == 2


@pytest.mark.parametrize("name", ["slack", "discord"])
async def test_a_milestone_is_shared_with_its_picture_once(running: Stage, name: str) -> None:
    side = running.slack if name == "slack" else running.discord
    await running.at("2026-11-23 09:30")
    group = await running.group(side)
    await side.say(side.ben, "/today")
    person = await running.store.people.by_member(side.ben, side.channel.workspace)
    assert person is not None
    write_days(running.path, group.id, person.id, weekdays("2026-11-23", 29))
    asked = await running.choose(side, side.ben, right=False)
    verdict = await side.press(side.ben, asked, "Sure")
    await running.restart()
    told = await side.press(side.ben, verdict, "Share my 30 days")
    assert "Your 30 study days are on their way" in told.text
    await running.settle()
    post = side.last("30 study days in a row")
    assert post.images == ("30 study days in a row.",)
    assert "Ben has studied 30 days in a row" in post.text
    await running.restart()
    again = await side.press(side.ben, verdict, "Share my 30 days")
    assert "Already shared" in again.text


async def test_whoever_has_no_group_is_told_what_to_do(stage: Stage) -> None:
    await stage.start()
    driver = stage.slack.driver
    assert isinstance(driver, SlackDriver)
    page = await driver.open_home(driver.ben)
    assert page.text.startswith("Welcome to Studyhall")
    assert "/study setup" in page.text
    home = stage.slack_server.state.homes[slack_driver.BEN]
    assert home.shown["callback_id"] == HOME


async def test_other_platforms_have_no_such_page(running: Stage) -> None:
    assert isinstance(running.discord.driver, DiscordDriver)
    assert not hasattr(running.discord.driver, "open_home")
