"""What a person still has to write."""

from __future__ import annotations

from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule, at
from content.questions.exchange import TODO


def _left_to_write(bench: Bench) -> Iterator[Breach]:
    course, told = bench.course, f"begins with {TODO}: it is still to be written"
    if course.description.startswith(TODO):
        yield Breach(told, path=("description",))
    for fact in course.facts.values():
        if fact.text.startswith(TODO):
            yield Breach(told, "facts", fact.id, ("text",))
    for concept in course.concepts.values():
        for key, words in (("body", concept.body.plain), ("takeaway", concept.takeaway)):
            if words.startswith(TODO):
                yield Breach(told, "concepts", concept.id, (key,))
    for question in bench.bank:
        for key, words in (("stem", question.stem), ("takeaway", question.takeaway)):
            if words.startswith(TODO):
                yield at(question, told, key)
        for reason in question.reasons():
            if reason.words.startswith(TODO):
                yield at(question, told, *reason.path)


RULES = (
    Rule(
        "todo",
        f"Write it, or take the {TODO} away: members would read it.",
        _left_to_write,
    ),
)
