"""Every card and form as Block Kit: golden files, and properties over whatever fits the limits.

``UPDATE_GOLDEN=1`` writes the golden files anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.base import Rejected
from bot.adapters.slack.manifest import manifest
from bot.adapters.slack.origins import METADATA, Place, Source
from bot.adapters.slack.render_card import check, message
from bot.adapters.slack.render_form import field_errors, result_view, view
from bot.adapters.slack.render_text import clean, escape, fallback, plain_text, rich_text
from bot.model import (
    Bar,
    Break,
    Button,
    Buttons,
    Card,
    ChoiceField,
    Code,
    CodeBlock,
    Command,
    Divider,
    Emphasis,
    Fields,
    Form,
    Image,
    Item,
    Link,
    LinkButton,
    MemberRef,
    Mention,
    Option,
    OptionSpec,
    Paragraph,
    Plain,
    Select,
    Strong,
    Style,
    Text,
    TextField,
    When,
    WhenStyle,
    limits,
    text,
)
from tests.rendering.samples import CARDS, FORMS, HOSTILE
from tests.servers.slack.blocks import Checker
from tests.servers.slack.reading import notified, words_of

GOLDEN = Path(__file__).parent / "golden" / "slack"
FILE = "F000000001"
PLACE = Place(Source.POST, "C0GENERAL", "", "1.2", "https://hooks.slack.com/actions/x", 1)


class _Files(dict[str, str]):
    """Every picture is uploaded."""

    def __contains__(self, path: object) -> bool:
        return True

    def __getitem__(self, path: str) -> str:
        return FILE


def _golden(name: str, data: Any) -> None:
    path = GOLDEN / f"{name}.json"
    shown = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("name", CARDS)
def test_golden_card(name: str) -> None:
    shown = message(CARDS[name], _Files())
    assert Checker().message(shown["blocks"]) == []
    _golden(f"card-{name}", shown)


@pytest.mark.parametrize("name", FORMS)
def test_golden_form(name: str) -> None:
    shown = view(FORMS[name], PLACE.dumps())
    assert Checker().view(shown) == []
    _golden(f"form-{name}", shown)


def test_no_golden_file_is_left_over() -> None:
    names = {f"card-{name}.json" for name in CARDS} | {f"form-{name}.json" for name in FORMS}
    assert {path.name for path in GOLDEN.iterdir()} == names


# what fits the limits is what Slack takes

words = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60
) | st.sampled_from(
    [HOSTILE[:60], "\0", " ", "&" * 60, "<!channel>", "\u202e\u2066", "\n", "x" * 60]
)
urls = st.sampled_from(["https://example.org/a?b=c&d=e", "javascript:alert(1)", "x", "http://a b"])
ids = st.text("abcdefghij0123456789", min_size=1, max_size=20)
members = st.builds(MemberRef, st.just("slack"), st.sampled_from(["T1-U0ANA", "x", "T1-<@U1>"]))
whens = st.builds(
    When,
    st.datetimes(timezones=st.timezones()),
    st.sampled_from(WhenStyle),
    words,
)
inlines = st.one_of(
    st.builds(Plain, words),
    st.builds(Strong, words),
    st.builds(Emphasis, words),
    st.builds(Code, words),
    st.builds(Link, words, urls),
    st.builds(Mention, members, words, st.booleans()),
    whens,
    st.just(Break()),
)
markers = st.sampled_from(["•", "1.", "A"])
nodes = st.one_of(
    inlines,
    st.builds(CodeBlock, words),
    st.builds(Item, markers, st.lists(inlines, max_size=3).map(tuple)),
)
texts = st.builds(Text, st.lists(nodes, min_size=1, max_size=6).map(tuple))
blocks = st.one_of(
    st.builds(Paragraph, texts),
    st.builds(Fields, st.lists(st.tuples(words, texts), min_size=1, max_size=4).map(tuple)),
    st.just(Divider()),
    st.builds(Image, st.sampled_from(["/a.png", "/b.png"]), words),
    st.builds(Bar, words, st.floats(0, 1)),
)
options = st.lists(
    st.builds(Option, words, ids, st.just("") | words, st.booleans()),
    min_size=1,
    max_size=25,
    unique_by=lambda option: option.value,
).map(tuple)
buttons = st.builds(Button, words, ids, st.sampled_from(Style), st.booleans())
rows = st.builds(
    Buttons,
    st.lists(buttons | st.builds(LinkButton, words, urls), min_size=1, max_size=5).map(tuple),
) | options.flatmap(
    lambda given: st.builds(
        Select,
        ids,
        words,
        st.just(given),
        st.just(0) | st.just(1),
        st.integers(1, len(given)),
    )
)
cards = st.builds(
    Card,
    words,
    st.lists(blocks, max_size=8).map(tuple),
    st.lists(rows, max_size=5).map(tuple),
).filter(lambda card: not limits.check_card(card))
fields = st.one_of(
    st.builds(
        TextField,
        ids,
        words.map(lambda w: w[:45]),
        st.just("") | words,
        words,
        st.just("") | words,
        st.booleans(),
        st.booleans(),
        st.integers(60, 3000),
    ),
    st.booleans().flatmap(
        lambda many: st.builds(
            ChoiceField,
            ids,
            words.map(lambda w: w[:45]),
            options.map(lambda given: given[: 10 if many else 25]),
            st.just("") | words,
            st.just(many),
            st.booleans(),
        )
    ),
)
forms = st.builds(
    Form,
    ids,
    words.map(lambda w: w[:24]),
    st.lists(fields, min_size=1, max_size=5).map(tuple),
    words.map(lambda w: w[:24]),
).filter(lambda form: not limits.check_form(form))
quick = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@quick
@given(cards)
def test_every_card_within_the_limits_is_a_message_that_slack_takes(card: Card) -> None:
    check(card)
    shown = message(card, _Files())
    json.dumps(shown).encode()
    assert Checker().message(shown["blocks"]) == []
    assert 1 <= len(shown["text"]) <= 4000
    assert notified(shown["blocks"], shown["text"]) == set()
    assert Checker().message(message(card, {})["blocks"]) == []
    assert Checker().view(result_view(card, PLACE.dumps())) == []


@quick
@given(forms)
def test_every_form_within_the_limits_is_a_view_that_slack_takes(form: Form) -> None:
    shown = view(form, PLACE.dumps())
    json.dumps(shown).encode()
    assert Checker().view(shown) == []
    inputs = [block["block_id"] for block in shown["blocks"]]
    assert inputs == [field.key for field in form.fields]


@quick
@given(st.text(max_size=300) | st.just(HOSTILE))
def test_members_words_are_words_and_notify_nobody(said: str) -> None:
    blocks = [rich_text(text(said, Mention(MemberRef("slack", "T1-U0ANA"), said, ping=True)))]
    assert notified(blocks) == set()
    pieces = [piece for part in blocks[0]["elements"] for piece in part["elements"]]
    assert {piece["type"] for piece in pieces} <= {"text"}
    assert all("style" not in piece for piece in pieces)
    shown = clean(said)
    assert words_of(blocks) == ((shown + shown).rstrip("\n") or "–")
    escaped = escape(said)
    assert "<" not in escaped
    assert ">" not in escaped
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == shown


@given(st.text("&<>a", max_size=5000), st.integers(2, 60))
def test_a_cut_fallback_never_cuts_an_entity(said: str, limit: int) -> None:
    cut = escape(said, limit)
    assert len(cut) <= limit
    assert cut.removesuffix("…").replace("&amp;", "").replace("&lt;", "").find("&l") < 0
    assert set(cut.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")) <= {"a", "…"}


def test_the_biggest_card_fits() -> None:
    card = Card(
        "&" * 150,
        tuple(Paragraph(text("&" * 160)) for _ in range(20)),
        tuple(
            Select(f"1.{n}", "p" * 100, tuple(Option("o" * 75, f"{o}") for o in range(25)))
            for n in range(5)
        ),
    )
    check(card)
    shown = message(card, {})
    assert Checker().message(shown["blocks"]) == []
    assert len(fallback(card)) <= 4000


def test_a_card_over_the_limits_is_refused() -> None:
    with pytest.raises(Rejected, match="title is empty"):
        check(Card(""))
    with pytest.raises(Rejected, match="form title"):
        view(Form("1.a", "x" * 25, (TextField("a", "A"),)), "")


def test_a_ping_is_an_element_and_nothing_else_is() -> None:
    ana = MemberRef("slack", "T1-U0ANA")
    shown = rich_text(text("Hi ", Mention(ana, "Ana", ping=True)), frozenset({ana}))
    assert notified([shown]) == {"U0ANA"}
    assert notified([rich_text(text(Mention(ana, "Ana", ping=True)))]) == set()
    assert notified([rich_text(text(Mention(ana, "Ana")), frozenset({ana}))]) == set()


def test_field_errors_always_name_a_field() -> None:
    assert field_errors({"a": "Bad.", "z": "\0"}, ("a", "b")) == {"a": "Bad. –"}
    assert list(field_errors({}, ("a", "b"))) == ["a"]


def test_plain_text_is_never_blank_nor_too_long() -> None:
    assert plain_text("\u202e\0", 10)["text"] == "–"
    assert plain_text("a\nb" * 9, 5)["text"] == "a ba "


def test_metadata_keeps_the_way_back_and_fits() -> None:
    assert Place.loads(PLACE.dumps()) == PLACE
    long = Place(Source.PRIVATE, "C1", url="https://x/" + "y" * 4000)
    assert len(long.dumps()) <= METADATA
    assert Place.loads(long.dumps()).url == ""
    for packed in ("", "{}", "[]", '{"source": "?"}'):
        with pytest.raises(ValueError):
            Place.loads(packed)


# the manifest

COMMANDS = (
    Command(("quiz",), "A quiz now", (OptionSpec("topic", "Which topic"),)),
    Command(("study", "help"), "What you can do"),
    Command(("study", "setup"), "Set the group up"),
)


def test_the_manifest_follows_the_declarations() -> None:
    data = yaml.safe_load(manifest(COMMANDS, "sh-"))
    slash = data["features"]["slash_commands"]
    assert [entry["command"] for entry in slash] == ["/sh-quiz", "/sh-study"]
    assert slash[0]["usage_hint"] == "[topic]"
    assert slash[1]["usage_hint"] == "help | setup"
    assert all(entry["should_escape"] for entry in slash)
    assert data["settings"]["socket_mode_enabled"] is True
    assert data["settings"]["interactivity"] == {"is_enabled": True}
    assert data["settings"]["event_subscriptions"] == {
        "bot_events": ["app_home_opened", "channel_id_changed"]
    }
    assert "channels:join" in data["oauth_config"]["scopes"]["bot"]
    assert len(data["display_information"]["name"]) <= 35
    assert len(data["display_information"]["description"]) <= 140


def test_a_manifest_that_slack_would_refuse_is_refused() -> None:
    with pytest.raises(ValueError, match="command name"):
        manifest(COMMANDS, "Study Hall ")
    many = [Command((f"c{n}",), "x") for n in range(51)]
    with pytest.raises(ValueError, match="51 commands"):
        manifest(many)
