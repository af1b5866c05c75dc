"""Reads an entry so that one mistake in it does not hide or invent others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from content.mistakes import Mistake
from content.reader import Fields
from content.yaml_nodes import Scalar

Read = TypeVar("Read")

_FOLLOWS = ("is missing", "is empty", "has ", "needs ", "must name", "must end", "must be")
"""How mistakes begin that may come of nothing but a line that could not be read."""


def settled(
    fields: Fields, read: Callable[[Fields], Read], *, torn: bool = False
) -> tuple[Read, Fields]:
    """What ``read`` makes of ``fields``, and the fields it was read from in the end.

    A misspelt key is told and then read as the key that was meant, so that what is wrong below
    it comes too. ``torn`` says that a part of the entry is lost: then nothing is missed in it.
    """
    report = fields.report
    before = len(report.mistakes)
    told: list[Mistake] = []
    while True:
        report.misspelt.clear()
        entry = read(fields)
        if not report.misspelt:
            break
        told += [one for one in report.mistakes[before:] if one.rule == "unknown-key"]
        del report.mistakes[before:]
        for mapping, wrong, right in report.misspelt:
            if right not in {key.value for key, _ in mapping.pairs}:
                mapping.pairs[:] = [
                    (Scalar(right, key.line) if key.value == wrong else key, value)
                    for key, value in mapping.pairs
                ]
            else:  # two keys that seem to be the same one
                mapping.pairs[:] = [pair for pair in mapping.pairs if pair[0].value != wrong]
        fields = Fields(fields.node, report, fields.path)
    report.mistakes += told
    if torn:
        report.mistakes[before:] = [
            one for one in report.mistakes[before:] if not one.message.startswith(_FOLLOWS)
        ]
    return entry, fields
