"""What the YAML reader says, in the words of people who write courses."""

from __future__ import annotations

_WORDS = (
    ("tab character", "has a tab at its start: use spaces, as YAML takes no tabs there"),
    (
        "unknown escape",
        "has a backslash between double quotes: write \\\\ for it, or put the text between "
        "single quotes",
    ),
    (
        "mapping values are not allowed",
        "has a colon where none can be: begin the line as far to the right as the keys above it, "
        "and put texts with “: ” in them in quotes",
    ),
    (
        "cannot start any token",
        "has a text that begins with a sign YAML keeps for itself: put the text in quotes",
    ),
    (
        "expected key",
        "does not fit to the lines above: look for a quote inside a text in quotes, and for a line "
        "that begins too far to the left or right",
    ),
    (
        "expected '-' indicator",
        "does not fit to the list above: begin each entry with “- ” and its other lines two "
        "spaces further to the right",
    ),
    ("',' or ']'", "has a [ that is never closed, or a comma is missing"),
    ("',' or '}'", "has a { that is never closed, or a comma or quotes are missing"),
    ("expected ':'", "has a key without a colon and a space after it"),
    (
        "unexpected end of stream",
        "has a quote or a bracket that is never closed",
    ),
    (
        "alphabetic or numeric",
        "has a text that begins with * or &: put the text in quotes",
    ),
    ("comment or line break", "has a text that begins with | or >: put the text in quotes"),
    ("sequence entries are not allowed", "has a “- ” where no list can begin: give it a new line"),
    ("mapping keys are not allowed", "has a text that begins with ?: put the text in quotes"),
    (
        "anchors and aliases",
        "begins with & or *, which YAML keeps for anchors and aliases; a course has none, so put "
        "the text in quotes",
    ),
    (
        "tags are not allowed",
        "begins with !, which YAML keeps for tags; a course has none, so put the text in quotes",
    ),
)


def plainly(problem: str) -> str:
    """One sentence for an author; what has no better words comes as it is."""
    for piece, words in _WORDS:
        if piece in problem:
            return words
    return problem
