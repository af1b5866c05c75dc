"""Messages: every one is used, every one that is used exists, and gets what it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.i18n import LOCALE, Words, entries, words_of
from bot.model import Code, Plain, Strong, Text

BOT = Path(__file__).parents[2] / "bot"
FILES = sorted(BOT.rglob(f"*.{LOCALE}.ftl"))


class Variables(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def declared(path: Path) -> dict[str, frozenset[str]]:
    """Messages with the variables that they use."""
    resource = FluentParser().parse(path.read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for entry in resource.body:
        assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content}"
        if isinstance(entry, fluent.Message):
            parts = [(entry.id.name, entry.value)]
            parts += [(f"{entry.id.name}.{a.id.name}", a.value) for a in entry.attributes]
            for name, pattern in parts:
                if pattern is not None:
                    assert name not in found, f"{path.name}: {name} twice"
                    variables = Variables()
                    variables.visit(pattern)
                    found[name] = frozenset(variables.names)
    return found


def modules() -> Iterator[tuple[Path, str, Path, ast.Module]]:
    """Module, its name for the words, their file: only what follows the one idiom."""
    for module in sorted(BOT.rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
                and node.value.func.id == "words_of"
            ):
                given = node.value.args
                stem = given[1].value if len(given) > 1 else module.stem  # type: ignore[attr-defined]
                assert isinstance(node.targets[0], ast.Name)
                yield module, node.targets[0].id, module.with_name(f"{stem}.{LOCALE}.ftl"), tree


def imported(imports: list[ast.ImportFrom], module: str, name: str) -> str:
    """What ``name`` of ``module`` is called there; empty when it is not imported."""
    for node in imports:
        if node.module == module:
            for alias in node.names:
                if alias.name == name:
                    return alias.asname or name
    return ""


def calls() -> Iterator[tuple[Path, Path, str, frozenset[str] | None]]:
    """Every use: where, in which file of words, the message, what is filled in (None: unknown)."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(BOT.rglob("*.py"))
    }
    called_in = {
        path: [n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args]
        for path, tree in trees.items()
    }
    imports_in = {
        path: [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        for path, tree in trees.items()
    }
    for module, name, file, _ in modules():
        dotted = ".".join(module.relative_to(BOT.parent).with_suffix("").parts)
        for path in trees:
            here = name if path == module else imported(imports_in[path], dotted, name)
            if not here:
                continue
            for node in called_in[path]:
                called = node.func
                if isinstance(called, ast.Attribute) and called.attr in ("text", "inline"):
                    called = called.value
                if not (isinstance(called, ast.Name) and called.id == here):
                    continue
                filled = {k.arg for k in node.keywords}
                known = None if None in filled else frozenset(str(k) for k in filled)
                for message in literals(node.args[0]):
                    yield path, file, message, known


def literals(node: ast.expr) -> list[str]:
    """The names that an expression can be, where they stand in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_words_has_no_mistake(path: Path) -> None:
    assert declared(path)
    Words(path)


def test_every_message_asked_for_is_there_with_what_it_needs() -> None:
    wrong = []
    files = {path: declared(path) for path in FILES}
    for module, file, message, filled in calls():
        variables = files.get(file, {}).get(message)
        if variables is None:
            wrong.append(f"{module.name}: {file.name} has no message {message!r}")
        elif filled is not None and filled != variables:
            wrong.append(f"{module.name}: {message!r} takes {set(variables)}, not {set(filled)}")
    assert not wrong, "\n".join(wrong)


def test_every_message_is_used() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in BOT.rglob("*.py"))
    unused = [
        f"{path.name}: {name}"
        for path in FILES
        for name in declared(path)
        if f'"{name}"' not in code and f'"{name.partition(".")[0]}"' not in code
    ]
    assert not unused, "\n".join(unused)


def test_what_is_filled_in_never_becomes_markup() -> None:
    words = words_of(str(BOT / "features" / "leaderboard.py"))
    line = words.text("line", name="**Bob** `x` \ue0000\ue001", points=1, right=1, answers=2)
    assert line == Text((Plain("**Bob** `x` \ue0000\ue001"), Plain(" · 1 point · 1 of 2 right")))


def test_bold_and_code_of_a_message_are_markup(tmp_path: Path) -> None:
    file = tmp_path / f"x.{LOCALE}.ftl"
    file.write_text("a = Say **{ $what } now** or `/{ $what }`.\n")
    rich = Words(file).text("a", what="quiz")
    assert rich.nodes == (
        Plain("Say "),
        Strong("quiz"),
        Strong(" now"),
        Plain(" or "),
        Code("/quiz"),
        Plain("."),
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st of 6"), (2, "2nd of 6"), (3, "3rd of 6"), (4, "4th of 6"), (11, "11th of 6")],
)
def test_ordinals(place: int, said: str) -> None:
    words = words_of(str(BOT / "features" / "leaderboard.py"))
    assert words("your-place", place=place, members=6) == f"You're {said}."


def test_a_message_that_is_not_there_or_lacks_something_is_an_error() -> None:
    words = words_of(str(BOT / "features" / "leaderboard.py"))
    with pytest.raises(LookupError, match="no message"):
        words("nonsense")
    with pytest.raises(LookupError, match="place"):
        words("your-place", members=6)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_entries_are_found_without_parsing_the_file(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    whole = FluentParser().parse(source)
    sort = {fluent.Message: "", fluent.Term: "-"}
    wanted = {
        sort[type(entry)] + entry.id.name: entry
        for entry in whole.body
        if isinstance(entry, fluent.Message | fluent.Term)
    }
    found = {name: FluentParser().parse(one).body for name, one in entries(source).items()}
    assert found.keys() == wanted.keys()
    for name, (entry,) in found.items():
        entry.comment = wanted[name].comment  # for translators only
        assert entry.equals(wanted[name], ignored_fields=["span"]), name


def test_messages_that_refer_to_one_another(tmp_path: Path) -> None:
    (tmp_path / "x.en-US.ftl").write_text(
        "-bot = Studyhall\nfirst = { second } of { -bot }\nsecond = Second\n  .more = { first }\n"
    )
    assert Words(tmp_path / "x.en-US.ftl")("second.more") == "Second of Studyhall"
