"""The coverage of a course as a picture (SVG): one square a question, one dot a fact."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from content.model import Course, Question
from content.questions import TYPES
from content.stats import LEVELS, CourseStats

ROW, SQUARE, GAP = 22, 16, 3
NAMES, MARGIN = 300, 12
TOP, FOOT = 78, 54
DOT = 17
SHADES = {
    "remember": "#c6dbef",
    "understand": "#6baed6",
    "apply": "#2171b5",
    "analyse": "#08306b",
}
ASKED, UNASKED = "#2b7a3d", "#b3261e"


def coverage_svg(course: Course, stats: CourseStats) -> str:
    """Concepts in the order of teaching; beside each its questions, and its facts: a dot with
    the number of questions, a ring where there is none."""
    height = TOP + ROW * len(course.plan) + FOOT
    facts_from = NAMES + max(map(len, stats.concepts.values()), default=0) * (SQUARE + GAP) + 30
    most = max((len(concept.facts) for concept in course.concepts.values()), default=0)
    width = max(facts_from + most * DOT + MARGIN, 760)
    spoken = (
        f"{stats.questions} questions on {len(stats.facts)} facts and {stats.cards} cards; "
        f"{len(stats.untested)} facts are not asked."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(spoken)} '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _words(MARGIN, 26, course.title, size=16, weight="bold"),
        _words(MARGIN, 46, spoken, fill="#555"),
        _words(MARGIN, TOP - 10, "concept", fill="#555"),
        _words(NAMES, TOP - 10, "questions", fill="#555"),
        _words(facts_from, TOP - 10, "facts", fill="#555"),
        *(p for n in range(len(course.plan)) for p in _row(course, stats, n, facts_from)),
        *_legend(height - FOOT + 24),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _row(course: Course, stats: CourseStats, number: int, facts_from: int) -> Iterator[str]:
    concept, y = course.plan[number], TOP + ROW * number
    yield _words(MARGIN, y + 13, f"{number + 1}. {course.concepts[concept].title}"[:46])
    for place, name in enumerate(stats.concepts[concept]):
        yield _square(course.questions[name], NAMES + place * (SQUARE + GAP), y)
    for place, fact in enumerate(f for f in course.concepts[concept].facts if f in stats.facts):
        many = len(stats.facts[fact])
        x = facts_from + 7 + place * DOT
        fill, stroke = (ASKED, ASKED) if many else ("#fff", UNASKED)
        yield (
            f'<g><title>{escape(fact)}: {many}</title><circle cx="{x}" cy="{y + 8}" r="7" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="2"/>'
            + (_words(x, y + 12, str(many), fill="#fff", size=10, anchor="middle") if many else "")
            + "</g>"
        )


def _square(question: Question, x: int, y: int) -> str:
    fill = SHADES[question.bloom]
    ink = "#fff" if question.bloom in LEVELS[2:] else "#111"
    told = f"{question.id}: {question.type}, {question.bloom}, difficulty {question.difficulty}"
    return (
        f'<g><title>{escape(told)}</title><rect x="{x}" y="{y}" width="{SQUARE}" '
        f'height="{SQUARE}" rx="3" fill="{fill}"/>'
        + _words(x + 8, y + 12, question.mark, fill=ink, size=11, anchor="middle")
        + "</g>"
    )


def _legend(y: int) -> Iterator[str]:
    x = 12
    for level in LEVELS:
        yield f'<rect x="{x}" y="{y - 11}" width="14" height="14" rx="3" fill="{SHADES[level]}"/>'
        yield _words(x + 19, y, level)
        x += 100
    yield _words(x, y, "dot: questions on a fact; ring: none", fill="#555")
    marks = ", ".join(f"{kind.mark} {name}" for name, kind in TYPES.items())
    yield _words(MARGIN, y + 20, marks, fill="#555")


def _words(
    x: int,
    y: int,
    words: str,
    *,
    fill: str = "#111",
    size: int = 12,
    weight: str = "normal",
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{fill}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
