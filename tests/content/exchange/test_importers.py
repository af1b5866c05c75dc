"""Each format: recognized, read, and what can't be read is said."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from content.importers import IMPORTERS, CannotImport, Item, LeftOut, Option, Source, importer_of
from tests.content.exchange.samples import ANKI_TEXT, LETTERED, QTI, SAMPLES, zipped

STORES = (
    Option("Amazon S3", True),
    Option("Amazon EBS", False),
    Option("Amazon RDS", False),
)


def read(source: Source, name: str = "") -> list[Item | LeftOut]:
    return list(importer_of(source, name).read(source))


def items(source: Source) -> list[Item]:
    return [one for one in read(source) if isinstance(one, Item)]


def left(source: Source) -> list[str]:
    return [one.why for one in read(source) if isinstance(one, LeftOut)]


def bare(options: tuple[Option, ...]) -> set[Option]:
    return {replace(option, why="") for option in options}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_recognized(name: str) -> None:
    assert importer_of(SAMPLES[name]).name == name


def test_every_format_has_a_sample() -> None:
    assert {one.name for one in IMPORTERS} == {*SAMPLES, "xlsx"}


def test_gift() -> None:
    choice, truth, typed, number, pairs, several = items(SAMPLES["gift"])
    assert (choice.stem, choice.topic) == ("Which service stores objects?", "Storage")
    assert bare(choice.options) == {*STORES}
    assert choice.options[1].why == "That one is a disk."
    assert choice.why == "S3 is the object store."
    assert truth.statement is True
    assert typed.stem == "The queue service is called _____ ."
    assert typed.accept == ("SQS", "Amazon SQS")
    assert (number.accept, number.number) == (("8",), True)
    assert pairs.pairs == (("S3", "objects"), ("SQS", "messages"), ("RDS", "rows"))
    assert pairs.spare == ("disks",)
    assert several.stem == "Which two are {braces}?"
    assert [option.text for option in several.right] == ["one", "two"]
    assert left(SAMPLES["gift"]) == ["an essay question: a person has to grade it"]


def test_aiken() -> None:
    (one,) = items(SAMPLES["aiken"])
    assert bare(one.options) == {*STORES}
    assert left(SAMPLES["aiken"]) == ["no ANSWER line"]


def test_a_table_with_wrong_answers() -> None:
    choice, typed = items(SAMPLES["csv"])
    assert (choice.options, choice.why, choice.topic) == (STORES, "It stores objects.", "Storage")
    assert typed.accept == ("SQS", "Amazon SQS")
    assert left(SAMPLES["csv"]) == ["no question or no answer"]


def test_a_table_with_letters() -> None:
    (one,) = items(Source("q.csv", LETTERED.encode()))
    assert bare(one.options) == {*STORES}


def test_a_table_without_a_header_says_how_to_make_one() -> None:
    with pytest.raises(CannotImport, match="put one in the first line"):
        read(Source("q.csv", b"1,2,3\n4,5,6\n"))


def test_notes_exported_as_text() -> None:
    (one,) = items(Source("notes.txt", ANKI_TEXT.encode()))
    assert (one.stem, one.accept) == ("Front of it?", ("Back",))


def test_markdown() -> None:
    ticked, lettered = items(SAMPLES["markdown"])
    assert (ticked.topic, {*ticked.options}) == ("Storage", {*STORES})
    assert lettered.stem == "Which service has queues? (Select TWO)"
    assert [option.text for option in lettered.right] == ["Amazon SQS", "Amazon MQ"]
    assert lettered.why == "Both have queues."


def test_moodle() -> None:
    choice, typed = items(SAMPLES["moodle"])
    assert (choice.topic, bare(choice.options)) == ("Storage", {*STORES})
    assert (choice.stem, choice.losses) == ("Which stores objects?", ("a picture",))
    assert (typed.accept, typed.near) == (("SQS",), (("SNS", "That one notifies."),))
    assert left(SAMPLES["moodle"]) == ["an essay question: a person has to grade it"]


@pytest.mark.parametrize(
    "source",
    [SAMPLES["qti"], Source("p.zip", zipped({"imsmanifest.xml": "<m/>", "items/a.xml": QTI}))],
    ids=["item", "package"],
)
def test_qti(source: Source) -> None:
    (one,) = items(source)
    assert one.stem == "Look at the picture.\nWhich stores objects?"
    assert (bare(one.options), one.losses) == ({*STORES}, ("a picture",))


def test_open_trivia() -> None:
    choice, truth = items(SAMPLES["opentdb"])
    assert (choice.stem, choice.topic) == ('What does "CPU" mean?', "Computers")
    assert [option.text for option in choice.right] == ["Central Processing Unit"]
    assert truth.statement is True


def test_kotoba() -> None:
    (one,) = items(SAMPLES["kotoba"])
    assert (one.stem, one.accept, one.why, one.topic) == ("犬", ("いぬ",), "dog", "Hiragana")


def test_red() -> None:
    typed, truth = items(SAMPLES["red"])
    assert typed.accept == ("Amazon S3", "S3")
    assert truth.statement is True


def test_h5p() -> None:
    choice, truth, blank = items(SAMPLES["h5p"])
    assert {*choice.options} == {*STORES}
    assert truth.statement is False
    assert (blank.stem, blank.accept) == ("The queue is _____.", ("SQS", "sqs"))
    assert left(SAMPLES["h5p"]) == ["a question of the type “DragText”"]


def test_anki() -> None:
    card, first, second = items(SAMPLES["anki"])
    assert (card.stem, card.topic) == ("Which service stores objects?", "Storage")
    assert (card.accept, card.losses) == (("Amazon S3",), ("a sound",))
    assert (first.stem, first.accept) == ("_____ has queues, SNS notifies.", ("SQS",))
    assert (second.stem, second.accept) == ("SQS has queues, _____ (topics) notifies.", ("SNS",))
    assert left(SAMPLES["anki"]) == ["nothing but a picture on one side"]


def test_a_kahoot_spreadsheet() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Quiz template"])
    sheet.append(
        ["", "Question - max 120 characters", *(f"Answer {n} - max 75 characters" for n in "1234"),
         "Time limit (sec)", "Correct answer(s) - choose at least one"]
    )  # fmt: skip
    sheet.append([1, "Which stores objects?", "Amazon EBS", "Amazon S3", "Amazon RDS", None, 20, 2])
    out = io.BytesIO()
    book.save(out)
    (one,) = items(Source("kahoot.xlsx", out.getvalue()))
    assert {*one.options} == {*STORES}


def test_a_format_that_nobody_knows() -> None:
    with pytest.raises(CannotImport, match="of no format that Studyhall knows"):
        importer_of(Source("x.bin", b"\x01\x02"))
    with pytest.raises(CannotImport, match="no format “nope”"):
        importer_of(Source("x.bin", b"x"), "nope")
