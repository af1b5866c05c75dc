"""What a newcomer does on the page, in a real browser, by mouse and by keyboard only."""

from __future__ import annotations

from playwright.async_api import Browser, Locator, Page, expect

from tests.playground.browser import BROWSER, PHONE, visit
from tests.rendering.samples import CARDS, HOSTILE

pytestmark = list(BROWSER)


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Message #study-group")


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, exact=True)


async def test_a_first_visit_by_mouse(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        page = await visited.page()
        await page.get_by_role("button", name="Next post").click()
        await expect(heading(page, "Question of the day 1")).to_be_visible()
        await expect(page.locator("#now")).to_contain_text("Nov 24, 12:00")

        await page.get_by_role("button", name="C · Transcribe").click()
        reply = page.get_by_role("article").filter(has=heading(page, "You chose C"))
        await expect(reply).to_contain_text("Only you can see this")
        await reply.get_by_role("button", name="Sure", exact=True).click()
        await expect(heading(page, "Right, 10 points")).to_be_visible()
        await expect(heading(page, "You chose C")).to_have_count(0)

        await box(page).fill("/quiz polly")
        await page.get_by_role("button", name="Send").click()
        await expect(heading(page, "Quiz: polly, 1 of 2")).to_be_visible()
        await page.get_by_role("button", name="A · True").click()
        await expect(heading(page, "Quiz, 2 of 2")).to_be_visible()
        await page.get_by_role("button", name="A · True").click()
        await expect(heading(page, "Quiz done: 2 of 2 right")).to_be_visible()

        await box(page).fill("/leaderboard")
        await page.get_by_role("button", name="Send").click()
        await expect(heading(page, "Leaderboard: this week")).to_be_visible()
        await page.get_by_role("button", name="Another period").click()
        await page.get_by_role("option", name="All time").click()
        await expect(heading(page, "Leaderboard: all time")).to_be_visible()

        await page.get_by_role("button", name="Next day").click()
        await expect(heading(page, "Question of the day 2")).to_be_visible()
        await expect(page.locator("#now")).to_contain_text("Nov 25")


async def test_everything_by_keyboard(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        await visited.stage.controls.next_post()
        page = await visited.page()
        key = page.keyboard.press
        await box(page).focus()
        await page.keyboard.type("/")
        menu = page.get_by_role("listbox", name="Commands")
        await expect(menu.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        await key("ArrowDown")
        await key("ArrowDown")
        await expect(menu.get_by_role("option", name="/leaderboard")).to_have_attribute(
            "aria-selected", "true"
        )
        await key("Escape")
        await expect(menu).to_be_hidden()
        await expect(box(page)).to_have_value("/")
        await page.keyboard.type("lea")
        await key("Enter")
        await expect(box(page)).to_have_value("/leaderboard ")
        await key("Enter")
        await expect(heading(page, "Leaderboard: this week")).to_be_visible()
        await expect(box(page)).to_be_focused()

        await key("ArrowUp")
        select = page.get_by_role("button", name="Another period")
        await expect(select).to_be_focused()
        await key("Enter")
        await key("ArrowDown")
        await key("Escape")
        await expect(select).to_be_focused()
        await expect(heading(page, "Leaderboard: this week")).to_be_visible()
        await key("Enter")
        await key("ArrowDown")
        await key("Enter")
        await expect(heading(page, "Leaderboard: this month")).to_be_visible()
        await expect(select).to_be_focused()

        for _ in range(2):
            await key("Shift+Tab")
        await expect(page.get_by_role("button", name="Type it")).to_be_focused()
        await key("Enter")
        form = page.get_by_role("dialog", name="Your answer")
        await expect(form.get_by_label("Service")).to_be_focused()
        await key("Enter")
        await expect(form.get_by_text("Please fill this in.")).to_be_visible()
        await expect(form.get_by_text("Please choose.")).to_be_visible()
        await expect(form.get_by_label("Service")).to_be_focused()
        await page.keyboard.type("polly")
        await key("Tab")
        await key("Space")
        await key("Enter")
        wrong = form.get_by_label("Service")
        await expect(wrong).to_have_attribute("aria-invalid", "true")
        await expect(wrong).to_have_accessible_description(
            "One to three words Polly speaks; it does not listen. Try another."
        )
        await expect(wrong).to_be_focused()
        await expect(wrong).to_have_value("polly")
        await wrong.fill("Transcribe")
        await key("Enter")
        await expect(form).to_be_hidden()
        await expect(heading(page, "You typed Transcribe")).to_be_visible()
        await expect(page.get_by_role("button", name="Type it")).to_be_focused()


async def test_values_are_suggested_while_a_command_is_typed(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        page = await visited.page()
        await box(page).press_sequentially("/quiz p")
        found = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
        await expect(found).to_have_text(["Amazon Polly", "Amazon Personalize"])
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(box(page)).to_have_value("/quiz polly ")
        await page.keyboard.press("Enter")
        await expect(heading(page, "Quiz: polly, 1 of 2")).to_be_visible()


async def test_a_form_given_up_is_closed_for_the_bot_too(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        await visited.stage.controls.next_post()
        page = await visited.page()
        await page.get_by_role("button", name="Type it").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("Service").fill("lex")
        await page.reload()
        await expect(form).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(form).to_be_hidden()
        assert visited.stage.room.forms == {}


async def test_a_slow_answer_shows_thinking_and_a_double_click_is_one_press(
    chromium: Browser,
) -> None:
    async with visit(chromium) as visited:
        page = await visited.page()
        await box(page).fill("/today")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Studyhall is thinking")).to_be_visible()
        visited.stage.bot.gate.set()
        await expect(heading(page, "Today")).to_be_visible()
        await expect(page.get_by_text("Studyhall is thinking")).to_have_count(0)

        await visited.stage.controls.next_post()
        await page.get_by_role("button", name="B · Polly").dblclick()
        await expect(heading(page, "You chose B")).to_be_visible()
        presses = [i for i in visited.stage.bot.taken if i.route == "1.answer.B"]
        assert len(presses) == 1


async def test_what_is_private_is_on_one_screen_only(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        await visited.stage.controls.next_post()
        mine, hers = await visited.page(), await visited.page("as=priya")
        await expect(hers.get_by_text("You see the page as Priya.")).to_be_visible()
        await mine.get_by_role("button", name="A · Personalize").click()
        await expect(heading(mine, "You chose A")).to_be_visible()
        await box(mine).fill("hello all")
        await mine.keyboard.press("Enter")
        await expect(hers.get_by_text("hello all")).to_be_visible()
        await expect(heading(hers, "You chose A")).to_have_count(0)
        await hers.get_by_role("button", name="Back to yourself").click()
        await expect(heading(hers, "You chose A")).to_be_visible()
        await mine.get_by_role("button", name="Dismiss").click()
        await expect(heading(hers, "You chose A")).to_have_count(0)


async def test_the_page_comes_back_by_itself_when_the_playground_does(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        await visited.stage.controls.next_post()
        page = await visited.page()
        port = int(visited.stage.url.rsplit(":", 1)[1].strip("/"))
        await visited.stage.server.stop()
        await expect(page.get_by_text("Connection lost")).to_be_visible()
        await page.get_by_role("button", name="A · Personalize").click()
        await expect(page.get_by_text("Not connected to the playground")).to_be_visible()
        await visited.stage.controls.next_post()
        visited.stage.server._port = port
        await visited.stage.server.start()
        await expect(heading(page, "Question of the day 2")).to_be_visible()
        await expect(page.get_by_text("Connection lost")).to_be_hidden()
        visited.complaints = [c for c in visited.complaints if "ERR_CONNECTION" not in c]


async def test_a_thread_opens_and_takes_replies(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        await visited.stage.results()
        page = await visited.page()
        await page.get_by_role("button", name="1 reply").click()
        await expect(heading(page, "What made you choose?")).to_be_visible()
        await page.get_by_label("Reply in the thread").fill("the word recordings")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("the word recordings")).to_be_visible()
        await expect(page.get_by_label("Reply in the thread")).to_be_focused()
        await expect(page.get_by_role("button", name="2 replies")).to_be_visible()
        picture = page.get_by_role("img", name="A circle: data, algorithm, model")
        assert await picture.evaluate("p => p.decode().then(() => p.naturalWidth)") > 0


async def test_hostile_words_are_shown_as_words(chromium: Browser) -> None:
    async with visit(chromium) as visited:
        bot = visited.stage.bot
        for name, shown in CARDS.items():
            await bot.adapter.post(bot.room.channels["study"].ref, shown, key=name)
        page = await visited.page()
        await box(page).fill("<img src=x onerror=alert(1)> *b* <b>x</b>")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("<img src=x onerror=alert(1)> *b* <b>x</b>")).to_be_visible()
        said = await page.get_by_label("Messages").inner_text()
        assert "@everyone @here [x](http://evil.example)" in said
        assert HOSTILE.split(" ")[0] in said
        links = page.get_by_label("Messages").locator("a[href*='evil']")
        await expect(links).to_have_count(0)


async def test_on_a_phone_the_channels_are_in_a_drawer(chromium: Browser) -> None:
    async with visit(chromium, PHONE) as visited:
        await visited.stage.controls.next_post()
        page = await visited.page()
        random = page.get_by_role("button", name="random")
        await expect(random).to_be_hidden()
        await page.get_by_role("button", name="Channels and members").click()
        await random.click()
        await expect(random).to_be_hidden()
        await expect(page.get_by_text("Nothing here yet")).to_be_visible()
        await page.get_by_role("button", name="Channels and members").click()
        await page.keyboard.press("Escape")
        await expect(random).to_be_hidden()
        await page.go_back()
        await page.get_by_role("button", name="C · Transcribe").tap()
        await expect(heading(page, "You chose C")).to_be_in_viewport()
