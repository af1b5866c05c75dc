"""What follows from content is worked out once for each piece of content."""

from dataclasses import replace

import pytest

from bot.study.remembered import per_content
from tests.study.samples import single

SINGLE = single()


def test_once_for_each_content_and_each_set_of_arguments() -> None:
    asked: list[tuple[str, str]] = []

    @per_content
    def work(question: object, order: str) -> str:
        asked.append((type(question).__name__, order))
        return f"{order}!"

    assert [work(SINGLE, "A"), work(SINGLE, "A"), work(SINGLE, "B")] == ["A!", "A!", "B!"]
    assert len(asked) == 2
    assert work(replace(SINGLE), "A") == "A!"
    assert len(asked) == 3, "an equal question is another one: it may have been edited and reset"


def test_what_was_raised_is_not_kept() -> None:
    tries: list[object] = []

    @per_content
    def work(question: object) -> str:
        tries.append(question)
        if len(tries) == 1:
            raise ValueError
        return "done"

    with pytest.raises(ValueError):
        work(SINGLE)
    assert work(SINGLE) == "done"
