"""Mistakes in a course come all at once, in plain words; none hides or invents another."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.loader import load_course
from content.mistakes import CourseErrors, Mistake
from content.yaml_nodes import Mapping, Node, Scalar, Sequence
from content.yaml_recovery import read
from tests.content.folder import CONCEPTS, COURSE, FACTS, QUESTIONS, write


def mistakes(root: Path, changes: dict[str, str | bytes | None]) -> list[Mistake]:
    with pytest.raises(CourseErrors) as caught:
        load_course(write(root, changes))
    return list(caught.value.mistakes)


def plain(node: Node | None) -> object:
    match node:
        case Scalar(value):
            return value
        case Sequence(_, items):
            return [plain(item) for item in items]
        case Mapping(_, pairs):
            return {key.value: plain(value) for key, value in pairs}
    return None


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        ("\ttext: x", "x", "has a tab at its start"),
        ("   text: x", "x", "begins 3 spaces from the left"),
        (" text: x", "x", "begins 1 spaces from the left"),
        ('  text: "What is "x" here?"', 'What is "x" here?', "a quote inside a text in quotes"),
        ("  text: 'it's'", "it's", "apostrophe"),
        ("  text: Which one: a or b", "Which one: a or b", "it has “: ” in it"),
        ("  text: @everyone", "@everyone", "it begins with @"),
        ("  text: `x`", "`x`", "it begins with `"),
        ("  text: %d", "%d", "it begins with %"),
        ("  text: *a*b*c", "*a*b*c", "it begins with *"),
        ("  text: **kwargs", "**kwargs", "it begins with *"),
        ("  text: &lt;", "&lt;", "it begins with &"),
        ("  text: &x y", "&x y", "it begins with &"),
        ("  text: !important", "!important", "it begins with !"),
        ("  text: ||x||", "||x||", "it begins with |"),
        ("  text: > quote", "> quote", "it begins with >"),
        ("  text: [x](y)", "[x](y)", "it begins with ["),
        ("  text: {x: 1} y", "{x: 1} y", "it begins with {"),
        ("  text: ? x", "? x", "it begins with ?"),
        ("  text: - x", "- x", "it begins with -"),
        ('  text: "\\d+"', "\\d+", "backslash between double quotes"),
        ('  text: "abc', "abc", "a quote that is never closed"),
        ('  text "x"', "x", "needs a colon after “text”"),
        ("  text:x", "x", "needs a space after the colon"),
        ("  text: a\x07b", "ab", "control character U+0007"),
    ],
)
def test_a_line_that_is_no_yaml_is_told_and_the_rest_is_read(
    line: str, text: str, words: str
) -> None:
    found = read(f"- id: a\n  kind: k\n{line}\n  last: z\n- id: b\n")
    assert [(fault.line, words in fault.message) for fault in found.faults] == [(3, True)]
    assert plain(found.root) == [{"id": "a", "kind": "k", "text": text, "last": "z"}, {"id": "b"}]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('- {id: A, text: "a "b" c", why: x}', {"text": 'a "b" c', "why": "x"}),
        ("- {id: A, text: a: b, why: x}", {"text": "a: b", "why": "x"}),
        ("- {id: A, text: if (x) { }, why: x}", {"text": "if (x) { }", "why": "x"}),
        ('- {id: A correct: true, text: "x", why: x}', {"correct": "true", "text": "x"}),
        ('- {id: A, text: "\\w", why: x}', {"text": "\\w", "why": "x"}),
        ("- {id: A, text: @x, why: x}", {"text": "@x", "why": "x"}),
    ],
)
def test_an_entry_on_one_line(line: str, wanted: dict[str, str]) -> None:
    found = read(f"{line}\n- {{id: B}}\n")
    assert [fault.line for fault in found.faults] == [1]
    first, second = plain(found.root)  # type: ignore[misc]
    assert second == {"id": "B"}
    assert {**first, **wanted} == first


QUOTED = QUESTIONS.replace(
    'stem: "Which of these waters', 'stem: "Which of these "waters"'
).replace("bloom: understand", "bloom: understnad")
EVERYTHING: dict[str, str | bytes | None] = {
    "course.yaml": COURSE.replace("description:", "descripton:").replace(
        'title: "The basics"', "title: @basics"
    ),
    "facts/basics.yaml": FACTS.replace("- {id: tea.heat", "-\t{id: tea.heat").replace(
        "kind: figure", "kind: figur"
    ),
    "concepts/basics.yaml": CONCEPTS.replace("  takeaway: \"Mind", "\ttakeaway: \"Mind").replace(
        "related: [opening]", "related: [openin]"
    ),
    "questions/basics.yaml": QUOTED.replace("optoins", "options")
    .replace("  options:\n    - {id: A, correct: true, text: \"Leaves\"",
             "  optoins:\n    - {id: A, corect: true, text: \"Leaves\"")
    .replace("answer: true", "answer: yes"),
    "glossary.yaml": "- term: tea\n  text: a: b\n  concept: brewin\n",
}  # fmt: skip


def test_every_kind_of_mistake_in_every_file_at_once(tmp_path: Path) -> None:
    found = mistakes(tmp_path, EVERYTHING)
    told = {(one.file.removeprefix("tea/"), one.key, one.rule) for one in found}
    assert told == {
        ("course.yaml", "descripton", "unknown-key"),
        ("course.yaml", "basics", "yaml"),
        ("facts/basics.yaml", "tea.heat", "yaml"),
        ("facts/basics.yaml", "tea.map.kind", "shape"),
        ("concepts/basics.yaml", "brewing.takeaway", "yaml"),
        ("concepts/basics.yaml", "brewing.related", "reference"),
        ("questions/basics.yaml", "q-single.stem", "yaml"),
        ("questions/basics.yaml", "q-multiple.optoins", "unknown-key"),
        ("questions/basics.yaml", "q-multiple.options.A.corect", "unknown-key"),
        ("questions/basics.yaml", "q-truth.answer", "shape"),
        ("questions/basics.yaml", "q-truth.meta.bloom", "shape"),
        ("glossary.yaml", "text", "yaml"),
        ("glossary.yaml", "tea.concept", "reference"),
    }, [str(one) for one in found]
    words = "\n".join(str(one) for one in found)
    for meant in (
        "description",
        "correct",
        "options",
        "opening",
        "brewing",
        "understand",
        "figure",
    ):
        assert f"did you mean “{meant}”?" in words, meant


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "key", "words"),
    [
        ("questions/basics.yaml", "  stem: \"Which of", "  stme: \"Which of", "unknown-key",
         "q-single.stme", "did you mean “stem”?"),
        ("questions/basics.yaml", "type: single", "type: sinlge", "shape",
         "q-single.meta.type", "did you mean “single”?"),
        ("questions/basics.yaml", "- id: q-typed", "- di: q-typed", "unknown-key", "8.di", "“id”"),
        ("course.yaml", "plan:", "Plan:", "unknown-key", "Plan", "did you mean “plan”?"),
        ("course.yaml", "[opening, brewing]", "[opening, brewng]", "reference", "plan",
         "did you mean “brewing”?"),
        ("questions/basics.yaml", "tests: [tea.heat]", "tests: [tea.haet]", "R1",
         "q-single.meta", "did you mean “tea.heat”?"),
        ("questions/basics.yaml", "[leaves, the leaves]", "[leaves, null]", "shape",
         "q-typed.accept", "needs quotes"),
        ("questions/basics.yaml", 'C: "Drink"', "C: ~", "R13", "q-order.items.C", "needs quotes"),
        ("facts/basics.yaml", "- {id: tea.map", "- id: tea.x\n- {id: tea.map", "shape",
         "tea.x.kind", "is missing"),
    ],
)  # fmt: skip
def test_plain_words(
    tmp_path: Path, file: str, old: str, new: str, rule: str, key: str, words: str
) -> None:
    sound = {"course.yaml": COURSE, "facts/basics.yaml": FACTS, "questions/basics.yaml": QUESTIONS}
    assert old in sound[file]
    found = mistakes(tmp_path, {file: sound[file].replace(old, new, 1)})
    [one] = [one for one in found if one.rule == rule and one.key == key]
    assert words in one.message, one
    if rule == "unknown-key":  # read as the key that was meant: nothing else is wrong
        assert found == [one]


@pytest.mark.parametrize("file", ["facts/basics.yaml", "concepts/basics.yaml", "course.yaml"])
@pytest.mark.parametrize("kind", ["link", "large", "no letters"])
def test_what_is_in_a_lost_file_is_not_missed_elsewhere(
    tmp_path: Path, file: str, kind: str
) -> None:
    folder = write(
        tmp_path, {"questions/basics.yaml": QUESTIONS.replace("answer: true", "answr: 1")}
    )
    (folder / file).unlink()
    match kind:
        case "link":
            (folder / file).symlink_to("/etc/hostname")
        case "large":
            (folder / file).write_bytes(b"#" * 1_000_001)
        case "no letters":
            (folder / file).write_bytes(b"\x00\x01\x02")
    with pytest.raises(CourseErrors) as caught:
        load_course(folder)
    found = caught.value.mistakes
    assert ("q-truth.answr", "unknown-key") in {(one.key, one.rule) for one in found}
    others = {one.file for one in found} - {"tea/questions/basics.yaml"}
    assert others == {f"tea/{file}"}, [str(one) for one in found]


@pytest.mark.parametrize(
    ("encoding", "words"), [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("cp1252", "1252")]
)
def test_a_file_in_another_encoding_is_told_and_still_read(
    tmp_path: Path, encoding: str, words: str
) -> None:
    spoilt = FACTS.replace("A map.", "Café").replace("kind: figure", "kind: figur")
    found = mistakes(tmp_path, {"facts/basics.yaml": spoilt.encode(encoding)})
    assert [(one.rule, one.key) for one in found] == [("yaml", ""), ("shape", "tea.map.kind")]
    assert words in found[0].message
    assert "save" in found[0].message


def test_windows_files_are_fine(tmp_path: Path) -> None:
    for file, words in (("facts/basics.yaml", FACTS), ("questions/basics.yaml", QUESTIONS)):
        crlf = words.replace("\n", "\r\n").encode("utf-8-sig")
        assert load_course(write(tmp_path, {file: crlf})).slug == "tea"
