"""What Discord refuses in commands and suggestions (Discord: interactions/application-commands)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.servers.discord.rules import Problems

_NAME = re.compile(r"[-_'\w]{1,32}")
_TEXTS = {"name", "description", "name_localizations", "description_localizations", "type"}
_COMMAND = _TEXTS | {
    "options",
    "contexts",
    "integration_types",
    "default_member_permissions",
    "nsfw",
    "handler",
}
_OPTION = _TEXTS | {
    "required",
    "choices",
    "options",
    "autocomplete",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "channel_types",
}


def check_choices(data: Mapping[str, Any]) -> Problems:
    p = Problems()
    p.keys((), data, ("choices",))
    if p.count(("choices",), data.get("choices"), 0, 25):
        for n, choice in enumerate(data["choices"]):
            p.keys(("choices", n), choice, ("name", "value", "name_localizations"))
            p.text(("choices", n, "name"), choice.get("name"), 100)
            if isinstance(choice.get("value"), str):
                p.text(("choices", n, "value"), choice["value"], 100)
    return p


def check_commands(commands: Any) -> Problems:
    p = Problems()
    if not p.count((), commands, 0, 130):
        return p
    names = [(c.get("name"), c.get("type", 1)) for c in commands]
    if len(set(names)) != len(names):
        p.add((), "APPLICATION_COMMANDS_DUPLICATE_NAME", "a name is used twice")
    if sum(c.get("type", 1) == 1 for c in commands) > 100:
        p.add((), "APPLICATION_COMMAND_MAX", "100 slash commands")
    for n, command in enumerate(commands):
        if command.get("type", 1) != 1:
            continue  # context menus, the Entry Point command: names and texts of other rules
        p.keys((n,), command, _COMMAND)
        _named(p, (n,), command)
        _command_options(p, (n, "options"), command.get("options", []), depth=0)
        if (size := _size(command)) > 8000:
            p.add((n,), "APPLICATION_COMMAND_TOO_LARGE", f"8000 characters, has {size}")
    return p


def _named(p: Problems, at: tuple[Any, ...], thing: Mapping[str, Any]) -> None:
    name = str(thing.get("name"))
    if not _NAME.fullmatch(name) or name != name.lower():
        p.add((*at, "name"), "APPLICATION_COMMAND_INVALID_NAME", f"invalid name {name!r}")
    p.text((*at, "description"), thing.get("description"), 100)


def _command_options(p: Problems, at: tuple[Any, ...], options: Any, depth: int) -> None:
    if not p.count(at, options, 0, 25):
        return
    names = [o.get("name") for o in options]
    if len(set(names)) != len(names):
        p.add(at, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "a name is used twice")
    subs = [o.get("type") in (1, 2) for o in options]
    if any(subs) and not all(subs):
        p.add(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "subcommands and options mixed")
    optional_seen = False
    for n, option in enumerate(options):
        here = (*at, n)
        p.keys(here, option, _OPTION)
        _named(p, here, option)
        kind = option.get("type")
        p.number((*here, "type"), kind, 1, 11)
        if kind in (1, 2):
            if depth >= 2 or (kind == 2 and depth):
                p.add(here, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "nested too deep")
            _command_options(p, (*here, "options"), option.get("options", []), depth + 1)
            continue
        if option.get("required") and optional_seen:
            p.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "required ones first")
        optional_seen = optional_seen or not option.get("required")
        choices = option.get("choices", [])
        if choices and option.get("autocomplete"):
            p.add(here, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "choices and autocomplete")
        p.count((*here, "choices"), choices, 0, 25)
        for m, choice in enumerate(choices):
            p.text((*here, "choices", m, "name"), choice.get("name"), 100)
            p.text((*here, "choices", m, "value"), str(choice.get("value")), 100)
        if kind not in (4, 10) and ("min_value" in option or "max_value" in option):
            p.add(here, "APPLICATION_COMMAND_OPTIONS_MIN_MAX", "only for numbers")


def _size(thing: Mapping[str, Any]) -> int:
    own = len(str(thing.get("name", ""))) + len(str(thing.get("description", "")))
    choices = sum(len(str(c["name"])) + len(str(c["value"])) for c in thing.get("choices", []))
    return own + choices + sum(_size(o) for o in thing.get("options", []))
