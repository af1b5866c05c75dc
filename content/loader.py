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

from content import foreign, glossary
from content.blueprint import resolved
from content.did_you_mean import meant
from content.entry_reading import settled
from content.files import LARGEST_FILE, Unreadable, bytes_of, reason, stranger, yaml_of
from content.knowledge import informed
from content.mistakes import CourseErrors, Mistake
from content.model import Concept, Course, Fact, Term
from content.parts import read_concept, read_fact, read_plan, read_question
from content.questions import Question
from content.reader import ID, LONGEST_ID, Fields, Report, each
from content.references import Entries, Gaps, Located, check_references
from content.sources import Kind, Sources
from content.usable_part import sound_part
from content.yaml_nodes import Mapping as YamlMapping
from content.yaml_nodes import Node, Sequence
from content.yaml_recovery import Mended

__all__ = [
    "BUNDLED",
    "LARGEST_FILE",
    "course_folders",
    "load_course",
    "load_courses",
    "load_with_sources",
]

BUNDLED = Path(__file__).parent / "courses"
"""The courses that come with Studyhall."""

PARTS = frozenset({"course.yaml", glossary.FILE, "ids.lock.yaml"})
"""Files that belong into a course's own folder."""
PAPERS = frozenset({".pdf", ".docx", ".odt", ".xml"})
"""What an author may well keep there without meaning it as questions."""

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
    course, sources, mistakes = load_what_can_be(folder)
    if mistakes:
        raise CourseErrors(mistakes)
    return course, sources


def load_what_can_be(folder: Path) -> tuple[Course, Sources, list[Mistake]]:
    """The course, with its mistakes. Where there are any it is no whole course: it has only what
    is right and names nothing that is missing, to be judged further, never to be used."""
    reading = _Reading(folder)
    course = reading.course()
    mistakes = [mistake for report in reading.reports for mistake in report.mistakes]
    sources = Sources(course.slug, reading.nodes)
    sound = sound_part(course, reading.spoilt) if mistakes else course
    return informed(sound), sources, mistakes


def course_folders(root: Path) -> list[Path]:
    """The course folders in ``root``; names that begin with a dot or an underscore are none.

    Raises ``CourseErrors`` when ``root`` cannot be read.
    """
    try:
        folders = sorted(path for path in root.iterdir() if path.is_dir())
    except OSError as error:
        raise CourseErrors([Mistake(str(root), 0, "", "file", reason(error))]) from error
    return [folder for folder in folders if not folder.name.startswith((".", "_"))]


