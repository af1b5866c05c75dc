"""What an imported question is, before it becomes an entry of a course, and what an importer does.

Whatever a file holds is hostile until it is read: sizes are bounded before anything is parsed, and
what comes out is plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from content.questions.exchange import Item, Option

__all__ = [
    "LARGEST", "LARGEST_TEXT", "MOST_ITEMS", "CannotImport", "Found", "Importer", "Item",
    "LeftOut", "Option", "Source", "decoded", "source_of",
]  # fmt: skip

LARGEST = 64_000_000
"""Bytes of a file that is imported."""
LARGEST_TEXT = 16_000_000
"""Bytes of a file that is text, whole or inside an archive."""
LONGEST_LINE = 50_000
"""Characters of one line of text that people write."""
MOST_ITEMS = 20_000
"""Entries of one import."""


class CannotImport(Exception):
    """Why nothing can be taken from a file, in a sentence that begins with the file's name."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry of which nothing was taken, and why."""

    where: str
    why: str


Found = Item | LeftOut


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import. ``name`` is without its folder."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """In small letters, with its dot; empty for a name without one."""
        return Path(self.name).suffix.lower()

    def head(self) -> str:
        """Enough of the beginning to tell what it is; bytes that are no text are replaced."""
        return self.data[:20_000].decode("utf-8-sig", "replace")

    def text(self) -> str:
        """The whole file as text, with plain line ends. Raises ``CannotImport``."""
        return decoded(self.data, self.name)

    def prose(self) -> str:
        """The same for what is written by hand, in lines. Raises ``CannotImport``."""
        text = self.text()
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                raise CannotImport(
                    f"{self.name}, line {number}, has more than {LONGEST_LINE:,} characters."
                )
        return text


class Importer(Protocol):
    """One format. ``name`` is what ``--format`` takes, ``title`` what people call it."""

    name: str
    title: str

    def knows(self, source: Source) -> bool:
        """Whether the file is of this format, by its name and its beginning."""
        ...

    def read(self, source: Source) -> Iterable[Found]:
        """Everything in it, in order. Raises ``CannotImport``."""
        ...


def source_of(path: Path) -> Source:
    """The file at ``path``. Raises ``CannotImport``."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CannotImport(f"{path} can't be read: {error.strerror or error}.") from error
    if len(data) > LARGEST:
        raise CannotImport(f"{path.name} is larger than {LARGEST // 1_000_000} MB: divide it.")
    if not data.strip():
        raise CannotImport(f"{path.name} is empty.")
    return Source(path.name, data)


def decoded(data: bytes, name: str) -> str:
    """``data`` as text. Raises ``CannotImport`` for what is no text, or too much of it."""
    if len(data) > LARGEST_TEXT:
        most = LARGEST_TEXT // 1_000_000
        raise CannotImport(f"{name} has more than {most} MB of text: divide it.")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CannotImport(f"{name}, line {line}, is not UTF-8: save the file as UTF-8.") from error
    if "\x00" in text:
        raise CannotImport(f"{name} has NUL characters in it: it is no text file.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
