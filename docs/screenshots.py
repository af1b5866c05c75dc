"""Takes the README's pictures from a fresh ``studyhall demo``: ``make screenshots``.

Needs Chromium. The demo stands at a fixed moment, so that pictures change only when the page does.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.service import logging as log
from bot.service.demo import playground
from bot.service.settings import load_settings
from content.loader import load_courses

IMAGES = Path(__file__).with_name("images")
NOW = datetime(2026, 11, 24, 10, 20, tzinfo=UTC)
ZONE = "Europe/Berlin"
DESK = (1280, 800)
PHONE = (390, 844)


@dataclass(frozen=True)
class Shot:
    name: str
    size: tuple[int, int]
    theme: str
    look: str
    scene: Callable[[Page], Awaitable[None]]


async def say(page: Page, line: str) -> None:
    box = page.get_by_role("combobox", name="Message #")
    await box.fill(f"{line} ")
    await box.press("Enter")


async def question(page: Page) -> None:
    """The day's question in full, as a newcomer finds it."""
    asked = page.locator("article.post").filter(has_text="Question of the day").last
    await asked.scroll_into_view_if_needed()


async def practice(page: Page) -> None:
    """The first question of a quiz and the leaderboard under it."""
    await say(page, "/quiz 3")
    await page.locator("article.reply").first.wait_for()
    await say(page, "/leaderboard")
    board = page.get_by_role("heading", name="Leaderboard").last
    await board.wait_for()


SHOTS = (
    Shot("desk-light", DESK, "light", "slack", question),
    Shot("desk-dark", DESK, "dark", "discord", practice),
    Shot("phone-light", PHONE, "light", "slack", practice),
    Shot("phone-dark", PHONE, "dark", "discord", question),
)


async def take(browser: Browser, url: str, shot: Shot) -> Path:
    width, height = shot.size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    await context.add_init_script(f"localStorage.setItem('studyhall.look', '{shot.look}')")
    page = await context.new_page()
    await page.goto(url)
    await page.locator("article.post").last.wait_for()
    await shot.scene(page)
    await page.evaluate("document.fonts.ready")
    await page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))")
    path = IMAGES / f"{shot.name}.png"
    await page.screenshot(path=path, animations="disabled")
    await context.close()
    return path


async def main() -> None:
    log.configure("console", "warning")
    names = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    chromium = next(names, None)
    if chromium is None:
        sys.exit("No Chromium on this machine: install one to take pictures.")
    IMAGES.mkdir(exist_ok=True)
    courses = load_courses(load_settings().studyhall_courses)
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in SHOTS:
            async with playground(courses, port=0, zone=ZONE, now=NOW) as demo:
                path = await take(browser, demo.url, shot)
            sys.stdout.write(f"{path.name}: {path.stat().st_size // 1000} kB\n")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
