"""Reads one file of a course: its bytes, its letters, its YAML, and all that is wrong with each."""

from __future__ import annotations

import codecs
from pathlib import Path

from content import foreign
from content import yaml_recovery as mending
from content.links import leads_out
from content.reader import Report

LARGEST_FILE = 1_000_000
"""Bytes a course file may have."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class Unreadable(Exception):
    """A file whose bytes cannot be had."""


def bytes_of(path: Path, folder: Path) -> bytes:
    """What stands in a file. Raises ``Unreadable`` with a reason for the author."""
    if path.exists() and not path.is_file():
        raise Unreadable("is no ordinary file")
    if leads_out(path, folder):
        raise Unreadable("is a link that leads out of the course's folder")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Unreadable(reason(error)) from error
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE:,} bytes: divide it into several files")
    return data


def words_of(data: bytes, report: Report) -> str:
    """The file as text. What is not UTF-8 is noted and read as what it seems to be."""
    mark = next(((name, told) for begin, name, told in _MARKS if data.startswith(begin)), None)
    name, told = mark or ("utf-8", "UTF-8")
    if told != "UTF-8":
        report.add(1, "", "yaml", f"is saved as {told}: save it as UTF-8")
        return data.decode(name, "replace")
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if b"\x00" in data[:200]:
            report.add(line, "", "yaml", "is not UTF-8 (UTF-16, it seems): save it as UTF-8")
            return data.decode("utf-16-le", "replace")
        report.add(
            line,
            "",
            "yaml",
            "has a letter that is not UTF-8 (Windows-1252, it seems): save the file as UTF-8",
        )
        return data.decode("cp1252", "replace")


def yaml_of(data: bytes, report: Report) -> mending.Mended:
    """The YAML in ``data``; what is wrong with it is noted, one mistake a line."""
    found = mending.read(words_of(data, report))
    for fault in found.faults:
        report.add(fault.line, fault.key, "yaml", fault.message)
    if found.root is None:
        found.whole = False
        if not report.mistakes:
            report.add(1, "", "yaml", "is empty")
    return found


def stranger(path: Path, folder: Path) -> str:
    """What to do with a file that is none of a course's; empty when it is of no known kind."""
    try:
        words = bytes_of(path, folder).decode("utf-8", "replace")
    except Unreadable:
        words = ""
    return foreign.by_text(path.name, words)


def reason(error: OSError) -> str:
    """Why a file or folder cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "is missing"
    if isinstance(error, NotADirectoryError):
        return "must be a folder"
    return f"cannot be read: {error.strerror or error}"
