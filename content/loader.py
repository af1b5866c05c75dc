"""Reads a course folder. Either the whole course is right, or every mistake in it is named.

A course is ``course.yaml`` with the title, the sections and the plan, and the folders
``facts``, ``concepts`` and ``questions`` with lists of entries in any number of YAML files.
Pictures lie in ``images``; ``glossary.yaml``, which may be left out, has the key terms.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from content import glossary
from content.links import leads_out
from content.mistakes import CourseErrors, Mistake
from content.model import Concept, Course, Fact, Term
from content.parts import read_concept, read_fact, read_plan, read_question
from content.questions import Question
from content.reader import ID, LONGEST_ID, Fields, Report, each
from content.references import Entries, Located, check_references
from content.sources import Kind, Sources
from content.yaml_nodes import BadYaml, Node, Sequence, compose
from content.yaml_nodes import Mapping as YamlMapping

BUNDLED = Path(__file__).parent / "courses"
"""The courses that come with Studyhall."""

LARGEST_FILE = 1_000_000
"""Bytes a course file may have."""

Entry = TypeVar("Entry", Fact, Concept, Question)


def load_courses(root: Path = BUNDLED) -> dict[str, Course]:
    """Every course in ``root``, one folder each, by slug.

    Raises ``CourseErrors`` with the mistakes of all of them.
    """
    courses: dict[str, Course] = {}
    mistakes: list[Mistake] = []
    for folder in course_folders(root):
        try:
            courses[folder.name] = load_course(folder)
        except CourseErrors as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise CourseErrors(mistakes)
    return courses


def load_course(folder: Path) -> Course:
    """The course in ``folder``, whose name is the slug. Raises ``CourseErrors``, nothing else."""
    return load_with_sources(folder)[0]


def load_with_sources(folder: Path) -> tuple[Course, Sources]:
    """Like ``load_course``, with the places where everything stands."""
    reading = _Reading(folder)
    course = reading.course()
    if mistakes := [mistake for report in reading.reports for mistake in report.mistakes]:
        raise CourseErrors(mistakes)
    return course, Sources(course.slug, reading.nodes)


def course_folders(root: Path) -> list[Path]:
    """The course folders in ``root``; names that begin with a dot or an underscore are none.

    Raises ``CourseErrors`` when ``root`` cannot be read.
    """
    try:
        folders = sorted(path for path in root.iterdir() if path.is_dir())
    except OSError as error:
        raise CourseErrors([Mistake(str(root), 0, "", "file", _reason(error))]) from error
    return [folder for folder in folders if not folder.name.startswith((".", "_"))]


class _Reading:
    """One pass over a course folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hash = hashlib.sha256()
        self.complete = True  # false once a file is lost: what it named is then not missed
        self.reports: list[Report] = []
        self.nodes: dict[tuple[Kind, str], tuple[str, Node]] = {}

    def course(self) -> Course:
        slug = self.folder.absolute().name
        if not ID.fullmatch(slug) or len(slug) > LONGEST_ID:
            self._report("").add(0, "", "id", f"the folder's name is no id: {slug[:60]!r}")
        report = self._report("course.yaml")
        node = self._node(self.folder / "course.yaml", report)
        file = Fields(node or YamlMapping(0), report if node else Report(""))
        self.nodes["course", ""] = (report.file, file.node)
        plan = read_plan(file)
        images = self.folder / "images"
        entries = Entries(
            facts=self._entries("facts", read_fact),
            concepts=self._entries("concepts", lambda fields: read_concept(fields, images)),
            questions=self._entries("questions", read_question),
            terms=self._glossary(),
        )
        if self.complete:
            check_references(plan, file, entries)
        return Course(
            slug=slug,
            title=plan.title,
            description=plan.description,
            version=self.hash.hexdigest()[:16],
            sections=plan.sections,
            facts=_bare(entries.facts),
            concepts=_bare(entries.concepts),
            questions=_bare(entries.questions),
            plan=plan.concepts,
            confusable=tuple(frozenset(ids) for ids in plan.confusable),
            glossary=tuple(located.entry for located in entries.terms),
        )

    def _entries(
        self, kind: Kind, read: Callable[[Fields], Entry | None]
    ) -> dict[str, Located[Entry]]:
        """All entries of the YAML files in one folder, by id."""
        found: dict[str, Located[Entry]] = {}
        for fields in self._fields(kind):
            entry = read(fields)
            if entry is None or not entry.id:
                continue
            if entry.id in found:
                first = found[entry.id].fields
                fields.note("id", "duplicate", f"also in {first.report.file}:{first.line}")
            else:
                found[entry.id] = Located(entry, fields)
                self.nodes[kind, entry.id] = (fields.report.file, fields.node)
        return found

    def _fields(self, kind: str) -> Iterator[Fields]:
        try:
            paths = sorted((self.folder / kind).iterdir())
        except OSError as error:
            self._report(kind).add(0, "", "file", _reason(error))
            self.complete = False
            return
        for path in paths:
            if path.name.startswith("."):
                continue
            report = self._report(f"{kind}/{path.name}")
            if path.suffix != ".yaml":
                report.add(0, "", "file", "is no .yaml file")
                continue
            yield from self._listed(path, report)

    def _glossary(self) -> list[Located[Term]]:
        path = self.folder / glossary.FILE
        if not os.path.lexists(path):
            return []
        terms = glossary.read_glossary(self._listed(path, self._report(glossary.FILE), "term"))
        for term, fields in terms:
            self.nodes["glossary", term.id] = (fields.report.file, fields.node)
        return terms

    def _listed(self, path: Path, report: Report, name: str = "id") -> Iterator[Fields]:
        """The entries of one file; mistakes call them by what stands at ``name``."""
        node = self._node(path, report)
        if isinstance(node, Sequence):
            yield from each(node.items, report, name=name)
        elif node is not None:
            report.add(node.line, "", "shape", "must be a list of entries")

    def _node(self, path: Path, report: Report) -> Node | None:
        """The YAML of one file; ``None``, with a mistake noted, when there is none to read."""
        try:
            data = _bytes(path, self.folder)
            self.hash.update(f"{report.file}\0{len(data)}\0".encode())
            self.hash.update(data)
            return _tree(data)
        except _Lost as error:
            report.add(error.line, "", error.rule, error.message)
            self.complete = False
            return None

    def _report(self, name: str) -> Report:
        slug = self.folder.absolute().name
        self.reports.append(Report(f"{slug}/{name}" if name else slug))
        return self.reports[-1]


class _Lost(Exception):
    """A file that gave nothing."""

    def __init__(self, line: int, rule: str, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.rule = rule
        self.message = message


def _bytes(path: Path, folder: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise _Lost(0, "file", "is no ordinary file")
    if leads_out(path, folder):
        raise _Lost(0, "file", "is a link that leads out of the course's folder")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _Lost(0, "file", _reason(error)) from error
    if len(data) > LARGEST_FILE:
        raise _Lost(0, "file", f"is larger than {LARGEST_FILE} bytes")
    return data


def _tree(data: bytes) -> Node:
    try:
        node = compose(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Lost(line, "yaml", "is not UTF-8") from error
    except BadYaml as error:
        raise _Lost(error.line, "yaml", error.message) from error
    if node is None:
        raise _Lost(1, "yaml", "is empty")
    return node


def _bare(found: Mapping[str, Located[Entry]]) -> Mapping[str, Entry]:
    return MappingProxyType({key: located.entry for key, located in found.items()})


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
