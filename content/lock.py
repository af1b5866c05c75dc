"""The id lock of a course: which ids were ever in use, so that none is lost or changes its
meaning in silence. It only grows.

Scores and memory of members point at question ids and concept ids. A question that is withdrawn
is retired and stays; one that changes keeps its id and gets a higher revision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

from content.mistakes import CourseErrors, Mistake
from content.model import Course, Question
from content.reader import ID
from content.yaml_nodes import BadYaml, Node, Scalar, Sequence, compose
from content.yaml_nodes import Mapping as YamlMapping

FILE = "ids.lock.yaml"
HEAD = """\
# Ids that were ever in use; `studyhall course lock` writes this file. Never take a line out:
# retire a question instead, and raise its revision when you change it.
"""
UNLOCKED = frozenset({"revision", "retired", "status_checked"})
"""What of a question may change without a new revision."""


class Entry(NamedTuple):
    """A question as it was when it was locked."""

    revision: int
    content: str


class Problem(NamedTuple):
    """Something that the lock forbids; ``question`` is empty where it is a concept."""

    message: str
    question: str = ""
    concept: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lock:
    """``lines`` says where in the file an id stands."""

    questions: Mapping[str, Entry]
    concepts: tuple[str, ...]
    lines: Mapping[str, int]

    def problems(self, course: Course) -> list[Problem]:
        """What changed against the lock in a way that scores or memory would suffer from."""
        out: list[Problem] = []
        for concept in self.concepts:
            if concept not in course.concepts:
                told = "is gone, and members' memory points at it: put it back"
                out.append(Problem(told, concept=concept, line=self.lines.get(concept, 0)))
        for name, entry in self.questions.items():
            question = course.questions.get(name)
            if question is None:
                told = "is gone, and scores point at it: put it back with retired: true"
                out.append(Problem(told, question=name, line=self.lines.get(name, 0)))
            elif question.revision < entry.revision:
                told = f"has revision {question.revision}, the lock {entry.revision}: raise it"
                out.append(Problem(told, question=name))
            elif question.revision == entry.revision and content_of(question) != entry.content:
                told = (
                    f"was changed: set revision: {entry.revision + 1}, then run "
                    "“studyhall course lock”"
                )
                out.append(Problem(told, question=name))
        return out

    def behind(self, course: Course) -> list[Problem]:
        """What the lock does not know yet."""
        out = [
            Problem("is not in the id lock yet", concept=concept)
            for concept in course.concepts
            if concept not in self.concepts
        ]
        for name, question in course.questions.items():
            entry = self.questions.get(name)
            if entry is None or question.revision > entry.revision:
                out.append(Problem("is in the id lock as it was before", question=name))
        return out

    def grown(self, course: Course) -> Lock:
        """The lock with everything of ``course`` added. Needs a course without problems."""
        questions = dict(self.questions)
        for name, question in course.questions.items():
            if name not in questions or question.revision > questions[name].revision:
                questions[name] = Entry(question.revision, content_of(question))
        concepts = tuple(dict.fromkeys((*self.concepts, *course.concepts)))
        return Lock(dict(sorted(questions.items())), tuple(sorted(concepts)), {})

    def __str__(self) -> str:
        """The file's text."""
        lines = [HEAD, "concepts:\n", *(f"  - {one}\n" for one in self.concepts), "questions:\n"]
        for name, entry in self.questions.items():
            lines.append(f"  {name}: {{revision: {entry.revision}, content: {entry.content}}}\n")
        return "".join(lines)


EMPTY = Lock({}, (), {})


def content_of(question: Question) -> str:
    """A short hash of everything of a question that gives it its meaning."""
    parts = [
        (field.name, getattr(question, field.name))
        for field in fields(question)
        if field.compare and field.name not in UNLOCKED
    ]
    return hashlib.sha256(repr((question.type, parts)).encode()).hexdigest()[:16]


def read_lock(folder: Path) -> Lock | None:
    """The lock of the course in ``folder``; None when it has none. Raises ``CourseErrors``."""
    name = f"{folder.absolute().name}/{FILE}"
    try:
        root = compose((folder / FILE).read_text(encoding="utf-8"))
        return _lock(root)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CourseErrors([Mistake(name, 0, "", "file", f"cannot be read: {error}")]) from error
    except BadYaml as error:
        raise CourseErrors([Mistake(name, error.line, "", "lock", error.message)]) from error


def write_lock(folder: Path, lock: Lock) -> None:
    """Replaces the lock file in one step."""
    fresh = folder / (FILE + ".new")
    fresh.write_text(str(lock), encoding="utf-8")
    fresh.replace(folder / FILE)


def _lock(root: Node | None) -> Lock:
    if not isinstance(root, YamlMapping):
        raise BadYaml(1, "must have the keys concepts and questions")
    concepts: list[str] = []
    questions: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    for key, value in root.pairs:
        if key.value == "concepts" and isinstance(value, Sequence):
            for item in value.items:
                concepts.append(_identifier(item))
                lines[concepts[-1]] = item.line
        elif key.value == "questions" and isinstance(value, YamlMapping):
            for name, entry in value.pairs:
                questions[_identifier(name)] = _entry(entry)
                lines[name.value] = name.line
        elif not (isinstance(value, Scalar) and value.missing):
            raise BadYaml(key.line, f"is no key of a lock: {key.value[:40]!r}")
    return Lock(questions, tuple(concepts), lines)


def _identifier(node: Node) -> str:
    if not isinstance(node, Scalar) or not ID.fullmatch(node.value):
        raise BadYaml(node.line, "is no id")
    return node.value


def _entry(node: Node) -> Entry:
    pairs = node.pairs if isinstance(node, YamlMapping) else []
    found = {key.value: value.value for key, value in pairs if isinstance(value, Scalar)}
    if set(found) != {"revision", "content"} or not found["revision"].isdecimal():
        raise BadYaml(node.line, "must have revision, a number, and content")
    return Entry(int(found["revision"]), found["content"])
