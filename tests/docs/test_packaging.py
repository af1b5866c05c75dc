"""What the project needs is declared, and nothing names one particular machine."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.docs.blocks import ROOT

HOUSES = ("bot", "content", "storage")
#: Folders that one machine has, and hosts that packages come from.
PLACES = re.compile(
    r"(?<![\w.])/(?:work|root|home|Users)/\w|pypi\.org|pythonhosted|/simple/|index-url|find-links"
)
SKIPPED = {".git", ".venv", "__pycache__", "studyhall.egg-info", "build", "dist", "data"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> dict[str, str]:
    """Top-level modules from elsewhere, each with a file that imports it."""
    found: dict[str, str] = {}
    for house in HOUSES:
        for path in (ROOT / house).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module:
                    names = [node.module]
                for name in names:
                    found[name.partition(".")[0]] = str(path.relative_to(ROOT))
    own = {*HOUSES, *sys.stdlib_module_names}
    return {name: path for name, path in found.items() if name not in own}


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {normal(re.split(r"[<>=~!;\[ ]", line)[0]) for line in project["dependencies"]}
    providers = packages_distributions()
    undeclared = {
        module: path
        for module, path in imported().items()
        if not declared.intersection(map(normal, providers.get(module, ())))
    }
    assert undeclared == {}


def texts() -> list[Path]:
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if SKIPPED.isdisjoint(parts) and path.is_file() and not parts[0].endswith("_cache"):
            found.append(path)
    return [path for path in found if path.suffix != ".png" and ".hypothesis" not in path.parts]


def test_no_file_names_a_folder_of_this_machine_or_a_package_host() -> None:
    assert len(texts()) > 100
    named = []
    for path in texts():
        if path == Path(__file__):
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        hits = [f"{path.relative_to(ROOT)}:{n}" for n, s in enumerate(lines, 1) if PLACES.search(s)]
        named += hits
    assert named == []


def test_the_wheel_takes_the_page_the_courses_and_the_type_marks() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    data = tool["setuptools"]["package-data"]
    for house, patterns in data.items():
        for pattern in patterns:
            assert list((ROOT / house).glob(pattern)), f"{house}: nothing is {pattern}"
    assert all((ROOT / house / "py.typed").is_file() for house in HOUSES)
    assert [house for house in HOUSES if "py.typed" not in data.get(house, [])] == []
