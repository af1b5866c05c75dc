"""What a command was given, against its declared options: typed lines and typed options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.i18n import words_of
from bot.interactions.suggestions import nearest, plain_word
from bot.model import Command, OptionKind, OptionSpec

phrase = words_of(__file__, "sentences")

UMBRELLA = "study"
"""Every command also works behind this one, where another app has taken its name."""
LONGEST = 3_000
"""Characters of a line that are read."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“", "'": "'", "‘": "’", "«": "»", "`": "`"}
_EDGES = "\"'“”„‘’«»`()[]{}<>.,;:!?…/\\"
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Parsed:
    command: Command
    options: dict[str, str | int]

    @property
    def line(self) -> str:
        """How it is typed, without what is so by default."""
        given = [
            str(self.options[spec.name])
            for spec in self.command.options
            if spec.name in self.options and self.options[spec.name] != spec.default
        ]
        return " ".join(("/" + " ".join(self.command.path), *given))


@dataclass(frozen=True, slots=True)
class Missing:
    """A required choice is absent: ask for it."""

    command: Command
    option: OptionSpec
    options: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Wrong:
    """``sentence`` says what to type instead; ``instead`` is what may have been meant."""

    sentence: str
    command: Command | None = None
    instead: tuple[Parsed, ...] = field(default=(), compare=False)


def resolve(commands: Sequence[Command], line: str) -> Parsed | Missing | Wrong:
    """The command and options that ``line`` (with or without the slash) asks for.

    Case, quotes, stray punctuation and a command that is typed twice do not matter.
    """
    words = line[:LONGEST].split()
    if words and plain_word(words[0]) == UMBRELLA:
        while len(words) > 1 and plain_word(words[1]) == UMBRELLA:
            del words[1]
        command, rest = _find(commands, words)
        if command is None:
            command, rest = _find(commands, words[1:])
        if command is None and all(not plain_word(word) for word in words[1:]):
            command, rest = _find(commands, [UMBRELLA, "help"])
    else:
        command, rest = _find(commands, words)
    if command is None:
        return _unknown(commands, words)
    return parse(command, _without_repeats(command, rest))


def _find(commands: Sequence[Command], words: Sequence[str]) -> tuple[Command | None, list[str]]:
    best, size = None, 0
    said = tuple(plain_word(word) for word in words[:3])
    for command in commands:
        for path in command.paths:
            if said[: len(path)] == path and len(path) > size:
                best, size = command, len(path)
    return best, list(words[size:])


def _without_repeats(command: Command, rest: list[str]) -> list[str]:
    """ "/quiz /quiz polly", and "/study help help" where no free text could mean the word."""
    free = any(spec.kind is OptionKind.TEXT and spec.suggests for spec in command.options)
    while rest and (rest[0].startswith("/") or not free):
        for path in command.paths:
            for said in (path, path[-1:]):
                if tuple(plain_word(word) for word in rest[: len(said)]) == said:
                    break
            else:
                continue
            break
        else:
            break
        rest = rest[len(said) :]
    return rest


def _unknown(commands: Sequence[Command], words: Sequence[str]) -> Wrong:
    said = " ".join(words[:3]).lstrip("/")[:60]
    tail = list(words[1:] if words and plain_word(words[0]) == UMBRELLA else words)
    instead: list[Parsed] = []
    for command, size in nearest(commands, [plain_word(word) for word in tail]):
        asked = parse(command, tail[size:])
        if not isinstance(asked, Parsed):
            asked = parse(command, ())
        if isinstance(asked, Parsed):
            instead.append(asked)
    if not instead and len(words) > len(tail):
        # "/study polly": the thing itself, for whatever can be asked about it.
        free = [c for c in commands if any(spec.suggests for spec in c.options)]
        found = [parse(command, tail) for command in free]
        instead += [asked for asked in found if isinstance(asked, Parsed)]
    helped, _ = _find(commands, (UMBRELLA, "help"))
    if helped is not None and len(instead) < _LISTED and helped not in [i.command for i in instead]:
        instead.append(Parsed(helped, {}))
    return Wrong(
        phrase("no-command", said=said),
        instead=tuple(instead[:_LISTED]),
    )


def parse(command: Command, words: Sequence[str]) -> Parsed | Missing | Wrong:
    """``words`` by the command's own option specs; "name:value" is understood as well."""
    left = list(words)
    options: dict[str, str | int] = {}
    greedy = any(spec.any_words for spec in command.options)
    for spec in sorted(command.options, key=lambda option: option.kind is OptionKind.TEXT):
        said = _take(spec, left, named_only=greedy and spec.kind is OptionKind.INTEGER)
        if said is None:
            continue
        value = _value(spec, said)
        if isinstance(value, Wrong):
            return Wrong(value.sentence, command, _choices(command, spec))
        options[spec.name] = value
    if any(plain_word(word) for word in left):
        return _left_over(command, left, options)
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
            what = spec.description.lower()
            return Wrong(phrase("absent", what=what, usage=command.usage), command)
    return Missing(command, absent[0], options) if absent else Parsed(command, options)


