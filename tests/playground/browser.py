"""A real Chromium on the playground's page."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.playground.stage import Stage, stage

ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Marks of every browser test: one browser, and so one event loop, serves a whole run.
BROWSER = (pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"))
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def find_chromium() -> str:
    """Where Chromium is; skips the test, or fails it where a browser is required."""
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None:
        why = "no Chromium on this machine; install one to run the browser tests"
        if os.environ.get("STUDYHALL_REQUIRE_BROWSER") == "1":
            pytest.fail(why)
        pytest.skip(why)
    return found


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A running Chromium."""
    path = find_chromium()
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=list(ARGS))
        yield browser
        await browser.close()


class Pages:
    """Pages of one address; what they asked of other machines and what they complained of."""

    def __init__(self, url: str, context: BrowserContext) -> None:
        self.url, self.context = url, context
        self.complaints: list[str] = []
        self.strange: list[str] = []

    async def page(self, parts: str = "") -> Page:
        """``parts`` is the address's part after "#"."""
        page = await self.context.new_page()
        page.set_default_timeout(15000)
        page.on(
            "console",
            lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(self.url) else self.strange.append(r.url),
        )
        await page.goto(self.url + (f"#{parts}" if parts else ""))
        await page.get_by_label("Messages").locator("article, .empty").first.wait_for()
        return page


class Visit(Pages):
    """Pages on one stage."""

    def __init__(self, made: Stage, context: BrowserContext) -> None:
        super().__init__(made.url, context)
        self.stage = made


@asynccontextmanager
async def opened(
    browser: Browser, viewport: dict[str, int] = DESK, *, theme: str = "light", look: str = "slack"
) -> AsyncIterator[BrowserContext]:
    """A browser's window with its own storage, in that look."""
    context = await browser.new_context(
        viewport={"width": viewport["width"], "height": viewport["height"]},
        color_scheme="dark" if theme == "dark" else "light",
        has_touch=viewport is PHONE,
    )
    try:
        await context.add_init_script(
            "if (!localStorage.getItem('studyhall.look'))"
            f" localStorage.setItem('studyhall.look', '{look}')"
        )
        yield context
    finally:
        await context.close()


@asynccontextmanager
async def visit(
    browser: Browser, viewport: dict[str, int] = DESK, *, theme: str = "light", look: str = "slack"
) -> AsyncIterator[Visit]:
    """A stage and a browser on it. On leaving: no complaints, nothing asked elsewhere."""
    async with stage() as made, opened(browser, viewport, theme=theme, look=look) as context:
        visited = Visit(made, context)
        yield visited
        assert visited.strange == []
        assert visited.complaints == []
