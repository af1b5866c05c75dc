"""Reads YAML nodes as typed values and notes every mistake instead of stopping at the first.

A value that cannot be read comes back as an empty one of the right type. That is safe because a
course with a mistake is never handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from bot.model import limits
from content.did_you_mean import closest, meant
from content.inline import folded, without_code
from content.mistakes import Mistake
from content.wording import blank, on_one_line, unshowable, word_count
from content.yaml_nodes import Mapping, Node, Scalar, Sequence

ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
LONGEST_ID = 60
LETTER = re.compile(r"[A-Z]")
NO_ID = "“{}” can't be an id: use small letters and digits, joined by hyphens or dots"
BLANK = "is blank: nobody can see that in a chat, so say it in words (“a space”)"
_NAMES = {Scalar: "a text", Sequence: "a list", Mapping: "keys with values"}


@dataclass(slots=True)
class Report:
    """Collects the mistakes of one file. ``file`` is how the file is named in them."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)
    misspelt: list[tuple[Mapping, str, str]] = field(default_factory=list)
    """Mappings with a key that nobody knows and the key that it seems to be."""

    def add(self, line: int, key: str, rule: str, message: str) -> None:
        mistake = Mistake(self.file, line, limits.clip(key, 200), rule, limits.clip(message, 300))
        self.mistakes.append(mistake)


