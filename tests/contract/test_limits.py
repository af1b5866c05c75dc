"""What passes our own limits is taken by every platform."""

from __future__ import annotations

import pytest

from bot.model import Card
from bot.model.limits import FORM_TEXT, OPTIONS, check_card, check_form
from tests.contract.scenario_cards import bare, busiest, fullest, fullest_form
from tests.contract.scenario_chat import Chat, only_reply
from tests.rendering.samples import CARDS

LETTERS = ("m", "é", "🎓", "&")
# Discord writes these as two characters, so that only half of them fits there.
ESCAPED = ("*", "<", "`", "\\")


@pytest.mark.parametrize("fill", LETTERS + ESCAPED)
async def test_the_fullest_card_can_be_posted_and_pressed(chat: Chat, fill: str) -> None:
    card = fullest(fill)
    assert check_card(card) == []
    await chat.driver.adapter.post(chat.driver.channel, card, key="k1")
    (post,) = chat.driver.posts()
    shown = bare(post.text)
    if chat.driver.name == "discord" and fill in ESCAPED:
        assert shown.count(fill) >= 1900 and "…" in shown
    else:
        assert shown.count(fill) >= 3300 and "…" not in shown
    assert len(post.controls) == 6
    select = post.controls[5]
    assert len(select.options) == OPTIONS
    result = await chat.driver.press_action(chat.driver.ben, post, post.controls[0].action)
    assert "With 0" in only_reply(result).text


@pytest.mark.parametrize("card", [busiest(), *CARDS.values()], ids=["busiest", *CARDS])
async def test_every_kind_of_card_can_be_posted_and_edited(chat: Chat, card: Card) -> None:
    assert check_card(card) == []
    ref = await chat.driver.adapter.post(chat.driver.channel, Card("First"), key="k1")
    await chat.driver.adapter.edit(ref, card)
    await chat.driver.adapter.post(chat.driver.channel, card, key="k2")
    edited, posted = chat.driver.posts()
    assert bare(edited.text) == bare(posted.text)
    assert bare(card.title) in bare(posted.text)


async def test_the_fullest_form_can_be_opened_and_sent(chat: Chat) -> None:
    form = fullest_form()
    assert check_form(form) == []
    result = await chat.driver.command(chat.driver.ana, "/fullest-form")
    assert result.form is not None
    assert len(result.form.fields) == 5
    await chat.send(result.form)
    (submitted,) = [i for i in chat.bot.seen if i.route == "told"]
    assert submitted.values["a" * 40] == ("m" * FORM_TEXT,)
    assert submitted.values["b"] == ("0" * 75,)
