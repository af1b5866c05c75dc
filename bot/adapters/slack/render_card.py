"""Cards as Block Kit (Slack: reference/block-kit). Tone is not shown: Slack has colours only
on old-style attachments, and a card's words say the same."""

from __future__ import annotations

from collections.abc import Mapping

from bot.adapters.base import Rejected
from bot.adapters.common.memo import Memo
from bot.adapters.slack.render_text import (
    Json,
    Pings,
    fallback,
    lines,
    plain_text,
    rich_text,
    web_address,
)
from bot.model import (
    Bar,
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Drawing,
    Drawn,
    Fields,
    Image,
    LinkButton,
    Option,
    Paragraph,
    Plain,
    Row,
    Select,
    Strong,
    Style,
    Text,
    laid_out,
)
from bot.model.limits import check_card

LINK = "link:"  # action ids of link buttons, whose presses carry no action
OFF = "⊘ "  # marks a control that cannot be pressed: Slack has no disabled buttons
_BAR = 20
NOBODY: Pings = frozenset()


def check(card: Card) -> None:
    """Raises ``Rejected`` naming every breach of the portable limits."""
    if breaches := check_card(card):
        raise Rejected("; ".join(breaches))


Picture = Image | Drawn
Files = Mapping[str | Drawing, str]
"""Slack file ids, by a picture's path or by its drawing."""


def of_picture(picture: Picture) -> str | Drawing:
    """What ``Files`` knows a picture by."""
    return picture.path if isinstance(picture, Image) else picture.drawing


def pictures(card: Card) -> list[Picture]:
    """The pictures to upload. A card for one person has no drawn ones, see ``private``."""
    return [block for block in card.blocks if isinstance(block, Picture)]


def private(card: Card) -> Card:
    """The card for one person: what is drawn for them alone is told in words and bars, as each
    file would stay in the workspace and keep them waiting until Slack has it ready."""
    return laid_out(card, pictures=False)


def posted(card: Card) -> Card:
    """The card for everybody, with its drawn pictures."""
    return laid_out(card, pictures=True)


def message(card: Card, files: Files, pings: Pings = NOBODY) -> Json:
    """``text`` and ``blocks`` of a message."""
    return {"text": fallback(card), "blocks": blocks(card, files, pings)}


def blocks(card: Card, files: Files, pings: Pings = NOBODY) -> list[Json]:
    """The card's blocks; a picture without a file id is told in words."""
    out: list[Json] = [{"type": "header", "text": plain_text(card.title, 150)}]
    for block in card.blocks:
        same = not pings and not isinstance(block, Picture)
        out.append(_unmentioned(block) if same else _block(block, files, pings))
    for number, row in enumerate(card.rows):
        out.extend(_row(row, number))
    return out


def option(item: Option) -> Json:
    """An option object; text and description take 75 characters."""
    shown: Json = {"text": plain_text(item.label, 75), "value": item.value}
    if item.description.strip():
        shown["description"] = plain_text(item.description, 75)
    return shown


def _block(block: Block, files: Files, pings: Pings) -> Json:
    match block:
        case Paragraph(text):
            return rich_text(text, pings)
        case Fields(items):
            parts: list[Text | str] = []
            for name, value in items:
                parts += ["\n"] if parts else []
                parts += [Text((Strong(f"{name}:"), Plain(" "))), value]
            return lines(*parts)
        case Divider():
            return {"type": "divider"}
        case Image() | Drawn():
            words = plain_text(block.alt, 2000)["text"]
            if (key := of_picture(block)) in files:
                return {"type": "image", "slack_file": {"id": files[key]}, "alt_text": words}
            return lines(f"Picture: {words}")
        case Bar(label, share):
            full = round(min(max(share, 0.0), 1.0) * _BAR)
            return lines(f"{label}\n{'█' * full}{'░' * (_BAR - full)}")


_unmentioned: Memo[Block, Json] = Memo(lambda block: _block(block, {}, NOBODY))


def _row(row: Row, number: int) -> list[Json]:
    if isinstance(row, Select):
        return [{"type": "actions", "elements": [_select(row)]}]
    return _buttons(row, number)


def _buttons(row: Buttons, number: int) -> list[Json]:
    pressable: list[Json] = []
    off: list[Json] = []
    for place, item in enumerate(row.items):
        match item:
            case LinkButton(label, url):
                if web_address(url):
                    pressable.append(
                        {
                            "type": "button",
                            "action_id": f"{LINK}{number}.{place}",
                            "text": plain_text(label, 75),
                            "url": url,
                        }
                    )
                else:
                    off.append(plain_text(f"{OFF}{label}", 80))
            case Button(label, action, style, disabled):
                if disabled:
                    off.append(plain_text(f"{OFF}{label}", 80))
                    continue
                button: Json = {
                    "type": "button",
                    "action_id": action,
                    "text": plain_text(label, 75),
                }
                if style is not Style.SECONDARY:
                    button["style"] = style.value
                pressable.append(button)
    out: list[Json] = []
    if pressable:
        out.append({"type": "actions", "elements": pressable})
    if off:
        out.append({"type": "context", "elements": off})
    return out


def _select(row: Select) -> Json:
    options = [option(item) for item in row.options]
    chosen = [option(item) for item in row.options if item.selected]
    select: Json = {
        "action_id": row.action,
        "placeholder": plain_text(row.placeholder, 150),
        "options": options,
    }
    if row.most > 1:
        select |= {"type": "multi_static_select", "max_selected_items": row.most}
        if chosen:
            select["initial_options"] = chosen[: row.most]
    else:
        select["type"] = "static_select"
        if chosen:
            select["initial_option"] = chosen[0]
    return select
