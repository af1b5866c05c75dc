"""However long a text is: no sideways scroll, one scrollbar, beginnings are seen first."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.adapters.playground import acts
from bot.model import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Code,
    CodeBlock,
    Fields,
    Form,
    Item,
    Nothing,
    OpenForm,
    Option,
    Paragraph,
    Plain,
    Reply,
    Select,
    TextField,
    Update,
    text,
)
from bot.model.limits import BUTTON_LABEL
from tests.playground.browser import BROWSER, DESK, PHONE, visit
from tests.playground.stage import Stage

pytestmark = list(BROWSER)

WIDTHS = (320, 360, 390, 768, 1024, 1280)
WORD = "Donaudampfschifffahrtsgesellschaftskapitänskajüte" * 5
CODE = "result = " + "frobnicate(" * 30 + ")" * 30 + "\n" + "x" * 300
LINES = "\n".join(f"line {n} of many" for n in range(60))

SIDEWAYS = """
() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter((n) => n.checkVisibility({ visibilityProperty: true }))
  .filter((n) => !["INPUT", "TEXTAREA", "SELECT"].includes(n.tagName))
  .filter((n) => {
    const style = getComputedStyle(n);
    const cut = style.textOverflow === "ellipsis" || n.closest(".hidden, .side, .skip");
    const out = n.getBoundingClientRect().right > innerWidth + 1;
    return !cut && (out || n.scrollWidth > n.clientWidth + 1 && n.clientWidth
      && ["auto", "scroll", "hidden"].includes(style.overflowX));
  })
  .map((n) => `${n.tagName}.${n.className} ${n.scrollWidth} > ${n.clientWidth}`)
"""


def long_card() -> Card:
    label = "W" * BUTTON_LABEL
    return Card(
        WORD[:150],
        (
            Paragraph(text(WORD, " ", Code(WORD), " ", CodeBlock(CODE))),
            Paragraph(text(Item("A.", (Plain(WORD),)), Item("B.", (Code(WORD),)))),
            Fields(((WORD[:60], text(WORD)), ("Short", text(Code(WORD))))),
        ),
        (
            Buttons((Button(label, "1.a"), Button(label, "1.b"))),
            Select("1.pick", WORD[:100], (Option(WORD[:60], "a", WORD[:60]), Option("B", "b"))),
        ),
    )


def long_form() -> Form:
    return Form(
        "1.long",
        WORD[:24],
        (
            TextField("word", WORD[:40], WORD[:90]),
            ChoiceField(
                "one",
                WORD[:40],
                tuple(Option(f"{n} {WORD[:60]}", str(n), WORD[:60]) for n in range(6)),
            ),
            ChoiceField(
                "many",
                WORD[:40],
                tuple(Option(f"{n} {WORD[:60]}", str(n), WORD[:60]) for n in range(10)),
                many=True,
            ),
        ),
        "Send",
    )


def tall_card(title: str) -> Card:
    return Card(title, (Paragraph(text(CodeBlock(LINES))),), (Buttons((Button("On", "1.on"),)),))


async def fill(made: Stage) -> None:
    await made.bot.adapter.post(made.room.channels["study"].ref, long_card(), key="long")
    acts.say(made.room, "you", "study", WORD)
    made.bot.on("leaderboard", Reply(long_card()))
    exchange = acts.command(made.room, "you", "study", f"/leaderboard {WORD}")
    await exchange.settled.wait()


@pytest.mark.parametrize("look", ["slack", "discord"])
async def test_nothing_scrolls_sideways_at_any_length(chromium: Browser, look: str) -> None:
    async with visit(chromium, look=look) as visited:
        await fill(visited.stage)
        visited.stage.bot.on("1.a", OpenForm(long_form()))
        page = await visited.page()
        await expect(page.locator("article.reply")).to_have_count(1)
        await page.locator("article.reply .select").click()
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 640})
            assert await page.evaluate(SIDEWAYS) == [], width
        await page.keyboard.press("Escape")
        await page.locator("article.reply button[data-action='1.a']").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 640})
            assert await page.evaluate(SIDEWAYS) == [], width


@pytest.mark.parametrize("height", [420, 640, 900])
async def test_one_scrollbar_is_seen(chromium: Browser, height: int) -> None:
    async with visit(chromium) as visited:
        await fill(visited.stage)
        visited.stage.bot.on("1.a", OpenForm(long_form()))
        page = await visited.page()
        await expect(page.locator("article.reply")).to_have_count(1)
        for width in (390, 1280):
            await page.set_viewport_size({"width": width, "height": height})
            assert await page.evaluate("() => document.documentElement.scrollHeight") <= height
            assert await scrolling(page) == ["log"]
        await page.locator("article.reply button[data-action='1.a']").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_be_visible()
        assert await dialog.evaluate("d => d.scrollHeight <= d.clientHeight + 1")
        await expect(dialog.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)


async def scrolling(page: Page) -> list[str]:
    """What can be scrolled up and down and shows it."""
    found = await page.evaluate(
        """() => [...document.querySelectorAll("html, body, body *")]
        .filter((n) => n.checkVisibility({ visibilityProperty: true }))
        .filter((n) => n.scrollHeight > n.clientHeight + 1 && n.clientHeight)
        .filter((n) => ["auto", "scroll"].includes(getComputedStyle(n).overflowY))
        .filter((n) => getComputedStyle(n).scrollbarWidth !== "none")
        .map((n) => n.id || n.className || n.tagName)"""
    )
    return [str(one) for one in found]


async def seen_from_its_top(card: Locator) -> None:
    await expect(card.get_by_role("heading")).to_be_in_viewport(ratio=1)
    await expect(card.locator(".author")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
async def test_of_a_tall_card_the_beginning_is_seen(
    chromium: Browser, viewport: dict[str, int]
) -> None:
    async with visit(chromium, viewport) as visited:
        made = visited.stage
        channel = made.room.channels["study"].ref
        await made.bot.adapter.post(channel, tall_card("Tall at first"), key="first")
        page = await visited.page()
        await seen_from_its_top(page.locator("article.post").last)
        # A reply that is tall, and one that grows where it stands.
        made.bot.on("leaderboard", Reply(tall_card("Tall reply")))
        await page.get_by_role("combobox", name="Message #study-group").fill("/leaderboard ")
        await page.keyboard.press("Enter")
        reply = page.locator("article.reply").last
        await expect(reply).to_contain_text("Tall reply")
        await seen_from_its_top(reply)
        made.bot.on("1.on", Update(tall_card("Tall again")))
        await reply.get_by_role("button", name="On").click()
        await expect(reply).to_contain_text("Tall again")
        await seen_from_its_top(reply)
        # What comes with the next post, for whoever is at the end.
        await page.get_by_label("Messages").evaluate("log => { log.scrollTop = 1e9; }")
        await made.bot.adapter.post(channel, tall_card("Tall post"), key="second")
        await seen_from_its_top(page.locator("article.post").last)
        # And when the window changes it stays so.
        await page.set_viewport_size({"width": viewport["width"], "height": 500})
        await seen_from_its_top(page.locator("article.post").last)


async def test_a_short_reply_is_seen_whole(chromium: Browser) -> None:
    async with visit(chromium, PHONE) as visited:
        visited.stage.bot.on("1.a", Nothing())
        await visited.stage.controls.next_post()
        page = await visited.page()
        await page.get_by_role("button", name="A · Personalize").last.click()
        reply = page.locator("article.reply").last
        await expect(reply).to_contain_text("You chose A")
        await expect(reply).to_be_in_viewport(ratio=1)
