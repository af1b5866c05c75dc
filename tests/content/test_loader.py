"""The loader: a sound course loads, and every kind of mistake is named with its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.model.text import CodeBlock, Item, Plain, Strong
from content.loader import LARGEST_FILE, load_course, load_courses
from content.mistakes import CourseErrors, Mistake
from content.questions.choice import MultipleQuestion, SingleQuestion
from content.questions.cloze import ClozeQuestion
from content.questions.matching import MatchingQuestion
from content.questions.ordering import OrderingQuestion
from content.questions.true_false import TrueFalseQuestion
from content.questions.typed import NumberQuestion
from tests.content.folder import COURSE, FILES, QUESTIONS, WHY, write


def mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(CourseErrors) as caught:
        load_course(folder)
    return caught.value.mistakes


def test_a_sound_course_loads(tmp_path: Path) -> None:
    course = load_course(write(tmp_path))
    assert (course.slug, course.title) == ("tea", "Tea for beginners")
    assert course.plan == ("opening", "brewing")
    assert course.confusable == (frozenset({"opening", "brewing"}),)
    assert course.section("basics").title == "The basics"
    assert list(course.facts) == ["tea.leaves", "tea.heat", "tea.map", "tea.age"]
    assert not course.facts["tea.age"].tested
    assert course.concepts["brewing"].related == ("opening",)
    assert course.concepts["brewing"].exam_tasks == ("AIF-C01 D1",)
    assert [question.type for question in course.questions.values()] == [
        "single",
        "multiple",
        "true_false",
        "matching",
        "ordering",
        "cloze",
        "cloze",
        "typed",
        "number",
    ]
    assert course.questions["q-typed"].status_checked == date(2026, 11, 23)
    with pytest.raises(KeyError):
        course.section("nowhere")


def test_each_type_knows_its_key(tmp_path: Path) -> None:
    questions = load_course(write(tmp_path)).questions
    single, multiple = questions["q-single"], questions["q-multiple"]
    truth, matching = questions["q-truth"], questions["q-match"]
    ordering, number = questions["q-order"], questions["q-number"]
    gap, gaps = questions["q-gap"], questions["q-gaps"]
    assert isinstance(single, SingleQuestion)
    assert single.key == "B"
    assert [option.face for option in single.options] == ["Boiling", "Rather hot", "Tap"]
    assert isinstance(multiple, MultipleQuestion)
    assert (multiple.key, multiple.choose) == ({"A", "B"}, 2)
    assert isinstance(truth, TrueFalseQuestion)
    assert truth.why(True) == WHY
    assert isinstance(matching, MatchingQuestion)
    assert matching.key == ("A", "B", "C")
    assert [one.face for one in matching.responses] == ["Boiling", "Cooled", "Iced", "Lukewarm"]
    assert isinstance(ordering, OrderingQuestion)
    assert ordering.answer == ("B", "A", "C")
    assert isinstance(gap, ClozeQuestion) and isinstance(gaps, ClozeQuestion)
    assert (gap.key, gaps.key) == (("A",), ("B", "A"))
    assert gap.stem == "Green leaves in a warm cup want water that is ____."
    assert gaps.stem == "First one has to (1) ____ the water, and then one has to (2) ____ it."
    assert isinstance(number, NumberQuestion)
    assert number.value == Decimal(1200)
    assert (number.revision, number.retired) == (3, True)


def test_retired_questions_are_kept_and_never_offered(tmp_path: Path) -> None:
    course = load_course(write(tmp_path))
    assert "q-number" in course.questions
    assert "q-number" not in {question.id for question in course.questions_of("brewing")}
    assert [question.id for question in course.questions_of("opening")] == ["q-typed"]


def test_the_version_follows_the_files(tmp_path: Path) -> None:
    first = load_course(write(tmp_path / "a")).version
    assert load_course(write(tmp_path / "b")).version == first
    changed = {"course.yaml": COURSE.replace("beginners", "everyone")}
    assert load_course(write(tmp_path / "c", changed)).version != first


def test_a_picture_lies_in_the_images_folder(tmp_path: Path) -> None:
    words = FILES["concepts/basics.yaml"]
    with_picture = words + '  picture: {file: pot.png, alt: "A pot."}\n'
    folder = write(tmp_path, {"concepts/basics.yaml": with_picture, "images/pot.png": b"png"})
    picture = load_course(folder).concepts["brewing"].picture
    assert picture is not None
    assert (picture.path.read_bytes(), picture.alt) == (b"png", "A pot.")
    (folder / "images/pot.png").unlink()
    assert [(one.rule, one.key) for one in mistakes(folder)] == [("file", "brewing.picture.file")]
    for name in ("../course.yaml", "/etc/passwd", "pot.svg", "x" * 300 + ".png"):
        changed = with_picture.replace("pot.png", name)
        folder = write(tmp_path, {"concepts/basics.yaml": changed})
        assert "file" in {one.rule for one in mistakes(folder)}


LONG_WHY = "word " * 36
SPOILT = [
    # file, what stands there, what comes instead, rule, key, line of the mistake
    ("course.yaml", 'title: "Tea for beginners"', "title:", "R13", "title", 1),
    ("course.yaml", 'title: "Tea', 'title: "Tea \\x07', "R13", "title", 1),
    ("course.yaml", 'title: "Tea for beginners"', 'title: " "', "R13", "title", 1),
    ("questions/basics.yaml", '"Lemon"', '"\\u3164"', "R13", "q-multiple.options.E.text", 0),
    ("questions/basics.yaml", "[leaves, the leaves]", '[leaves, " "]', "R13", "q-typed.accept", 0),
    ("course.yaml", 'title: "Tea', 'tilte: x\ntitle: "Tea', "unknown-key", "tilte", 1),
    ("course.yaml", "plan: [opening,", "plan: [opening, milk,", "reference", "plan", 5),
    ("course.yaml", "plan: [opening,", "plan: [opening, opening,", "duplicate", "plan", 5),
    ("course.yaml", "plan: [opening, brewing]", "plan: [opening]", "plan", "brewing.id", 0),
    ("course.yaml", "plan: [opening, brewing]", "plan: 7", "shape", "plan", 5),
    ("course.yaml", "  - [opening, brewing]", "  - [opening]", "shape", "confusable", 6),
    ("course.yaml", "  - [opening, brewing]", "  - opening", "shape", "confusable.1.ids", 0),
    ("course.yaml", "  - {id", "  - {id: basics, title: x}\n  - {id", "duplicate", "", 0),
    (
        "facts/basics.yaml",
        "section: basics, kind: def",
        "section: x, kind: def",
        "reference",
        "",
        1,
    ),
    ("facts/basics.yaml", "kind: rule-of-thumb", "kind: rumour", "shape", "tea.heat.kind", 2),
    ("facts/basics.yaml", "illustrates: tea.leaves", "illustrates: y", "reference", "", 3),
    ("facts/basics.yaml", "id: tea.heat", "id: tea.leaves", "duplicate", "tea.leaves.id", 2),
    ("facts/basics.yaml", "id: tea.heat", "id: Tea Heat", "id", "Tea Heat.id", 2),
    ("facts/basics.yaml", "id: tea.heat,", "", "shape", "2.id", 2),
    ("facts/basics.yaml", "tested: false", "tested: no", "shape", "tea.age.tested", 4),
    ("concepts/basics.yaml", "  facts: [tea.heat", "  facts: [tea.x", "reference", "", 16),
    ("concepts/basics.yaml", "related: [opening]", "related: [z]", "reference", "", 17),
    ("concepts/basics.yaml", "related: [opening]", "related: [brewing]", "reference", "", 17),
    ("concepts/basics.yaml", '"Pour water."', '"# Pour"', "markdown", "brewing.body", 14),
    ("concepts/basics.yaml", "    - two", "    > two", "markdown", "opening.body", 8),
    ("concepts/basics.yaml", "https://example.org/a", "file:///etc", "markdown", "", 7),
    ("concepts/basics.yaml", '"Pour water."', f'"{"water " * 88}"', "card", "brewing.body", 14),
    ("concepts/basics.yaml", '"Mind the heat."', f'"{"heat " * 21}"', "R13", "", 15),
    ("concepts/basics.yaml", 'title: "Brewing"', f'title: "{"B" * 76}"', "R13", "", 12),
    ("concepts/basics.yaml", '"Pour water."', f'"{"[" * 100_000}"', "R13", "brewing.body", 14),
    ("facts/basics.yaml", '"A map."', f'"{"<a" * 100_000}"', "R13", "tea.map.text", 3),
    ("questions/basics.yaml", "tests: [tea.heat]", "tests: [tea.x]", "R1", "q-single.meta", 3),
    ("questions/basics.yaml", "tests: [tea.heat]", "tests: [tea.map]", "R1", "q-single.meta", 3),
    ("questions/basics.yaml", "tests: [tea.heat]", "tests: [tea.age]", "R1", "q-single.meta", 3),
    ("questions/basics.yaml", "concept: brewing", "concept: x", "reference", "q-single.concept", 2),
    ("questions/basics.yaml", "type: single", "type: essay", "shape", "q-single.meta.type", 3),
    ("questions/basics.yaml", "bloom: apply", "bloom: guess", "shape", "q-single.meta.bloom", 3),
    ("questions/basics.yaml", "difficulty: 1", "difficulty: 4", "shape", "", 3),
    ("questions/basics.yaml", "difficulty: 1", "difficulty: 1, chose: 2", "unknown-key", "", 3),
    ("questions/basics.yaml", "revision: 3", "revision: 0", "shape", "q-number.revision", 0),
    ("questions/basics.yaml", "2026-11-23", "2026-13-23", "shape", "", 0),
    ("questions/basics.yaml", '"Which of', f'"{"so " * 46}Which of', "R13", "q-single.stem", 4),
    (
        "questions/basics.yaml",
        'correct: true, text: "Rather',
        'correct: false, text: "Rather',
        "R6",
        "q-single.options",
        5,
    ),
    (
        "questions/basics.yaml",
        'A, correct: false, text: "Boil',
        'A, correct: true, text: "Boil',
        "R6",
        "q-single.options",
        5,
    ),
    ("questions/basics.yaml", '"Rather hot"', '"Boiling"', "R10", "q-single.options", 5),
    ("questions/basics.yaml", 'short: "Tap"', 'short: "Boiling"', "R10", "q-single.options", 5),
    (
        "questions/basics.yaml",
        '{id: B, correct: true, text: "Rather',
        '{id: A, correct: true, text: "Rather',
        "R10",
        "",
        5,
    ),
    (
        "questions/basics.yaml",
        '{id: B, correct: true, text: "Rather',
        '{id: b, correct: true, text: "Rather',
        "shape",
        "",
        0,
    ),
    ("questions/basics.yaml", 'short: "Tap", ', "", "R13", "q-single.options.C.short", 8),
    (
        "questions/basics.yaml",
        'short: "Tap"',
        f'short: "{"T" * 27}"',
        "R13",
        "q-single.options.C.short",
        8,
    ),
    (
        "questions/basics.yaml",
        "from the tap",
        "from the tap " * 6,
        "R13",
        "q-single.options.C.text",
        8,
    ),
    ("questions/basics.yaml", f', why: "{WHY}"', "", "R12", "q-single.options.A.why", 6),
    ("questions/basics.yaml", f', why: "{WHY}"', ', why: ""', "R12", "q-single.options.A.why", 6),
    (
        "questions/basics.yaml",
        f'why: "{WHY}"',
        f'why: "{LONG_WHY}"',
        "R13",
        "q-single.options.A.why",
        6,
    ),
    ("questions/basics.yaml", '  takeaway: "Mind the heat."\n', "", "R12", "q-single.takeaway", 1),
    ("questions/basics.yaml", " (Choose 2.)", "", "R6", "q-multiple.stem", 0),
    ("questions/basics.yaml", "(Choose 2.)", "(Choose 3.)", "R6", "q-multiple.stem", 0),
    ("questions/basics.yaml", "choose: 2", "choose: 3", "R6", "q-multiple.options", 0),
    ("questions/basics.yaml", "choose: 2", "choose: 5", "shape", "q-multiple.meta.choose", 0),
    (
        "questions/basics.yaml",
        f'    - {{id: E, correct: false, text: "Lemon", why: "{WHY}"}}\n',
        "",
        "R6",
        "q-multiple.options",
        0,
    ),
    ("questions/basics.yaml", "answer: true", "answer: maybe", "shape", "q-truth.answer", 0),
    ("questions/basics.yaml", f', "false": "{WHY}"', "", "R12", "q-truth.why.false", 0),
    ("questions/basics.yaml", '"Cold brew", answer: C', '"Cold brew", answer: E', "R17", "", 0),
    (
        "questions/basics.yaml",
        '"Cold brew", answer: C',
        '"Cold brew", answer: A',
        "R17",
        "q-match.pairs",
        0,
    ),
    ("questions/basics.yaml", ', D: "Lukewarm"', "", "R17", "q-match.responses", 0),
    ("questions/basics.yaml", 'D: "Lukewarm"', 'D: "Iced"', "R17", "q-match.responses", 0),
    ("questions/basics.yaml", 'D: "Lukewarm"', f'D: "{"L" * 27}"', "R13", "q-match.responses.D", 0),
    ("questions/basics.yaml", '"Cold brew"', '"Green"', "R17", "q-match.pairs", 0),
    ("questions/basics.yaml", '"Cold brew"', f'"{"C" * 46}"', "R13", "", 0),
    (
        "questions/basics.yaml",
        f'    - {{prompt: "Green", answer: B, why: "{WHY}"}}\n',
        "",
        "R17",
        "q-match.pairs",
        0,
    ),
    ("questions/basics.yaml", "answer: [B, A, C]", "answer: [A, B, C]", "R17", "q-order.answer", 0),
    ("questions/basics.yaml", "answer: [B, A, C]", "answer: [B, A]", "R17", "q-order.answer", 0),
    ("questions/basics.yaml", '"Drink"}', f'"{"D" * 46}"}}', "R13", "q-order.items.C", 0),
    ("questions/basics.yaml", f', C: "{WHY}"', "", "R12", "q-order.why.C", 0),
    ("questions/basics.yaml", f', C: "{WHY}"', f', C: "{WHY}", D: "{WHY}"', "unknown-key", "", 0),
    ("questions/basics.yaml", "accept: [leaves, the leaves]", "accept: [leaves]", "R18", "", 0),
    ("questions/basics.yaml", "[leaves, the leaves]", "[leaves, leaves]", "R18", "", 0),
    ("questions/basics.yaml", "[leaves, the leaves]", "[leaves, one of the leaves]", "R18", "", 0),
    (
        "questions/basics.yaml",
        "near_miss: {roots",
        "near_miss: {Leaves",
        "R18",
        "q-typed.near_miss",
        0,
    ),
    ("questions/basics.yaml", '"1,200"', '"1,300"', "R18", "q-number.accept", 0),
    ("questions/basics.yaml", '"1,200"', '"many"', "R18", "q-number.accept", 0),
    ("questions/basics.yaml", '"1,200"', '"Infinity"', "R18", "q-number.accept", 0),
    ("questions/basics.yaml", '{"12":', '{"1200.0":', "R18", "q-number.near_miss", 0),
    ("questions/basics.yaml", "retired: true", "retired: true\n  retired: false", "shape", "", 0),
]


@pytest.mark.parametrize(("file", "old", "new", "rule", "key", "line"), SPOILT)
def test_a_mistake_is_named(
    tmp_path: Path, file: str, old: str, new: str, rule: str, key: str, line: int
) -> None:
    words = FILES[file]
    assert old in words
    found = mistakes(write(tmp_path, {file: words.replace(old, new, 1)}))
    places = [(one.key, one.line) for one in found if one.rule == rule]
    assert places, [str(one) for one in found]
    assert {one.file.split("/")[0] for one in found} == {"tea"}
    assert not key or key in [place for place, _ in places]
    assert not line or line in [at for _, at in places]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("title: [", "yaml"),
        ("title: x\n\ttitle: y", "yaml"),
        ("? [a, b]\n: c", "yaml"),
        ("a: &x 1\nb: *x", "yaml"),
        ("a: *x", "yaml"),
        ("a: !!python/object/apply:os.system ['true']", "yaml"),
        ("--- 1\n--- 2", "yaml"),
        ("[" * 5000, "yaml"),
        ("", "yaml"),
        ("# nothing here\n", "yaml"),
        ("just words", "shape"),
        ("- a list", "shape"),
        ("title: \x00", "yaml"),
        (b"title: \xff\xfe", "yaml"),
        ("x" * (LARGEST_FILE + 1), "file"),
    ],
)
def test_a_file_that_is_no_course(tmp_path: Path, words: str | bytes, rule: str) -> None:
    found = mistakes(write(tmp_path, {"course.yaml": words}))
    assert rule in {one.rule for one in found}


@pytest.mark.parametrize("words", ["a: 1", "- 1", "- [a]", "-", "- {}", "- meta: {}"])
@pytest.mark.parametrize("file", ["facts/basics.yaml", "concepts/basics.yaml", "questions/x.yaml"])
def test_entries_of_a_wrong_shape(tmp_path: Path, file: str, words: str) -> None:
    assert "shape" in {one.rule for one in mistakes(write(tmp_path, {file: words}))}


def test_missing_and_strange_files(tmp_path: Path) -> None:
    found = mistakes(tmp_path / "nowhere")
    assert {one.rule for one in found} == {"file"}
    assert {one.file for one in found} == {
        "nowhere/course.yaml",
        "nowhere/facts",
        "nowhere/concepts",
        "nowhere/questions",
    }
    folder = write(tmp_path, {"facts/notes.txt": "x", "facts/.hidden": "y"})
    assert [(one.file, one.rule) for one in mistakes(folder)] == [("tea/facts/notes.txt", "file")]
    (folder / "facts/notes.txt").unlink()
    (folder / "facts/deep.yaml").mkdir()
    assert [(one.file, one.rule) for one in mistakes(folder)] == [("tea/facts/deep.yaml", "file")]


def test_a_folder_name_that_is_no_id(tmp_path: Path) -> None:
    folder = write(tmp_path).rename(tmp_path / "Tea Time")
    assert [one.rule for one in mistakes(folder)] == ["id"]


def test_all_mistakes_come_at_once_and_sorted(tmp_path: Path) -> None:
    questions = QUESTIONS.replace("(Choose 2.)", "").replace("bloom: apply", "bloom: guess")
    found = mistakes(
        write(
            tmp_path,
            {
                "course.yaml": COURSE.replace("opening, brewing", "opening, brewing, milk", 1),
                "facts/more.yaml": "- {id: tea.leaves, section: x, kind: rumour, text: ''}",
                "questions/basics.yaml": questions,
            },
        )
    )
    assert list(found) == sorted(found)
    assert {one.file for one in found} == {
        "tea/course.yaml",
        "tea/facts/more.yaml",
        "tea/questions/basics.yaml",
    }
    assert len([one for one in found if one.key.endswith(".bloom")]) == 7
    assert {"R6", "R13", "reference", "shape", "duplicate"} <= {one.rule for one in found}


def test_a_lost_file_is_the_only_mistake(tmp_path: Path) -> None:
    found = mistakes(write(tmp_path, {"facts/basics.yaml": "- ["}))
    assert [(one.file, one.rule) for one in found] == [("tea/facts/basics.yaml", "yaml")]


def test_a_mistake_reads_well(tmp_path: Path) -> None:
    [found] = mistakes(write(tmp_path, {"course.yaml": COURSE.replace("plan:", "extra: 1\nplan:")}))
    assert str(found) == "tea/course.yaml:5: extra: is not a key that can go here [unknown-key]"


def test_courses_load_together(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / ".git").mkdir()
    assert list(load_courses(tmp_path)) == ["tea"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "tea" / "course.yaml").write_text("")
    with pytest.raises(CourseErrors) as caught:
        load_courses(tmp_path)
    assert {one.file for one in caught.value.mistakes} >= {"empty/course.yaml", "tea/course.yaml"}
    with pytest.raises(CourseErrors):
        load_courses(tmp_path / "nowhere")


def test_markdown_becomes_nodes(tmp_path: Path) -> None:
    body = (
        '"One\\ntwo **bold**\\n\\nThree\\n\\n1. first\\n2. second\\n\\nLast\\n\\n```\\na < b\\n```"'
    )
    words = FILES["concepts/basics.yaml"].replace('"Pour water."', body)
    course = load_course(write(tmp_path, {"concepts/basics.yaml": words}))
    text = course.concepts["brewing"].body
    assert text.plain == "One two bold\n\nThree\n1. first\n2. second\n\nLast\na < b"
    assert Strong("bold") in text.nodes
    assert Item("1.", (Plain("first"),)) in text.nodes
    assert text.nodes[-1] == CodeBlock("a < b")


@pytest.mark.parametrize(
    "body",
    [
        "![picture](https://example.org/x.png)",
        "Title\\n=====",
        "a **b *c* d**",
        "- a\\n  - b",
        "-\\n- b",
        "- a\\n\\n  b",
        "---",
        "    indented",
        "[x](http://example.org)",
        "[x](https://user@example.org)",
        "[](https://example.org)",
        "a\\u0007b",
    ],
)
def test_markdown_that_no_card_can_show(tmp_path: Path, body: str) -> None:
    words = FILES["concepts/basics.yaml"].replace("Pour water.", body)
    found = mistakes(write(tmp_path, {"concepts/basics.yaml": words}))
    assert [(one.rule, one.key) for one in found] == [("markdown", "brewing.body")]
