"""YAML as a tree of nodes that know their lines.

A scalar stays the text that stands in the file; whoever reads it says what type it expects.
So ``no`` is a fine answer to a question, and 1.10 stays "1.10". Anchors, aliases and tags are
refused: a course needs none, and they make small files explode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

DEEPEST = 12
"""Levels of nesting a course file may have."""

SECOND = "begins a second document: a file has one, so take the --- out"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """``quoted`` is false for plain words, where empty, ``~`` and ``null`` mean no value."""

    value: str
    line: int
    quoted: bool = False
    block: bool = False

    @property
    def missing(self) -> bool:
        return not self.quoted and self.value in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    line: int
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


class BadYaml(Exception):
    """The text is not YAML, or uses a part of YAML that courses may not use."""

    def __init__(self, line: int, message: str, column: int = 0, opened: int = 0) -> None:
        """``column`` counts from 0; ``opened`` is the line in which what went wrong began."""
        super().__init__(message)
        self.line = line
        self.message = message
        self.column = column
        self.opened = opened or line


def compose(words: str, above: int = 0) -> Node | None:
    """The only document in ``words``; ``None`` when there is none. Raises ``BadYaml``.

    ``above`` is how many lines of the file stand above ``words``.
    """
    try:
        return _tree(yaml.parse(words, Loader=_LOADER), above + 1)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        began = error.context_mark or mark
        message = error.problem or error.context or "not YAML"
        if mark is None or began is None:
            raise BadYaml(above + 1, message) from error
        raise BadYaml(
            above + mark.line + 1, message, mark.column, above + began.line + 1
        ) from error
    except yaml.YAMLError as error:
        raise BadYaml(above + 1, str(error).splitlines()[0]) from error
    except (ValueError, RecursionError) as error:
        raise BadYaml(above + 1, f"not YAML: {error}") from error


def _tree(events: Iterator[Any], first: int) -> Node | None:
    root: Node | None = None
    documents = 0
    open_nodes: list[Sequence | Mapping] = []
    keys: list[Scalar | None] = []
    for event in events:
        line = event.start_mark.line + first
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadYaml(line, SECOND)
            continue
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            open_nodes.pop()
            keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        _refuse(event, line)
        node = _node(event, line)
        if not open_nodes:
            root = node
        else:
            _add(open_nodes[-1], keys, node)
        if not isinstance(node, Scalar):
            open_nodes.append(node)
            keys.append(None)
            if len(open_nodes) > DEEPEST:
                raise BadYaml(line, f"nested deeper than {DEEPEST} levels")
    return root


def _refuse(event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise BadYaml(line, "anchors and aliases are not allowed", event.start_mark.column)
    if event.tag is not None:
        raise BadYaml(line, "tags are not allowed", event.start_mark.column)


def _node(event: Any, line: int) -> Node:
    if isinstance(event, yaml.ScalarEvent):
        block = event.style in ("|", ">")
        return Scalar(event.value, line, quoted=event.style not in (None, ""), block=block)
    return Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Sequence(line)


def _add(parent: Sequence | Mapping, keys: list[Scalar | None], node: Node) -> None:
    """Hangs ``node`` in ``parent``; in a mapping every first node is a key."""
    if isinstance(parent, Sequence):
        parent.items.append(node)
        return
    key = keys[-1]
    if key is not None:
        parent.pairs.append((key, node))
        keys[-1] = None
    elif isinstance(node, Scalar):
        keys[-1] = node
    else:
        raise BadYaml(node.line, "a key must be a word")
