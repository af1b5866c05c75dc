"""A card before anybody else sees it: real buttons, real results, what platforms are sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.platform import Platform
from bot.adapters.playground import acts
from bot.adapters.playground.room import Room
from bot.model import Button, Buttons, Card
from bot.service.errors import StartError
from bot.service.platforms import PLATFORMS
from bot.service.preview import YOU, previewed, rendered
from content.loader import load_course
from tests.content import folder


def cards(room: Room) -> list[Card]:
    return [message.card for message in room.messages.values() if message.card is not None]


async def test_a_question_is_answered_closed_and_explained(small: Path) -> None:
    course = load_course(small)
    question = course.questions["q-testing-01"]
    async with previewed(course, question.id, port=0) as shown:
        [message] = shown.room.messages.values()
        assert message.card is not None and question.stem in message.card.fallback
        async with aiohttp.ClientSession() as session, session.get(shown.url) as page:
            assert page.status == 200
        assert shown.controls.next_post_at() is not None
        await shown.controls.next_post()
        [results] = [card for card in cards(shown.room) if card.title == "Results"]
        assert "Right answer" in results.fallback and question.takeaway in results.fallback
        assert shown.controls.next_post_at() is None


async def test_a_press_is_answered_as_it_will_be(small: Path) -> None:
    course = load_course(small)
    async with previewed(course, "q-testing-01", port=0) as shown:
        [message] = shown.room.messages.values()
        assert message.card is not None
        [row] = message.card.rows
        assert isinstance(row, Buttons)
        first = row.items[0]
        assert isinstance(first, Button)
        exchange = acts.press(shown.room, YOU, message.id, first.action)
        async with asyncio.timeout(5):
            await exchange.settled.wait()
        assert "You chose" in cards(shown.room)[-1].fallback


async def test_a_concept_is_shown_as_its_card(small: Path) -> None:
    course = load_course(small)
    async with previewed(course, "spacing", port=0) as shown:
        [card] = cards(shown.room)
        assert card.title == "Spacing" and course.concepts["spacing"].takeaway in card.fallback
        await shown.controls.next_day()
        assert cards(shown.room) == [card]


async def test_a_taken_port_is_one_sentence(small: Path) -> None:
    course = load_course(small)
    async with previewed(course, "spacing", port=0) as shown:
        port = int(shown.url.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(StartError, match="taken"):
            async with previewed(course, "spacing", port=port):
                pass


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_what_a_platform_is_sent(platform: Platform, tmp_path: Path) -> None:
    render = platform.render
    assert render is not None
    course = load_course(folder.write(tmp_path))
    for question in course.questions.values():
        sent = rendered(course, question.id, render)
        told = str(sent["card"]).replace("\\", "")
        assert question.stem in told and question.takeaway in str(sent["results"])
        assert ("form" in sent) == (question.id not in ("q-single", "q-truth", "q-gap"))
    assert course.concepts["brewing"].takeaway in str(rendered(course, "brewing", render))
    with pytest.raises(KeyError):
        rendered(course, "nothing", render)
