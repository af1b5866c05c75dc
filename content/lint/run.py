"""Loads a course and judges it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from content.lint.base import BANK, Bench, Breach, Finding, Rule, Runtime, finding
from content.lint.registry import LOADED, RULES
from content.loader import load_what_can_be
from content.lock import FILE, read_lock
from content.mistakes import CourseErrors
from content.model import Course
from content.questions.rules import Severity
from content.sources import Place, Sources

WHOLE = tuple(
    rule
    for rule in RULES
    if rule.bank or rule.id in ("season", "daily", "lock", "lock-behind", "R13-shown")
)
"""Rules that only a whole course can be judged by."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``course`` is None when it cannot be loaded. ``findings`` are sorted by place."""

    slug: str
    course: Course | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.WARNING)


def check(folder: Path, runtime: Runtime, *, day: date | None = None, against: str = "") -> Checked:
    """The course in ``folder`` and all that is wrong with it. Raises nothing.

    ``day`` is today when left out. Nothing copied from ``against`` passes.
    """
    slug = folder.absolute().name
    course, sources, mistakes = load_what_can_be(folder)
    lock = None
    try:
        lock = read_lock(folder)
    except CourseErrors as error:
        mistakes += error.mistakes
    today = day or datetime.now(UTC).date()
    bench = Bench(course, runtime, today, against, lock)
    if not mistakes:
        return Checked(slug, course, tuple(sorted(set(judge(bench, sources)))))
    found = [
        Finding(m.file, m.line, m.key, m.rule, m.message, advice=LOADED.get(m.rule, ""))
        for m in mistakes
    ]
    return Checked(slug, None, tuple(sorted({*found, *judge(bench, sources, WHOLE)})))


def judge(bench: Bench, sources: Sources, without: Collection[Rule] = ()) -> Iterator[Finding]:
    """What every rule but those in ``without`` finds; rules for a bank only where there is one."""
    for rule in RULES:
        if rule in without or (rule.bank and len(bench.bank) < BANK):
            continue
        for breach in rule.check(bench):
            found = finding(rule, breach, _place(breach, bench, sources))
            yield replace(found, severity=Severity.WARNING) if bench.course.draft else found


def _place(breach: Breach, bench: Bench, sources: Sources) -> Place:
    """A thing that is gone stands in the lock alone."""
    gone = breach.entry and (breach.kind, breach.entry) not in sources.nodes
    if gone and bench.lock is not None:
        line = bench.lock.lines.get(breach.entry, 0)
        return Place(f"{sources.slug}/{FILE}", line, breach.entry)
    return sources.place(breach.kind, breach.entry, *breach.path)
