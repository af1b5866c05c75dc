"""What an import makes: a draft that loads and lints, and a report that leaves nothing out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.service.course_checks import BotRuntime
from content.importers import CannotImport, Item, LeftOut, Option
from content.importers.draft import Draft, Drafting
from content.importers.folder import REPORT, import_course
from content.lint import check
from content.loader import load_course
from tests.content.exchange.samples import SAMPLES


def drafted(*items: Item | LeftOut) -> Draft:
    drafting = Drafting("A title")
    drafting.take("f", items)
    return drafting.written()


def options(right: int, wrong: int) -> tuple[Option, ...]:
    return tuple(Option(f"option {n}", n < right) for n in range(right + wrong))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_draft_loads_and_lints(name: str, tmp_path: Path) -> None:
    file = tmp_path / SAMPLES[name].name
    file.write_bytes(SAMPLES[name].data)
    folder, draft = import_course([file], tmp_path / "courses", f"from-{name}")
    checked = check(folder, BotRuntime())
    assert checked.course is not None and checked.course.draft
    assert len(checked.course.questions) == draft.taken > 0
    assert checked.errors == ()
    assert "todo" in {one.rule for one in checked.warnings}
    report = (folder / REPORT).read_text()
    assert f"Taken: {draft.taken}." in report
    assert all(note.what in report for note in (*draft.left, *draft.losses, *draft.twins))


def test_many_files_make_one_course(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}{source.ending}" for name, source in SAMPLES.items()]
    for file, source in zip(files, SAMPLES.values(), strict=True):
        file.write_bytes(source.data)
    broken = tmp_path / "broken.xml"
    broken.write_text("<quiz><question")
    folder, draft = import_course([*files, broken], tmp_path, "all", "All of it")
    assert load_course(folder).title == "All of it"
    assert any("broken.xml" in note.where and "well-formed" in note.what for note in draft.left)
    assert draft.taken + len(draft.twins) > 20


def test_what_was_there_already() -> None:
    one = Item(where="line 1", stem="Which?", options=options(1, 2))
    again = Item(where="line 9", stem=" which ", options=options(1, 2)[::-1])
    made = drafted(one, again)
    assert (made.taken, [note.where for note in made.twins]) == (1, ["f, line 9"])


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (Item(where="", stem="Q", options=options(0, 3)), "none of its options is right"),
        (Item(where="", stem="Q", options=options(1, 1)), "it has 2 options"),
        (Item(where="", stem="Q", options=options(2, 2)), "at least 5 are needed then"),
        (Item(where="", stem="Q", options=options(4, 2)), "at most 3 can be"),
        (Item(where="", stem="Q", pairs=(("a", "b"),)), "3 to 5 can be matched"),
        (Item(where="", stem="Q", steps=("a", "b")), "3 to 5 can be put in order"),
        (Item(where="", stem="Q", accept=("far too many words to type",)), "too long to type"),
        (Item(where="", stem="Q", accept=("x",), number=True), "is no number"),
        (Item(where="", stem="w" * 800, accept=("x",)), "has 800 characters"),
    ],
)
def test_what_cannot_be_taken_is_said(item: Item, why: str) -> None:
    made = drafted(item)
    assert made.taken == 0
    assert [why in note.what for note in made.left] == [True]


def test_a_fifth_option_is_a_loss() -> None:
    made = drafted(Item(where="1", stem="Q", options=options(1, 4)))
    assert made.taken == 1
    assert [note.what for note in made.losses] == ["the wrong answer “option 4”"]


def test_an_option_that_is_too_long_is_cut_and_marked() -> None:
    long = Option("word " * 30, False)
    made = drafted(Item(where="1", stem="Q", options=(*options(1, 2), long)))
    assert made.taken == 1
    assert made.losses[0].what.startswith("the end of the option “word")
    assert "TODO: shorten this option" in made.files["questions/imported.yaml"]


def test_cards_that_are_too_long_to_type_become_choices() -> None:
    cards = [
        Item(where=f"{n}", stem=f"Front {n}", accept=(f"the rather long back number {n}",))
        for n in range(5)
    ]
    made = drafted(*cards)
    assert (made.taken, made.left) == (5, [])
    assert made.files["questions/imported.yaml"].count("correct: true") == 5


def test_seven_pairs_are_two_questions() -> None:
    pairs = tuple((f"prompt {n}", f"answer {n}") for n in range(7))
    assert drafted(Item(where="1", stem="Match them.", pairs=pairs)).taken == 2


def test_a_topic_with_many_questions_is_several_concepts(tmp_path: Path) -> None:
    made = drafted(
        *(
            Item(where=f"{n}", stem=f"Question {n}?", topic="Äpfel/Pears", accept=(f"word{n}",))
            for n in range(20)
        )
    )
    for name, words in made.files.items():
        path = tmp_path / "apples" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    course = load_course(tmp_path / "apples")
    assert [c.title for c in course.concepts.values()] == [
        "Äpfel/Pears", "Äpfel/Pears 2", "Äpfel/Pears 3",
    ]  # fmt: skip
    assert {len(course.questions_of(c)) for c in course.plan} == {8, 4}


def test_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    file = tmp_path / "q.gift"
    file.write_text("Essay {}\n")
    with pytest.raises(CannotImport, match=r"Nothing could be taken\. The first entry"):
        import_course([file], tmp_path / "courses", "x")
    assert not (tmp_path / "courses").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "q.gift"
    file.write_bytes(SAMPLES["gift"].data)
    import_course([file], tmp_path, "x")
    with pytest.raises(CannotImport, match="exists already"):
        import_course([file], tmp_path, "x")
