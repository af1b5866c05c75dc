"""Both looks, light and dark, wide and narrow: all can be read, reached and named."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from bot.adapters.playground import acts
from tests.playground.browser import BROWSER, DESK, PHONE, visit
from tests.rendering.samples import CARDS

pytestmark = list(BROWSER)

SMALL = {"width": 320, "height": 640}

# The contrast of each visible text with what is painted behind it (WCAG 2.2, 1.4.3).
FAINT = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const light = (c) => {
    const [r, g, b] = c.map((v) => v / 255).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    const words = walk.currentNode.data.trim();
    if (!words || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.closest(":disabled, [aria-disabled=true], .skip, .hidden")) continue;
    const under = behind(node);
    const [a, b] = [light(over(rgba(getComputedStyle(node).color), under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${words.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
"""

UNNAMED = """
() => [...document.querySelectorAll("button, input, textarea, select, a, img, [role=listbox]")]
  .filter((n) => n.checkVisibility({ visibilityProperty: true }))
  .filter((n) => n.tagName === "IMG" ? !n.hasAttribute("alt") : !(
    n.getAttribute("aria-label") || n.innerText?.trim() || n.labels?.length || n.title))
  .map((n) => n.outerHTML.slice(0, 120))
"""

WIDE = """
() => [document.documentElement, ...document.querySelectorAll(".log, .top, .head, .side, .main")]
  .filter((n) => n.scrollWidth > n.clientWidth + 1 && n.id !== "side")
  .map((n) => `${n.className || n.tagName} ${n.scrollWidth} > ${n.clientWidth}`)
"""

TIGHT = """
() => [...document.querySelectorAll(".main button, .top button")]
  .filter((n) => n.checkVisibility({ visibilityProperty: true }))
  .map((n) => [n.innerText || n.ariaLabel, n.getBoundingClientRect()])
  .filter(([, r]) => r.height < 26 || r.width < 26).map(([t]) => t)
"""


async def furnish(page: Page) -> None:
    """Opens what only shows when it is used: a private reply, a notice, the menu."""
    await page.get_by_role("button", name="A · Personalize").last.click()
    await page.get_by_role("heading", name="You chose A").wait_for()
    await page.get_by_role("combobox", name="Message #study-group").fill("/")
    await page.get_by_role("listbox", name="Commands").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("look", ["slack", "discord"])
async def test_everything_can_be_read_reached_and_named(
    chromium: Browser, look: str, theme: str
) -> None:
    async with visit(chromium, look=look, theme=theme) as visited:
        made = visited.stage
        for name, shown in CARDS.items():
            await made.bot.adapter.post(made.room.channels["study"].ref, shown, key=name)
        acts.say(made.room, "yuki", "study", "good morning")
        await made.results()
        await made.controls.next_post()
        page = await visited.page()
        await expect(page.locator("html")).to_have_attribute("data-look", look)
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        await furnish(page)
        for viewport in (DESK, PHONE, SMALL):
            await page.set_viewport_size(viewport)  # type: ignore[arg-type]
            assert "\n".join(await page.evaluate(FAINT)) == ""
            assert await page.evaluate(UNNAMED) == []
            assert await page.evaluate(WIDE) == []
            assert await page.evaluate(TIGHT) == []
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Type it").last.click()
        form = page.get_by_role("dialog")
        await form.get_by_role("button", name="Send").click()
        await expect(form.get_by_text("Please fill this in.")).to_be_visible()
        assert "\n".join(await page.evaluate(FAINT)) == ""
        assert await page.evaluate(UNNAMED) == []


async def test_look_and_colours_are_switched_and_kept(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        page = await visited.page()
        root = page.locator("html")
        discord = page.get_by_role("button", name="Discord", exact=True)
        await expect(discord).to_have_attribute("aria-pressed", "false")
        before = await page.screenshot()
        await discord.click()
        await page.get_by_role("button", name="Dark colors").click()
        for _ in range(2):
            await expect(root).to_have_attribute("data-look", "discord")
            await expect(root).to_have_attribute("data-theme", "dark")
            await expect(discord).to_have_attribute("aria-pressed", "true")
            await page.reload()
        assert await page.screenshot() != before


async def test_a_reader_who_scrolled_up_is_not_pulled_down(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        for _ in range(4):
            await visited.stage.controls.next_post()
        page = await visited.page()
        log = page.get_by_label("Messages")
        await expect(page.get_by_role("button", name="D · Lex").last).to_be_in_viewport()
        # Until the page has heard of it: a reader scrolls long before the next post comes.
        await log.evaluate(
            "log => new Promise(heard => {"
            " log.addEventListener('scroll', () => requestAnimationFrame(heard), {once: true});"
            " log.scrollTop = 0; })"
        )
        await visited.stage.controls.next_post()
        more = page.get_by_role("button", name="New messages")
        await expect(more).to_be_visible()
        assert await log.evaluate("log => log.scrollTop") == 0
        await more.click()
        await expect(page.get_by_role("heading", name="Question of the day 5")).to_be_in_viewport()
        await expect(more).to_be_hidden()


async def test_a_message_that_changes_under_the_hand_stays_in_view(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        page = await visited.page()
        await page.get_by_role("combobox", name="Message #study-group").fill("/leaderboard ")
        await page.keyboard.press("Enter")
        select = page.get_by_role("button", name="Another period")
        await expect(select).to_be_in_viewport()
        for _ in range(3):
            await visited.stage.controls.next_post()
        await expect(page.get_by_role("button", name="D · Lex")).to_have_count(3)
        await select.scroll_into_view_if_needed()
        await select.click()
        await page.get_by_role("option", name="All time").click()
        changed = page.get_by_role("heading", name="Leaderboard: all time")
        await expect(changed).to_be_in_viewport()
        await expect(select).to_be_focused()
        await page.get_by_role("button", name="Next post").click()
        await expect(page.get_by_role("heading", name="Question of the day 4")).to_be_in_viewport()