class _Reading:
    """One pass over a course folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hash = hashlib.sha256()
        self.reports: list[Report] = []
        self.nodes: dict[tuple[Kind, str], tuple[str, Node]] = {}
        self.lost: set[str] = set()  # ids that are in files, but could not be read
        self.spoilt: set[tuple[str, str]] = set()  # entries with a mistake
        self.unsure: set[str] = set()  # kinds of which any id may be lost

    def course(self) -> Course:
        slug = self.folder.absolute().name
        if not ID.fullmatch(slug) or len(slug) > LONGEST_ID:
            told = (
                f"the folder's name is the course's id, and {slug[:60]!r} is none: use small "
                "letters, digits and hyphens"
            )
            self._report("").add(0, "", "id", told)
        report = self._report("course.yaml")
        found = self._file(self.folder / "course.yaml", report, "plan", "sections")
        if found.root is None:
            file = Fields(YamlMapping(0), Report(""))
            plan = read_plan(file)
        else:
            fields = Fields(found.root, report)
            plan, file = settled(fields, read_plan, torn=bool(found.torn))
        self.nodes["course", ""] = (report.file, file.node)
        if self.folder.is_dir():
            self._strangers()
        images = self.folder / "images"
        entries = Entries(
            facts=self._entries("facts", read_fact),
            concepts=self._entries("concepts", lambda fields: read_concept(fields, images)),
            questions=self._entries("questions", read_question),
            terms=self._glossary(),
        )
        check_references(plan, file, entries, Gaps(frozenset(self.lost), frozenset(self.unsure)))
        concepts = _bare(entries.concepts)
        return Course(
            slug=slug,
            title=plan.title,
            description=plan.description,
            version=self.hash.hexdigest()[:16],
            sections=plan.sections,
            facts=_bare(entries.facts),
            concepts=concepts,
            questions=_bare(entries.questions),
            plan=plan.concepts,
            confusable=tuple(frozenset(ids) for ids in plan.confusable),
            glossary=tuple(located.entry for located in entries.terms),
            draft=plan.draft,
            blueprints=resolved(
                plan.blueprints,
                plan.concepts,
                {id_: concept.exam_tasks for id_, concept in concepts.items()},
                {id_: concept.section for id_, concept in concepts.items()},
            ),
        )

    def _entries(
        self, kind: Kind, read: Callable[[Fields], Entry | None]
    ) -> dict[str, Located[Entry]]:
        """All entries of a folder, by id."""
        found: dict[str, Located[Entry]] = {}
        for raw, torn in self._fields(kind):
            before = len(raw.report.mistakes)
            entry, fields = settled(raw, read, torn=torn)
            if entry is not None and (torn or len(raw.report.mistakes) > before):
                self.spoilt.add((kind, entry.id))
            if entry is None or not entry.id:
                continue
            if entry.id in found:
                first = found[entry.id].fields
                fields.note("id", "duplicate", f"also in {first.report.file}:{first.line}")
            else:
                found[entry.id] = Located(entry, fields)
                self.nodes[kind, entry.id] = (fields.report.file, fields.node)
        return found

    def _fields(self, kind: str) -> Iterator[tuple[Fields, bool]]:
        try:
            paths = sorted((self.folder / kind).iterdir())
        except OSError as error:
            self._report(kind).add(0, "", "file", reason(error))
            self.unsure.add(kind)
            return
        for path in paths:
            if path.name.startswith("."):
                continue
            report = self._report(f"{kind}/{path.name}")
            if path.suffix != ".yaml":
                told = stranger(path, self.folder) or "is no .yaml file: it does not belong here"
                report.add(0, "", "file", told)
                if path.suffix == ".yml":
                    self.unsure.add(kind)
                continue
            yield from self._listed(path, report, kind)

    def _strangers(self) -> None:
        """Files beside the course's own that somebody will believe to be in use."""
        for path in sorted(self.folder.iterdir()):
            if not path.is_file() or path.name in PARTS or path.name.startswith("."):
                continue
            told = "" if path.suffix in PAPERS else stranger(path, self.folder)
            if path.suffix == ".yaml":
                told = (
                    "is no file of a course: entries go into facts/, concepts/ or questions/"
                    f"{meant(path.name, PARTS)}"
                )
            if told:
                self._report(path.name).add(0, "", "file", told)

    def _glossary(self) -> list[Located[Term]]:
        path = self.folder / glossary.FILE
        if not os.path.lexists(path):
            return []
        listed = self._listed(path, self._report(glossary.FILE), "glossary", "term")
        terms = glossary.read_glossary(fields for fields, _ in listed)
        for term, fields in terms:
            self.nodes["glossary", term.id] = (fields.report.file, fields.node)
        return terms

    def _listed(
        self, path: Path, report: Report, kind: str, name: str = "id"
    ) -> Iterator[tuple[Fields, bool]]:
        """The entries of one file, and whether a part of each is lost; mistakes call them by what
        stands at ``name``."""
        found = self._file(path, report, kind)
        node = found.root
        if isinstance(node, Sequence):
            items = [
                item
                for item in node.items
                if isinstance(item, YamlMapping) or item.line not in found.torn
            ]
            for fields in each(items, report, name=name):
                if told := foreign.entry_by_shape({*fields.names()}):
                    report.add(fields.line, fields.path, "file", told)
                    self.unsure.add(kind)
                    return
                yield fields, fields.line in found.torn
        elif node is not None:
            told = foreign.by_shape(node)
            report.add(
                node.line,
                "",
                "file" if told else "shape",
                told or "must be a list of entries: begin each one with “- ”",
            )
            self.unsure.add(kind)

    def _file(self, path: Path, report: Report, *kinds: str) -> Mended:
        """What one file has, with all mistakes noted; ``kinds`` are those that it may lack."""
        try:
            data = bytes_of(path, self.folder)
        except Unreadable as error:
            report.add(0, "", "file", str(error))
            self.unsure.update(kinds)
            return Mended(whole=False)
        self.hash.update(f"{report.file}\0{len(data)}\0".encode())
        self.hash.update(data)
        found = yaml_of(data, report)
        self.lost |= found.lost
        if not found.whole:
            self.unsure.update(kinds)
        return found

    def _report(self, name: str) -> Report:
        slug = self.folder.absolute().name
        self.reports.append(Report(f"{slug}/{name}" if name else slug))
        return self.reports[-1]


def _bare(found: Mapping[str, Located[Entry]]) -> Mapping[str, Entry]:
    return MappingProxyType({key: located.entry for key, located in found.items()})
