"""Item-writing rules that a program can judge; each function returns breaches as sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import mean

from content.model import (
    Choice,
    Fact,
    MatchingQuestion,
    MultipleQuestion,
    NumberQuestion,
    OrderingQuestion,
    Question,
    SingleQuestion,
    TrueFalseQuestion,
    TypedQuestion,
)
from content.wording import same_form, word_count

BANNED = re.compile(
    r"\b(all|none) of the (above|following)|\bboth [A-F] and [A-F]\b|\bI and II\b"
    r"|^which (statement|sentence|of these)? ?(is|are) (true|correct)",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"\b(not|except|least likely|cannot|never)\b", re.IGNORECASE)
ABSOLUTE = re.compile(r"\b(always|never|only|must|all|every|none)\b", re.IGNORECASE)
NEGATION = re.compile(r"\b(not|no|never|nobody|none|cannot|without)\b", re.IGNORECASE)
SERVICE = re.compile(r"\b(Amazon|AWS|SageMaker|Polly|Transcribe|AutoGluon)\b")
CLOSED = ("Forecast", "Fraud Detector", "Clarify", "Debugger", "Ground Truth", "Model Monitor")


def options_of(question: Question) -> tuple[Choice, ...]:
    if isinstance(question, SingleQuestion | MultipleQuestion):
        return question.options
    return ()


def whys_of(question: Question) -> Iterator[str]:
    for option in options_of(question):
        yield option.why
    if isinstance(question, TrueFalseQuestion):
        yield from (question.why_true, question.why_false)
    elif isinstance(question, MatchingQuestion):
        yield from (pair.why for pair in question.pairs)
    elif isinstance(question, OrderingQuestion):
        yield from (item.why for item in question.items)
    elif isinstance(question, TypedQuestion | NumberQuestion):
        yield question.why
        yield from (miss.why for miss in question.near_misses)


def words_of(question: Question) -> str:
    """Everything of a question that names things, without its explanations."""
    words = [question.stem, *(option.text for option in options_of(question))]
    if isinstance(question, MatchingQuestion):
        words += [response.text for response in question.responses]
    if isinstance(question, TypedQuestion):
        words += question.accept
    return " ".join(words)


def stem_breaches(question: Question) -> Iterator[str]:
    """R3, R4, R5, R21."""
    stem = question.stem
    if word_count(stem) < 8:
        yield f"{question.id}: the stem has under 8 words"
    if BANNED.search(words_of(question)):
        yield f"{question.id}: a banned phrase"
    if NEGATIVE.search(stem.split(". ")[-1]) and not isinstance(question, TrueFalseQuestion):
        yield f"{question.id}: asks negatively"
    if re.search(r"\bguide\b", stem, re.IGNORECASE):
        yield f"{question.id}: the stem mentions the guide"
    asks = re.sub(r" \(Choose \d\.\)$", "", stem)
    if isinstance(question, SingleQuestion | MultipleQuestion) and not asks.endswith("?"):
        yield f"{question.id}: the stem is no question"


def why_breaches(question: Question) -> Iterator[str]:
    """R12."""
    for why in whys_of(question):
        if not 8 <= word_count(why) <= 35:
            yield f"{question.id}: {word_count(why)} words in {why!r}"


def option_breaches(question: Question) -> Iterator[str]:
    """R7 in one item, R9 and R10."""
    options = options_of(question)
    if not options:
        return
    average = mean(len(option.text) for option in options)
    for option in options:
        if average > 25 and not 0.5 * average <= len(option.text) <= 1.7 * average:
            yield f"{question.id}: the length of {option.text!r} stands out"
        if ABSOLUTE.search(option.text):
            yield f"{question.id}: an absolute word in {option.text!r}"
    if len({option.text[-1] in ".!?" for option in options}) > 1:
        yield f"{question.id}: closing punctuation differs"
    for one, other in combinations(options, 2):
        forms = sorted((f" {same_form(one.text)} ", f" {same_form(other.text)} "), key=len)
        if forms[0] in forms[1]:
            yield f"{question.id}: {one.text!r} and {other.text!r} contain each other"
    yield from clue_breaches(question, options)


def clue_breaches(question: Question, options: Sequence[Choice]) -> Iterator[str]:
    """R9: a longer word of the stem that stands in right options alone."""
    stem = {word for word in same_form(question.stem).split() if len(word) >= 5}
    right = {w for o in options if o.correct for w in same_form(o.text).split()}
    wrong = {w for o in options if not o.correct for w in same_form(o.text).split()}
    for word in stem & (right - wrong):
        yield f"{question.id}: {word!r} of the stem points to the key"


def true_false_breaches(question: Question) -> Iterator[str]:
    """R16."""
    if isinstance(question, TrueFalseQuestion) and (
        ABSOLUTE.search(question.stem) or NEGATION.search(question.stem)
    ):
        yield f"{question.id}: an absolute word or a negation"


def status_breaches(question: Question) -> Iterator[str]:
    """R20."""
    if SERVICE.search(words_of(question)) and question.tests[0].startswith("aws-"):
        if question.status_checked is None and "flywheel" not in question.tests[0]:
            yield f"{question.id}: names a service and no day of the check"
        if question.scenario:
            for option in options_of(question):
                if option.correct and any(name in option.text for name in CLOSED):
                    yield f"{question.id}: recommends a closed service"


def correction_breaches(question: Question, facts: Mapping[str, Fact]) -> Iterator[str]:
    """R2."""
    if question.corrected != any(facts[fact].questionable for fact in question.tests):
        yield f"{question.id}: 'corrected' does not fit the facts it tests"


def twin_breaches(questions: Iterable[Question]) -> Iterator[str]:
    """R1: stems on one fact that read alike."""
    for one, other in combinations(questions, 2):
        if set(one.tests) & set(other.tests):
            a, b = trigrams(one.stem), trigrams(other.stem)
            if len(a & b) >= 0.5 * len(a | b):
                yield f"{one.id} and {other.id} read alike"


def trigrams(words: str) -> set[str]:
    form = same_form(words)
    return {form[at : at + 3] for at in range(len(form) - 2)}


def key_positions(questions: Iterable[Question]) -> Counter[str]:
    """R8: the letters of the keys of four-option questions."""
    return Counter(
        question.key
        for question in questions
        if isinstance(question, SingleQuestion) and len(question.options) == 4
    )


def key_lengths(questions: Iterable[Question]) -> tuple[float, float]:
    """R7 over a bank: mean key length by mean distractor length, share of longest keys."""
    ratio_keys: list[int] = []
    ratio_others: list[int] = []
    longest = chances = 0.0
    for question in questions:
        if isinstance(question, SingleQuestion):
            lengths = {option.id: len(option.text) for option in question.options}
            key = lengths.pop(question.key)
            ratio_keys.append(key)
            ratio_others.extend(lengths.values())
            longest += key > max(lengths.values())
            chances += 1 / (len(lengths) + 1)
    return mean(ratio_keys) / mean(ratio_others), (longest - chances) / len(ratio_keys)
