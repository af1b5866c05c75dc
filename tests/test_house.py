"""Rules of the house that no linter knows. The import rules are ``make imports``."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.study.questions.registry import RULES
from content.questions import CLASSES

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


#: Where a type of question may be named: its own two halves.
TYPE_HALVES = ("content/questions/", "bot/study/questions/")
TYPE_CLASSES = {place.partition(":")[2] for listed in (CLASSES, RULES) for place in listed.values()}
TYPE_MODULES = {
    f"{room}.{place.partition(':')[0]}"
    for room, listed in (("content.questions", CLASSES), ("bot.study.questions", RULES))
    for place in listed.values()
}


def types_named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where code treats a type of question as a special one: by its class, its module or its
    word. A word that only stands in a sentence or heads a table names no type."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) if word in TYPE_CLASSES:
                yield node.lineno, word
            case ast.alias(name=word) if word in TYPE_CLASSES | TYPE_MODULES:
                yield node.lineno, word
            case ast.ImportFrom(module=str(word)) if word in TYPE_MODULES:
                yield node.lineno, word
            case ast.Compare(left=left, comparators=others):
                yield from _words([left, *others])
            case ast.MatchValue(value=value):
                yield from _words([value])
            case ast.Dict(keys=keys):
                yield from _words([key for key in keys if key])
            case ast.Set(elts=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
                yield from _words(parts)
            case ast.Subscript(slice=key):
                yield from _words([key])
            case ast.Call(args=args, func=ast.Attribute(attr="get" | "startswith")):
                yield from _words(args)


def _words(nodes: list[ast.expr]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        match node:
            case ast.Constant(value=str(word)) if word in CLASSES:
                yield node.lineno, word
            case ast.Set(elts=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
                yield from _words(parts)


@pytest.mark.parametrize("path", ALL)
def test_a_question_type_is_named_in_its_own_halves_only(path: Path) -> None:
    if name(path).startswith(TYPE_HALVES):
        return
    assert sorted(set(types_named(ast.parse(path.read_text(encoding="utf-8"))))) == []


@pytest.mark.parametrize(
    "line",
    [
        "isinstance(question, SingleQuestion)",
        'q.type == "cloze"',
        'q.type in ("single", "multiple")',
        'MARKS = {"matching": "="}',
        'counts["true_false"]',
        "from content.questions.ordering import Step",
        "from bot.study.questions.cloze import Cloze",
        "import content.questions.typed",
    ],
)
def test_a_named_type_is_noticed(line: str) -> None:
    assert list(types_named(ast.parse(line)))
    assert not list(types_named(ast.parse('Table("what", "number")')))


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
