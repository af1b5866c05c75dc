"""Whatever fits the portable limits is taken by Discord, and members' words stay words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.adapters.discord.marker import Marker, unmarked, walk
from bot.adapters.discord.render_card import render_card
from bot.adapters.discord.render_form import refusal, render_form
from bot.adapters.discord.render_text import escaped, render
from bot.model import (
    Bar,
    Break,
    Button,
    Buttons,
    Card,
    ChannelRef,
    ChoiceField,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Fields,
    Form,
    Image,
    Invalid,
    Item,
    Link,
    LinkButton,
    MemberRef,
    Mention,
    Option,
    Paragraph,
    Plain,
    Select,
    Strong,
    Style,
    Text,
    TextField,
    Tone,
    When,
    WhenStyle,
    WorkspaceRef,
    text,
)
from bot.model.letters import visible
from bot.model.limits import check_card, check_form
from tests.contract.discord_driver import words_of
from tests.rendering.samples import HOSTILE
from tests.rendering.test_discord_golden import accepted
from tests.servers.discord.rules import check_modal

NASTY = "*_~`|<>[]()#@!&:/\\-+.>1 \n\t\u202e\u0000\u200b\ufeff😀é"
WORDS = st.one_of(
    st.text(max_size=60),
    st.text(NASTY, max_size=400),
    st.sampled_from(["@everyone", "<@1>", "<@&2>", "<#3>", "</quiz:4>", "<t:5:R>", "- a", "1. b"]),
)
LABEL = st.text(min_size=1, max_size=75)
ACTION = st.from_regex(r"1\.[a-z]{1,20}(\.[a-z0-9]{1,15}){0,4}", fullmatch=True)
URL = st.sampled_from(["https://example.org/a_b(c)", "http://x.example/?q=*&r=<>", "javascript:x"])
WEB = st.sampled_from(["https://example.org/a", "http://x.example/?q=1"])
MEMBER = st.builds(
    Mention, st.builds(MemberRef, st.just("discord"), st.just("77")), WORDS, st.booleans()
)
INLINE = st.one_of(
    st.builds(Plain, WORDS),
    st.builds(Strong, WORDS),
    st.builds(Emphasis, WORDS),
    st.builds(Code, WORDS),
    st.builds(Link, WORDS, URL),
    MEMBER,
    st.builds(When, st.just(datetime(2026, 11, 24, tzinfo=UTC)), st.sampled_from(WhenStyle), WORDS),
    st.just(Break()),
)
NODE = st.one_of(
    INLINE,
    st.builds(CodeBlock, WORDS),
    st.builds(Item, st.sampled_from(["•", "1.", "A"]), st.tuples(INLINE, INLINE)),
)
TEXT = st.builds(lambda nodes: Text(tuple(nodes)), st.lists(NODE, min_size=1, max_size=6))
BLOCK = st.one_of(
    st.builds(Paragraph, TEXT),
    st.builds(
        lambda items: Fields(tuple(items)),
        st.lists(st.tuples(LABEL, TEXT), min_size=1, max_size=4),
    ),
    st.just(Divider()),
    st.builds(Image, st.just("/somewhere/picture.png"), st.text(min_size=1, max_size=100)),
    st.builds(Bar, LABEL, st.floats(0, 1)),
)
BUTTON = st.one_of(
    st.builds(Button, LABEL, ACTION, st.sampled_from(Style), st.booleans()),
    st.builds(LinkButton, LABEL, WEB),
)


@st.composite
def options(draw: st.DrawFn, most: int) -> tuple[Option, ...]:
    count = draw(st.integers(1, most))
    return tuple(
        Option(draw(LABEL), f"v{n}", draw(st.text(max_size=75)), draw(st.booleans()))
        for n in range(count)
    )


@st.composite
def selects(draw: st.DrawFn) -> Select:
    choices = draw(options(25))
    most = draw(st.integers(1, len(choices)))
    return Select(draw(ACTION), draw(LABEL), choices, draw(st.integers(0, most)), most)


ROW = st.one_of(
    st.builds(lambda items: Buttons(tuple(items)), st.lists(BUTTON, min_size=1, max_size=5)),
    selects(),
)
CARDS = st.builds(
    Card,
    st.text(min_size=1, max_size=150),
    st.lists(BLOCK, max_size=20).map(tuple),
    st.lists(ROW, max_size=5).map(tuple),
    st.sampled_from(Tone),
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    fields: list[TextField | ChoiceField] = []
    for n in range(draw(st.integers(1, 5))):
        label, hint = draw(st.text(min_size=1, max_size=45)), draw(st.text(max_size=100))
        if draw(st.booleans()):
            value = draw(st.text(max_size=80))
            fields.append(
                TextField(
                    f"f{n}",
                    label,
                    hint,
                    value,
                    draw(st.text(max_size=100)),
                    draw(st.booleans()),
                    draw(st.booleans()),
                    draw(st.integers(max(1, len(value)), 3000)),
                )
            )
        else:
            many = draw(st.booleans())
            choices = draw(options(10 if many else 25))
            if not many:
                first = [o.value for o in choices if o.selected][:1]
                choices = tuple(
                    Option(o.label, o.value, o.description, o.value in first) for o in choices
                )
            least = draw(st.integers(0, len(choices)))
            fields.append(
                ChoiceField(f"f{n}", label, choices, hint, many, draw(st.booleans()), least)
            )
    title = draw(st.text(min_size=1, max_size=24))
    return Form(draw(ACTION), title, tuple(fields))


QUIET = settings(
    max_examples=120,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
PLACE = ChannelRef(WorkspaceRef("discord", "1"), "2")


@QUIET
@given(CARDS)
def test_any_card_within_the_limits_is_taken(card: Card) -> None:
    assume(check_card(card) == [])
    marker = Marker.of(PLACE, "key")
    rendered = render_card(card, marker=marker)
    assert accepted(rendered) == []
    assert marker.on(rendered.components)
    assert not Marker.of(PLACE, "other").on(rendered.components)
    actions = [str(part["custom_id"]) for part in walk(rendered.components) if "custom_id" in part]
    wanted = [
        item.action
        for row in card.rows
        for item in (row.items if isinstance(row, Buttons) else (row,))
        if not isinstance(item, LinkButton)
    ]
    assert [unmarked(action) for action in actions] == wanted


@QUIET
@given(forms())
def test_any_form_within_the_limits_is_taken(form: Form) -> None:
    assume(check_form(form) == [])
    assert check_modal(render_form(form)).lines() == []


@QUIET
@given(forms(), WORDS)
def test_any_refusal_is_taken(form: Form, error: str) -> None:
    errors = {field.key: error or "Wrong." for field in form.fields}
    card = refusal(Invalid(form, errors, "1.again.1"))
    assert check_card(card) == []
    assert accepted(render_card(card)) == []


PING = re.compile(r"<@[!&]?\d+>|<#\d+>|</[^>]+:\d+>|<t:\d+|@everyone|@here", re.IGNORECASE)


@QUIET
@given(
    st.lists(WORDS, min_size=1, max_size=6),
    st.sampled_from([Plain, Strong, Emphasis, Code]),
    st.integers(5, 120) | st.just(4000),
)
def test_words_never_ping(
    words: list[str],
    kind: type[Plain] | type[Strong] | type[Emphasis] | type[Code],
    room: int,
) -> None:
    nodes = [kind(word) for word in words]
    shown = render(nodes, room)
    assert len(shown) <= room
    # In a code span Discord draws no mention; elsewhere not even a quiet one may appear.
    spans = re.sub(r"(`+).+?\1", "", shown) if kind is Code else shown
    assert not PING.search(re.sub(r"\\.", "x", spans))
    assert not re.search(r"<@[!&]?\d+>|@everyone|@here", shown, re.IGNORECASE)


@QUIET
@given(WORDS)
def test_plain_words_stay_the_same_letters_and_no_markup(words: str) -> None:
    markdown = escaped(words)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", markdown)
    assert not re.search(r"[*_~|`<>\[\]#]", bare)
    assert "://" not in bare
    assert not re.search(r"(?m)^\s*([-+]|\d+\.) ", bare)
    assert words_of(markdown) == visible(words).replace("\u200b", "")


@QUIET
@given(TEXT, st.integers(0, 300))
def test_cut_text_fits_its_room(words: Text, room: int) -> None:
    assert len(render(words.nodes, room)) <= room


@pytest.mark.parametrize(
    ("nodes", "markdown"),
    [
        ((Strong("a"), Strong("b")), "**a**\u200b**b**"),
        ((Strong(" a "), Plain("b")), " **a** b"),
        ((Code("a`b"),), "``a`b``"),
        ((CodeBlock("x```y"),), "```\nx`\u200b`\u200b`y\n```"),
        ((Link("a]b", "https://e.org/(x)"),), "[a\\]b](<https://e.org/%28x%29>)"),
        ((Link("a", "javascript:alert(1)"),), "a (javascript\\:alert(1))"),
        ((Item("1.", (Plain("a"),)), Item("1.", (Plain("b"),))), "1\\. a\n1\\. b"),
        ((Item("•", (Plain("a"),)), Plain("b")), "- a\nb"),
        ((Plain("see http://x.example"),), "see http\\://x.example"),
        ((Plain("-# small"),), "\\-\\# small"),
        ((Plain("snake_case e.g. 3.5 - 4"),), "snake\\_case e.g. 3.5 - 4"),
    ],
)
def test_markdown(nodes: tuple[Plain, ...], markdown: str) -> None:
    assert render(nodes, 4000) == markdown


@pytest.mark.parametrize("cut", range(1, 9))
@pytest.mark.parametrize("room", [12, 14, 100])
def test_a_call_to_everybody_cannot_be_put_together(cut: int, room: int) -> None:
    words = "@everyone and more"
    for nodes in (
        (Plain(words[:cut]), Plain(words[cut:])),
        (Plain(words[:cut]), Mention(MemberRef("discord", "1"), words[cut:])),
        (Plain(words),),
    ):
        shown = render(nodes, room)
        assert "@everyone" not in shown
        assert shown.replace("\u200b", "").startswith(words[: len(shown) - 3])


def test_a_ping_is_only_for_whom_it_is_meant() -> None:
    mention = Mention(MemberRef("discord", "77"), "A*na", ping=True)
    assert render((mention,), 100, {"77"}) == "<@77>"
    assert render((mention,), 100) == "A\\*na"
    quiet = Mention(MemberRef("discord", "77"), "Ana")
    assert render((quiet,), 100, {"77"}) == "Ana"


def test_an_error_without_words_still_says_something() -> None:
    form = Form("1.f", "Form", (TextField("a", "Answer"),))
    card = refusal(Invalid(form, {"a": "\n"}, "1.again.1"))
    assert check_card(card) == []
    assert "Answer: Please look at this again." in card.fallback


def test_a_hostile_card_of_full_length_is_cut_not_refused() -> None:
    words = (HOSTILE * 40)[:2700]
    card = Card("*" * 150, (Paragraph(text(words)), Paragraph(text("*" * 500))))
    assert check_card(card) == []
    assert accepted(render_card(card)) == []
