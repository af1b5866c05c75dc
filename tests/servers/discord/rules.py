"""What Discord refuses in a payload (Discord: components/reference, resources/message,
interactions/receiving-and-responding, interactions/application-commands).

Every check adds to a ``Problems`` list; the server answers 400 with code 50035 and the tree
of errors when there are any. Unknown fields are refused too, which is stricter than Discord.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

EPHEMERAL = 1 << 6
LAYOUT = 1 << 15
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12

REPLY = frozenset(
    ("tts", "content", "embeds", "allowed_mentions", "flags", "components", "attachments", "poll")
)
CREATE = REPLY | {"nonce", "enforce_nonce", "message_reference", "sticker_ids"}
EDIT = frozenset(["content", "embeds", "flags", "allowed_mentions", "components", "attachments"])
CONTENT = ("content", "embeds", "poll", "sticker_ids")

_FIELDS: dict[int, str] = {
    1: "components",
    2: "style label emoji custom_id url disabled sku_id",
    3: "custom_id options placeholder min_values max_values disabled required",
    4: "custom_id style min_length max_length required value placeholder",
    9: "components accessory",
    10: "content",
    11: "media description spoiler",
    12: "items",
    13: "file spoiler",
    14: "divider spacing",
    17: "components accent_color spoiler",
    18: "label description component",
    19: "custom_id min_values max_values required",
    21: "custom_id options required",
    22: "custom_id options min_values max_values required",
    23: "custom_id default",
}
_TOP = {1, 9, 10, 12, 13, 14, 17}
_IN_CONTAINER = {1, 9, 10, 12, 13, 14}
_IN_LABEL = {3, 4, 19, 21, 22, 23}


class Problems:
    def __init__(self) -> None:
        self.found: list[tuple[tuple[str, ...], str, str]] = []

    def add(self, path: tuple[Any, ...], code: str, message: str) -> None:
        self.found.append((tuple(map(str, path)), code, message))

    def tree(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for path, code, message in self.found:
            node = tree
            for step in path:
                node = node.setdefault(step, {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return tree

    def lines(self) -> list[str]:
        return [f"{'.'.join(path)}: {message}" for path, _, message in self.found]

    def keys(self, path: tuple[Any, ...], given: Mapping[str, Any], allowed: Iterable[str]) -> None:
        for key in given.keys() - set(allowed):
            self.add((*path, key), "UNKNOWN_FIELD", f"unknown field {key!r}")

    def text(self, path: tuple[Any, ...], value: object, most: int, *, least: int = 1) -> None:
        if not isinstance(value, str):
            self.add(path, "BASE_TYPE_STRING", "must be a string")
        elif len(value) > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"must be {most} or fewer, is {len(value)}")
        elif least and not value.strip():
            self.add(path, "BASE_TYPE_REQUIRED", "this field is required")
        elif len(value) < least:
            self.add(path, "BASE_TYPE_MIN_LENGTH", f"must be {least} or more")

    def number(self, path: tuple[Any, ...], value: object, least: int, most: int) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            self.add(path, "NUMBER_TYPE_COERCE", "must be an integer")
        elif not least <= value <= most:
            self.add(path, "NUMBER_TYPE_RANGE", f"must be between {least} and {most}, is {value}")

    def count(self, path: tuple[Any, ...], value: object, least: int, most: int) -> bool:
        if not isinstance(value, list):
            self.add(path, "LIST_TYPE", "must be a list")
            return False
        if not least <= len(value) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"{least} to {most} entries, has {len(value)}")
        return True

    def flag(self, path: tuple[Any, ...], value: object) -> None:
        if not isinstance(value, bool):
            self.add(path, "BOOLEAN_TYPE", "must be true or false")


class _Components:
    """One walk over a message's or a modal's components."""

    def __init__(self, problems: Problems, files: set[str], *, modal: bool) -> None:
        self.problems, self.files, self.modal = problems, files, modal
        self.total = self.words = 0
        self.custom_ids: set[str] = set()
        self.ids: set[int] = set()

    def check(self, path: tuple[Any, ...], part: Any, allowed: set[int]) -> None:
        p = self.problems
        self.total += 1
        if not isinstance(part, dict) or part.get("type") not in _FIELDS:
            p.add(path, "UNION_TYPE_CHOICES", "not a component")
            return
        kind: int = part["type"]
        if kind not in allowed:
            p.add((*path, "type"), "UNION_TYPE_CHOICES", f"type {kind} is not allowed here")
        p.keys(path, part, {"type", "id", *_FIELDS[kind].split()})
        if "id" in part:
            p.number((*path, "id"), part["id"], 0, 2**31 - 1)
            if part["id"] and part["id"] in self.ids:
                p.add((*path, "id"), "COMPONENT_ID_DUPLICATED", "component id is used twice")
            self.ids.add(part["id"])
        if "custom_id" in _FIELDS[kind].split() and not (kind == 2 and part.get("style") in (5, 6)):
            self.custom_id((*path, "custom_id"), part.get("custom_id"))
        getattr(self, f"_type_{kind}", lambda *_: None)(path, part)

    def custom_id(self, path: tuple[Any, ...], value: object) -> None:
        self.problems.text(path, value, 100)
        if isinstance(value, str):
            if value in self.custom_ids:
                self.problems.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "custom_id is used twice")
            self.custom_ids.add(value)

    def many(
        self, path: tuple[Any, ...], value: object, least: int, most: int, allowed: set[int]
    ) -> None:
        if self.problems.count(path, value, least, most):
            assert isinstance(value, list)
            for n, part in enumerate(value):
                self.check((*path, n), part, allowed)

    def _type_1(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        inner = part.get("components")
        has_select = isinstance(inner, list) and any(
            isinstance(c, dict) and c.get("type") == 3 for c in inner
        )
        self.many((*path, "components"), inner, 1, 1 if has_select else 5, {2, 3})

    def _type_2(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        p, style = self.problems, part.get("style")
        p.number((*path, "style"), style, 1, 6)
        if "label" in part:
            p.text((*path, "label"), part["label"], 80)
        elif "emoji" not in part:
            p.add(path, "BUTTON_COMPONENT_INVALID", "a button needs a label or an emoji")
        if "disabled" in part:
            p.flag((*path, "disabled"), part["disabled"])
        if style == 5:
            if "custom_id" in part:
                p.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID", "a link has none")
            p.text((*path, "url"), part.get("url"), 512)
            if not re.match(r"(https?|discord)://\S+\Z", str(part.get("url"))):
                p.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", "scheme must be http(s)")
        elif "url" in part:
            p.add((*path, "url"), "BUTTON_COMPONENT_URL", "only a link button has a url")

    def _type_3(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        p = self.problems
        if "placeholder" in part:
            p.text((*path, "placeholder"), part["placeholder"], 150)
        if self.modal and part.get("disabled"):
            p.add((*path, "disabled"), "COMPONENT_DISABLED", "not in a modal")
        if not self.modal and "required" in part:
            p.add((*path, "required"), "UNKNOWN_FIELD", "only in a modal")
        self._options(path, part, 1, 25, part.get("max_values", 1), group=False)
        self._range(path, part, 25, part.get("required", self.modal))

    def _type_4(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        p = self.problems
        p.number((*path, "style"), part.get("style"), 1, 2)
        least, most = part.get("min_length", 0), part.get("max_length", 4000)
        p.number((*path, "min_length"), least, 0, 4000)
        p.number((*path, "max_length"), most, 1, 4000)
        if "value" in part:
            p.text((*path, "value"), part["value"], min(4000, int(most)), least=0)
        if "placeholder" in part:
            p.text((*path, "placeholder"), part["placeholder"], 100)
        if "required" in part:
            p.flag((*path, "required"), part["required"])

    def _type_9(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self.many((*path, "components"), part.get("components"), 1, 3, {10})
        self.check((*path, "accessory"), part.get("accessory"), {2, 11})

    def _type_10(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self.problems.text((*path, "content"), part.get("content"), 4000)
        self.words += len(str(part.get("content")))

    def _type_11(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self._media(path, part)

    def _type_12(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        items = part.get("items")
        if self.problems.count((*path, "items"), items, 1, 10):
            assert isinstance(items, list)
            for n, item in enumerate(items):
                self.problems.keys((*path, "items", n), item, ("media", "description", "spoiler"))
                self._media((*path, "items", n), item)

    def _type_14(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self.problems.number((*path, "spacing"), part.get("spacing", 1), 1, 2)

    def _type_17(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        if part.get("accent_color") is not None:
            self.problems.number((*path, "accent_color"), part["accent_color"], 0, 0xFFFFFF)
        self.many((*path, "components"), part.get("components"), 1, 40, _IN_CONTAINER)

    def _type_18(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self.problems.text((*path, "label"), part.get("label"), 45)
        if "description" in part:
            self.problems.text((*path, "description"), part["description"], 100)
        self.check((*path, "component"), part.get("component"), _IN_LABEL)

    def _type_21(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self._options(path, part, 2, 10, 1, group=True)

    def _type_22(self, path: tuple[Any, ...], part: dict[str, Any]) -> None:
        self._options(path, part, 1, 10, part.get("max_values", 10), group=True)
        self._range(path, part, 10, part.get("required", True))

    def _options(
        self,
        path: tuple[Any, ...],
        part: dict[str, Any],
        least: int,
        most: int,
        chosen: Any,
        *,
        group: bool,
    ) -> None:
        p, options = self.problems, part.get("options")
        if not p.count((*path, "options"), options, least, most):
            return
        assert isinstance(options, list)
        values = []
        for n, option in enumerate(options):
            at = (*path, "options", n)
            extra = () if group else ("emoji",)
            p.keys(at, option, ("label", "value", "description", "default", *extra))
            p.text((*at, "label"), option.get("label"), 100)
            p.text((*at, "value"), option.get("value"), 100)
            if "description" in option:
                p.text((*at, "description"), option["description"], 100)
            values.append(option.get("value"))
        if len(set(values)) != len(values):
            p.add((*path, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "value twice")
        if sum(bool(o.get("default")) for o in options) > chosen:
            p.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "too many defaults")

    def _range(self, path: tuple[Any, ...], part: dict[str, Any], top: int, required: Any) -> None:
        p = self.problems
        least, most = part.get("min_values", 1), part.get("max_values", 1)
        p.number((*path, "min_values"), least, 0, top)
        p.number((*path, "max_values"), most, 1, top)
        if most > len(part.get("options") or ()) or least > most:
            p.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "more than options")
        if self.modal and required and least == 0:
            p.add((*path, "required"), "COMPONENT_REQUIRED", "required, but takes no values")

    def _media(self, path: tuple[Any, ...], item: Mapping[str, Any]) -> None:
        url = str(item.get("media", {}).get("url"))
        if url.startswith("attachment://"):
            if url.removeprefix("attachment://") not in self.files:
                self.problems.add((*path, "media"), "UNFURLED_MEDIA_NOT_FOUND", f"no file {url}")
        elif not re.match(r"https?://\S+\Z", url):
            self.problems.add((*path, "media"), "URL_TYPE_INVALID_SCHEME", url)
        if "description" in item:
            self.problems.text((*path, "description"), item["description"], 1024)


def check_message(
    data: Mapping[str, Any],
    allowed: Iterable[str],
    files: Mapping[int, str],
    *,
    flags: int,
    edit: bool = False,
) -> Problems:
    """``flags`` are the message's flags after this payload."""
    p = Problems()
    p.keys((), data, allowed)
    named = _attachments(p, data, files)
    if flags & LAYOUT:
        for field in CONTENT:
            if data.get(field):
                p.add((field,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", field)
        if not edit and not data.get("components"):
            p.add(("components",), "BASE_TYPE_REQUIRED", "a layout message needs components")
    else:
        p.text(("content",), data.get("content") or "", 2000, least=0)
        if not edit and not any(data.get(k) for k in (*CONTENT, "components")) and not files:
            p.add((), "EMPTY", "Cannot send an empty message")
    if data.get("components"):
        walk = _Components(p, named, modal=False)
        top = _TOP if flags & LAYOUT else {1}
        walk.many(("components",), data["components"], 1, 40 if flags & LAYOUT else 5, top)
        if walk.total > 40:
            p.add(("components",), "COMPONENT_MAX_TOTAL", f"40 in total, has {walk.total}")
        if walk.words > 4000:
            p.add(("components",), "COMPONENT_MAX_TEXT", f"4000 characters, has {walk.words}")
    if "allowed_mentions" in data:
        _mentions(p, data["allowed_mentions"])
    if "nonce" in data:
        p.text(("nonce",), str(data["nonce"]), 25)
    return p


def _attachments(p: Problems, data: Mapping[str, Any], files: Mapping[int, str]) -> set[str]:
    listed = data.get("attachments", [])
    p.count(("attachments",), listed, 0, 10)
    for n, item in enumerate(listed):
        p.keys(("attachments", n), item, ("id", "filename", "description", "title", "is_spoiler"))
        if int(item["id"]) < 1000 and int(item["id"]) not in files:
            p.add(("attachments", n, "id"), "ATTACHMENT_NOT_FOUND", "no such file in the request")
        p.text(("attachments", n, "description"), item.get("description", ""), 1024, least=0)
    return set(files.values())


def _mentions(p: Problems, given: Any) -> None:
    at = ("allowed_mentions",)
    p.keys(at, given, ("parse", "roles", "users", "replied_user"))
    parse = given.get("parse", [])
    for kind in ("users", "roles"):
        ids = given.get(kind, [])
        if ids and kind in parse:
            p.add(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"{kind} twice")
        p.count((*at, kind), ids, 0, 100)


def check_modal(data: Mapping[str, Any]) -> Problems:
    p = Problems()
    p.keys((), data, ("custom_id", "title", "components"))
    p.text(("title",), data.get("title"), 45)
    p.text(("custom_id",), data.get("custom_id"), 100)
    walk = _Components(p, set(), modal=True)
    walk.many(("components",), data.get("components"), 1, 5, {18, 10})
    return p
