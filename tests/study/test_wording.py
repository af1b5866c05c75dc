"""Typed terms and numbers: spelling is forgiven, meaning is not."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.study.questions import ANSWER, BadInput, type_of
from bot.study.questions.numbers import reading
from tests.study import samples

TERMS = [
    "supervised", "unsupervised", "semi-supervised", "self-supervised", "validation", "evaluation",
    "overfitting", "underfitting", "fitting", "classification", "clarification", "regression",
    "clustering", "association", "dissociation", "normalization", "standardization", "feature",
    "label", "labelled", "unlabelled", "training", "testing", "precision", "prediction", "recall",
    "imputation", "interpolation", "extrapolation", "cross-validation", "leave-one-out", "k-fold",
    "bias", "variance", "covariance", "parameter", "hyperparameter", "inference", "interference",
    "batch", "match", "data drift", "model drift", "concept drift", "encoder", "decoder",
    "encoding", "encoded", "classifier", "classified", "structured", "unstructured", "oversampling",
    "undersampling", "upsampling", "downsampling", "inductive", "deductive", "homogeneous",
    "heterogeneous", "minimize", "maximize", "macro average", "micro average", "L1 regularization",
    "L2 regularization", "type I error", "type II error", "observation", "attribute", "Polly",
    "Transcribe", "Translate", "Comprehend", "Textract", "Rekognition", "availability",
    "accessibility", "privacy", "security", "discrete", "continuous", "stemming", "streaming",
    "reinforcement", "input", "output", "true positive", "false positive", "true negative",
    "parametric", "non-parametric", "stationary", "nonstationary", "balanced", "imbalanced",
    "transformer", "tokenization", "quantization",
]  # fmt: skip
LONG = [term for term in TERMS if len(term) >= 8 and term.isalpha()]


def right(given_: str, *accept: str, near: tuple[str, ...] = ()) -> bool:
    q = samples.term(*accept, near=near)
    return type_of(q).grade(q, given_).correct


def test_no_term_passes_for_another() -> None:
    assert [pair for pair in permutations(TERMS, 2) if right(*pair)] == []


@given(st.sampled_from(TERMS))
def test_spelling_is_forgiven(term: str) -> None:
    spaced, joined = term.replace("-", " "), term.replace("-", "")
    for words in (term, term.upper(), f"The {term}.", f'"{term}"', spaced, joined, f" a  {term}! "):
        assert right(words, term), words


def _slip(word: str, at: int, kind: str) -> str:
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + "x" + word[at + 1 :]


@given(st.sampled_from(LONG), st.data())
def test_one_slip_inside_a_long_word_is_forgiven(term: str, data: st.DataObject) -> None:
    """In the middle of the word: its beginning and ending make the meaning."""
    at = data.draw(st.integers(len(term) // 2 - 1, len(term) // 2 + 1))
    kind = data.draw(st.sampled_from(["drop", "double", "swap", "other"]))
    word = _slip(term, at, kind)
    assume(word not in TERMS)
    assert right(word, term), (word, term)


@given(st.sampled_from(TERMS), st.integers(0, 20), st.sampled_from(["drop", "swap", "other"]))
def test_a_slip_never_turns_a_near_miss_into_the_answer(term: str, at: int, kind: str) -> None:
    assume(at < len(term) - 1)
    near = term
    for answer in ("supervised", "validation", "overfitting", "classification", "encoder"):
        assume(near != answer)
        assert not right(near, answer, near=(near,))
    assert not right(_slip(term, at, kind), "zzz", near=(near,))


@pytest.mark.parametrize(
    ("typed", "accept"),
    [
        ("macroaveraging", "microaveraging"),
        ("upsampled", "unsampled"),
        ("usupervised", "supervised"),
        ("nsupervised", "supervised"),
        ("unsupervisd", "supervised"),
        ("supervised", "unsupervised"),
        ("suprvised", "unsupervised"),
        ("clarification", "classification"),
        ("overfiting", "underfitting"),
        ("evaluation", "validation"),
        ("evalidation", "validation"),
        ("matching", "batching"),
        ("gpt 4", "gpt 3"),
        ("bass", "bias"),
        ("table", "label"),
        ("c means", "k means"),
        ("means", "k means"),
        ("", "bias"),
        ("the", "bias"),
        ("...", "bias"),
    ],
)
def test_different_terms(typed: str, accept: str) -> None:
    assert not right(typed, accept)


@pytest.mark.parametrize(
    ("typed", "accept"),
    [
        ("labels", "label"),
        ("a label", "labels"),
        ("superviced", "supervised"),
        ("unsupervized learning", "unsupervised learning"),
        ("kfold", "k-fold"),
        ("K fold cross-validaton", "k-fold cross validation"),
        ("crossvalidaton", "cross-validation"),
        ("Naïve Bayes", "naive bayes"),
        ("A/B test", "A/B test"),
        ("C++", "c++"),
        ("1,200 rows", "1200 rows"),
        ("confusion matrx", "confusion matrix"),
    ],
)
def test_same_terms(typed: str, accept: str) -> None:
    assert right(typed, accept)


def test_signs_that_make_a_name() -> None:
    assert not right("C", "C++")
    assert not right("C#", "C++")


def test_a_near_miss_that_is_nearer_wins() -> None:
    assert right("interpolatin", "interpolation")
    assert not right("interpolatin", "interpolatian", near=("interpolation",))


@settings(max_examples=150)
@given(st.text(max_size=60), st.sampled_from(TERMS))
def test_any_words_can_be_graded(words: str, term: str) -> None:
    right(words, term, near=("interpolation",))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1200", "1200"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("1\u202f200", "1200"),
        ("1'200", "1200"),
        ("1_200", "1200"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("0,5", "0.5"),
        ("0,200", "0.2"),
        (".5", "0.5"),
        ("12,5", "12.5"),
        ("1.200", "1.2"),
        ("20 %", "20"),
        ("20%", "20"),
        ("20 percent", "20"),
        ("1,200 records.", "1200"),
        ("about 1200", "1200"),
        ("~ 1200", "1200"),
        ("$5", "5"),
        ("−3", "-3"),
        ("1200.", "1200"),
        ("٣٤", "34"),
        ("٣٤٬٥٦٧٫٥", "34567.5"),
        ("1/5", "0.2"),
        ("1e3", "1000"),
        ("1.5 × 10⁻³ mol/l", "0.0015"),
        ("5 m·s⁻¹", "5"),
        ("1,00,000", "100000"),
        ("1 234.567", "1234.567"),
        ("twelve", None),
        ("3 million", None),
        ("12 Mio", None),
        ("70:10:20", None),
        ("5 to 6", None),
        ("5–6", None),
        ("5x3", None),
        ("2^10", None),
        ("1e999999999", None),
        ("1/0", None),
        ("10 00", None),
        ("", None),
        ("1.2.3", None),
        ("1" * 60, None),
        ("5" + "a" * 39 + "|", None),
    ],
)
def test_numbers_are_read(words: str, value: str | None) -> None:
    found = reading(words)
    assert (None if found is None else found.values[0]) == (
        None if value is None else Decimal(value)
    )


@pytest.mark.parametrize(
    ("words", "accept", "good"),
    [
        ("1,200", "1200", True),
        ("1200 records", "1,200", True),
        ("1201", "1200", False),
        ("12", "1200", False),
        ("20%", "20", True),
        ("20 %", "0.2", True),
        ("0,2", "0.2", True),
        ("0.2", "20", False),
        ("-5", "5", False),
        ("5.0", "5", True),
        ("abc", "5", False),
    ],
)
def test_numbers_are_graded(words: str, accept: str, good: bool) -> None:
    q = samples.amount(accept)
    assert type_of(q).grade(q, words).correct is good


@given(st.integers(1, 10**9))
def test_every_way_to_group_a_number_is_the_same_number(value: int) -> None:
    q = samples.amount(str(value))
    for words in (f"{value:,}", f"{value:,}".replace(",", " "), f"{value:,}".replace(",", "'")):
        assert type_of(q).grade(q, words).correct, words
    assert not type_of(q).grade(q, str(value + 1)).correct


@settings(max_examples=150)
@given(st.text(max_size=60) | st.from_regex(r"[0-9., '%a-z+-]{0,30}", fullmatch=True))
def test_any_words_can_be_read_as_a_number_or_not(words: str) -> None:
    q = samples.number()
    kind = type_of(q)
    try:
        typed = kind.read(q, "", {ANSWER: (words,)})
    except BadInput as bad:
        assert set(bad.errors) == {ANSWER}
        return
    assert reading(typed) is not None
    kind.grade(q, typed)
