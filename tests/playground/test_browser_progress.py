"""The progress picture on the real page: there with its alt text, and inside a phone's width."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

import content
from bot.service.demo import playground
from content.loader import load_courses
from tests.playground.browser import BROWSER, DESK, Pages, opened
from tests.playground.test_browser_demo import say

pytestmark = list(BROWSER)

COURSES = load_courses(Path(content.__file__).with_name("courses"))
NOW = datetime(2026, 11, 24, 10, 20, tzinfo=UTC)
SMALL = {"width": 360, "height": 780}


@pytest.mark.parametrize(
    ("viewport", "look"), [(DESK, "slack"), (SMALL, "discord")], ids=["desk", "phone"]
)
async def test_progress_is_a_picture_and_says_why(
    chromium: Browser, viewport: dict[str, int], look: str
) -> None:
    async with (
        playground(COURSES, port=0, study_days=4, zone="Europe/Berlin", now=NOW) as demo,
        opened(chromium, viewport, look=look) as context,
    ):
        pages = Pages(demo.url, context)
        page = await pages.page("as=priya")
        await say(page, "/progress")
        picture = page.locator("article.reply img.picture").last
        await expect(picture).to_be_visible()
        alt = await picture.get_attribute("alt")
        assert alt is not None and alt.startswith("Streak: ")
        await expect(picture).to_have_js_property("complete", True)
        await expect(picture).to_have_js_property("naturalWidth", 1200)
        box = await picture.bounding_box()
        assert box is not None and 250 <= box["width"] <= viewport["width"]
        assert box["x"] >= 0 and box["x"] + box["width"] <= viewport["width"]
        await page.get_by_role("button", name="Why ").last.click()
        why = page.locator("article.reply").last
        await expect(why).to_contain_text("Why your streak is")
        await why.get_by_role("button", name="Back to my progress").click()
        await expect(page.locator("article.reply img.picture").last).to_be_visible()
        assert demo.room.breaches == []
        assert (pages.strange, pages.complaints) == ([], [])
