"""Cards and forms of the contract suite's bot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.model import (
    Bar,
    Block,
    Button,
    Buttons,
    Card,
    ChoiceField,
    Code,
    CodeBlock,
    Divider,
    Drawn,
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
    Paragraph,
    Plain,
    Select,
    Strong,
    Style,
    TextField,
    limits,
    text,
)
from tests.rendering.samples import HOSTILE, PICTURE

ALT = "A circle: data, algorithm, model, prediction."
DAYS = ("Monday", "Tuesday", "Friday")
PINGS = "@everyone @here <!channel> <!here> <!everyone> <@U1> <@&1> <#C1>"


def bare(words: str) -> str:
    """Words as a reader compares them: no control or invisible characters, one space each."""
    seen = "".join(" " if c.isspace() else c for c in words if not _invisible(c))
    return re.sub(r" +", " ", seen).strip()


def _invisible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) in ("Cc", "Cf")


def panel(turns: int) -> Card:
    """Everything that can be pressed. ``turns`` says how often it was turned over."""
    return Card(
        f"Turned {turns} times",
        (Paragraph(text("Press something.")),),
        (
            Buttons(
                (
                    Button("Tell me", f"1.tell.a.{turns}", Style.PRIMARY),
                    Button("Turn over", f"1.turn.{turns + 1}"),
                    Button("Turn slowly", f"1.turn-slowly.{turns + 1}"),
                    Button("Nothing", "1.nothing", Style.DANGER),
                    LinkButton("Read more", "https://docs.aws.amazon.com/"),
                )
            ),
            Buttons((Button("Fill in", "1.open.told"), Button("Off", "1.tell.off", disabled=True))),
            Select(
                "1.choose",
                "Choose two",
                tuple(Option(f"Option {n}", f"o{n}", f"number {n}") for n in range(4)),
                least=1,
                most=2,
            ),
        ),
    )


def question(words: str = "Which service speaks?") -> Card:
    return Card(
        "Question",
        (Paragraph(text(words)),),
        (Buttons((Button("A · Polly", "1.tell.A"), Button("B · Lex", "1.turn.7"))),),
    )


def picture() -> Card:
    return Card("A picture", (Paragraph(text("Look:")), Image(str(PICTURE), ALT)))


@dataclass(frozen=True)
class FileDrawing:
    """As if it were drawn at run time; without a file it can't be."""

    path: Path | None

    def png(self) -> bytes:
        if self.path is None:
            raise OSError("no pencil")
        return self.path.read_bytes()


def drawn(path: Path | None = PICTURE) -> Card:
    """A picture that is made when it's shown, with its words."""
    beside, instead = Paragraph(text("Twelve days.")), Bar("Twelve days, as a bar", 0.5)
    picture = Drawn(FileDrawing(path), ALT, (beside,), (instead,))
    return Card("A drawing", (Paragraph(text("Look:")), picture))


def too_long() -> Card:
    return Card("Too long", (Paragraph(text("x" * 4000)),))


def hostile_card(member: MemberRef) -> Card:
    """What members may have typed, everywhere that words can stand."""
    return Card(
        PINGS,
        (
            Paragraph(text(HOSTILE)),
            Paragraph(text(Strong(PINGS), Plain(" "), Emphasis(PINGS), " ", Code(PINGS))),
            Paragraph(text(CodeBlock(f"{PINGS}\nsecond line"))),
            Paragraph(
                text(Item("•", (Plain(HOSTILE),)), Item("•", (Mention(member, PINGS, ping=True),)))
            ),
            Paragraph(text(Link(PINGS, "https://docs.aws.amazon.com/"))),
            Fields(((PINGS, text(HOSTILE)),)),
            Bar(PINGS, 0.5),
        ),
        (
            Buttons((Button(PINGS, "1.tell.x"), Button("*b* `c`", "1.tell.y"))),
            Select("1.choose", PINGS, (Option(PINGS, PINGS, PINGS), Option("*b*", "b"))),
        ),
    )


INTRO = "Which word is *meant*?\nA · a `pear` < b\nB · __init__"


def form(action: str, word: str = "") -> Form:
    return Form(
        action,
        "A few words",
        (
            TextField("word", "A word", "At most five letters", word, "such as apple"),
            TextField("note", "A note", required=False, multiline=True),
            ChoiceField(
                "colour",
                "A colour",
                (Option("Red", "red"), Option("Blue", "blue", "like the sky", selected=True)),
            ),
            ChoiceField(
                "days",
                "Days",
                tuple(Option(d, d[:2].lower(), selected=d == "Monday") for d in DAYS),
                many=True,
            ),
        ),
        "Send it",
        INTRO,
    )


