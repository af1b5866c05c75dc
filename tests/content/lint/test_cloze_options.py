"""Each gap's options are judged as those of any other question are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.lint.conftest import Lint


def cloze(words: str, *gaps: str) -> str:
    """A question for the small course; ``gaps`` are options joined by "/", the first is right;
    a short face stands behind "|"."""
    out = [
        "- id: q-cloze-01",
        "  concept: testing-yourself",
        "  meta: {type: cloze, bloom: apply, difficulty: 1, tests: [testing.feedback]}",
        f'  stem: "{words}"',
        "  gaps:",
    ]
    for gap in gaps:
        out.append("    - options:")
        for letter, option in zip("ABCD", gap.split("/"), strict=False):
            why = "This reason tells in its own way what else would have to be so."
            right = "true" if letter == "A" else "false"
            text, _, short = option.partition("|")
            face = f'short: "{short}", ' if short else ""
            out.append(
                f'        - {{id: {letter}, correct: {right}, text: "{text}", {face}why: "{why}"}}'
            )
    return "\n".join([*out, '  takeaway: "Close the book, then look."', ""])


SOUND = "Ida fetches the chapter from [[1]] and then looks at the [[2]] of each question."
IDA = "Ida does [[1]] and then compares it with what stands in her notebook."
OTHER = "memory/paper"
LINTED = [
    (SOUND, (OTHER, "solution/number"), "", ""),
    (SOUND.replace(" question.", "?"), (OTHER, "solution/number"), "R3-question", "stem"),
    (
        IDA.replace("does", "takes an"),
        ("answer/eraser/page",),
        "R9-article",
        "gaps.1.options.C.text",
    ),
    (IDA, ("all by heart/a page/her notes",), "R9-absolute", "gaps.1.options.A.text"),
    (SOUND, (OTHER, "solution/long solution"), "R10-apart", "gaps.2.options.B.text"),
    (SOUND, (OTHER, "solution/number."), "R10-ending", "gaps.2.options"),
    (SOUND, (OTHER, "10 to 20/15 to 30"), "R10-ranges", "gaps.2.options.B.text"),
    (
        SOUND,
        (OTHER, "solution" + " so and on" * 6 + "|solution/number/page" + " of it" * 8 + "|page"),
        "R7-option",
        "gaps.2.options.B.text",
    ),
]


@pytest.mark.parametrize(("words", "gaps", "rule", "path"), LINTED)
def test_the_options_of_every_gap_are_judged(
    small: Path, lint: Lint, words: str, gaps: tuple[str, ...], rule: str, path: str
) -> None:
    file = small / "questions" / "cloze.yaml"
    text = cloze(words, *gaps)
    file.write_text(text, encoding="utf-8")
    checked = lint(small)
    assert checked.course is not None, [str(one) for one in checked.findings]
    found = {(one.rule, one.key) for one in checked.errors}
    for one in checked.errors:
        line = text.splitlines()[one.line - 1]
        assert one.key.split(".")[-1] in line or "options:" in line or "text:" in line, line
    assert found == ({(rule, f"q-cloze-01.{path}")} if rule else set())
