"""Names that age: R20."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from content.lint.base import Bench, Breach, Rule, at
from content.model import Question
from content.questions.rules import Severity

STALE = timedelta(days=180)
CLOSED = re.compile(
    r"\b(Amazon Forecast|Amazon Fraud Detector|Fraud Detector|SageMaker (?:AI )?"
    r"(?:Clarify|Debugger|Ground Truth|Model Monitor)|Ground Truth Plus|MLS-C01)\b"
)
"""Services and exams that take no new customers."""
SAYS_SO = re.compile(
    r"\b(closed|closes|closing|retired|ended|ends|discontinued|no longer|not open|new customers"
    r"|existing customers|newcomers|cannot join|former|formerly|historical"
    r"|used to|replaced|deprecated|maintenance mode)\b",
    re.IGNORECASE,
)
SERVICE = re.compile(
    r"\b(?:Amazon|AWS) (?:Bedrock|Comprehend|Forecast|Fraud Detector|Kendra|Lex|Personalize|Polly"
    r"|Q|Rekognition|SageMaker|Textract|Transcribe|Translate|Glue|Lambda|Athena|QuickSight)\b"
    r"|\bSageMaker\b"
)
KIND = "service"
"""The kind of facts about services, whoever offers them."""


def nothing_closed_recommended(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        around = " ".join((question.stem, question.takeaway, *question.key_reasons()))
        for words, path in question.right_answers():
            found = CLOSED.search(words)
            if found and not SAYS_SO.search(around):
                told = f"{found.group()} is right here, and nothing says that it is closed"
                yield at(question, told, *path)
    for concept in bench.course.concepts.values():
        card = f"{concept.body.plain} {concept.takeaway}"
        found = CLOSED.search(card)
        if found and not SAYS_SO.search(card):
            told = f"names {found.group()} and does not say that it is closed"
            yield Breach(told, "concepts", concept.id, ("body",))


def status_known(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if question.status_checked is None and (name := service_in(question, bench)):
            yield at(question, f"asks about {name} and has no status_checked", "meta")


def status_fresh(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        checked = question.status_checked
        if checked is None:
            continue
        if checked > bench.day:
            yield at(question, f"was checked in the future, on {checked}", "meta", "status_checked")
        elif bench.day - checked > STALE:
            age = (bench.day - checked).days
            yield at(question, f"was checked {age} days ago", "meta", "status_checked")


def service_in(question: Question, bench: Bench) -> str:
    """The service a question is about: one of its facts is about it, or it can be the answer."""
    for fact in question.tests:
        if bench.course.facts[fact].kind == KIND:
            return fact
    for words, _ in question.answers():
        if found := SERVICE.search(words):
            return found.group()
    return ""


RULES = (
    Rule(
        "R20-closed",
        "Recommend what is open today, or say that the name is history.",
        nothing_closed_recommended,
    ),
    Rule("R20-checked", "Look the service up and note the day in status_checked.", status_known),
    Rule(
        "R20-stale",
        "Look the service up again and set status_checked to that day.",
        status_fresh,
        Severity.WARNING,
    ),
)
