"""A member fills in a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contract.driver import Result, SeenForm
from tests.contract.scenario_cards import INTRO, question
from tests.contract.scenario_chat import Chat, in_time, only_reply

SENT = "colour=blue; days=mo; note=; word=apple"


def by_key(form: SeenForm) -> dict[str, tuple[str, ...]]:
    return {field.key: tuple(v for v in field.value if v) for field in form.fields}


async def second_try(
    chat: Chat, form: SeenForm, typed: dict[str, tuple[str, ...]], refused: Result
) -> SeenForm:
    """The form after it was refused, by whatever way the platform has back to it."""
    if refused.errors:
        assert set(refused.errors) == {"word"}
        assert "Five letters" in refused.errors["word"]
        assert refused.replies == []
        # Where the form just stays on the screen, so does what was typed into it.
        kept = tuple(replace(f, value=typed[f.key]) for f in form.fields)
        return refused.form or replace(form, fields=kept)
    reply = refused.replies[-1]
    assert "A word" in reply.text and "Five letters" in reply.text
    assert reply.private_to == chat.driver.ana
    again = await chat.driver.press(chat.driver.ana, reply, "Try again")
    in_time(again)
    assert again.form is not None
    return again.form


async def test_a_command_opens_a_form_and_the_answer_is_private(chat: Chat) -> None:
    result = await chat.driver.command(chat.driver.ana, "/fill")
    in_time(result)
    assert result.form is not None
    assert result.form.title == "A few words"
    sent = await chat.send(result.form, word=("apple",))
    reply = only_reply(sent)
    assert SENT in reply.text
    assert reply.private_to == chat.driver.ana
    assert chat.driver.posts() == [] and chat.driver.privates(chat.driver.ben) == []


async def test_what_a_form_is_about_stands_above_its_fields(chat: Chat) -> None:
    form = await chat.open("told", "pear")
    assert form.intro == INTRO
    form = await chat.open("checked")
    typed = by_key(form) | {"word": ("banana",)}
    refused = await chat.driver.submit(chat.driver.ana, form, typed)
    again = await second_try(chat, form, typed, refused)
    assert again.intro == INTRO


async def test_a_form_shows_what_it_was_given(chat: Chat) -> None:
    form = await chat.open("told", "pear")
    assert [(f.key, f.label, f.kind) for f in form.fields] == [
        ("word", "A word", "text"),
        ("note", "A note", "text"),
        ("colour", "A colour", "one"),
        ("days", "Days", "many"),
    ]
    assert by_key(form) == {"word": ("pear",), "note": (), "colour": ("blue",), "days": ("mo",)}
    assert [f.options for f in form.fields[2:]] == [
        (("Red", "red"), ("Blue", "blue")),
        (("Monday", "mo"), ("Tuesday", "tu"), ("Friday", "fr")),
    ]


async def test_everything_filled_in_arrives(chat: Chat) -> None:
    form = await chat.open("told")
    sent = await chat.send(
        form, word=("apple",), note=("one\ntwo",), colour=("red",), days=("tu", "fr")
    )
    (submitted,) = [i for i in chat.bot.seen if i.route == "told"]
    assert dict(submitted.values) == {
        "word": ("apple",),
        "note": ("one\ntwo",),
        "colour": ("red",),
        "days": ("tu", "fr"),
    }
    only_reply(sent)


async def test_a_form_on_a_post_is_answered_in_private_and_knows_the_post(chat: Chat) -> None:
    ref = await chat.driver.adapter.post(chat.driver.channel, question(), key="q1")
    (post,) = chat.driver.posts()
    opened = await chat.driver.press_action(chat.driver.ana, post, "1.open.changed")
    assert opened.form is not None
    sent = await chat.send(opened.form, word=("apple",))
    reply = only_reply(sent)
    assert SENT in reply.text and sent.updated is None
    assert [m.text for m in chat.driver.posts()] == [post.text]
    assert [i.message for i in chat.bot.seen] == [ref, ref]


async def test_a_form_changes_the_private_message_it_came_from(chat: Chat) -> None:
    form = await chat.open("changed")
    sent = await chat.send(form, word=("apple",))
    in_time(sent)
    (only,) = chat.driver.privates(chat.driver.ana)
    assert sent.updated is not None and sent.updated.id == only.id
    assert "Changed" in only.text and SENT in only.text


async def test_a_form_whose_message_is_gone_answers_anew(chat: Chat) -> None:
    panel = await chat.panel()
    opened = await chat.driver.press_action(chat.driver.ana, panel, "1.open.changed")
    assert opened.form is not None
    chat.driver.remove_message(panel.id)
    sent = await chat.send(opened.form, word=("apple",))
    in_time(sent)
    # Slack says "ok" to replacing a message that was dismissed, and nowhere what it does then.
    if chat.driver.name != "slack":
        assert any(SENT in m.text for m in chat.driver.privates(chat.driver.ana))


@pytest.mark.parametrize("action", ["told-slowly", "changed-slowly"])
async def test_a_slow_answer_to_a_form_arrives(impatient: Chat, action: str) -> None:
    form = await impatient.open(action)
    sent = await impatient.send(form, word=("apple",))
    in_time(sent)
    words = [m.text for m in impatient.driver.privates(impatient.driver.ana)]
    assert sum(SENT in text for text in words) == 1
    if action == "changed-slowly":
        assert sent.updated is not None
        assert not any("Turned" in text for text in words)


async def test_a_refused_form_keeps_what_was_typed(chat: Chat) -> None:
    await _refuse_then_accept(chat, "checked")


async def test_a_form_refused_late_keeps_what_was_typed(impatient: Chat) -> None:
    await _refuse_then_accept(impatient, "checked-slowly")


async def _refuse_then_accept(chat: Chat, action: str) -> None:
    form = await chat.open(action)
    typed = {"word": ("pineapple",), "note": ("kept",), "colour": ("red",), "days": ("fr",)}
    refused = await chat.send(form, **typed)
    in_time(refused)
    again = await second_try(chat, form, typed, refused)
    assert by_key(again) == typed
    accepted = await chat.send(again, word=("plum",))
    in_time(accepted)
    words = [m.text for m in chat.driver.privates(chat.driver.ana)]
    assert sum("colour=red; days=fr; note=kept; word=plum" in text for text in words) == 1
    assert len([i for i in chat.bot.seen if i.route.startswith("checked")]) == 2


async def test_what_was_left_empty_is_no_value(chat: Chat) -> None:
    form = await chat.open("told")
    await chat.send(form, word=("apple",))
    (submitted,) = [i for i in chat.bot.seen if i.route == "told"]
    assert submitted.values.get("note", ()) == ()


async def test_a_form_button_may_answer_without_a_form(chat: Chat) -> None:
    panel = await chat.panel()
    result = await chat.driver.press_action(chat.driver.ana, panel, "1.open-not")
    in_time(result)
    assert result.form is None
    assert result.updated is not None and result.updated.id == panel.id
    assert "No form today" in result.updated.text


async def test_a_form_after_a_form_opens_or_is_refused_in_words(chat: Chat) -> None:
    chat.may_breach = True  # not every platform can: handlers must not do it
    form = await chat.open("chained")
    sent = await chat.send(form, word=("apple",))
    in_time(sent)
    assert sent.form is not None or "code:" in only_reply(sent).text


async def test_a_form_that_comes_too_late_gets_a_sentence(impatient: Chat) -> None:
    result = await impatient.driver.command(impatient.driver.ana, "/fill-late")
    assert "press again" in only_reply(result).text
    assert result.form is None


async def test_a_form_full_of_markup_shows_it_literally(chat: Chat) -> None:
    result = await chat.driver.command(chat.driver.ana, "/hostile-form")
    assert result.form is not None
    assert result.form.title == "<!channel> @everyone *b*"
    assert [f.label for f in result.form.fields] == ["<@U1> *b* `c`", "@everyone"]
    sent = await chat.send(result.form, word=("@everyone <!channel>",), pick=("<!channel>",))
    reply = only_reply(sent)
    assert "word=@everyone <!channel>" in reply.text and "pick=<!channel>" in reply.text
    assert reply.pinged == ()
