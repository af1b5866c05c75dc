"""Aiken, the plainest of Moodle's text formats (docs.moodle.org: "Aiken format")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.importers.base import Found, Item, LeftOut, Option, Source
from content.importers.plain import one_line, plain

_OPTION = re.compile(r"^\s*([A-Za-z])\s*[.)]\s+(.*)$")
_KEY = re.compile(r"^\s*ANSWER\s*:\s*([A-Za-z](?:\s*,\s*[A-Za-z])*)\s*$", re.IGNORECASE)
_KEY_LINE = re.compile(r"^\s*ANSWER\s*:\s*[A-Za-z]", re.MULTILINE)


class Aiken:
    name = "aiken"
    title = "Aiken"

    def knows(self, source: Source) -> bool:
        if source.ending == ".aiken":
            return True
        return source.ending in (".txt", "") and bool(_KEY_LINE.search(source.head()))

    def read(self, source: Source) -> Iterator[Found]:
        begun, stem, options = 0, list[str](), list[tuple[str, str]]()
        for number, line in enumerate(source.prose().split("\n"), 1):
            key, option = _KEY.match(line), _OPTION.match(line)
            if key:
                keys = {one.strip().upper() for one in key[1].split(",")}
                yield _question(f"line {begun or number}", stem, options, keys)
                begun, stem, options = 0, [], []
            elif option and stem:
                options.append((option[1].upper(), option[2]))
            elif line.strip():
                if options:  # the key of the one before is missing
                    yield LeftOut(f"line {begun}", "no ANSWER line")
                    begun, stem, options = 0, [], []
                begun = begun or number
                stem.append(line)
        if stem:
            yield LeftOut(f"line {begun}", "no ANSWER line")


def _question(where: str, stem: list[str], options: list[tuple[str, str]], keys: set[str]) -> Found:
    told = plain("\n".join(stem))
    if not told.text or not options:
        return LeftOut(where, "no options before its ANSWER line")
    if missing := keys - {letter for letter, _ in options}:
        return LeftOut(where, f"ANSWER names {', '.join(sorted(missing))}, which is no option")
    return Item(
        where=where,
        stem=told.text,
        losses=told.losses,
        options=tuple(
            Option(one_line(plain(text).text), letter in keys) for letter, text in options
        ),
    )
