"""What the page is told: room things as plain data. The page knows no other form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.adapters.playground.state import OpenedForm, RoomMember, RoomMessage
from bot.model import (
    Bar,
    Block,
    Break,
    Buttons,
    Card,
    Code,
    CodeBlock,
    Command,
    Divider,
    Drawn,
    Emphasis,
    Field,
    Fields,
    Image,
    Item,
    Link,
    LinkButton,
    Mention,
    Node,
    Option,
    Paragraph,
    Plain,
    Row,
    Strong,
    Text,
    TextField,
    When,
    laid_out,
)
from bot.model.letters import visible

Data = dict[str, Any]
#: Gives the address under which the page may fetch a picture.
PictureAddress = Callable[[Image | Drawn], str]


def moment(at: datetime) -> str:
    return at.isoformat()


def text_data(nodes: Iterable[Node]) -> list[Data]:
    return [_node(node) for node in nodes]


def _node(node: Node) -> Data:
    match node:
        case Plain(words):
            return {"is": "plain", "words": visible(words)}
        case Strong(words):
            return {"is": "strong", "words": visible(words)}
        case Emphasis(words):
            return {"is": "emphasis", "words": visible(words)}
        case Code(words):
            return {"is": "code", "words": visible(words)}
        case CodeBlock(words):
            return {"is": "block", "words": visible(words)}
        case Link(label, url):
            return {"is": "link", "words": label, "url": url}
        case Mention(member, name, ping):
            return {"is": "mention", "words": name, "member": member.id, "ping": ping}
        case When(at, style, fallback):
            return {"is": "when", "at": moment(at), "style": style.value, "words": fallback}
        case Item(marker, nodes):
            return {"is": "item", "marker": marker, "nodes": text_data(nodes)}
        case Break():
            return {"is": "break"}


def _text(value: Text) -> list[Data]:
    return text_data(value.nodes)


def _block(block: Block, picture: PictureAddress) -> Data:
    match block:
        case Paragraph(words):
            return {"is": "paragraph", "text": _text(words)}
        case Fields(items):
            pairs = [{"name": name, "text": _text(value)} for name, value in items]
            return {"is": "fields", "items": pairs}
        case Divider():
            return {"is": "divider"}
        case Image(alt=alt) | Drawn(alt=alt):
            return {"is": "image", "url": picture(block), "alt": alt}
        case Bar(label, share):
            return {"is": "bar", "label": label, "share": share}


def _options(options: Iterable[Option]) -> list[Data]:
    return [
        {"label": o.label, "value": o.value, "description": o.description, "selected": o.selected}
        for o in options
    ]


def _row(row: Row) -> Data:
    if isinstance(row, Buttons):
        items: list[Data] = []
        for item in row.items:
            if isinstance(item, LinkButton):
                items.append({"label": item.label, "url": item.url})
            else:
                items.append(
                    {
                        "label": item.label,
                        "action": item.action,
                        "style": item.style.value,
                        "disabled": item.disabled,
                    }
                )
        return {"is": "buttons", "items": items}
    return {
        "is": "select",
        "action": row.action,
        "placeholder": row.placeholder,
        "options": _options(row.options),
        "least": row.least,
        "most": row.most,
    }


def card_data(card: Card, picture: PictureAddress) -> Data:
    shown = laid_out(card, pictures=True)
    return {
        "title": card.title,
        "tone": card.tone.value,
        "blocks": [_block(block, picture) for block in shown.blocks],
        "rows": [_row(row) for row in card.rows],
    }


def message_data(message: RoomMessage, picture: PictureAddress) -> Data:
    return {
        "id": message.id,
        "rev": message.rev,
        "kind": message.kind.value,
        "channel": message.channel.id,
        "author": message.author,
        "at": moment(message.at),
        "words": message.words,
        "card": None if message.card is None else card_data(message.card, picture),
        "thread": message.thread,
        "private": message.private_to is not None,
        "pinged": list(message.pinged),
        "thinking": message.thinking,
        "edited": message.edited,
    }


def _field(field: Field) -> Data:
    if isinstance(field, TextField):
        return {
            "is": "text",
            "key": field.key,
            "label": field.label,
            "hint": field.hint,
            "value": field.value,
            "placeholder": field.placeholder,
            "required": field.required,
            "multiline": field.multiline,
            "longest": field.max_length,
        }
    return {
        "is": "many" if field.many else "one",
        "key": field.key,
        "label": field.label,
        "hint": field.hint,
        "options": _options(field.options),
        "required": field.required,
        "least": field.least,
    }


def form_data(opened: OpenedForm) -> Data:
    return {
        "id": opened.id,
        "title": opened.form.title,
        "intro": opened.form.intro,
        "submit": opened.form.submit,
        "fields": [_field(field) for field in opened.form.fields],
        "errors": opened.errors,
        "note": opened.note,
        "sending": opened.sending,
    }


def member_data(member: RoomMember) -> Data:
    return {
        "id": member.id,
        "name": member.name,
        "manager": member.manager,
        "simulated": member.simulated,
    }


def command_data(command: Command) -> Data:
    return {
        "name": " ".join(command.path),
        "usage": command.usage,
        "description": command.description,
        "organisers": command.for_organizers,
        "options": [
            {
                "name": option.name,
                "description": option.description,
                "required": option.required,
                "suggests": option.suggests,
                "choices": [{"label": c.label, "value": c.value} for c in option.choices],
            }
            for option in command.options
        ],
    }
