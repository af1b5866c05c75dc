"""Typed answers beside everything that a course knows: harmless respelling is right, and no
known answer ever passes for another."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.study.questions import ANSWER, BadInput, Grade, type_of
from content.questions.typed import NumberQuestion, TypedQuestion
from content.spelling.known import Known
from content.spelling.numbers import reading
from tests.study import samples

SENTENCE = "Which of the two is the one that is used for words in a text? "
SUBSTANCES = (
    [
        f"{stem}{ending}"
        for stem in ("eth", "prop", "but", "pent", "hex", "hept", "oct", "undec")
        for ending in ("ane", "ene", "yne", "anol", "anal", "enol", "yl", "anone")
    ]
    + [
        f"{stem}{ending}"
        for stem in ("nitr", "sulf", "phosph", "chlor", "brom", "iod", "selen", "tellur")
        for ending in ("ate", "ite", "ide")
    ]
    + [
        f"{stem}{ending}"
        for stem in ("lact", "malt", "sucr", "cellul", "amyl")
        for ending in ("ose", "ase")
    ]
)
COUNTRIES = [
    "Iceland", "Ireland", "Iran", "Iraq", "Mali", "Malawi", "Maldives", "Niger", "Nigeria",
    "Slovakia", "Slovenia", "Gambia", "Zambia", "Guinea", "Guyana", "Austria", "Australia",
    "Mauritius", "Mauritania", "Dominica", "Oman", "Jordan", "Chad", "Cuba", "Peru", "Fiji",
]  # fmt: skip
TERMS = [
    "absorption", "adsorption", "causal", "casual", "mitosis", "meiosis", "ilium", "ileum",
    "perineal", "peroneal", "ureter", "urethra", "mucus", "mucous", "afferent", "efferent",
    "adduction", "abduction", "glycogen", "glucagon", "principal", "principle", "median", "medial",
    "mode", "model", "node", "cation", "anion", "C", "C++", "C#", "%", "%%", "->", "-->", "=", "==",
    "año", "ano", "schön", "schon", "か", "が", "мой", "мои", "की", "का", "Pa", "PA", "mRNA",
    "côte", "côté", "cote", "Maße", "Masse", "its", "it's", "tRNA", "HTTP", "HTTPS", "GPT-3",
    "GPT-4", "L1 norm", "L2 norm",
]  # fmt: skip
ANSWERS = SUBSTANCES + COUNTRIES + TERMS
KNOWN = Known(answers=tuple((words,) for words in ANSWERS), texts=(SENTENCE * 3,))
LETTERS = [words for words in ANSWERS if words.isalpha() and words.isascii() and len(words) > 3]


def question(*accept: str, near: tuple[str, ...] = (), known: Known = KNOWN) -> TypedQuestion:
    return replace(samples.term(*accept, near=near), known=known)


def amount(*accept: str, stem: str = "How many are there?", known: Known = KNOWN) -> NumberQuestion:
    return replace(samples.amount(*accept), stem=stem, known=known)


def grade(q: TypedQuestion | NumberQuestion, typed: str) -> Grade | None:
    """None when the answer is asked for again."""
    kind = type_of(q)
    try:
        return kind.grade(q, kind.read(q, "", {ANSWER: (typed,)}))
    except BadInput as bad:
        assert all(words.endswith((".", "?")) for words in bad.errors.values())
        return None


def right(q: TypedQuestion | NumberQuestion, typed: str) -> bool:
    found = grade(q, typed)
    return found is not None and found.correct


def test_no_answer_of_a_course_passes_for_another_one() -> None:
    taken = [
        (typed, answer)
        for typed, answer in permutations(ANSWERS, 2)
        if OSA.distance(typed, answer) <= 3 and right(question(answer), typed)
    ]
    assert taken == []


def test_general_words_are_no_slips_of_a_course_that_knows_nothing_else() -> None:
    alone = Known(texts=(SENTENCE * 3,))
    pairs = [(a, b) for group in (SUBSTANCES, COUNTRIES) for a, b in permutations(group, 2)]
    assert [
        (typed, answer)
        for typed, answer in pairs
        if OSA.distance(typed, answer) <= 2 and right(question(answer, known=alone), typed)
    ] == []


@given(st.sampled_from(LETTERS), st.sampled_from(ANSWERS), st.data())
def test_a_slip_of_one_answer_is_never_another(
    answer: str, other: str, data: st.DataObject
) -> None:
    """Whatever one slip makes of an answer, it is right for that one or for none."""
    assume(answer != other)
    at = data.draw(st.integers(1, len(answer) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    kind = data.draw(st.sampled_from(["drop", "add", "other"]))
    tail = answer[at:] if kind == "add" else answer[at + 1 :]
    typed = answer[:at] + ("" if kind == "drop" else letter) + tail
    assume(typed.casefold() != other.casefold())
    both = right(question(answer), typed) and right(question(other), typed)
    assert not both or typed.casefold() == answer.casefold()


@given(st.sampled_from([a for a in ANSWERS if a[0].isalnum() and a not in ("Pa", "PA")]), st.data())
def test_harmless_respelling_is_right(answer: str, data: st.DataObject) -> None:
    respelt = data.draw(
        st.sampled_from(
            [
                answer,
                f" {answer} ",
                f"{answer}.",
                f"“{answer}”",
                f"the {answer}",
                answer.replace(" ", "-"),
                answer.replace("-", " "),
                "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in answer),
            ]
        )
    )
    found = grade(question(answer), respelt)
    assert found == (True, 1.0, 0, 0, ""), respelt


@given(st.sampled_from(LETTERS), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_does_not_matter(answer: str, change: object) -> None:
    assert callable(change)
    assert right(question(answer), change(answer)) or answer in ("HTTP", "HTTPS")


def test_case_counts_where_it_tells_answers_apart() -> None:
    pascal, address = question("Pa", "pascal"), question("PA", "public address")
    assert right(pascal, "Pa")
    assert right(address, "PA")
    for typed in ("PA", "pa", "pA"):
        assert not right(pascal, typed)
    assert right(pascal, "Pascal")
    [field] = type_of(pascal).fields(pascal, "")
    assert "Capital letters" in field.hint
    same = Known(answers=(("Polly", "Amazon Polly"), ("polly", "amazon polly")))
    assert right(question("Polly", "Amazon Polly", known=same), "polly"), "one answer, asked twice"
    assert not right(question("Pa", near=("PA",), known=Known()), "PA")


@pytest.mark.parametrize("typed", ["poly", "Pollly", "ploly", "Poly."])
def test_the_verdict_says_how_it_is_spelled(typed: str) -> None:
    q = question("Polly", "Amazon Polly")
    found = grade(q, typed)
    assert found == (True, 1.0, 0, 0, "Polly")
    assert type_of(q).explain(q, "", typed).plain.startswith("Watch the spelling: Polly.")
    assert "Watch" not in type_of(q).explain(q, "", "polly").plain


def test_what_the_course_says_anywhere_is_another_word() -> None:
    word = "qualigraph"  # in no list
    assert right(question("qualigramph", known=Known()), word)
    for known in (
        Known(names=((word, "synonym"),)),
        Known(answers=((word,),)),
        Known(texts=(f"A {word.title()} is shown.",)),
        Known(names=(("a qualigraph",),)),
    ):
        assert not right(question("qualigramph", known=known), word)


def test_a_course_in_another_language_is_judged_by_its_own_words() -> None:
    spanish = Known(
        answers=(("perro",), ("gato",), ("manzana",), ("caballo",)),
        texts=("¿Cuál de los dos es el animal que vive en la casa y que come para vivir? " * 2,),
    )
    assert spanish.language == "es"
    assert not right(question("perro", known=spanish), "pero")
    assert right(question("perro", known=spanish), "perrro")
    english = Known(answers=spanish.answers, texts=(SENTENCE * 3,))
    assert not right(question("caballo", known=english), "cabello"), "asked for by an English one"


def test_the_hint_on_the_form_is_true() -> None:
    def hint(q: TypedQuestion) -> str:
        [field] = type_of(q).fields(q, "")
        return field.hint

    assert hint(question("Polly")) == (
        "A word or two. A small typo is fine unless it makes another word."
    )
    assert hint(question("i != 0")) == "Type it exactly, signs included; spaces don't matter."


def test_an_answer_of_signs_can_be_typed_and_another_one_cannot_be_empty() -> None:
    assert right(question("%", "percent sign"), "%")
    assert right(question("%", "percent sign"), "Percent sign")
    assert grade(question("Polly"), "...") is None, "nothing was answered: no point is lost"
    assert grade(question("%"), " ") is None


NUMBERS = st.integers(-(10**9), 10**9)


@given(NUMBERS)
def test_every_way_to_write_a_whole_number_is_right(value: int) -> None:
    q = amount(str(value))
    sign, digits = ("-" if value < 0 else ""), f"{abs(value):,}"
    ways = [digits, digits.replace(",", " "), digits.replace(",", "\u202f")]
    ways += [digits.replace(",", "\u00a0"), digits.replace(",", "'"), digits.replace(",", "’")]
    ways += [f"{abs(value)}.0", f"{abs(value)}e0", f"{abs(value)}*10^0", f"0{abs(value)}"]
    for zero in ("٠", "۰", "०", "０", "๐"):
        ways.append("".join(chr(ord(zero) + int(c)) for c in str(abs(value))))
    for way in ways:
        for minus in ("-", "−", "–", "－", "minus ") if sign else ("", "+"):
            assert right(q, minus + way), minus + way
    assert not right(q, str(value + 1))
    assert not right(q, str(-value)) or value == 0


@given(NUMBERS, st.integers(1, 6))
def test_every_way_to_write_decimals_is_right(value: int, places: int) -> None:
    assume(places != 3)  # those with three may be thousands: asked for again
    plain = f"{value // 10**places}.{abs(value) % 10**places:0{places}d}"
    found = reading(plain)
    assert found is not None
    q = amount(plain)
    for way in (
        plain,
        plain.replace(".", ","),
        f"{value // 10**places:,}" + plain[plain.index(".") :],
    ):
        assert right(q, way), way
    assert right(q, f"{found.value.numerator}/{found.value.denominator}") or (
        found.value.denominator == 1
    )


@given(st.integers(1, 999), st.integers(0, 999))
def test_three_decimals_are_never_wrong_when_one_reading_is_right(whole: int, rest: int) -> None:
    thousands, decimals = f"{whole}{rest:03d}", f"{whole}.{rest:03d}"
    for q in (amount(thousands), amount(decimals)):
        for way in (decimals, decimals.replace(".", ",")):
            found = grade(q, way)
            assert found is None or found.correct, way
    assert right(amount(thousands), decimals.replace(".", ","))
    assert right(amount(decimals), decimals)
    unknown = Known()
    assert grade(amount(thousands, known=unknown), decimals) is None
    assert grade(amount(thousands, known=unknown), decimals.replace(".", ",")) is None


def test_the_language_of_the_course_decides_which_sign_is_before_decimals() -> None:
    german = Known(texts=("Welche der beiden ist die eine und nicht das mit den Zahlen? " * 3,))
    assert (german.language, german.point) == ("de", ",")
    assert right(amount("1200", known=german), "1.200")
    assert right(amount("1,2", known=german), "1,200")
    assert grade(amount("1200", known=german), "1,200") is None
    assert (KNOWN.language, KNOWN.point) == ("en", ".")
    shown = amount("4000", "4.000", known=KNOWN)
    assert right(shown, "4.000"), "the author's own way"


@pytest.mark.parametrize(
    ("stem", "typed", "good"),
    [
        ("How many percent of the rows are left?", "0.5", True),
        ("What percentage of rows is left?", "50%", True),
        ("Which share is left, in %?", "0.5", True),
        ("By how many per cent does it grow?", "50 per cent", True),
        ("How many rows are left?", "0.5", False),
        ("What is 20% of 250 rows?", "0.5", False),
        ("What is 20 percent of 250 rows?", "0.5", False),
    ],
)
def test_per_cent_is_a_share_where_it_is_asked_for(stem: str, typed: str, good: bool) -> None:
    assert right(amount("50", "50.0", stem=stem), typed) is good


def test_numbers_in_typed_questions_are_as_tolerant() -> None:
    q = question("12", "twelve")
    for typed in ("12", "12.0", "１２", "1.2e1", "12.", "+12", "Twelve"):
        assert right(q, typed), typed
    for typed in ("1/2", "1.2", "-12", "1 2 3", "21"):
        assert not right(q, typed), typed
    assert grade(question("12", "12.0"), "dozen") is None
    assert right(question("50%", "half"), "0.5")


@settings(max_examples=200)
@given(st.text(max_size=40), st.sampled_from(ANSWERS))
def test_any_words_can_be_graded_beside_all_the_others(words: str, answer: str) -> None:
    q = question(answer, near=("interpolation",))
    grade(q, words)
    type_of(q).explain(q, "", words)


@settings(max_examples=300)
@given(
    st.from_regex(r"[-+0-9.,'%eE^*/x×½²⁻ ٣५k-m()]{0,24}", fullmatch=True),
    st.sampled_from([("1200", "1,200"), ("50%", "0.5"), ("0.33", "1/3"), ("5 km", "5.0 km")]),
)
def test_any_number_like_text_can_be_graded(words: str, accept: tuple[str, str]) -> None:
    q = amount(*accept)
    grade(q, words)
    type_of(q).grade(q, words)


GERMAN = Known(
    texts=("Welche der beiden ist die, die nicht mit dem Wort zu tun hat? Das ist es. " * 3,)
)
FRENCH = Known(
    texts=("Quelle est la chose que les gens ont dans le texte pour une des raisons? " * 3,)
)


@pytest.mark.parametrize(
    ("expected", "typed", "known", "is_right"),
    [
        ("Hund", "der Hund", GERMAN, True),
        ("Hund", "ein Hund", GERMAN, True),
        ("Hund", "der Katze", GERMAN, False),
        ("der Hund", "die Hund", GERMAN, False),
        ("der Hund", "der Hund", GERMAN, True),
        ("eau", "l’eau", FRENCH, True),
        ("chat", "le chat", FRENCH, True),
        ("chat", "le chien", FRENCH, False),
        ("Hund", "der Hund", KNOWN, False),
    ],
)
def test_an_article_of_the_courses_language_may_stand_before(
    expected: str, typed: str, known: Known, is_right: bool
) -> None:
    assert right(question(expected, known=known), typed) is is_right