def told(values: Mapping[str, tuple[str, ...]]) -> str:
    """Submitted values, in words that a test can look for."""
    words = "; ".join(f"{key}={'+'.join(given)}" for key, given in sorted(values.items()))
    return limits.clip(words, limits.PARAGRAPH)


def hostile_form(action: str) -> Form:
    return Form(
        action,
        "<!channel> @everyone *b*",
        (
            TextField("word", "<@U1> *b* `c`", "@everyone <!here>", PINGS, PINGS),
            ChoiceField(
                "pick", "@everyone", (Option(PINGS, "<!channel>", PINGS), Option("b", "b"))
            ),
        ),
    )


def fullest(fill: str = "m") -> Card:
    """As much of everything as the limits allow, made of the character ``fill``."""
    left = limits.CARD_TEXT - limits.TITLE - 1
    sizes = (limits.PARAGRAPH, left - limits.PARAGRAPH - 60)
    blocks: list[Block] = [Paragraph(text(fill * size)) for size in sizes]
    blocks += [Divider()] * (limits.BLOCKS - len(blocks))
    full = Buttons(
        tuple(
            Button(fill * limits.BUTTON_LABEL, _action(f"1.tell.{n}"))
            for n in range(limits.BUTTONS)
        )
    )
    options = tuple(
        Option(
            fill * limits.OPTION_LABEL,
            str(n).zfill(limits.OPTION_VALUE),
            fill * limits.OPTION_DESCRIPTION,
        )
        for n in range(limits.OPTIONS)
    )
    select = Select(_action("1.choose.x"), fill * limits.PLACEHOLDER, options, most=limits.OPTIONS)
    return Card(fill * limits.TITLE, tuple(blocks), (full, select))


def busiest() -> Card:
    """Every block and every row that fits, each as large as it may be beside the others."""
    fields = tuple((f"name {n}", text("v" * 20)) for n in range(limits.FIELDS))
    rows = tuple(
        Buttons(tuple(Button(f"{r}{n}", f"1.tell.{r}.{n}") for n in range(limits.BUTTONS)))
        for r in range(limits.ROWS)
    )
    blocks = (
        *(Paragraph(text(Strong("p"), " of text")) for _ in range(limits.BLOCKS - 5)),
        Fields(fields),
        Bar("half", 0.5),
        Divider(),
        Image(str(PICTURE), "a" * limits.ALT),
        Paragraph(text(Item("A", (Plain("first"),)), Item("B", (Plain("second"),)))),
    )
    return Card("Busy", blocks, rows)


def fullest_form(fill: str = "m") -> Form:
    """As much of everything as a form may hold."""

    def options(count: int) -> tuple[Option, ...]:
        return tuple(
            Option(
                fill * limits.OPTION_LABEL,
                str(n).zfill(limits.OPTION_VALUE),
                fill * limits.OPTION_DESCRIPTION,
                selected=n == 0,
            )
            for n in range(count)
        )

    label, hint = fill * limits.FORM_LABEL, fill * limits.FORM_HINT
    long = fill * limits.FORM_TEXT
    return Form(
        _action("1.told"),
        fill * limits.FORM_TITLE,
        (
            TextField(
                "a" * 40,
                label,
                hint,
                long,
                fill * limits.PLACEHOLDER,
                multiline=True,
                max_length=limits.FORM_TEXT,
            ),
            ChoiceField("b", label, options(limits.OPTIONS), hint),
            ChoiceField("c", label, options(limits.FORM_MANY), hint, many=True),
            ChoiceField("d", label, options(1), hint),
            ChoiceField("e", label, options(2), hint, many=True, required=False, least=0),
        ),
        fill * limits.FORM_TITLE,
    )


def _action(start: str) -> str:
    """As long as an action may be."""
    parts = [start]
    while (left := limits.ACTION - len(".".join(parts))) > 1:
        parts.append("z" * min(64, left - 1))
    return ".".join(parts)


def invisible() -> Card:
    """What a member may have typed or be called, and nobody can see."""
    blank, mark = " ", "\u202e"
    return Card(
        mark,
        (
            Paragraph(text(blank)),
            Paragraph(text(Strong(mark), Code(blank), Emphasis("\u200b"))),
            Paragraph(text(CodeBlock(mark))),
            Paragraph(text(Item("•", (Plain(blank),)))),
            Paragraph(text("Hello, ", Mention(MemberRef("x", "1"), mark))),
            Paragraph(text(Link(blank, "https://docs.aws.amazon.com/"))),
            Fields(((blank, text(mark)),)),
            Bar(mark, 0.5),
        ),
        (
            Buttons((Button(mark, "1.tell.x"), Button(blank, "1.tell.y"))),
            Select("1.choose", blank, (Option(mark, "m", blank), Option(blank, "b", mark))),
        ),
    )
