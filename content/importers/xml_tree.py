"""XML as a tree, read so that no file can make it large: no entities, no types, few levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from content.importers.base import LARGEST_TEXT, CannotImport

DEEPEST = 60
MOST_NODES = 1_000_000


@dataclass(slots=True)
class Node:
    """An element. ``name`` and the keys of ``attributes`` are without their namespace; ``text`` is
    what stands in it before the first child, ``tail`` what stands behind it."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""
    tail: str = ""

    def all(self, *names: str) -> Iterator[Node]:
        """The children with one of these names."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> Node | None:
        return next(self.all(*names), None)

    def within(self, *names: str) -> Iterator[Node]:
        """All elements inside it with one of these names, in order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.within(*names)

    def words(self) -> str:
        """All text inside it, without what markup says."""
        return self.text + "".join(child.words() + child.tail for child in self.children)

    def inner(self) -> str:
        """What is inside it as HTML: tags without attributes."""
        return _escaped(self.text) + "".join(
            f"<{child.name}>{child.inner()}</{child.name}>{_escaped(child.tail)}"
            for child in self.children
        )


def tree(data: bytes, name: str) -> Node:
    """The root element. Raises ``CannotImport``."""
    if len(data) > LARGEST_TEXT:
        most = LARGEST_TEXT // 1_000_000
        raise CannotImport(f"{name} has more than {most} MB of text: divide it.")
    building = _Building(name)
    try:
        building.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CannotImport(
            f"{name}, line {error.lineno}, is no well-formed XML: {expat.ErrorString(error.code)}."
        ) from error
    except (LookupError, ValueError) as error:
        raise CannotImport(
            f"{name} is in an encoding that can't be read: save it as UTF-8."
        ) from error
    assert building.root is not None  # or else it is not well-formed
    return building.root


class _Building:
    def __init__(self, name: str) -> None:
        self.root: Node | None = None
        self._name = name
        self._open: list[Node] = []
        self._nodes = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES or len(self._open) >= DEEPEST:
            raise CannotImport(
                f"{self._name} has too many elements, or too many inside each other."
            )
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(name.rpartition(":")[2], bare, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        if self._open:
            node = self._open[-1]
            if node.children:
                node.children[-1].tail += data
            else:
                node.text += data

    def _entity(self, *_: object) -> None:
        raise CannotImport(f"{self._name} declares entities, which are not read: remove them.")


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
