"""What a reader of blocks sees, and who is notified by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def words_of(blocks: Any) -> str:
    """Every word that a reader of ``blocks`` sees, controls left out."""
    return "\n".join(line for block in blocks if (line := _line(block)))


def _line(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return str(block["text"]["text"])
        case "section":
            parts = [block["text"]] if "text" in block else []
            return "\n".join(part["text"] for part in [*parts, *block.get("fields", [])])
        case "context":
            return "\n".join(e.get("text", e.get("alt_text", "")) for e in block["elements"])
        case "rich_text":
            return "\n".join(_rich_words(element) for element in block["elements"])
    return ""


def _rich_words(element: Mapping[str, Any]) -> str:
    if element["type"] == "rich_text_list":
        return "\n".join(f"• {_rich_words(item)}" for item in element["elements"])
    return "".join(_piece_words(piece) for piece in element["elements"])


def _piece_words(piece: Mapping[str, Any]) -> str:
    match piece["type"]:
        case "link":
            return str(piece.get("text") or piece["url"])
        case "user":
            return f"@{piece['user_id']}"
        case "date":
            return str(piece.get("fallback", ""))
        case "broadcast":
            return f"@{piece['range']}"
    return str(piece["text"])


def notified(blocks: Any, text: str = "") -> set[str]:
    """User ids and broadcasts that a message notifies: ids in rich text, marks in mrkdwn."""
    found: set[str] = set(_marks(text))
    stack: list[Any] = [blocks]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            match item.get("type"):
                case "user":
                    found.add(str(item["user_id"]))
                case "usergroup":
                    found.add(str(item["usergroup_id"]))
                case "broadcast":
                    found.add(str(item["range"]))
                case "mrkdwn":
                    found.update(_marks(item["text"]))
            stack.extend(item.values())
    return found


def _marks(text: str) -> list[str]:
    users = re.findall(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", text)
    return users + re.findall(r"<!(channel|here|everyone|subteam\^S[A-Z0-9]+)(?:\|[^>]*)?>", text)
