"""The newcomer's first minutes with the real bot, its shipped course and the real page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

import content
from bot.service.demo import playground
from content.loader import load_courses
from tests.playground.browser import BROWSER, DESK, PHONE, Pages, opened

pytestmark = list(BROWSER)

COURSES = load_courses(Path(content.__file__).with_name("courses"))
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MOST_STEPS = 40


def replies(page: Page) -> Locator:
    return page.locator("article.reply")


async def say(page: Page, line: str) -> None:
    box = page.get_by_role("combobox", name="Message #")
    await box.fill(f"{line} ")
    await box.press("Enter")


async def fill_in(form: Locator) -> None:
    """Gives every field of a question's form some answer that it takes."""
    fields = form.locator(".field")
    for index in range(await fields.count()):
        field = fields.nth(index)
        if await field.locator("select").count():
            await field.locator("select").select_option(index=index + 1)
        elif await field.locator("input[type=radio]").count():
            await field.locator("input[type=radio]").nth(index).check()
        elif await field.locator("input[type=checkbox]").count():
            for nth in range(2):
                await field.locator("input[type=checkbox]").nth(nth).check()
        else:
            await field.locator("input, textarea").fill("7")
    await form.get_by_role("button", name="Cancel").locator("xpath=following-sibling::*").click()
    await expect(form).to_be_hidden()


async def one_step(page: Page) -> None:
    """Answers the last private message's question, or goes on to the next one."""
    last = replies(page).last
    before = await last.inner_text()
    await last.locator("button[data-action]:not(:disabled)").first.click()
    form = page.get_by_role("dialog")
    await page.wait_for_function(
        "([before]) => document.querySelector('dialog[open]') ||"
        " [...document.querySelectorAll('article.reply')].at(-1).innerText !== before",
        arg=[before],
    )
    if await form.is_visible():
        await fill_in(form)
        await expect(replies(page).last).not_to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize(
    ("viewport", "look"), [(DESK, "slack"), (PHONE, "discord")], ids=["desk", "phone"]
)
async def test_a_newcomers_first_minutes(
    chromium: Browser, viewport: dict[str, int], look: str
) -> None:
    async with (
        playground(COURSES, port=0, study_days=1, zone="Europe/Berlin", now=NOW) as demo,
        opened(chromium, viewport, look=look) as context,
    ):
        pages = Pages(demo.url, context)
        page = await pages.page()

        question = page.locator("article.post").filter(has_text="Question of the day").last
        await expect(question).to_be_visible()
        await question.locator("button[data-action]").first.click()
        form = page.get_by_role("dialog")
        await expect(form.or_(replies(page).first)).to_be_visible()
        if await form.is_visible():
            await fill_in(form)
        verdict = replies(page).last
        await expect(verdict).to_contain_text("Only you can see this")
        await verdict.get_by_role("button", name="Sure", exact=True).click()
        await expect(verdict).to_contain_text("points")

        await say(page, "/quiz 2")
        await expect(replies(page)).to_have_count(2)
        for _ in range(MOST_STEPS):
            if await replies(page).last.get_by_role("button", name="New quiz").count():
                break
            await one_step(page)
        await expect(replies(page).last).to_contain_text("of 2")

        await say(page, "/leaderboard")
        board = page.locator("article").filter(has=page.get_by_role("heading", name="Leaderboard"))
        await expect(board.last).to_contain_text("points")

        posts = await page.locator("article.post").count()
        await page.get_by_role("button", name="Next day").click()
        await expect(page.locator("#now")).to_contain_text("Wed, Nov 25, 09:00")
        await expect(page.locator("article.post")).not_to_have_count(posts)
        await expect(question).to_be_visible()
        assert demo.room.breaches == []
        assert (pages.strange, pages.complaints) == ([], [])
