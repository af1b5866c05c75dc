"""What people read, kept apart from the code: one Fluent file a feature, so it can be translated.

Fluent (projectfluent.org) and not gettext: plural rules for every number of a sentence, whole
sentences under a name of their own instead of English as the key, and one file a feature that can
be read aloud from top to bottom. ``quiz.en-US.ftl`` beside ``quiz.py`` holds the quiz's words; a
translation is the same file with another locale in its name.

``ORDINAL($place)`` chooses between 1st, 2nd, 3rd and 4th (Fluent's own functions lack it).
In a message ``**bold**`` and ```code``` are markup. What is filled in never is: names and answers
stay plain whatever they contain.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from babel.core import Locale
from fluent.runtime import FluentBundle, FluentResource

from bot.model import Code, Inline, Node, Plain, Strong, Text, text

LOCALE = "en-US"

Filling = str | int | float | Node | Text

_MARK = "\ue000{}\ue001"
_PIECES = re.compile(r"(\ue000\d+\ue001|\*\*.+?\*\*|`[^`]+`)")
_ENTRY = re.compile(r"(-?[A-Za-z][\w-]*) *=")
_NAME = re.compile(r"(?<![$\w-])-?[A-Za-z][\w-]*")


def entries(source: str) -> dict[str, str]:
    """Each message and term of a Fluent file by its name (a term's begins with "-"), unparsed.

    An entry begins in the first column; what belongs to it is indented, or closes a brace.
    """
    found: dict[str, str] = {}
    name = ""
    for line in source.splitlines(keepends=True):
        if begun := _ENTRY.match(line):
            name = begun[1]
            found[name] = line
        elif name and (line[0] in " }" or not line.strip()):
            found[name] += line
        else:
            name = ""
    return found


class Words:
    """The messages of one feature. Raises ``LookupError`` for one that it does not have.

    A message is parsed when it's first asked for: there are about a thousand, and parsing them
    all would be a sixth of the time that the bot takes to start.
    """

    def __init__(self, path: Path, locale: str = LOCALE) -> None:
        self.path = path
        ordinal = Locale.parse(locale, sep="-").ordinal_form
        functions: Any = {"ORDINAL": lambda number: ordinal(int(number))}
        self._bundle = FluentBundle([locale], use_isolating=False, functions=functions)
        self._unparsed = entries(path.read_text(encoding="utf-8"))
        self._format = lru_cache(maxsize=512)(self._formatted)

    def __call__(self, name: str, /, **filling: str | int | float) -> str:
        """The message ``name`` (or ``name.attribute``) in plain words."""
        return self._format(name, tuple(filling.items()))

    def has(self, name: str) -> bool:
        """Whether there is a message ``name`` (or ``name.attribute``) with words of its own."""
        whole, _, attribute = name.partition(".")
        self._parse(whole)
        if not self._bundle.has_message(whole):
            return False
        message = self._bundle.get_message(whole)
        return attribute in message.attributes if attribute else message.value is not None

    def text(self, name: str, /, **filling: Filling) -> Text:
        """The message as rich text; ``filling`` may be nodes, and strings stay plain."""
        values = tuple(filling.values())
        marked = {
            key: value if isinstance(value, int | float) else _MARK.format(place)
            for place, (key, value) in enumerate(filling.items())
        }
        parts: list[Node | Text | str] = []
        for piece in _PIECES.split(self._format(name, tuple(marked.items()))):
            if not piece:
                continue
            if piece.startswith("\ue000"):
                value = values[int(piece[1:-1])]
                parts.append(value if not isinstance(value, int | float) else str(value))
            elif piece.startswith("**"):
                parts += _strong(piece[2:-2], values)
            elif piece.startswith("`") and len(piece) > 2:
                parts.append(Code(_filled(piece[1:-1], values)))
            else:
                parts.append(Plain(piece))
        return text(*parts)

    def inline(self, name: str, /, **filling: Filling) -> tuple[Inline, ...]:
        """The same for one line of a list, where no list and no block of code can stand."""
        return cast(tuple[Inline, ...], self.text(name, **filling).nodes)

    def _parse(self, name: str) -> None:
        """Gives the bundle an entry with all that it may refer to.

        Two threads may do so at once: one is as good as the other, as the first counts.
        """
        wanted = [name] if name in self._unparsed else []
        for one in wanted:  # grows on the way
            others = dict.fromkeys(_NAME.findall(self._unparsed.get(one, "")))
            wanted += [other for other in others if other in self._unparsed and other not in wanted]
        if wanted:
            source = "\n".join(self._unparsed.get(one, "") for one in wanted)
            self._bundle.add_resource(FluentResource(source))
        for one in wanted:
            self._unparsed.pop(one, None)

    def _formatted(self, name: str, filling: tuple[tuple[str, str | int | float], ...]) -> str:
        whole, _, attribute = name.partition(".")
        self._parse(whole)
        if not self._bundle.has_message(whole):
            raise LookupError(f"{self.path.name} has no message {name!r}")
        message = self._bundle.get_message(whole)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise LookupError(f"{self.path.name} has no message {name!r}")
        words, errors = self._bundle.format_pattern(pattern, dict(filling))
        if errors:
            raise LookupError(f"{self.path.name}, {name!r}: {errors[0]}")
        return str(words)


def words_of(file: str, name: str = "") -> Words:
    """The words of the module ``file`` (its ``__file__``), or of ``name`` in the same folder."""
    module = Path(file)
    return Words(module.with_name(f"{name or module.stem}.{LOCALE}.ftl"))


def _strong(inner: str, values: tuple[Filling, ...]) -> list[Node | Text | str]:
    """Bold words; a node that stands inside keeps what it is."""
    parts: list[Node | Text | str] = []
    for piece in re.split(r"(\ue000\d+\ue001)", inner):
        if piece.startswith("\ue000"):
            value = values[int(piece[1:-1])]
            bold = isinstance(value, str | int | float)
            parts.append(Strong(str(value)) if bold else value)  # type: ignore[arg-type]
        elif piece:
            parts.append(Strong(piece))
    return parts


def _filled(inner: str, values: tuple[Filling, ...]) -> str:
    def value(mark: re.Match[str]) -> str:
        found = values[int(mark.group()[1:-1])]
        return found if isinstance(found, str) else text(found).plain  # type: ignore[arg-type]

    return re.sub(r"\ue000\d+\ue001", value, inner)
