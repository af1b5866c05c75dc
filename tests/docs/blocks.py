"""Code blocks of the docs, and what they say should be done with them.

A block whose first line is ```python path, ```yaml path or ```ftl path is a whole file; one with
```diff path changes a file: its lines without a sign show the place. They must stand there in this
order, but what is added there later does not disturb them: "+" goes below the line before it.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "content", "storage", "tests", "pyproject.toml", "constraints.txt")
BLOCK = re.compile(r"^```(\w+) ([\w./-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    path: str
    body: str


def blocks(page: str) -> list[Block]:
    """The blocks of ``docs/<page>`` that name a file."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [Block(*match.groups()) for match in BLOCK.finditer(text)]


def copy_of_the_project(where: Path) -> Path:
    """What the blocks are put into; the checkout itself stays as it is."""
    # What is compiled already stays so: a copy that compiles everything anew takes seconds.
    skip = shutil.ignore_patterns("golden")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, where / name, ignore=skip)
        else:
            shutil.copy(source, where / name)
    return where


def put(block: Block, project: Path, path: str = "") -> Path:
    """Writes or changes the file that the block names (or ``path``)."""
    target = project / (path or block.path)
    if block.language != "diff":
        assert not target.exists(), f"{block.path} exists already"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.body, encoding="utf-8")
        return target
    source = target.read_text(encoding="utf-8").splitlines(keepends=True)
    target.write_text("".join(patched(source, block)), encoding="utf-8")
    return target


def patched(source: list[str], block: Block) -> list[str]:
    """``source`` with the block's added lines in their places, and without its removed ones."""
    lines = block.body.splitlines(keepends=True)
    assert any(line.startswith("+") for line in lines), f"nothing is added to {block.path}"
    shown = [line[1:] for line in lines if not line.startswith("+")]
    first = source.index(shown[0]) if shown and source.count(shown[0]) == 1 else -1
    assert first >= 0, f"{block.path} does not have just once:\n{shown[:1]}"
    out, at = source[:first], first
    for line in lines:
        if line.startswith("+"):
            out.append(line[1:])
            continue
        assert line[1:] in source[at:], f"{block.path} does not have in this order:\n{line[1:]}"
        found = source.index(line[1:], at)
        out += source[at:found] if line.startswith("-") else source[at : found + 1]
        at = found + 1
    return out + source[at:]
