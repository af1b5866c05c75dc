"""The numbers of a course as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.table import Table

from content.model import Course
from content.stats import CourseStats


def tables(course: Course, stats: CourseStats) -> Iterator[Table]:
    """Everything of ``stats``, the whole first and every concept last."""
    yield _overview(stats)
    yield _shares("type", stats.types, stats.questions)
    yield _shares("level", stats.bloom, stats.questions)
    yield _shares("difficulty", {str(k): v for k, v in stats.difficulty.items()}, stats.questions)
    yield _letters(stats)
    yield _lengths(stats)
    yield _grades(stats)
    yield _sections(course, stats)
    yield _concepts(course, stats)


def _overview(stats: CourseStats) -> Table:
    table = Table("what", "number", title=f"{stats.title} ({stats.slug})", title_justify="left")
    asked = len(stats.facts) - len(stats.untested)
    rows = {
        "concepts": stats.cards,
        "questions": stats.questions,
        "scenarios among them": stats.scenarios,
        "retired questions": stats.retired,
        "facts asked": f"{asked} of {len(stats.facts)}",
        "facts not asked": ", ".join(stats.untested) or "none",
    }
    for name, value in rows.items():
        table.add_row(name, str(value))
    return table


def _shares(name: str, counts: Mapping[str, int], whole: int) -> Table:
    table = Table(name, "questions", "share")
    for key, count in counts.items():
        table.add_row(key, str(count), f"{count / whole:.0%}" if whole else "")
    return table


def _letters(stats: CourseStats) -> Table:
    table = Table("right answers", "value", "meant to be")
    keys = stats.keys
    for letter, share in keys.places.items():
        table.add_row(f"shown as {letter} (four options)", f"{share:.0%}", "20% to 30%")
    if keys.length_ratio is not None and keys.longest_over_chance is not None:
        table.add_row("length by that of wrong ones", f"{keys.length_ratio:.2f}", "0.9 to 1.1")
        points = f"{100 * keys.longest_over_chance:+.0f} points"
        table.add_row("longest, against chance", points, "at most +3")
    return table


def _lengths(stats: CourseStats) -> Table:
    table = Table("length", "shortest", "median", "mean", "longest", "in")
    for name, spread in stats.lengths.items():
        unit = "characters" if name.endswith("option") else "words"
        values = (spread.least, f"{spread.median:g}", f"{spread.mean:g}", spread.most)
        table.add_row(name, *map(str, values), unit)
    return table


def _grades(stats: CourseStats) -> Table:
    table = Table("readability", "Flesch-Kincaid grade")
    for name, value in stats.grades.items():
        table.add_row(name, f"{value:g}")
    if not stats.grades:
        table.add_row("not measured", "needs the “courses” extra: pip install '.[courses]'")
    return table


def _sections(course: Course, stats: CourseStats) -> Table:
    table = Table("section", "facts", "cards", "questions")
    for section, counts in stats.sections.items():
        row = (course.section(section).title, *map(str, counts.values()))
        table.add_row(*row)
    return table


def _concepts(course: Course, stats: CourseStats) -> Table:
    """The matrix: for each concept its questions, for each of its facts how many ask it."""
    table = Table("concept", "questions", "types", "facts: questions")
    for concept, asked in stats.concepts.items():
        types = ", ".join(dict.fromkeys(course.questions[name].type for name in asked))
        facts = ", ".join(
            f"{fact}: {len(stats.facts[fact])}"
            for fact in course.concepts[concept].facts
            if fact in stats.facts
        )
        table.add_row(concept, str(len(asked)), types, facts)
    return table
