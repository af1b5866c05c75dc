"""A card as Discord components (the layout kind: flag IS_COMPONENTS_V2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from bot.adapters.common.memo import Memo
from bot.adapters.discord.marker import CUSTOM_ID, Marker, walk
from bot.adapters.discord.render_text import escaped, label, render
from bot.model import (
    Bar,
    Break,
    Button,
    Buttons,
    Card,
    Divider,
    Drawing,
    Drawn,
    Fields,
    Image,
    LinkButton,
    Node,
    Option,
    Paragraph,
    Plain,
    Row,
    Select,
    Strong,
    Style,
    Text,
    Tone,
    laid_out,
)
from bot.model.letters import visible

Component = dict[str, Any]

COMPONENTS = 40  # Discord: components/reference, per message, nested ones counted
TEXT = 4000  # Discord: all text displays of a message together
PICTURES = 10  # Discord: attachments per message
_SEPARATORS = 60  # room for the blank lines of a card that has to be packed
_BAR = 12
_ACCENT = {
    Tone.GOOD: 0x2E7D32,
    Tone.BAD: 0xC62828,
    Tone.PARTLY: 0x1565C0,
    Tone.NOTICE: 0xF9A825,
}
_STYLE = {Style.PRIMARY: 1, Style.SECONDARY: 2, Style.DANGER: 4}


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to attach, from ``path`` or drawn; ``name`` is what the components call it."""

    name: str
    path: str
    alt: str
    drawing: Drawing | None = None


_Worded = Paragraph | Fields | Image | Drawn | Bar


@dataclass(frozen=True, slots=True)
class Rendered:
    components: list[Component]
    pictures: tuple[Picture, ...]


def render_card(
    card: Card, *, pings: Collection[str] = (), marker: Marker | None = None
) -> Rendered:
    """Components and files of a card that fits ``bot.model.limits``.

    Text that only grew too long through escaping is cut; a card of very many parts is packed
    into fewer, so that it always stays inside Discord's limits.
    """
    parts, pictures = _parts(laid_out(card, pictures=True), pings)
    rows = [_row(row) for row in card.rows]
    if 1 + len(list(walk(parts))) + len(list(walk(rows))) > COMPONENTS:
        parts = _packed(parts)
    frame: Component = {"type": 17, "components": [*parts, *rows]}
    if card.tone in _ACCENT:
        frame["accent_color"] = _ACCENT[card.tone]
    if marker is not None:
        _mark(frame, marker)
    return Rendered([frame], pictures)


def gallery(pictures: Collection[Picture]) -> list[Component]:
    """Pictures alone, for a message of their own."""
    return [_gallery(list(pictures))] if pictures else []


def without_pictures(card: Card) -> Card:
    """The same card, to be shown where no picture may be added."""
    shown = laid_out(card, pictures=True).blocks
    blocks = tuple(block for block in shown if not isinstance(block, Image | Drawn))
    return Card(card.title, blocks, card.rows, card.tone)


def in_words(card: Card) -> Card:
    """The same card with what its pictures show told in words, for a place that takes none."""
    blocks = tuple(
        Paragraph(Text((Plain(block.alt),))) if isinstance(block, Image) else block
        for block in laid_out(card, pictures=False).blocks
        if not isinstance(block, Image) or block.alt
    )
    return Card(card.title, blocks, card.rows, card.tone)


def _parts(card: Card, pings: Collection[str]) -> tuple[list[Component], tuple[Picture, ...]]:
    title = f"### {escaped(label(card.title))}"
    parts: list[Component] = [{"type": 10, "content": title}]
    room = TEXT - _SEPARATORS - len(title)
    pictures: list[Picture] = []
    for block in card.blocks:
        if isinstance(block, Divider):
            parts.append({"type": 14, "divider": True, "spacing": 1})
        elif isinstance(block, Image | Drawn) and len(pictures) < PICTURES:
            pictures.append(_picture(block, len(pictures) + 1))
            parts.append(_gallery(pictures[-1:]))
        else:
            words = _whole(block) if not pings else None
            if words is None or len(words) > room:
                words = render(_nodes(block), room, pings)
            if words.strip():
                parts.append({"type": 10, "content": words})
                room -= len(words)
    return parts, tuple(pictures)


def _picture(block: Image | Drawn, number: int) -> Picture:
    if isinstance(block, Drawn):
        return Picture(f"picture-{number}.png", "", visible(block.alt), block.drawing)
    ending = PurePath(block.path).suffix.lower()
    return Picture(f"picture-{number}{ending}", block.path, visible(block.alt))


def _nodes(block: _Worded) -> list[Node]:
    nodes: list[Node] = []
    match block:
        case Paragraph(text):
            nodes.extend(text.nodes)
        case Fields(items):
            for name, value in items:
                if nodes:
                    nodes.append(Break())
                nodes += [Strong(name), Plain(": "), *value.nodes]
        case Bar(words, share):
            full = round(share * _BAR)
            nodes += [Plain(words), Break(), Plain("▰" * full + "▱" * (_BAR - full))]
        case Image(alt=alt) | Drawn(alt=alt):
            nodes.append(Plain(f"Picture: {alt}"))
    return nodes


_whole: Memo[_Worded, str] = Memo(lambda block: render(_nodes(block), TEXT))


def _packed(parts: list[Component]) -> list[Component]:
    """All text in one display and all pictures in one gallery below it."""
    words = "\n\n".join(part["content"] for part in parts if part["type"] == 10)
    items = [item for part in parts if part["type"] == 12 for item in part["items"]]
    packed: list[Component] = [{"type": 10, "content": words}]
    return [*packed, {"type": 12, "items": items}] if items else packed


def _gallery(pictures: list[Picture]) -> Component:
    items = [
        {"media": {"url": f"attachment://{picture.name}"}, "description": picture.alt}
        if picture.alt
        else {"media": {"url": f"attachment://{picture.name}"}}
        for picture in pictures
    ]
    return {"type": 12, "items": items}


def _row(row: Row) -> Component:
    if isinstance(row, Buttons):
        return {"type": 1, "components": [_button(item) for item in row.items]}
    return {"type": 1, "components": [select(row)]}


def _button(item: Button | LinkButton) -> Component:
    if isinstance(item, LinkButton):
        return {"type": 2, "style": 5, "label": label(item.label), "url": item.url}
    button: Component = {
        "type": 2,
        "style": _STYLE[item.style],
        "label": label(item.label),
        "custom_id": item.action,
    }
    if item.disabled:
        button["disabled"] = True
    return button


def select(row: Select) -> Component:
    return {
        "type": 3,
        "custom_id": row.action,
        "placeholder": label(row.placeholder),
        "min_values": row.least,
        "max_values": row.most,
        "options": options(row.options, row.most),
    }


def options(choices: Collection[Option], most: int) -> list[Component]:
    """Options of a select or a group; no more than ``most`` are chosen beforehand."""
    out: list[Component] = []
    chosen = 0
    for choice in choices:
        option: Component = {"label": label(choice.label), "value": choice.value}
        if choice.description:
            option["description"] = label(choice.description)
        if choice.selected and chosen < most:
            option["default"] = True
            chosen += 1
        out.append(option)
    return out


def _mark(frame: Component, marker: Marker) -> None:
    frame["id"], frame["components"][0]["id"] = marker.ids
    for part in walk([frame]):
        custom_id = part.get("custom_id")
        if custom_id and len(custom_id) + len(marker.tail) <= CUSTOM_ID:
            assert isinstance(part, dict)
            part["custom_id"] = custom_id + marker.tail
            return
