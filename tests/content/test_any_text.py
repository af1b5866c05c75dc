"""A course may say anything: what its texts are is what members are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.text import Code, CodeBlock, Emphasis, Plain, Strong, Text
from content.inline import folded, nodes_of, without_code
from content.loader import load_course
from content.markdown import parse
from content.model import Course
from content.questions.choice import SingleQuestion
from content.questions.matching import MatchingQuestion
from content.questions.ordering import OrderingQuestion
from content.wording import blank, on_one_line
from tests.content.folder import FILES, WHY, write
from tests.content.texts import TEXTS


def loaded(root: Path, file: str, entry: str, change: dict[str, Any]) -> Course:
    """The small course with other values in one entry."""
    entries = yaml.safe_load(FILES[file])
    next(one for one in entries if one["id"] == entry).update(change)
    return load_course(write(root, {file: yaml.safe_dump(entries, allow_unicode=True)}))


def options(*texts: str) -> list[dict[str, Any]]:
    return [
        {"id": "ABCD"[n], "correct": n == 0, "text": words, "why": WHY}
        | ({"short": f"face {n}"} if len(words) > 26 else {})
        for n, words in enumerate(texts)
    ]


@pytest.mark.parametrize("words", TEXTS)
def test_any_text_loads_as_it_stands(tmp_path: Path, words: str) -> None:
    course = loaded(
        tmp_path,
        "questions/basics.yaml",
        "q-single",
        {
            "stem": f"What does {words} mean where it is written like this?",
            "options": options(words, f"{words}'", "Something else"),
            "takeaway": f"It is {words}",
        },
    )
    question = course.questions["q-single"]
    assert isinstance(question, SingleQuestion)
    kept = words.strip(" ")
    assert question.stem == f"What does {words} mean where it is written like this?"
    assert question.options[0].text == kept
    assert question.takeaway == f"It is {kept}"


@pytest.mark.parametrize("words", TEXTS)
def test_any_text_is_a_term_a_title_a_step_and_a_prompt(tmp_path: Path, words: str) -> None:
    entries = yaml.safe_load(FILES["questions/basics.yaml"])
    by_id = {one["id"]: one for one in entries}
    by_id["q-match"]["pairs"][0]["prompt"] = words
    by_id["q-match"]["responses"]["A"] = {"text": words, "short": "face"}
    by_id["q-order"]["items"]["A"] = words
    concepts = yaml.safe_load(FILES["concepts/basics.yaml"])
    concepts[1]["title"] = words
    terms = [{"term": words, "also": [f"{words}!"], "text": "A name.", "concept": "brewing"}]
    changes: dict[str, str | bytes | None] = {
        "questions/basics.yaml": yaml.safe_dump(entries, allow_unicode=True),
        "concepts/basics.yaml": yaml.safe_dump(concepts, allow_unicode=True),
        "glossary.yaml": yaml.safe_dump(terms, allow_unicode=True),
    }
    course = load_course(write(tmp_path, changes))
    kept = words.strip(" ")
    matching, ordering = course.questions["q-match"], course.questions["q-order"]
    assert isinstance(matching, MatchingQuestion)
    assert isinstance(ordering, OrderingQuestion)
    assert (matching.pairs[0].prompt, matching.responses[0].text) == (kept, kept)
    assert ordering.items[0].text == kept
    assert course.concepts["brewing"].title == kept
    assert course.glossary[0].name == kept


@pytest.mark.parametrize(
    "texts",
    [
        ("=", "==", "==="),
        ("C", "C++", "C#"),
        ("int", "Int", "INT"),
        ("i++", "++i", "i"),
        ("%", ";", "$"),
        ("<b>", "<B>", "b"),
        ("x = 1", "x = 1;", "X = 1"),
        ("H2O", "H₂O", "H²O"),
        ("resume", "résumé", "Resume"),
        ("میخواهم", "می‌خواهم", "خواهم"),
        ("a b", "ab", "a_b"),
    ],
)
def test_signs_and_case_may_be_all_the_difference(tmp_path: Path, texts: tuple[str, ...]) -> None:
    change = {"options": options(*texts)}
    question = loaded(tmp_path, "questions/basics.yaml", "q-single", change).questions["q-single"]
    assert isinstance(question, SingleQuestion)
    assert tuple(option.text for option in question.options) == texts


@pytest.mark.parametrize(
    "words",
    [
        "__init__", "2**3", "a*b*c", "2**3**4", "x_i_j", "<b>x</b>", "&lt;", "&nbsp;", "~~x~~",
        "||x||", "arr[i](x)", "$x_i$", "@everyone", ":smile:", "half **bold", "\\n", "می‌خواهم",
    ],
)  # fmt: skip
def test_a_card_shows_what_is_no_markup_as_it_stands(words: str) -> None:
    assert parse(f"See {words} here.") == Text((Plain(f"See {words} here."),))


def test_a_card_still_has_its_markup() -> None:
    assert parse("(**a**), *b*: `2**3`").nodes == (
        Plain("("), Strong("a"), Plain("), "), Emphasis("b"), Plain(": "), Code("2**3"),
    )  # fmt: skip


BLOCK = "What is printed?\n```python\nfor x in a:\n    print(x)\n\nprint()\n```\nThink twice."


def test_code_in_a_stem_stands_between_backticks_or_fences(tmp_path: Path) -> None:
    change = {"stem": BLOCK}
    question = loaded(tmp_path, "questions/basics.yaml", "q-single", change).questions["q-single"]
    assert nodes_of(question.stem, Strong).nodes == (
        Strong("What is printed?"),
        CodeBlock("for x in a:\n    print(x)\n\nprint()"),
        Strong("Think twice."),
    )
    assert nodes_of("What is `2**3` and ``a`b``?").nodes == (
        Plain("What is "), Code("2**3"), Plain(" and "), Code("a`b"), Plain("?"),
    )  # fmt: skip
    assert without_code(BLOCK) == "What is printed?\n\nThink twice."


@pytest.mark.parametrize("words", ["a `b", "```", "``a`", "", "no code"])
def test_a_backtick_without_a_partner_is_a_backtick(words: str) -> None:
    assert nodes_of(words).plain == words


def test_prose_may_run_over_lines_and_is_one_paragraph() -> None:
    assert folded("One\n  two\nthree  four\t five ") == "One two three  four\t five"
    assert on_one_line(" a \r\n b\n") == "a b"


@given(st.text("ab `\n", max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_folding_twice_changes_nothing_more(words: str) -> None:
    once = folded(words)
    assert folded(once) == once
    assert [c for c in nodes_of(once).plain if c in "ab"] == [c for c in words if c in "ab"]


@pytest.mark.parametrize("words", ["", " ", "\u00a0", "\u3164", "\u2800", "\u200b\u200d", "\u115f"])
def test_blank(words: str) -> None:
    assert blank(words)
    assert not blank(f"{words}.")
