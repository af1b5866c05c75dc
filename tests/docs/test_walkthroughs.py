"""The walk-throughs work: their blocks, put into a copy of the project, pass their own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, Block, blocks, copy_of_the_project, patched, put

#: What must pass as well once a page's blocks are in.
PAGES = {
    "add-a-command.md": [],
    "add-a-question-type.md": ["tests/study/test_questions.py"],
    "add-a-platform.md": [],
}
REGISTRIES = {
    "add-a-command.md": ["bot/features/catalogue.py"],
    "add-a-question-type.md": ["content/questions/__init__.py", "bot/study/questions/registry.py"],
    "add-a-platform.md": ["bot/service/platforms.py"],
}


def run(project: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=55,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES)
def test_a_walkthrough_works(page: str, tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path)
    found = blocks(page)
    written = [put(block, project) for block in found]
    sources = sorted({str(path.relative_to(project)) for path in written if path.suffix == ".py"})
    tests = [source for source in sources if source.startswith("tests/")]
    assert tests
    assert all(project.joinpath(source).is_file() for source in sources)
    run(project, "ruff", "check", "--no-cache", *sources)
    run(project, "ruff", "format", "--no-cache", "--check", *sources)
    run(project, "pytest", "-p", "no:cacheprovider", *tests, *PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_a_walkthrough_changes_nothing_but_registries(page: str) -> None:
    changed = [block.path for block in blocks(page) if block.language == "diff"]
    assert list(dict.fromkeys(changed)) == REGISTRIES[page]


def test_a_question_type_is_two_files_and_two_lines() -> None:
    """Tests and their examples aside. Another type at the same place is not in the way."""
    found = blocks("add-a-question-type.md")
    new = [block.path for block in found if block.language != "diff"]
    assert sorted(path for path in new if not path.startswith("tests/")) == [
        "bot/study/questions/odd_one_out.py",
        "content/questions/odd_one_out.py",
    ]
    for block in found:
        if block.language == "diff":
            source = (ROOT / block.path).read_text(encoding="utf-8").splitlines(keepends=True)
            once = patched(source, block)
            assert len(once) == len(source) + 1
            another = Block("diff", block.path, block.body.replace("odd_one_out", "other"))
            assert len(patched(patched(source, another), block)) == len(source) + 2


def test_a_block_whose_place_is_gone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="does not have just once"):
        put(Block("diff", "a.py", " two\n+three\n"), tmp_path)
    put(Block("diff", "a.py", " one\n+two\n"), tmp_path)
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "one\ntwo\n"
