"""The school grade of texts, by the formula of Flesch and Kincaid."""

from __future__ import annotations

import pytest

from content.readability import grade, syllables


def vowels(word: str) -> int:
    return max(sum(letter in "aeiou" for letter in word.lower()), 1)


def test_it_is_the_published_formula() -> None:
    # Six words, one sentence, six syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade(["The cat sat on the mat."], vowels) == pytest.approx(-1.4, abs=0.06)


def test_long_words_and_long_sentences_ask_for_more_years() -> None:
    count = syllables()
    assert count is not None
    plain = grade(["We test the model. Then we use it."], count)
    long = grade(["We test the model and then we use it after we have looked at it."], count)
    heavy = grade(["Evaluation precedes utilization. Deployment necessitates validation."], count)
    assert plain is not None and long is not None and heavy is not None
    assert plain < long < heavy


@pytest.mark.parametrize(
    ("word", "many"), [("test", 1), ("label", 2), ("category", 4), ("probability", 5)]
)
def test_syllables_of_course_words(word: str, many: int) -> None:
    count = syllables()
    assert count is not None and count(word) == many


def test_every_text_and_every_line_ends_a_sentence() -> None:
    apart = grade(["one two", "three four"], vowels)
    assert (
        apart == grade(["one two\nthree four"], vowels) == grade(["One two. Three four!"], vowels)
    )
    assert apart != grade(["one two three four"], vowels)


@pytest.mark.parametrize("texts", [[], [""], ["42 %, 7"]])
def test_without_words_there_is_no_grade(texts: list[str]) -> None:
    assert grade(texts, vowels) is None


def test_without_the_library_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("content.readability.import_module", missing)
    assert syllables() is None
