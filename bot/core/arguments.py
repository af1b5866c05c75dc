"""What a command was given, against its declared options: typed lines and typed options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Command, OptionKind, OptionSpec

UMBRELLA = "study"
"""Every command also works behind this one, where another app has taken its name."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Parsed:
    command: Command
    options: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Missing:
    """A required choice is absent: ask for it."""

    command: Command
    option: OptionSpec
    options: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """``sentence`` says what to type instead."""

    sentence: str
    command: Command | None = None


def resolve(commands: Sequence[Command], line: str) -> Parsed | Missing | Wrong:
    """The command and options that ``line`` (without the slash) asks for."""
    words = line.split()
    if words and words[0].casefold() == UMBRELLA:
        command, rest = _find(commands, words)
        if command is None:
            command, rest = _find(commands, words[1:])
        if command is None:
            words = [UMBRELLA, "help"] if len(words) == 1 else words
            command, rest = _find(commands, words)
    else:
        command, rest = _find(commands, words)
    if command is None:
        said = " ".join(words[:3])[:60]
        return Wrong(f"There is no command “/{said}”. /study help lists them all.")
    return parse(command, rest)


def _find(commands: Sequence[Command], words: Sequence[str]) -> tuple[Command | None, list[str]]:
    best: Command | None = None
    for command in commands:
        size = len(command.path)
        said = tuple(word.casefold() for word in words[:size])
        if said == command.path and (best is None or size > len(best.path)):
            best = command
    return best, list(words[len(best.path) :]) if best else list(words)


def parse(command: Command, words: Sequence[str]) -> Parsed | Missing | Wrong:
    """``words`` by the command's own option specs; "name:value" is understood as well."""
    left = list(words)
    options: dict[str, str | int] = {}
    for spec in sorted(command.options, key=lambda option: option.kind is OptionKind.TEXT):
        said = _take(spec, left)
        if said is None:
            continue
        value = _value(spec, said)
        if isinstance(value, Wrong):
            return Wrong(value.sentence, command)
        options[spec.name] = value
    if left:
        return Wrong(_left_over(command, left), command)
    return complete(command, options)


def complete(command: Command, given: Mapping[str, str | int]) -> Parsed | Missing | Wrong:
    """``given`` with the defaults added, and whether something required is still absent."""
    options = dict(given)
    for spec in command.options:
        if spec.default is not None:
            options.setdefault(spec.name, spec.default)
    absent = [spec for spec in command.options if spec.required and spec.name not in options]
    for spec in absent:
        if spec.kind is not OptionKind.CHOICE:
            return Wrong(f"Please add {spec.description.lower()}: {command.usage}", command)
    return Missing(command, absent[0], options) if absent else Parsed(command, options)


def check(command: Command, given: Mapping[str, str | int]) -> Parsed | Missing | Wrong:
    """Options that a platform took apart itself, held to the same rules as a typed line."""
    options: dict[str, str | int] = {}
    for spec in command.options:
        if spec.name in given:
            value = _value(spec, str(given[spec.name]))
            if isinstance(value, Wrong):
                return Wrong(value.sentence, command)
            options[spec.name] = value
    return complete(command, options)


def _take(spec: OptionSpec, left: list[str]) -> str | None:
    """Takes the words that belong to ``spec`` out of ``left``."""
    for mark in (":", "="):
        for index, word in enumerate(left):
            name, found, value = word.partition(mark)
            if found and name.casefold() == spec.name and value:
                if spec.kind is not OptionKind.TEXT:
                    del left[index]
                    return value
                said = " ".join((value, *left[index + 1 :]))
                del left[index:]
                return said
    if spec.kind is OptionKind.CHOICE:
        for index, word in enumerate(left):
            if _choice(spec, word) is not None:
                return left.pop(index)
        return None
    if spec.kind is OptionKind.INTEGER:
        for index in (len(left) - 1, 0):
            if left and _is_number(left[index]):
                return left.pop(index)
        return None
    words = " ".join(left)
    left.clear()
    return words or None


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def _choice(spec: OptionSpec, word: str) -> str | None:
    for choice in spec.choices:
        if word.casefold() in (choice.value.casefold(), choice.label.casefold()):
            return choice.value
    return None


def _value(spec: OptionSpec, said: str) -> str | int | Wrong:
    if spec.kind is OptionKind.INTEGER:
        if not _is_number(said) or not spec.minimum <= int(said) <= spec.maximum:
            return Wrong(
                f"{spec.name.capitalize()} is a whole number from {spec.minimum} to {spec.maximum}."
            )
        return int(said)
    if spec.kind is OptionKind.CHOICE:
        choice = _choice(spec, said)
        if choice is None:
            return Wrong(f"{spec.name.capitalize()} is one of {_list(spec)}.")
        return choice
    return said


def _list(spec: OptionSpec) -> str:
    return ", ".join(choice.value for choice in spec.choices)


def _left_over(command: Command, left: Sequence[str]) -> str:
    said = " ".join(left)[:60]
    for spec in command.options:
        if spec.kind is OptionKind.CHOICE:
            return f"“{said}” is not one of {_list(spec)}. Try {command.usage}."
    return f"I do not know what “{said}” means here. Try {command.usage}."
