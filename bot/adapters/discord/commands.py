"""Command declarations as Discord application commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.model import Command, OptionKind, OptionSpec
from bot.model.limits import clip

Json = dict[str, Any]

DESCRIPTION = 100  # Discord: interactions/application-commands
_GUILD, _BOT_DIRECT = 0, 1
_SUBCOMMAND, _GROUP, _STRING, _INTEGER = 1, 2, 3, 4
# What Discord adds to a stored command, or fills in where nothing was said.
ADDED = {"id", "application_id", "version", "guild_id", "dm_permission", "default_permission"}


def payload(commands: Sequence[Command]) -> list[Json]:
    """The whole list for a bulk write: commands, groups and their subcommands."""
    top: dict[str, Json] = {}
    for command in sorted(commands, key=lambda c: len(c.path)):
        node = top.get(command.path[0])
        if len(command.path) == 1:
            top[command.path[0]] = _command(command)
            continue
        if node is None or any(o["type"] > _GROUP for o in node["options"]):
            node = top[command.path[0]] = _frame(command, commands, node)
        if len(command.path) == 3:
            node = _child(node, command.path[1])
        node["options"].append(
            {
                "type": _SUBCOMMAND,
                "name": command.path[-1],
                "description": clip(command.description, DESCRIPTION),
                "options": _options(command.options),
            }
        )
    return list(top.values())


def _command(command: Command) -> Json:
    return _shell(command.path[0], command.description) | {"options": _options(command.options)}


def _frame(command: Command, commands: Sequence[Command], bare: Json | None) -> Json:
    """A group's own entry. Discord shows it only in settings; it cannot be called."""
    own = {c.path[1] for c in commands if c.path[0] == command.path[0] and c.path[1:]}
    names = ", ".join(sorted(own))
    words = bare["description"] if bare else f"{command.path[0].capitalize()}: {names}"
    return _shell(command.path[0], words) | {"options": []}


def _child(node: Json, name: str) -> Json:
    for option in node["options"]:
        if option["type"] == _GROUP and option["name"] == name:
            found: Json = option
            return found
    child: Json = {"type": _GROUP, "name": name, "description": name, "options": []}
    node["options"].append(child)
    return child


def _shell(name: str, description: str) -> Json:
    return {
        "type": 1,
        "name": name,
        "description": clip(description, DESCRIPTION),
        "contexts": [_GUILD, _BOT_DIRECT],
        "integration_types": [0],
    }


def _options(specs: Sequence[OptionSpec]) -> list[Json]:
    # Discord wants required options first.
    return [_option(spec) for spec in sorted(specs, key=lambda s: not s.required)]


def _option(spec: OptionSpec) -> Json:
    option: Json = {
        "type": _INTEGER if spec.kind is OptionKind.INTEGER else _STRING,
        "name": spec.name,
        "description": clip(spec.description, DESCRIPTION),
    }
    if spec.required:
        option["required"] = True
    if spec.kind is OptionKind.INTEGER and spec.maximum > spec.minimum:
        option |= {"min_value": spec.minimum, "max_value": spec.maximum}
    if spec.suggests:
        option["autocomplete"] = True
    elif spec.choices:
        option["choices"] = [{"name": c.label, "value": c.value} for c in spec.choices]
    return option


def plain(value: Any) -> Any:
    """A command list without what Discord adds and without empty or default entries."""
    if isinstance(value, Mapping):
        kept = {k: plain(v) for k, v in value.items() if k not in ADDED}
        return {k: v for k, v in kept.items() if v is not None and v is not False and v != []}
    if isinstance(value, (list, tuple)):
        parts = [plain(part) for part in value]
        # Order carries no meaning among commands and subcommands; among options it does.
        if all(isinstance(p, dict) and p.get("type") in (_SUBCOMMAND, _GROUP) for p in parts):
            return sorted(parts, key=lambda p: str(p.get("name")))
        return parts
    return value
