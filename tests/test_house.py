"""Rules of the house that no linter knows. The import rules are ``make imports``."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSES = ("bot", "content", "storage")
LONGEST = 320
#: Declarations without any behaviour, which read best in one place.
LISTS = {"storage/protocols.py": 360}

PLATFORM = re.compile(r"slack|discord", re.IGNORECASE)
#: Where a platform may be named: its own folder and what puts the parts together.
OWN = (
    "bot/adapters/slack/",
    "bot/adapters/discord/",
    "bot/service/platforms.py",
    "bot/cli/",
)
#: The source of a rule may be cited in any adapter: "(Discord: interactions/receiving)".
CITATION = re.compile(r"\((?:Slack|Discord): [^)]*\)")


def modules() -> Iterator[Path]:
    for house in HOUSES:
        yield from sorted((ROOT / house).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


ALL = [pytest.param(path, id=name(path)) for path in modules()]


def test_the_modules_are_found() -> None:
    found = {name(path) for path in modules()}
    assert {"bot/model/card.py", "content/loader.py", "bot/study/delivery.py"} <= found


@pytest.mark.parametrize("path", ALL)
def test_a_platform_is_named_in_its_own_folder_only(path: Path) -> None:
    if name(path).startswith(OWN):
        return
    source = path.read_text(encoding="utf-8")
    if name(path).startswith("bot/adapters/"):
        source = CITATION.sub("", source)
    named = [
        f"{name(path)}:{number}: {line.strip()}"
        for number, line in enumerate(source.splitlines(), 1)
        if PLATFORM.search(line)
    ]
    assert named == []


@pytest.mark.parametrize("path", ALL)
def test_a_module_has_one_reason_to_change_and_says_which(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    longest = LISTS.get(name(path), LONGEST)
    assert len(source.splitlines()) <= longest, f"{name(path)} is too long: split it"
    tree = ast.parse(source)
    if tree.body and not path.name.startswith("_"):
        assert ast.get_docstring(tree), f"{name(path)} does not say what it is for"
    elif tree.body and path.name == "__init__.py":
        assert ast.get_docstring(tree), f"{name(path)} does not say what the package is for"


def requirement(line: str) -> str:
    """The normalised project name of a requirement or a pin."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line)
    assert match is not None, line
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def pins() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_every_constraint_is_an_exact_version_from_no_particular_place() -> None:
    for pin in pins():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+( *;.*)?", pin), pin


def test_every_dependency_is_pinned_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    pinned = [requirement(pin) for pin in pins()]
    assert sorted(set(pinned)) == sorted(pinned)
    assert {requirement(line) for line in wanted} - set(pinned) == set()
