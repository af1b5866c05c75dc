"""Where in a course's files a thing stands, for whoever finds fault with it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from content.yaml_nodes import Mapping as YamlMapping
from content.yaml_nodes import Node, Scalar, Sequence

Kind = Literal["course", "facts", "concepts", "questions", "glossary"]


@dataclass(frozen=True, slots=True)
class Place:
    """``file`` begins with the course's folder name, ``line`` counts from 1 (0: the file itself),
    ``key`` is the path to the value, such as "q-model-01.options.B.why"."""

    file: str
    line: int
    key: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The YAML of every entry. ``slug`` names the course's folder."""

    slug: str
    nodes: Mapping[tuple[Kind, str], tuple[str, Node]]

    def place(self, kind: Kind, entry: str = "", *path: str) -> Place:
        """The place of a value: ``path`` has keys, ids of list items, or their numbers from 1.

        A step that is not in the file is left out of the line, not of the key.
        """
        key = ".".join((entry, *path) if entry else path)
        file, node = self.nodes.get((kind, entry), (f"{self.slug}/course.yaml", None))
        line = node.line if node is not None else 0
        for step in path:
            found = _step(node, step) if node is not None else None
            if found is None:
                break
            line, node = found
        return Place(file, line, key)


def _step(node: Node, step: str) -> tuple[int, Node] | None:
    if isinstance(node, YamlMapping):
        for key, value in node.pairs:
            if key.value == step:
                return key.line, value
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items, 1):
            if step in (str(number), _id_of(item)):
                return item.line, item
    return None


def _id_of(node: Node) -> str | None:
    if isinstance(node, YamlMapping):
        for key, value in node.pairs:
            if key.value == "id" and isinstance(value, Scalar):
                return value.value
    return None