class Fields:
    """One mapping of a course file, read key by key.

    Each method reads one key and notes what is wrong with it. ``close`` notes the keys that
    nobody asked for. A key is required unless a default is given.
    """

    def __init__(self, node: Node, report: Report, path: str = "") -> None:
        self.report = report
        self.path = path
        self.line = node.line
        self.node = node
        self._pairs: dict[str, tuple[int, Node]] = {}
        self._asked: set[str] = set()
        if not isinstance(node, Mapping):
            report.add(
                node.line,
                path,
                "shape",
                f"must be keys with values (“key: value”), but is {_kind(node)}",
            )
            return
        for key, value in node.pairs:
            if key.value in self._pairs:
                first = self._pairs[key.value][0]
                told = f"is here twice (also in line {first})"
                report.add(key.line, self._key(key.value), "shape", told)
            else:
                self._pairs[key.value] = (key.line, value)

    def _key(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def note(self, key: str, rule: str, message: str) -> None:
        """Notes a mistake at ``key`` (or at this mapping, when the key is absent or empty)."""
        line = self._pairs[key][0] if key in self._pairs else self.line
        self.report.add(line, self._key(key) if key else self.path, rule, message)

    def has(self, key: str) -> bool:
        found = self._pairs.get(key)
        return found is not None and not (isinstance(found[1], Scalar) and found[1].missing)

    def scalar(self, key: str, *, required: bool = True) -> Scalar | None:
        """The raw scalar at ``key``."""
        node = self._node(key, required=required)
        if node is not None and not isinstance(node, Scalar):
            self.note(key, "shape", f"must be a text, but is {_kind(node)}")
            return None
        return node

    def text(
        self,
        key: str,
        *,
        characters: int,
        words: int | None = None,
        default: str | None = None,
        rule: str = "R13",
        code: bool = False,
    ) -> str:
        """Plain text of at most this many characters and words; what looks like markup is text.

        ``rule`` is named when a required text is missing. With ``code``, blocks of code between
        fences keep their lines, and their words do not count.
        """
        found = self.scalar(key, required=False)
        if found is None:
            if default is None and not self.has(key):
                self.note(key, rule, self._missing(key))
            return default or ""
        if len(found.value) > 10 * characters:  # before any pattern is looked for in it
            self.note(key, "R13", f"has more than {characters} characters")
            return ""
        value = folded(found.value) if code else on_one_line(found.value)
        for trouble in text_troubles(value, characters, words):
            self.note(key, "R13", trouble)
        if not value.strip() and not found.value:
            self.note(key, rule, "is empty")
        elif blank(value):
            self.note(key, rule, BLANK)
        return value

    def identifier(self, key: str, *, default: str | None = None) -> str:
        """An id: lower-case words and digits joined by hyphens or dots."""
        found = self.scalar(key, required=default is None)
        if found is None:
            return default or ""
        if not ID.fullmatch(found.value) or len(found.value) > LONGEST_ID:
            self.note(key, "id", NO_ID.format(found.value[:LONGEST_ID]))
            return ""
        return found.value

    def word(self, key: str, allowed: frozenset[str]) -> str:
        """One of ``allowed``."""
        found = self.scalar(key)
        if found is None:
            return ""
        if found.value not in allowed:
            self.note(
                key,
                "shape",
                f"can't be {found.value[:40]!r}: use {', '.join(sorted(allowed))}"
                f"{meant(found.value, allowed)}",
            )
        return found.value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        found = self.scalar(key, required=default is None)
        if found is None:
            return bool(default)
        if found.value not in ("true", "false"):
            self.note(key, "shape", f"must be true or false, not {found.value[:40]!r}")
        return found.value == "true"

    def integer(self, key: str, least: int, most: int, *, default: int | None = None) -> int:
        found = self.scalar(key, required=default is None)
        if found is None:
            return default or 0
        number = int(found.value) if re.fullmatch(r"[0-9]{1,9}", found.value) else None
        if number is None or not least <= number <= most:
            self.note(key, "shape", f"must be a number from {least} to {most}")
            return least
        return number

    def day(self, key: str) -> date | None:
        """An optional date, such as 2026-11-23."""
        found = self.scalar(key, required=False)
        if found is None:
            return None
        try:
            return date.fromisoformat(found.value)
        except ValueError:
            self.note(key, "shape", f"must be a date such as 2026-11-23, not {found.value[:40]!r}")
            return None

    def url(self, key: str, longest: int) -> str:
        found = self.text(key, characters=longest)
        if found and not is_web_address(found):
            self.note(key, "R13", "must be an https address")
        return found

    def identifiers(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of ids, none twice."""
        found: list[str] = []
        for value in self.texts(key, characters=LONGEST_ID, required=required):
            if not ID.fullmatch(value):
                self.note(key, "id", NO_ID.format(value))
            elif value in found:
                self.note(key, "duplicate", f"lists {value!r} twice")
            else:
                found.append(value)
        return tuple(found)

    def texts(self, key: str, *, characters: int, required: bool = False) -> tuple[str, ...]:
        """A list of plain texts."""
        out: list[str] = []
        for item in self._list(key, required=required):
            if not isinstance(item, Scalar) or item.missing:
                told = f"must be a list of texts, but has {_kind(item)}"
                if isinstance(item, Scalar) and item.value:
                    told = f"has {item.value}, which means “nothing”; as a text it needs quotes"
                self.report.add(item.line, self._key(key), "shape", told)
                continue
            value = on_one_line(item.value)
            for trouble in text_troubles(value, characters):
                self.report.add(item.line, self._key(key), "R13", trouble)
            if blank(value):
                self.report.add(item.line, self._key(key), "R13", BLANK)
            out.append(value)
        return tuple(out)

    def id_lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """An optional list of lists of ids."""
        out: list[tuple[str, ...]] = []
        for number, item in enumerate(self._list(key, required=False), 1):
            inner = Fields(Mapping(item.line, [(Scalar("ids", item.line), item)]), self.report)
            inner.path = f"{self._key(key)}.{number}"
            out.append(inner.identifiers("ids", required=True))
        return tuple(out)

    def many(self, key: str, *, required: bool = True) -> list[Fields]:
        """A list of mappings; each is named by its ``id`` where it has one, else by number."""
        return list(each(self._list(key, required=required), self.report, self._key(key)))

    def one(self, key: str, *, required: bool = True) -> Fields | None:
        node = self._node(key, required=required)
        return None if node is None else Fields(node, self.report, self._key(key))

    def names(self) -> tuple[str, ...]:
        """The keys that stand in the file, for mappings whose keys are the author's."""
        return tuple(self._pairs)

    def is_mapping(self, key: str) -> bool:
        return key in self._pairs and isinstance(self._pairs[key][1], Mapping)

    def close(self) -> None:
        """Notes every key that no method asked for."""
        for key in self._pairs.keys() - self._asked:
            free = sorted(self._asked - self._pairs.keys())
            self.note(key, "unknown-key", f"is not a key that can go here{meant(key, self._asked)}")
            if isinstance(self.node, Mapping) and (found := closest(key, free)):
                self.report.misspelt.append((self.node, key, found))

    def _node(self, key: str, *, required: bool) -> Node | None:
        self._asked.add(key)
        if not self.has(key):
            if required:
                self.note(key, "shape", self._missing(key))
            return None
        return self._pairs[key][1]

    def _missing(self, key: str) -> str:
        found = self._pairs.get(key)
        if found is not None and isinstance(found[1], Scalar) and found[1].value:
            return f"is missing: {found[1].value} means “nothing”; as a text it needs quotes"
        return "is missing"

    def _list(self, key: str, *, required: bool) -> list[Node]:
        node = self._node(key, required=required)
        if node is None:
            return []
        if not isinstance(node, Sequence):
            self.note(key, "shape", f"must be a list, but is {_kind(node)}")
            return []
        if required and not node.items:
            self.note(key, "shape", "is empty")
        return node.items


def each(
    items: list[Node], report: Report, path: str = "", *, name: str = "id"
) -> Iterator[Fields]:
    """Each node of a list as a mapping with a path of its own, by what stands at ``name``."""
    for number, item in enumerate(items, 1):
        step = str(number)
        if isinstance(item, Mapping):
            for key, value in item.pairs:
                if key.value == name and isinstance(value, Scalar) and value.value:
                    step = value.value[:LONGEST_ID]
        yield Fields(item, report, f"{path}.{step}" if path else step)


def text_troubles(value: str, characters: int, words: int | None = None) -> Iterator[str]:
    """What keeps ``value`` from being plain text of this size."""
    if trouble := unshowable(value):
        yield trouble
    if len(value) > characters:
        yield f"has {len(value)} characters; at most {characters} fit"
    if words is not None and (count := word_count(without_code(value))) > words:
        yield f"has {count} words; at most {words} fit"


def is_web_address(url: str) -> bool:
    """True for an https address with a host and without spaces or credentials."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme == "https"
            and bool(parts.hostname)
            and not parts.username
            and not re.search(r"[\s<>\"'`|\\]", url)
        )
    except ValueError:
        return False


def _kind(node: Node) -> str:
    return "empty" if isinstance(node, Scalar) and node.missing else _NAMES[type(node)]
