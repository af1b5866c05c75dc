"""What a course says is what a member reads, on every chat, seen with readers of our own."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.adapters.discord.render_card import render_card
from bot.adapters.discord.render_form import render_form
from bot.adapters.discord.render_text import render
from bot.adapters.playground.wire import text_data
from bot.adapters.slack.render_card import message
from bot.adapters.slack.render_form import view
from bot.adapters.slack.render_text import rich_text
from bot.model import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Code,
    CodeBlock,
    Emphasis,
    Form,
    Item,
    Option,
    Plain,
    Select,
    Strong,
    Text,
)
from bot.model.letters import one_line, visible
from tests.content.texts import TEXTS
from tests.rendering.reading import Run, discord, playground, slack

ROOM = 100_000
SIGNS = "*_~`|<>[]()#@!&:/\\-+.=%;$^{}\"' 12abeh\u200c\u200d\u0301é日😀😀"
WORDS = st.one_of(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map(" ".join),
    st.text(SIGNS, min_size=1, max_size=40),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
).map(str.strip)
WORDS = WORDS.filter(lambda words: bool(visible(words).replace("\u200b", "").strip()))
MARKS = {Plain: "", Strong: "bold", Emphasis: "italic", Code: "code"}
KINDS = st.sampled_from([Plain, Strong, Emphasis, Code])
quick = settings(max_examples=400, deadline=None, derandomize=True)


def meant(nodes: list[Plain | Strong | Emphasis | Code]) -> list[Run]:
    """The runs that these nodes are, neighbours of one kind put together."""
    runs: list[Run] = []
    for node in nodes:
        words, mark = visible(node.text).replace("\u200b", ""), MARKS[type(node)]
        if runs and runs[-1].mark == mark:
            runs[-1] = Run(runs[-1].words + words, mark)
        else:
            runs.append(Run(words, mark))
    return runs


@quick
@given(st.lists(st.tuples(KINDS, WORDS), min_size=1, max_size=4))
def test_every_piece_is_read_as_it_stands(pieces: list[tuple[type[Plain], str]]) -> None:
    nodes = [kind(words) for kind, words in pieces]
    wanted = meant(list(nodes))
    assert discord(render(nodes, ROOM)) == wanted
    assert _joined(slack(rich_text(Text(tuple(nodes))))) == wanted
    assert _joined(playground(text_data(nodes))) == wanted


def _joined(runs: list[Run]) -> list[Run]:
    out: list[Run] = []
    for words, mark in runs:
        words = words.replace("\u200b", "")
        if out and out[-1].mark == mark:
            out[-1] = Run(out[-1].words + words, mark)
        else:
            out.append(Run(words, mark))
    return out


@pytest.mark.parametrize("words", TEXTS)
@pytest.mark.parametrize("kind", [Plain, Strong, Emphasis, Code])
def test_the_texts_of_courses(words: str, kind: type[Plain]) -> None:
    """Also at the start of a line, in the middle, and with a sentence around."""
    for said in (words.strip(), f"x {words} y", f"({words})"):
        wanted = [Run(said.replace("\u200b", ""), MARKS[kind])]
        assert discord(render([kind(said)], ROOM)) == wanted
        assert slack(rich_text(Text((kind(said),)))) == wanted
    option = render([Item("B", (Plain(words),))], ROOM)
    assert discord(option) == [Run("B", "bold"), Run(f" {words}".rstrip("\n"), "")]


@quick
@given(st.lists(WORDS, min_size=1, max_size=4).map("\n".join).filter(lambda w: w.strip("\n")))
@example("def f(x):\n\tif x:\n\t\treturn x ** 2\n")
@example("a ``` b\n```\n`c`")
@example("</div> <@1> @everyone <#1>")
def test_a_block_of_code_is_read_line_by_line(code: str) -> None:
    [block] = discord(render([CodeBlock(code)], ROOM))
    wanted = visible(code).strip("\n")
    assert block == Run(wanted.replace("\u200b", ""), "block")
    [block] = slack(rich_text(Text((CodeBlock(code),))))
    assert block.words.strip("\n") == wanted


@pytest.mark.parametrize("words", TEXTS)
def test_buttons_menus_and_forms_say_it_without_any_escaping(words: str) -> None:
    face = f"B · {words.strip()}"
    menu = Select("1.m", "Choose", (Option(face, "b"), Option("A", "a")))
    card = Card(words, (), (Buttons((Button(face, "1.p"),)), menu))
    form = Form("1.f", "Your answer", (ChoiceField("answer", face, (Option(face, "b"),)),))
    shown = " ".join(face.split())
    [frame] = render_card(card).components
    assert frame["components"][1]["components"][0]["label"] == shown
    assert frame["components"][2]["components"][0]["options"][0]["label"] == shown
    [field] = render_form(form)["components"]
    assert field["label"] == field["component"]["options"][0]["label"] == shown
    head, buttons, select = message(card, {})["blocks"]
    assert head["text"] == {"type": "plain_text", "text": words, "emoji": False}
    assert buttons["elements"][0]["text"]["text"] == face
    assert select["elements"][0]["options"][0]["text"]["text"] == face
    assert view(form, "")["blocks"][0]["element"]["options"][0]["text"]["text"] == face
    titles = discord(frame["components"][0]["content"])
    assert titles == [Run("### ", "heading"), Run(" ".join(words.split()), "")]


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("a\u202eb", "ab"),
        ("a\u202db\u202cc", "abc"),
        ("\u2067שלום\u2069 ok", "\u2067שלום\u2069 ok"),
        ("\u2067open", "open"),
        ("closed\u2069", "closed"),
        ("\u2067a\nb\u2069", "a\nb"),
        ("\u202bx\u2069\u202c", "\u202bx\u202c"),
        ("\u2067\u202ba\u2069", "\u202ba"[1:]),
        ("a\u200e\u200f\u061cb", "a\u200e\u200f\u061cb"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ufeffa\x00\x07\ud800", "a"),
        ("a\r\nb\u2028c\td", "a\nb\nc\td"),
    ],
)
def test_only_what_hides_or_turns_text_is_left_out(said: str, seen: str) -> None:
    assert visible(said) == seen
    assert visible(visible(said)) == seen
    assert one_line(said) == seen.replace("\n", " ").replace("\t", " ")
