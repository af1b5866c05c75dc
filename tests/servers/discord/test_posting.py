"""Posts, look-ups, threads, faults and permissions."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.adapters.base import Forbidden, Gone, RateLimited, Rejected, Unreachable, Unreadable
from bot.model import (
    Button,
    Buttons,
    Card,
    ChannelRef,
    Kind,
    LinkButton,
    MemberRef,
    Mention,
    MessageRef,
    Paragraph,
    text,
)
from tests.contract.discord_driver import DiscordDriver
from tests.rendering.samples import CARDS, CONCEPT
from tests.servers.discord.bot_for_tests import CARD, Bot, opened

BARE = Card("Only words", (Paragraph(text("Nothing to press.")),))
LINK = Card("A link", rows=(Buttons((LinkButton("Read", "https://example.org"),)),))
LONG = Card("Long", rows=(Buttons((Button("Press", "1.x." + "y" * 94),)),))


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize("name", CARDS)
async def test_every_sample_is_accepted(name: str) -> None:
    async with opened(Bot()) as driver:
        message = await driver.adapter.post(driver.channel, CARDS[name], key=name)
        await driver.adapter.edit(message, CARDS[name])
        assert driver.breaches() == []
        assert [m.id for m in driver.posts()] == [message.id]
        assert driver.posts()[0].pinged == ()


@pytest.mark.parametrize("card", [CARD, BARE, LINK, LONG, CONCEPT], ids=lambda c: c.title)
async def test_a_post_is_found_again_by_its_key(card: Card) -> None:
    async with opened(Bot()) as driver:
        start = since()
        posted = await driver.adapter.post(driver.channel, card, key="daily:1")
        assert await driver.adapter.find(driver.channel, "daily:1", start) == posted
        assert await driver.adapter.find(driver.channel, "daily:2", start) is None
        assert MessageRef.parse(posted.key) == posted


@pytest.mark.parametrize("again", [False, True])
async def test_an_edit_keeps_the_mark_even_after_a_restart(again: bool) -> None:
    async with opened(Bot()) as driver:
        start = since()
        posted = await driver.adapter.post(driver.channel, CARD, key="k")
        if again:
            await driver.restart()
        await driver.adapter.edit(posted, BARE)
        await driver.adapter.edit(posted, LONG)
        assert await driver.adapter.find(driver.channel, "k", start) == posted
        driver.hide_history(driver.channel)
        await driver.restart()
        await driver.adapter.edit(posted, CARD)  # the words still matter more than the mark
        assert "One of these" in driver.posts()[0].text


async def test_a_marked_button_arrives_as_it_was_written() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        posted = await driver.adapter.post(driver.channel, CARD, key="k")
        raw = driver.posts()[0].raw
        assert "1.again~" in json.dumps(raw)
        await driver.press(driver.ben, driver.posts()[0], "Again")
        assert (bot.seen[0].kind, bot.seen[0].route) == (Kind.PRESS, "1.again")
        assert bot.seen[0].message == posted


async def test_the_same_key_posts_once_in_a_channel_and_again_elsewhere() -> None:
    async with opened(Bot()) as driver:
        other = driver.world.add_channel("other")
        there = ChannelRef(driver.channel.workspace, other.id)
        first = await driver.adapter.post(driver.channel, CARD, key="k")
        assert await driver.adapter.post(driver.channel, CARD, key="k") == first
        assert (await driver.adapter.post(there, CARD, key="k")).id != first.id
        assert len(driver.posts()) == 1


async def test_found_after_the_answer_to_a_post_was_lost() -> None:
    async with opened(Bot()) as driver:
        start = since()
        driver.server.drop_after_accept("POST /channels/")
        with pytest.raises(Unreachable):
            await driver.adapter.post(driver.channel, CARD, key="k")
        await driver.restart()
        found = await driver.adapter.find(driver.channel, "k", start)
        assert found is not None
        assert [m.id for m in driver.posts()] == [found.id]


async def test_a_look_up_pages_through_a_busy_channel() -> None:
    async with opened(Bot()) as driver:
        start = since()
        place = driver.world.channels[driver.channel.id]
        noise = {
            "components": [{"type": 10, "content": "chat"}],
            "flags": 1 << 15,
            "allowed_mentions": {"parse": []},
        }
        for _ in range(230):
            driver.world.write(place, noise, {})
        posted = await driver.adapter.post(driver.channel, BARE, key="k")
        assert await driver.adapter.find(driver.channel, "k", start) == posted
        pages = [r for r in driver.server.rest.requests if r.startswith("GET") and "messages" in r]
        assert len(pages) == 3


async def test_somebody_elses_message_is_never_taken_for_ours() -> None:
    async with opened(Bot()) as driver:
        start = since()
        posted = await driver.adapter.post(driver.channel, CARD, key="k")
        found = driver.world.find_message(posted.id)
        assert found is not None
        found.author = driver.ben.id
        assert await driver.adapter.find(driver.channel, "k", start) is None


async def test_hidden_history_is_not_an_empty_one() -> None:
    async with opened(Bot()) as driver:
        start = since()
        assert await driver.adapter.find(driver.channel, "k", start) is None
        driver.hide_history(driver.channel)
        await driver.adapter.post(driver.channel, CARD, key="k")
        with pytest.raises(Unreadable):
            await driver.adapter.find(driver.channel, "k", start)
        with pytest.raises(Forbidden) as caught:
            await driver.adapter.prepare(driver.channel)
        assert caught.value.missing == ("Read Message History",)


async def test_prepare_is_content_with_what_the_invite_gives() -> None:
    async with opened(Bot()) as driver:
        await driver.adapter.prepare(driver.channel)
        await driver.adapter.prepare(await driver.adapter.direct(driver.ben))
        with pytest.raises(Gone):
            await driver.adapter.prepare(ChannelRef(driver.channel.workspace, "1"))


async def test_a_missing_permission_is_named() -> None:
    async with opened(Bot()) as driver:
        driver.deny_posts(driver.channel)
        with pytest.raises(Forbidden) as caught:
            await driver.adapter.post(driver.channel, CARD, key="k")
        assert caught.value.missing == ("Send Messages",)
        driver.deny_posts(driver.channel, False)
        driver.deny_files(driver.channel)
        with pytest.raises(Forbidden) as caught:
            await driver.adapter.post(driver.channel, CONCEPT, key="k")
        assert caught.value.missing == ("Attach Files",)
        driver.world.channels[driver.channel.id].denied = 1 << 10
        with pytest.raises(Forbidden) as caught:
            await driver.adapter.post(driver.channel, CARD, key="k")
        assert caught.value.missing == ("View Channel",)


async def test_what_an_interaction_said_about_permissions_names_the_missing_one() -> None:
    """Also after a restart, and when the server cannot be asked any more."""
    async with opened(Bot()) as driver:
        driver.deny_posts(driver.channel)
        await driver.command(driver.ben, "/quiz")
        await driver.restart()
        driver.server.fail("GET /channels/", 1, 403, 50001)
        with pytest.raises(Forbidden) as caught:
            await driver.adapter.post(driver.channel, CARD, key="k")
        assert caught.value.missing == ("Send Messages",)


async def test_a_thread_opens_under_its_message_once() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        start = since()
        head = await driver.adapter.post(driver.channel, CARD, key="head")
        under = ChannelRef(driver.channel.workspace, driver.channel.id, thread=head.id)
        assert await driver.adapter.find(under, "a", start) is None
        first = await driver.adapter.post(under, BARE, key="a")
        await driver.adapter.post(under, CARD, key="b")
        assert [m.thread for m in driver.posts()] == [None, head.id, head.id]
        assert driver.world.channels[head.id].name == BARE.title
        assert await driver.adapter.find(under, "a", start) == first
        await driver.adapter.edit(first, CARD)
        await driver.press(driver.ben, driver.posts()[2], "Again")
        assert bot.seen[0].channel == under
        await driver.adapter.delete(first)
        assert len(driver.posts()) == 2
        assert driver.breaches() == []


async def test_in_a_direct_conversation_a_thread_is_a_reply() -> None:
    async with opened(Bot()) as driver:
        where = await driver.adapter.direct(driver.ben)
        head = await driver.adapter.post(where, CARD, key="head")
        await driver.adapter.post(
            ChannelRef(where.workspace, where.id, head.id, True), BARE, key="a"
        )
        assert [m.thread for m in driver.posts(where)] == [None, head.id]


async def test_only_meant_members_are_pinged_and_an_edit_pings_nobody() -> None:
    async with opened(Bot()) as driver:
        card = Card(
            "Hello",
            (
                Paragraph(
                    text(
                        Mention(driver.ana, "Ana", ping=True),
                        " ",
                        Mention(driver.ben, "Ben", ping=True),
                    )
                ),
            ),
        )
        message = await driver.adapter.post(
            driver.channel, card, key="k", pings=frozenset({driver.ana})
        )
        assert driver.posts()[0].pinged == (driver.ana.id,)
        assert "Ben" in driver.posts()[0].text
        await driver.adapter.edit(message, card)
        assert driver.posts()[0].pinged == (driver.ana.id,)


async def test_gone_messages_and_closed_doors() -> None:
    async with opened(Bot()) as driver:
        message = await driver.adapter.post(driver.channel, CARD, key="k")
        driver.remove_message(message.id)
        with pytest.raises(Gone):
            await driver.adapter.edit(message, CARD)
        with pytest.raises(Gone):
            await driver.adapter.delete(message)
        driver.close_direct(driver.ben)
        where = await driver.adapter.direct(driver.ben)
        with pytest.raises(Forbidden):
            await driver.adapter.post(where, CARD, key="k")
        with pytest.raises(Gone):
            await driver.adapter.member(MemberRef("discord", "1"))


async def test_short_limits_are_waited_out_and_long_ones_handed_on() -> None:
    async with opened(Bot()) as driver:
        driver.limit_next_posts(2, 0.01)
        await driver.adapter.post(driver.channel, CARD, key="k")
        driver.limit_next_posts(1, 90.0)
        with pytest.raises(RateLimited) as caught:
            await driver.adapter.post(driver.channel, CARD, key="l")
        assert caught.value.after == 90.0


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (503, 0, Unreachable),
        (403, 200000, Forbidden),
        (403, 240000, Forbidden),
        (403, 160005, Forbidden),
        (400, 50035, Rejected),
        (400, 40003, RateLimited),
        (404, 10008, Gone),
    ],
)
async def test_errors_in_our_words(status: int, code: int, error: type[Exception]) -> None:
    async with opened(Bot()) as driver:
        driver.server.fail("POST /channels/", 1, status, code)
        with pytest.raises(error):
            await driver.adapter.post(driver.channel, CARD, key="k")


async def test_members_as_of_now() -> None:
    async with opened(Bot()) as driver:
        assert (await driver.adapter.member(driver.ana)).name == "Ana"
        await driver.command(driver.ana, "/quiz")
        await driver.command(driver.ben, "/quiz")
        assert (await driver.adapter.member(driver.ana)).admin
        assert not (await driver.adapter.member(driver.ben)).admin


async def raw(driver: DiscordDriver, method: str, path: str, body: object) -> tuple[int, object]:
    """A request of ours that the adapter would never make."""
    headers = {"Authorization": f"Bot {driver.world.token}"}
    url = f"{driver.server.api_url}{path}"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, url, json=body) as response,
    ):
        return response.status, await response.json()


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "x", "surprise": 1},
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "y" * 4001}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "y" * 2001}] * 2},
        {"flags": 1 << 15, "components": [{"type": 14}] * 41},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "y", "id": 7}] * 2},
        {"content": "x", "flags": 64},
        {"content": "x", "nonce": "n" * 26},
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        {"content": "x", "components": [{"type": 1, "components": [{"type": 2, "style": 1}]}]},
        {},
    ],
)
async def test_the_server_refuses_what_discord_refuses(body: object) -> None:
    async with opened(Bot()) as driver:
        path = f"/channels/{driver.channel.id}/messages"
        status, answer = await raw(driver, "POST", path, body)
        assert status == 400
        assert isinstance(answer, dict)
        assert answer["code"] == 50035
        assert answer["errors"]
        assert len(driver.breaches()) >= 1


async def test_the_server_parses_mentions_anew_on_an_edit_without_a_rule() -> None:
    async with opened(Bot()) as driver:
        path = f"/channels/{driver.channel.id}/messages"
        body = {"content": f"<@{driver.ben.id}> @here", "allowed_mentions": {"parse": []}}
        _, message = await raw(driver, "POST", path, body)
        assert isinstance(message, dict)
        assert driver.posts()[0].pinged == ()
        await raw(driver, "PATCH", f"{path}/{message['id']}", {"content": body["content"]})
        assert driver.posts()[0].pinged == (driver.ben.id, "here")


async def test_the_layout_flag_stays() -> None:
    async with opened(Bot()) as driver:
        message = await driver.adapter.post(driver.channel, BARE, key="k")
        path = f"/channels/{driver.channel.id}/messages/{message.id}"
        status, _ = await raw(driver, "PATCH", path, {"flags": 0})
        assert status == 400


async def test_a_server_error_is_tried_again_without_posting_twice() -> None:
    async with opened(Bot()) as driver:
        driver.server.fail("POST /channels/", 1, 500)
        await driver.adapter.post(driver.channel, CARD, key="k")
        assert len(driver.posts()) == 1
