"""What Slack refuses in blocks and views (Slack: reference/block-kit, surfaces/modals).

Field names are checked too: a field that the documentation does not list is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.servers.slack.reading import words_of

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
WORDS = 13_200  # seen, not documented, as ``msg_blocks_too_long``
_FILE = re.compile(r"F[A-Z0-9]{8,}")
_WEB = re.compile(r"https?://[^\s<>|\"]+")
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_STYLES = {"bold", "italic", "strike", "code", "underline"}


class Checker:
    """Collects refusals. ``files`` says whether a file id may be shown now."""

    def __init__(self, files: Callable[[str], bool] = lambda _: True) -> None:
        self.errors: list[str] = []
        self._files = files

    def message(self, blocks: Any) -> list[str]:
        self._blocks(blocks, "/blocks", MESSAGE_BLOCKS)
        if not self.errors and len(words_of(blocks)) > WORDS:
            self.refuse("/blocks", "msg_blocks_too_long")
        return self.errors

    def view(self, view: Any) -> list[str]:
        if not self._object(
            view,
            "/view",
            {"type", "title", "blocks"},
            {
                "submit",
                "close",
                "callback_id",
                "private_metadata",
                "clear_on_close",
                "notify_on_close",
                "external_id",
                "submit_disabled",
            },
        ):
            return self.errors
        if view["type"] != "modal":
            self.refuse("/view/type", "must be modal")
        for name in ("title", "submit", "close"):
            if name in view:
                self._plain(view[name], f"/view/{name}", 24)
        self._size(view.get("private_metadata", ""), "/view/private_metadata", 3000, least=0)
        self._size(view.get("callback_id", ""), "/view/callback_id", 255, least=0)
        self._blocks(view["blocks"], "/view/blocks", VIEW_BLOCKS)
        inputs = [b for b in view["blocks"] if isinstance(b, dict) and b.get("type") == "input"]
        if inputs and "submit" not in view:
            self.refuse("/view/submit", "is required with input blocks")
        return self.errors

    def home(self, view: Any) -> list[str]:
        """A Home tab: no title, no inputs, nothing to submit (Slack: reference/views)."""
        optional = {"callback_id", "private_metadata", "external_id"}
        if not self._object(view, "/view", {"type", "blocks"}, optional):
            return self.errors
        if view["type"] != "home":
            self.refuse("/view/type", "must be home")
        self._size(view.get("private_metadata", ""), "/view/private_metadata", 3000, least=0)
        self._size(view.get("callback_id", ""), "/view/callback_id", 255, least=0)
        self._blocks(view["blocks"], "/view/blocks", VIEW_BLOCKS)
        if any(isinstance(b, dict) and b.get("type") == "input" for b in view["blocks"]):
            self.refuse("/view/blocks", "the bot shows no inputs on a Home tab")
        return self.errors

    def refuse(self, where: str, why: str) -> None:
        self.errors.append(f"[ERROR] {why} [json-pointer:{where}]")

    # pieces

    def _object(self, value: Any, where: str, required: set[str], optional: set[str]) -> bool:
        if not isinstance(value, dict):
            self.refuse(where, "must be an object")
            return False
        for name in required - value.keys():
            self.refuse(where, f"missing required field: {name}")
        for name in value.keys() - required - optional:
            self.refuse(f"{where}/{name}", "no more than documented fields allowed")
        return required <= value.keys()

    def _size(self, value: Any, where: str, limit: int, *, least: int = 1) -> None:
        if not isinstance(value, str):
            self.refuse(where, "must be a string")
        elif len(value) < least:
            self.refuse(where, f"must be more than {least - 1} characters")
        elif len(value) > limit:
            self.refuse(where, f"must be less than {limit + 1} characters")
        elif any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) < 0xE000 for c in value):
            self.refuse(where, "holds control characters or lone surrogates")

    def _count(self, value: Any, where: str, least: int, most: int) -> list[Any]:
        if not isinstance(value, list):
            self.refuse(where, "must be an array")
            return []
        if not least <= len(value) <= most:
            self.refuse(where, f"must have {least} to {most} items, has {len(value)}")
        return value

    def _plain(self, value: Any, where: str, limit: int) -> None:
        if self._object(value, where, {"type", "text"}, {"emoji"}):
            if value["type"] != "plain_text":
                self.refuse(f"{where}/type", "must be plain_text")
            self._size(value["text"], f"{where}/text", limit)
            if isinstance(value["text"], str) and not value["text"].strip():
                self.refuse(f"{where}/text", "must not be blank")

    def _text(self, value: Any, where: str, limit: int) -> None:
        if isinstance(value, dict) and value.get("type") == "mrkdwn":
            if self._object(value, where, {"type", "text"}, {"verbatim"}):
                self._size(value["text"], f"{where}/text", limit)
        else:
            self._plain(value, where, limit)

    # blocks

    def _blocks(self, blocks: Any, where: str, most: int) -> None:
        ids: set[str] = set()
        for number, block in enumerate(self._count(blocks, where, 1, most)):
            at = f"{where}/{number}"
            kind = block.get("type") if isinstance(block, dict) else None
            check = getattr(self, f"_block_{kind}", None)
            if check is None:
                self.refuse(at, f"unsupported block type: {kind}")
                continue
            check(block, at)
            if "block_id" in block:
                self._size(block["block_id"], f"{at}/block_id", 255)
                if block["block_id"] in ids:
                    self.refuse(f"{at}/block_id", "block_id already exists")
                ids.add(block["block_id"])

    def _block_header(self, block: Any, at: str) -> None:
        if self._object(block, at, {"type", "text"}, {"block_id"}):
            self._plain(block["text"], f"{at}/text", 150)

    def _block_divider(self, block: Any, at: str) -> None:
        self._object(block, at, {"type"}, {"block_id"})

    def _block_section(self, block: Any, at: str) -> None:
        self._object(block, at, {"type"}, {"block_id", "text", "fields", "accessory", "expand"})
        if "text" not in block and "fields" not in block:
            self.refuse(at, "needs text or fields")
        if "text" in block:
            self._text(block["text"], f"{at}/text", 3000)
        for number, field in enumerate(self._count(block.get("fields", [{}]), at, 1, 10)):
            if "fields" in block:
                self._text(field, f"{at}/fields/{number}", 2000)
        if "accessory" in block:
            self._element(block["accessory"], f"{at}/accessory", _ACTIONS)

    def _block_context(self, block: Any, at: str) -> None:
        if self._object(block, at, {"type", "elements"}, {"block_id"}):
            for number, element in enumerate(self._count(block["elements"], at, 1, 10)):
                if isinstance(element, dict) and element.get("type") == "image":
                    self._picture(element, f"{at}/elements/{number}", set())
                else:
                    self._text(element, f"{at}/elements/{number}", 3000)

    def _block_image(self, block: Any, at: str) -> None:
        self._picture(block, at, {"title", "block_id"})

    def _picture(self, block: Any, at: str, optional: set[str]) -> None:
        wanted = {"image_url", "slack_file"}
        if not self._object(block, at, {"type", "alt_text"}, optional | wanted):
            return
        self._size(block["alt_text"], f"{at}/alt_text", 2000)
        if len(wanted & block.keys()) != 1:
            self.refuse(at, "needs image_url or slack_file")
        if "slack_file" in block:
            file = block["slack_file"]
            if self._object(file, f"{at}/slack_file", {"id"}, set()):
                if not _FILE.fullmatch(str(file["id"])):
                    self.refuse(f"{at}/slack_file/id", "must match ^[F][A-Z0-9]{8,}$")
                elif not self._files(file["id"]):
                    self.refuse(f"{at}/slack_file", "invalid slack file")
        if "title" in block:
            self._plain(block["title"], f"{at}/title", 2000)

    def _block_actions(self, block: Any, at: str) -> None:
        if self._object(block, at, {"type", "elements"}, {"block_id"}):
            ids = set()
            for number, element in enumerate(self._count(block["elements"], at, 1, 25)):
                self._element(element, f"{at}/elements/{number}", _ACTIONS)
                ids.add(str(element.get("action_id")))
            if len(ids) != len(block["elements"]):
                self.refuse(at, "action_id is not unique in its block")

    def _block_input(self, block: Any, at: str) -> None:
        known = {"block_id", "optional", "hint", "dispatch_action"}
        if self._object(block, at, {"type", "label", "element"}, known):
            self._plain(block["label"], f"{at}/label", 2000)
            if "hint" in block:
                self._plain(block["hint"], f"{at}/hint", 2000)
            self._element(block["element"], f"{at}/element", _INPUTS)

    def _block_rich_text(self, block: Any, at: str) -> None:
        if self._object(block, at, {"type", "elements"}, {"block_id"}):
            for number, element in enumerate(self._count(block["elements"], at, 1, 1000)):
                self._rich(element, f"{at}/elements/{number}", in_list=False)

    def _rich(self, element: Any, at: str, *, in_list: bool) -> None:
        kind = element.get("type")
        if kind == "rich_text_list" and not in_list:
            known = {"indent", "offset", "border"}
            if self._object(element, at, {"type", "style", "elements"}, known):
                if element["style"] not in ("bullet", "ordered"):
                    self.refuse(f"{at}/style", "must be bullet or ordered")
                for number, item in enumerate(self._count(element["elements"], at, 1, 1000)):
                    self._rich(item, f"{at}/elements/{number}", in_list=True)
            return
        allowed = {"rich_text_section"}
        if not in_list:
            allowed |= {"rich_text_preformatted", "rich_text_quote"}
        if kind not in allowed:
            self.refuse(at, f"unsupported rich text element: {kind}")
            return
        optional = {"border"} if kind != "rich_text_section" else set()
        if self._object(element, at, {"type", "elements"}, optional):
            for number, piece in enumerate(self._count(element["elements"], at, 1, 5000)):
                self._piece(piece, f"{at}/elements/{number}")

    def _piece(self, piece: Any, at: str) -> None:
        match piece.get("type"):
            case "text":
                if self._object(piece, at, {"type", "text"}, {"style"}):
                    self._size(piece["text"], f"{at}/text", 40_000)
            case "link":
                known = {"text", "unsafe", "style"}
                if self._object(piece, at, {"type", "url"}, known):
                    self._url(piece["url"], f"{at}/url")
                    if "text" in piece:
                        self._size(piece["text"], f"{at}/text", 40_000)
            case "user":
                if self._object(piece, at, {"type", "user_id"}, {"style"}) and not _USER.fullmatch(
                    str(piece["user_id"])
                ):
                    self.refuse(f"{at}/user_id", "is no user id")
            case "date":
                known = {"fallback", "url", "style"}
                if self._object(piece, at, {"type", "timestamp", "format"}, known):
                    if type(piece["timestamp"]) is not int:
                        self.refuse(f"{at}/timestamp", "must be an integer")
                    self._size(piece["format"], f"{at}/format", 255)
                    if "fallback" in piece:
                        self._size(piece["fallback"], f"{at}/fallback", 255)
            case "broadcast":
                self._object(piece, at, {"type", "range"}, set())
            case other:
                self.refuse(at, f"unsupported element: {other}")
        style = piece.get("style", {})
        if not isinstance(style, dict) or style.keys() - _STYLES:
            self.refuse(f"{at}/style", "has unknown styles")

    # elements

    def _url(self, url: Any, at: str) -> None:
        self._size(url, at, 3000)
        if not _WEB.fullmatch(str(url)):
            self.refuse(at, "is no URL")

    def _element(self, element: Any, at: str, kinds: set[str]) -> None:
        kind = element.get("type") if isinstance(element, dict) else None
        if kind not in kinds:
            self.refuse(at, f"unsupported element type: {kind}")
            return
        if "action_id" in element:
            self._size(element["action_id"], f"{at}/action_id", 255)
        if "placeholder" in element:
            self._plain(element["placeholder"], f"{at}/placeholder", 150)
        getattr(self, f"_element_{kind}")(element, at)

    def _element_button(self, element: Any, at: str) -> None:
        known = {"action_id", "url", "value", "style", "accessibility_label"}
        if self._object(element, at, {"type", "text"}, known):
            self._plain(element["text"], f"{at}/text", 75)
            self._size(element.get("value", ""), f"{at}/value", 2000, least=0)
            if element.get("style", "primary") not in ("primary", "danger"):
                self.refuse(f"{at}/style", "must be primary or danger")
            if "url" in element:
                self._url(element["url"], f"{at}/url")

    def _options(self, element: Any, at: str, most: int, *, many: bool) -> None:
        options = self._count(element["options"], f"{at}/options", 1, most)
        values = set()
        for number, option in enumerate(options):
            where = f"{at}/options/{number}"
            if self._object(option, where, {"text", "value"}, {"description"}):
                self._plain(option["text"], f"{where}/text", 75)
                if not isinstance(option["value"], str) or not 1 <= len(option["value"]) <= 75:
                    self.refuse(f"{where}/value", "must have 1 to 75 characters")
                if "description" in option:
                    self._plain(option["description"], f"{where}/description", 75)
                values.add(option["value"])
        if len(values) != len(options):
            self.refuse(f"{at}/options", "values are not unique")
        first = "initial_options" if many else "initial_option"
        if first in element:
            chosen = element[first] if many else [element[first]]
            if not chosen or any(option not in options for option in chosen):
                self.refuse(f"{at}/{first}", "must be among the options, exactly")

    def _element_static_select(self, element: Any, at: str) -> None:
        known = {"action_id", "placeholder", "initial_option", "focus_on_load", "confirm"}
        if self._object(element, at, {"type", "options"}, known):
            self._options(element, at, 100, many=False)

    def _element_multi_static_select(self, element: Any, at: str) -> None:
        known = {"action_id", "placeholder", "initial_options", "max_selected_items"}
        if self._object(element, at, {"type", "options"}, known):
            self._options(element, at, 100, many=True)
            most = element.get("max_selected_items", 1)
            if most < 1 or len(element.get("initial_options", [])) > most > 1:
                self.refuse(f"{at}/max_selected_items", "is less than what is chosen")

    def _element_radio_buttons(self, element: Any, at: str) -> None:
        if self._object(element, at, {"type", "options"}, {"action_id", "initial_option"}):
            self._options(element, at, 10, many=False)

    def _element_checkboxes(self, element: Any, at: str) -> None:
        if self._object(element, at, {"type", "options"}, {"action_id", "initial_options"}):
            self._options(element, at, 10, many=True)

    def _element_plain_text_input(self, element: Any, at: str) -> None:
        known = {
            "action_id",
            "initial_value",
            "multiline",
            "min_length",
            "max_length",
            "placeholder",
            "focus_on_load",
        }
        if self._object(element, at, {"type"}, known):
            most = element.get("max_length", 3000)
            if not 1 <= most <= 3000:
                self.refuse(f"{at}/max_length", "must be 1 to 3000")
            self._size(element.get("initial_value", ""), f"{at}/initial_value", most, least=0)


_ACTIONS = {"button", "static_select", "multi_static_select", "radio_buttons", "checkboxes"}
_INPUTS = (_ACTIONS - {"button"}) | {"plain_text_input"}
