"""The pictures of the bundled course: drawn by program, legible, described, and shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.async_api import expect

import content
from bot.features.concepts import concept_card
from bot.model import Interaction
from bot.service.demo import playground
from content.loader import load_courses
from content.model import Concept, Course
from content.pictures import album, sheet
from content.pictures.album import ALBUM, FOLDER, draw_all, png
from content.pictures.sheet import CORNER, Sheet
from content.pictures.style import PANEL, WIDTH, contrast
from tests.contract import discord_driver, slack_driver
from tests.playground.browser import BROWSER, PHONE, Pages, launched, opened

NAMES = sorted(ALBUM)
LARGEST = 60_000
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
#: The guide says nothing of it but that it is a picture.
TOLD_IN_NO_WORDS: set[str] = set()


@pytest.fixture(scope="module")
def course() -> Course:
    return load_courses(Path(content.__file__).with_name("courses"))["aws-ml-ramp-up"]


def illustrated(course: Course) -> Iterator[tuple[Concept, Path, str]]:
    for concept in course.concepts.values():
        if concept.picture is not None:
            yield concept, concept.picture.path, concept.picture.alt


def changed(one: bytes, other: bytes) -> float:
    """The share of pixels that look plainly different; 1 for pictures of different sizes."""
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        if first.size != second.size:
            return 1
        difference = ImageChops.difference(
            first.convert("RGBA").convert("L"), second.convert("RGBA").convert("L")
        )
        counts = difference.histogram()
        return sum(counts[64:]) / sum(counts)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_what_the_program_draws(name: str) -> None:
    # Another FreeType may round the edges of letters otherwise; a moved word is no edge.
    assert changed((FOLDER / f"{name}.png").read_bytes(), png(name)) < 0.0005


def test_all_are_drawn_into_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {name: ALBUM[name] for name in ("framing", "split-shares")}
    monkeypatch.setattr(album, "ALBUM", few)
    paths = draw_all(tmp_path / "images")
    assert paths == [tmp_path / "images" / f"{name}.png" for name in few]
    assert [path.read_bytes() for path in paths] == [png(name) for name in few]


def test_a_changed_word_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    before, words = png("framing"), Sheet.words

    def other(self: Sheet, at: sheet.Point, said: str, **look: object) -> None:
        words(self, at, {"no": "yes"}.get(said, said), **look)  # type: ignore[arg-type]

    monkeypatch.setattr(Sheet, "words", other)
    assert changed(before, png("framing")) > 0.0005


@pytest.mark.parametrize("name", ["flywheels", "framing", "histogram-and-scatterplot"])
def test_drawing_anew_gives_the_same_bytes(name: str) -> None:
    assert png(name) == png(name)


def test_no_picture_lies_about_and_none_is_shown_twice(course: Course) -> None:
    shown = sorted(path for _, path, _ in illustrated(course))
    assert shown == sorted(FOLDER.iterdir()) == [FOLDER / f"{name}.png" for name in NAMES]


def test_every_idea_that_the_guide_illustrates_has_a_picture(course: Course) -> None:
    figures = {fact.id for fact in course.facts.values() if fact.kind == "figure"}
    here = {fact for concept, _, _ in illustrated(course) for fact in concept.facts}
    assert figures - here == TOLD_IN_NO_WORDS


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_light_wide_and_stands_on_a_panel_of_its_own(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert path.stat().st_size < LARGEST
    with Image.open(path) as image:
        assert image.width == WIDTH
        assert 500 <= image.height <= 1000
        shown = image.convert("RGBA")
    right, bottom = shown.width - 1, shown.height - 1
    for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        assert shown.getpixel(corner)[3] == 0  # type: ignore[index]
    inside = shown.crop((CORNER, CORNER, right - CORNER, bottom - CORNER))
    assert inside.getextrema()[3] == (255, 255)


@pytest.mark.parametrize("name", NAMES)
def test_the_alt_text_says_every_word_of_the_picture(
    name: str, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    words = Sheet.words

    def heard(self: Sheet, at: sheet.Point, line: str, **look: object) -> None:
        said.append(line)
        words(self, at, line, **look)  # type: ignore[arg-type]

    monkeypatch.setattr(Sheet, "words", heard)
    ALBUM[name]()
    (alt,) = (alt for _, path, alt in illustrated(course) if path.stem == name)
    told = set(re.findall(r"[a-z]+", alt.lower()))
    missing = set(re.findall(r"[a-z]{4,}", " ".join(said).lower())) - told
    assert said
    assert missing == set()
    assert 40 <= len(alt) <= 300


@pytest.mark.parametrize(
    ("words", "look", "why"),
    [
        ("small", {"size": 30}, "too small"),
        ("pale", {"colour": "#C0C0C0"}, "too pale"),
        ("an arrow →", {}, "lack"),
        ("outside", {"anchor": "rm"}, "leaves"),
        ("long " * 20, {}, "leaves"),
    ],
)
def test_words_that_nobody_could_read_are_refused(
    words: str, look: dict[str, object], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Sheet(600).words((60, 300), words, **look)  # type: ignore[arg-type]


def test_words_wider_than_their_box_are_refused() -> None:
    with pytest.raises(ValueError, match="wide"):
        Sheet(600).box((50, 50, 200, 150), "Dimensionality reduction")


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast(PANEL, PANEL) == 1


def taken(interaction: Interaction) -> bool:
    return True


async def test_slack_gets_a_picture_once_and_shows_it_each_time(course: Course) -> None:
    one, other = list(illustrated(course))[:2]
    async with slack_driver.open_driver((), taken) as driver:
        for number, (concept, _, _) in enumerate((one, one, other, one)):
            card = concept_card(course, concept)
            await driver.adapter.post(driver.channel, card, key=f"k{number}")
        assert [post.images for post in driver.posts()] == [(x[2],) for x in (one, one, other, one)]
        files = list(driver.server.state.files.values())
        assert [(f.content, f.alt) for f in files] == [
            (x[1].read_bytes(), x[2]) for x in (one, other)
        ]
        assert driver.breaches() == []


async def test_slack_shows_every_picture(course: Course) -> None:
    async with slack_driver.open_driver((), taken) as driver:
        for number, (concept, _, alt) in enumerate(illustrated(course)):
            card = concept_card(course, concept)
            await driver.adapter.post(driver.channel, card, key=f"k{number}")
            assert driver.posts()[-1].images == (alt,)
        assert len(driver.server.state.files) == len(NAMES)
        assert driver.breaches() == []


async def test_discord_gets_every_picture_as_an_attachment(course: Course) -> None:
    async with discord_driver.open_driver((), taken) as driver:
        for number, (concept, _, alt) in enumerate(illustrated(course)):
            card = concept_card(course, concept)
            post = await driver.adapter.post(driver.channel, card, key=f"k{number}")
            message = driver.world.find_message(post.id)
            assert message is not None
            assert [a["filename"] for a in message.attachments] == ["picture-1.png"]
            assert driver.posts()[-1].images == (alt,)
        assert driver.breaches() == []


@BROWSER[0]
@BROWSER[1]
async def test_the_playground_shows_a_picture_at_phone_width(course: Course) -> None:
    (alt,) = (alt for concept, _, alt in illustrated(course) if concept.id == "flywheels")
    async with (
        launched() as browser,
        playground({course.slug: course}, port=0, study_days=1, zone="UTC", now=NOW) as demo,
        opened(browser, PHONE, theme="dark", look="discord") as context,
    ):
        page = await Pages(demo.url, context).page()
        box = page.get_by_role("combobox", name="Message #")
        await box.fill("/concept two flywheels ")
        await box.press("Enter")
        picture = page.locator("article.reply").get_by_role("img", name=alt)
        await expect(picture).to_be_visible()
        await expect(picture).to_have_js_property("naturalWidth", WIDTH)
        area = await picture.bounding_box()
        assert area is not None
        assert 250 <= area["width"] <= PHONE["width"]
