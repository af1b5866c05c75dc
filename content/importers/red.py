"""Trivia lists of the Red bot: YAML, each question with its accepted answers."""

from __future__ import annotations

from collections.abc import Iterator

from content.importers.base import CannotImport, Found, Item, LeftOut, Source
from content.importers.plain import one_line, plain
from content.yaml_nodes import Mapping, Scalar, Sequence
from content.yaml_recovery import read as read_yaml

_SETTINGS = frozenset({"author", "config", "description"})


class RedTrivia:
    name = "red"
    title = "a trivia list of the Red bot"

    def knows(self, source: Source) -> bool:
        if source.ending not in (".yaml", ".yml"):
            return False
        head = source.head()
        return any(line.rstrip().endswith(("?:", '?":', "?':")) for line in head.split("\n")) or (
            head.lstrip().upper().startswith("AUTHOR:")
        )

    def read(self, source: Source) -> Iterator[Found]:
        found = read_yaml(source.prose())
        if not isinstance(found.root, Mapping):
            raise CannotImport(f"{source.name} is no list of questions with their answers.")
        for key, value in found.root.pairs:
            if key.value.casefold() in _SETTINGS:
                continue
            where = f"line {key.line}"
            stem = plain(key.value)
            if isinstance(value, Scalar):
                answers = [value.value]
            elif isinstance(value, Sequence):
                answers = [one.value for one in value.items if isinstance(one, Scalar)]
            else:
                yield LeftOut(where, "its answers are no list")
                continue
            accept = tuple(filter(None, (one_line(plain(one).text) for one in answers)))
            if not stem.text or not accept:
                yield LeftOut(where, "a question without words or answers")
                continue
            if {one.casefold() for one in accept} <= {"true", "false"} and len(accept) == 1:
                yield Item(where=where, stem=stem.text, statement=accept[0].casefold() == "true")
                continue
            yield Item(where=where, stem=stem.text, accept=accept, losses=stem.losses)
        for fault in found.faults:
            yield LeftOut(f"line {fault.line}", fault.message)
