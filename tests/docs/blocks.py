"""Code blocks of the docs, and what they say should be done with them.

A block whose first line is ```python path, ```yaml path or ```ftl path is a whole file; one with
```diff path changes a file: its lines without "+" must stand there exactly once.
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
    lines = block.body.splitlines(keepends=True)
    assert any(line.startswith("+") for line in lines), f"nothing is added to {block.path}"
    before = "".join(line[1:] for line in lines if not line.startswith("+"))
    after = "".join(line[1:] for line in lines if not line.startswith("-"))
    source = target.read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{block.path} does not have just once:\n{before}"
    target.write_text(source.replace(before, after), encoding="utf-8")
    return target