def check(command: Command, given: Mapping[str, str | int]) -> Parsed | Missing | Wrong:
    """Options that a platform took apart itself, held to the same rules as a typed line."""
    options: dict[str, str | int] = {}
    for spec in command.options:
        if spec.name in given:
            value = _value(spec, str(given[spec.name]))
            if isinstance(value, Wrong):
                return Wrong(value.sentence, command, _choices(command, spec))
            options[spec.name] = value
    return complete(command, options)


def _take(spec: OptionSpec, left: list[str], *, named_only: bool) -> str | None:
    """Takes the words that belong to ``spec`` out of ``left``."""
    named = _take_named(spec, left)
    if named is not None or named_only:
        return named
    if spec.kind is OptionKind.CHOICE:
        return _take_choice(spec, left)
    if spec.kind is OptionKind.INTEGER:
        for index in (len(left) - 1, 0):
            if left and _is_number(left[index].strip(_EDGES)):
                return left.pop(index)
        return None
    words = " ".join(left)
    left.clear()
    return words or None


def _take_named(spec: OptionSpec, left: list[str]) -> str | None:
    """ "count:3", "count=3" or "count: 3"."""
    for index, word in enumerate(left):
        for mark in (":", "="):
            name, found, value = word.partition(mark)
            if not found or name.casefold() != spec.name:
                continue
            after = index + 1
            if not value:
                if after >= len(left):
                    continue
                value, after = left[after], after + 1
            if spec.kind is OptionKind.TEXT:
                value, after = " ".join((value, *left[after:])), len(left)
            del left[index:after]
            return value
    return None


def _take_choice(spec: OptionSpec, left: list[str]) -> str | None:
    """The longest run of words that is one of the choices: "all time" before "all"."""
    for size in range(min(3, len(left)), 0, -1):
        for index in range(len(left) - size + 1):
            said = " ".join(left[index : index + size])
            if _choice(spec, said) is not None:
                del left[index : index + size]
                return said
    return None


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def _choice(spec: OptionSpec, said: str) -> str | None:
    """By value or label or its last word: "week", "This week", "weekly"."""
    plain = _joined(said)
    for choice in spec.choices:
        faces = (choice.value, choice.label, choice.label.split()[-1])
        if plain and plain in {_joined(face) + end for face in faces for end in ("", "s", "ly")}:
            return choice.value
    return None


def _joined(words: str) -> str:
    """Small letters and digits of any script only."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _value(spec: OptionSpec, said: str) -> str | int | Wrong:
    if spec.kind is OptionKind.INTEGER:
        number = said.strip(_EDGES)
        if not _is_number(number) or not spec.minimum <= int(number) <= spec.maximum:
            name, least, most = spec.name.capitalize(), spec.minimum, spec.maximum
            return Wrong(phrase("whole-number", option=name, least=least, most=most))
        return int(number)
    if spec.kind is OptionKind.CHOICE:
        choice = _choice(spec, said)
        if choice is None:
            name = spec.name.capitalize()
            return Wrong(phrase("one-of", option=name, choices=_list(spec)))
        return choice
    return _unquoted(said)


def _unquoted(said: str) -> str:
    """Without one pair of quotes around all of it."""
    said = said.strip()
    inner = said[1:-1]
    if len(said) > 2 and _QUOTES.get(said[0]) == said[-1] and said[0] not in inner:
        return inner.strip()
    return said


def _list(spec: OptionSpec) -> str:
    *first, last = [choice.value for choice in spec.choices]
    return phrase("either", first=", ".join(first), last=last) if first else last


def _choices(command: Command, spec: OptionSpec) -> tuple[Parsed, ...]:
    asked = [complete(command, {spec.name: choice.value}) for choice in spec.choices]
    return tuple(it for it in asked if isinstance(it, Parsed))


def _left_over(command: Command, left: Sequence[str], options: dict[str, str | int]) -> Wrong:
    said = " ".join(left)[:60]
    for spec in command.options:
        if spec.kind is OptionKind.CHOICE:
            choices = _list(spec)
            sentence = phrase("not-one-of", said=said, choices=choices)
            return Wrong(sentence, command, _choices(command, spec))
    whole = complete(command, options)
    return Wrong(
        phrase("left-over", said=said, usage=command.usage),
        command,
        (whole,) if isinstance(whole, Parsed) else (),
    )
