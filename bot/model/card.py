"""What a message shows: a title, blocks, and rows of things to press."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from bot.model.text import Text


class Tone(StrEnum):
    """Colour of a card. Never the only sign of anything: the words say it too."""

    NEUTRAL = "neutral"
    GOOD = "good"
    BAD = "bad"
    PARTLY = "partly"
    NOTICE = "notice"


class Style(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Fields:
    """Name and value pairs, in order."""

    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Image:
    """A picture from a local file. ``path`` is absolute; ``alt`` says what it shows."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A share between 0 and 1 with its words; the words come first for screen readers."""

    label: str
    share: float


class Drawing(Protocol):
    """What a picture made at run time shows. Hashable, and equal to another that looks the same."""

    def png(self) -> bytes:
        """The file. Drawing takes a while: never call it on the event loop."""
        ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is drawn when it's shown; ``alt`` says all that it shows.

    ``beside`` is what stands below it, so that the card says in words what the picture shows;
    ``instead`` stands in place of both where a platform shows no such picture.
    """

    drawing: Drawing
    alt: str
    beside: tuple[Paragraph | Fields | Divider | Bar, ...] = ()
    instead: tuple[Paragraph | Fields | Divider | Bar, ...] = ()


Block = Paragraph | Fields | Divider | Image | Drawn | Bar


@dataclass(frozen=True, slots=True)
class Button:
    """``action`` is a coded action (see ``bot.interactions.button_codec``)."""

    label: str
    action: str
    style: Style = Style.SECONDARY
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class LinkButton:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    value: str
    description: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """Pick ``least`` to ``most`` options; the choice arrives as ``values["choice"]``."""

    action: str
    placeholder: str
    options: tuple[Option, ...]
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Buttons:
    items: tuple[Button | LinkButton, ...]


Row = Buttons | Select


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    blocks: tuple[Block, ...] = ()
    rows: tuple[Row, ...] = ()
    tone: Tone = Tone.NEUTRAL
    _fallback: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def fallback(self) -> str:
        """Everything the card says, in plain words: notifications and screen readers use it."""
        known = self._fallback
        if known is None:
            known = self._told()
            object.__setattr__(self, "_fallback", known)
        return known

    def _told(self) -> str:
        lines = [self.title]
        for block in self.blocks:
            match block:
                case Paragraph(text):
                    lines.append(text.plain)
                case Fields(items):
                    lines.extend(f"{name}: {value.plain}" for name, value in items)
                case Image(alt=alt) | Drawn(alt=alt):
                    lines.append(f"Picture: {alt}")
                case Bar(label=label):
                    lines.append(label)
                case Divider():
                    pass
        return "\n".join(line for line in lines if line)


def laid_out(card: Card, *, pictures: bool) -> Card:
    """The card as it's rendered: each drawn picture with what stands beside it, or its words."""
    if not any(isinstance(block, Drawn) for block in card.blocks):
        return card
    blocks: list[Block] = []
    for block in card.blocks:
        if not isinstance(block, Drawn):
            blocks.append(block)
        elif pictures:
            blocks += [Drawn(block.drawing, block.alt), *block.beside]
        else:
            blocks += block.instead
    return replace(card, blocks=tuple(blocks))
