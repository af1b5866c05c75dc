"""Every question type: shown, answered, graded, explained."""

import re
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Card, ChoiceField, Form, Paragraph, TextField
from bot.model.limits import BUTTON_FACE, check_card, check_form
from bot.study.points import PRACTICE_CAP, daily_points, practice_points, practice_worth
from bot.study.questions import ANSWER, BadInput, type_of
from bot.study.questions.registry import RULES
from content.questions import TYPES, Question
from tests.features.solving import given_values
from tests.study import samples

QUESTIONS = samples.every_type()
questions = st.sampled_from(QUESTIONS)
seeds = st.integers(0, 10**6)


def right_values(q: Question, order: str) -> dict[str, tuple[str, ...]]:
    """A right answer as a member would submit it, found by trying, not by the code's own key."""
    kind = type_of(q)
    match q.type:
        case "single":
            return {ANSWER: (next(o.id for o in q.options if o.correct),)}  # type: ignore[attr-defined]
        case "multiple":
            return {ANSWER: tuple(o.id for o in q.options if o.correct)}  # type: ignore[attr-defined]
        case "true_false":
            return {ANSWER: ("true",)}
        case "matching":
            keys = [f.key for f in kind.fields(q, order)]
            return dict(zip(keys, ((p.answer,) for p in q.pairs), strict=True))  # type: ignore[attr-defined]
        case "ordering":
            keys = [f.key for f in kind.fields(q, order)]
            return dict(zip(keys, ((i,) for i in q.answer), strict=True))  # type: ignore[attr-defined]
        case "cloze":
            keys = [f.key for f in kind.fields(q, order)]
            right = [[o.id for o in g.options if o.correct] for g in q.gaps]  # type: ignore[attr-defined]
            return dict(zip(keys, map(tuple, right), strict=True))
        case "typed" | "number":
            return {ANSWER: (q.accept[0],)}  # type: ignore[attr-defined]
    return given_values(q, order, right=True)[1]


@given(questions, seeds)
def test_the_right_answer_is_always_right(q: Question, seed: int) -> None:
    kind = type_of(q)
    order = kind.order(q, Random(seed))
    answer = kind.read(q, order, right_values(q, order))
    assert kind.grade(q, answer)[:2] == (True, 1.0)
    assert kind.in_words(q, order, answer) == kind.solution(q, order)
    assert answer == kind.key(q)


@given(questions, seeds)
def test_orders_are_whole_and_repeatable(q: Question, seed: int) -> None:
    kind = type_of(q)
    order = kind.order(q, Random(seed))
    assert order == kind.order(q, Random(seed))
    ids = order.split(",") if order else []
    sets = [part.split(",") for part in order.split(";") if part]
    assert all(len(set(one)) == len(one) for one in sets)
    if q.option_sets():
        assert [sorted(one) for one in sets] == [
            sorted(option.id for option in shown.options) for shown in q.option_sets()
        ]
    if q.type == "ordering":
        assert order != ",".join(q.answer)  # type: ignore[attr-defined]
        assert sorted(ids) == sorted(q.answer)  # type: ignore[attr-defined]


@given(questions, seeds, st.text(max_size=20))
def test_everything_shown_fits_everywhere(q: Question, seed: int, junk: str) -> None:
    kind = type_of(q)
    order = kind.order(q, Random(seed))
    right = kind.read(q, order, right_values(q, order))
    for answer in ("", right, junk):
        form = Form("1.a", "Your answer", kind.fields(q, order, answer))
        assert check_form(form) == []
        for told in (kind.show(q, order), kind.explain(q, order, answer)):
            assert len(told.plain) <= 2400
            if told:
                assert check_card(Card("Title", (Paragraph(told),))) == []
    faces = kind.faces(q, order)
    if faces is not None:
        assert 2 <= len(faces) <= 5
        assert all(len(label) <= BUTTON_FACE for _, label in faces)
        for value, label in faces:
            answer = kind.read(q, order, {ANSWER: (value,)})
            assert answer == value, "a pressed button is the answer as it is stored"
            said = kind.describe(q, order, answer)
            assert said == label or said.startswith(f"{label} · ")


@given(questions, seeds)
def test_an_answer_prefills_its_form(q: Question, seed: int) -> None:
    kind = type_of(q)
    order = kind.order(q, Random(seed))
    answer = kind.read(q, order, right_values(q, order))
    values: dict[str, tuple[str, ...]] = {}
    for field in kind.fields(q, order, answer):
        if isinstance(field, ChoiceField):
            values[field.key] = tuple(o.value for o in field.options if o.selected)
        elif isinstance(field, TextField):
            values[field.key] = (field.value,)
    assert kind.read(q, order, values) == answer


@settings(max_examples=150)
@given(
    questions,
    st.text(max_size=30) | st.lists(st.sampled_from("ABCDEFGZ"), max_size=7).map(",".join),
    st.text(max_size=12) | st.lists(st.sampled_from("ABCDEFGZ"), max_size=7).map(",".join),
)
def test_forged_answers_never_crash_and_never_count(q: Question, answer: str, order: str) -> None:
    kind = type_of(q)
    grade = kind.grade(q, answer)
    assert 0 <= grade.credit <= 1
    assert grade.correct == (grade.credit == 1.0)
    assert grade.partly == (0 < grade.credit < 1)
    if grade.partly:
        assert 0 < grade.right < grade.parts
    if grade.credit and q.chance:
        whole = re.split("[,;]", kind.order(q, Random(1)))
        assert set(answer.split(",")) <= set(whole)
    for part in kind.parts(q, order, answer):
        assert part
    assert kind.in_words(q, order, answer) or not answer.strip()
    assert isinstance(q.chosen(answer), tuple)
    kind.show(q, order)
    kind.faces(q, order)
    kind.fields(q, order, answer)
    kind.describe(q, order, answer)
    kind.explain(q, order, answer)
    kind.explain(q, order, None)
    kind.solution(q, order)
    kind.spread(q, order, {answer: 3, "B": 4})


@settings(max_examples=150)
@given(
    questions,
    st.dictionaries(
        st.sampled_from([ANSWER, *(f"{mark}{n}" for mark in "psg" for n in range(1, 6)), "x"]),
        st.lists(st.sampled_from("ABCDEFZ") | st.text(max_size=8), max_size=4).map(tuple),
    ),
)
def test_forged_forms_raise_nothing_but_bad_input(
    q: Question, values: dict[str, tuple[str, ...]]
) -> None:
    kind = type_of(q)
    order = kind.order(q, Random(7))
    try:
        answer = kind.read(q, order, values)
    except BadInput as bad:
        assert bad.errors
        assert set(bad.errors) <= {field.key for field in kind.fields(q, order)}
        assert all(sentence.endswith(".") for sentence in bad.errors.values())
        return
    assert kind.describe(q, order, answer)
    assert "longer there" not in kind.describe(q, order, answer)


def test_which_types_are_daily() -> None:
    daily = {word: kind.daily for word, kind in TYPES.items()}
    # A coin says too little about what a group knows.
    assert [word for word, may in daily.items() if not may] == ["true_false"]


def test_every_type_has_its_two_halves_and_samples() -> None:
    assert set(TYPES) == set(RULES)
    missing = set(TYPES) - {q.type for q in QUESTIONS}
    assert missing == set(), "put one into tests/questions/<type>.yaml"
    assert {word: kind.type for word, kind in TYPES.items()} == {word: word for word in TYPES}
    marks = [kind.mark for kind in TYPES.values()]
    assert len(set(marks)) == len(marks)
    assert all(len(mark) == 1 for mark in marks)


@given(questions)
def test_what_a_question_tells_of_itself_fits_together(q: Question) -> None:
    assert 0 <= q.chance <= 0.5
    assert list(q.reasons())
    answers = {piece.words for piece in q.answers()}
    assert {piece.words for piece in q.right_answers()} <= answers
    assert not (q.chance and list(q.spellings())), "guessed or typed"
    for shown in q.option_sets():
        assert set(shown.right) | set(shown.wrong) == set(shown.options)
        assert shown.right
    kind = type_of(q)
    ids = q.chosen(kind.key(q))
    if ids:
        rights = [{option.id for option in shown.right} for shown in q.option_sets()]
        assert all(id_ in right for id_, right in zip(ids, rights, strict=True))


def test_the_chance_of_guessing() -> None:
    chances = {q.id: q.chance for q in QUESTIONS}
    assert chances["q-single"] == pytest.approx(1 / 4)
    assert chances["q-multiple"] == pytest.approx(1 / 10)
    assert chances["q-tf"] == pytest.approx(1 / 2)
    assert chances["q-matching-3"] == pytest.approx(1 / (6 * 5 * 4))
    assert chances["q-reuse"] == pytest.approx(1 / 6**5)
    assert chances["q-ordering-3"] == pytest.approx(1 / 6)
    assert chances["q-cloze"] == pytest.approx(1 / 18)
    assert chances["q-cloze-1"] == pytest.approx(1 / 3)
    assert chances["q-typed"] == chances["q-number"] == 0


def test_numbers_ascend() -> None:
    q = samples.numbers()
    assert {type_of(q).order(q, Random(seed)) for seed in range(20)} == {"B,A,C"}


def test_a_button_repeats_no_option_that_stands_in_full_above_it() -> None:
    q = samples.numbers()
    kind = type_of(q)
    assert [face for _, face in kind.faces(q, "B,A,C") or ()] == ["A", "B", "C"]
    assert "A 1,200 records" in kind.show(q, "B,A,C").plain


def test_single_in_words() -> None:
    q, order = samples.single(), "D,B,A,C"
    kind = type_of(q)
    assert kind.faces(q, order) == (
        ("D", "A · Comprehend"),
        ("B", "B · Polly"),
        ("A", "C · Transcribe"),
        ("C", "D · Lex"),
    )
    assert kind.show(q, order).plain.splitlines()[1] == "B Amazon Polly"
    assert kind.describe(q, order, "A") == "C · Transcribe"
    assert kind.solution(q, order) == "B · Polly"
    told = kind.explain(q, order, "A").plain
    assert told.index("audio to text") < told.index("reads text aloud")
    assert "Lex" not in told
    assert "audio to text" not in kind.explain(q, order, "B").plain
    assert "audio to text" not in kind.explain(q, order, None).plain


def test_letters_stay_when_an_option_is_gone_or_new() -> None:
    q = samples.single()
    shown = type_of(q).show(q, "D,X,B,A").plain.splitlines()
    assert shown == [
        "A Amazon Comprehend", "C Amazon Polly", "D Amazon Transcribe", "E Amazon Lex"
    ]  # fmt: skip


def test_multiple_gives_the_share_found_unless_a_wrong_one_is_chosen() -> None:
    q = samples.multiple()  # A, C
    kind = type_of(q)
    assert kind.grade(q, "A") == (False, 0.5, 1, 2, "")
    assert kind.grade(q, "A,C") == (True, 1.0, 2, 2, "")
    for wrong in ("B", "A,B", "A,B,C", "A,A", "", "A,Z"):
        assert kind.grade(q, wrong).credit == 0, wrong
    [field] = kind.fields(q, "A,B,C,D,E")
    assert isinstance(field, ChoiceField)
    assert (field.many, field.least, field.label) == (True, 1, "Choose two")
    assert "fine to choose fewer" in field.hint
    assert kind.read(q, "A,B,C,D,E", {ANSWER: ("C",)}) == "C"


def test_multiple_takes_no_more_than_asked() -> None:
    q = samples.multiple()
    kind = type_of(q)
    for chosen in ((), ("A", "B", "C"), ("A", "Z")):
        with pytest.raises(BadInput):
            kind.read(q, "A,B,C,D,E", {ANSWER: chosen})
    assert kind.read(q, "A,B,C,D,E", {ANSWER: ("C", "A")}) == "A,C"
    assert kind.grade(q, "C,A").correct
    assert not kind.grade(q, "A,B").credit
    assert not kind.grade(q, "A,A,C").credit
    assert kind.describe(q, "E,D,C,B,A", "A,C") == "C, E"
    told = kind.explain(q, "A,B,C,D,E", "A,B").plain
    assert "you chose it, but it's wrong" in told
    assert "right, but you left it out" in told
    assert "left it out" not in kind.explain(q, "A,B,C,D,E", None).plain


def test_credit_for_matching() -> None:
    q, three = samples.matching(), samples.matching(prompts=3)
    kind = type_of(q)
    assert kind.grade(q, "B,D,C,E") == (True, 1.0, 4, 4, "")
    assert kind.grade(q, "B,D,C,A") == (False, 0.75, 3, 4, "")
    assert kind.grade(q, "B,D,E,C") == (False, 0.5, 2, 4, "")
    assert kind.grade(q, "D,B,E,C") == (False, 0.0, 0, 4, "")
    assert kind.grade(q, "B,D,C").credit == 0, "not a whole answer"
    assert kind.grade(q, "B,D,C,Z").credit == 0, "a forged one"
    assert kind.grade(three, "B,D,A").credit == pytest.approx(2 / 3)
    with pytest.raises(BadInput) as bad:
        kind.read(q, "A,B,C,D,E,F", {"p1": ("B",), "p2": ("B",), "p3": ("C",)})
    assert set(bad.value.errors) == {"p2", "p4"}
    told = kind.explain(q, "B,A,C,D,E,F", "B,D,C,A").plain
    assert "4. Prompt about E: E · Reward, not B." in told
    assert "Prompt about B" not in told
    reuse = samples.matching(prompts=3, reuse=True)
    order = "A,B,C,D,E,F"
    assert kind.read(reuse, order, {"p1": ("B",), "p2": ("D",), "p3": ("B",)}) == "B,D,B"


def test_credit_for_ordering() -> None:
    q = samples.ordering()  # E, D, C, B, A
    kind = type_of(q)
    key = "EDCBA"
    for steps in permutations("ABCDE"):
        in_place = sum(one == other for one, other in zip(steps, key, strict=True))
        grade = kind.grade(q, ",".join(steps))
        assert grade == (in_place == 5, in_place / 5, in_place, 5, "")
    three = samples.ordering(steps=3)  # C, B, A
    assert kind.grade(three, "B,C,A") == (False, 0.5, 1, 3, ""), "one swap: half at least"
    assert kind.grade(three, "A,B,C").credit == pytest.approx(1 / 3), "no neighbors"
    assert kind.grade(three, "B,A,C").credit == 0
    with pytest.raises(BadInput) as bad:
        kind.read(q, "A,B,C,D,E", {f"s{n}": ("A",) for n in range(1, 6)})
    assert set(bad.value.errors) == {"s2", "s3", "s4", "s5"}
    told = kind.explain(q, "A,B,C,D,E", "D,E,C,B,A").plain
    assert told.count("You put it ") == 2
    assert told.count(samples.WHY) == 2


def test_credit_for_cloze() -> None:
    q = samples.cloze()  # A, B, C
    kind = type_of(q)
    assert kind.grade(q, "A,B,C") == (True, 1.0, 3, 3, "")
    assert kind.grade(q, "A,B,A") == (False, pytest.approx(2 / 3), 2, 3, "")
    assert kind.grade(q, "B,A,A").credit == 0
    for forged in ("A,B", "A,B,C,A", "A,B,Z", "", "A"):
        assert kind.grade(q, forged).credit == 0, forged
    with pytest.raises(BadInput) as bad:
        kind.read(q, "", {"g1": ("A",), "g2": ("Z",)})
    assert set(bad.value.errors) == {"g2", "g3"}
    assert kind.read(q, "", {"g1": ("B",), "g2": ("B",), "g3": ("C",)}) == "B,B,C"
    assert kind.faces(q, "A,B;A,B,C;C,B,A") is None


def test_cloze_in_words() -> None:
    q, order = samples.cloze(), "B,A;C,B,A;C,A,B"
    kind = type_of(q)
    assert kind.show(q, order).plain.splitlines() == [
        "(1) A features   B labels",
        "(2) A regression   B clustering   C recall",
        "(3) A a reward   B a price   C a group",
    ]
    assert [field.label for field in kind.fields(q, order)] == ["Gap (1)", "Gap (2)", "Gap (3)"]
    assert kind.describe(q, order, "A,A,C") == "(1) B, (2) C, (3) A"
    assert kind.in_words(q, order, "A,A,C") == "(1) labels; (2) recall; (3) a reward"
    told = kind.explain(q, order, "A,A,C").plain
    assert "(2) recall: your answer, but it's wrong." in told
    assert "(2) clustering: right." in told
    assert "(1)" not in told, "what was right is not explained again"
    assert kind.explain(q, order, None).plain.count("right.") == 3
    counts = {"A,B,C": 3, "A,A,C": 2}
    labels = [bar.label for bar in kind.spread(q, order, counts)]
    assert labels == ["Right: 3 of 5, 60%", "Partly right: 2 of 5, 40%", "Wrong: 0 of 5, 0%"]


def test_one_gap_is_asked_with_buttons() -> None:
    q, order = samples.cloze("q-cloze-1", gaps=1), "C,A,B"
    kind = type_of(q)
    assert kind.faces(q, order) == (("C", "A"), ("A", "B"), ("B", "C"))
    assert kind.show(q, order).plain.splitlines() == ["A recall", "B labels", "C features"]
    assert kind.grade(q, "A") == (True, 1.0, 0, 0, "")
    assert kind.describe(q, order, "A") == kind.solution(q, order) == "B · labels"
    assert [bar.label for bar in kind.spread(q, order, {"A": 1})] == [
        "A: 0 of 1", "B (right): 1 of 1", "C: 0 of 1"
    ]  # fmt: skip


def test_each_part_moves_the_concept_it_is_about() -> None:
    def right_of(q: Question, given: str) -> dict[str, bool]:
        learned = type_of(q).learned(q, given)
        return {concept: part.right for concept, part in learned.items()}

    q = samples.matching(prompts=3)  # B, D, C
    assert q.part_concepts() == ()
    assert right_of(q, "B,D,C") == {}
    pairs = [replace(pair, concept=own) for pair, own in zip(q.pairs, ("a", "", "a"), strict=True)]
    own = replace(q, pairs=tuple(pairs))
    assert own.part_concepts() == ("a", "concept", "a")
    assert right_of(own, "B,D,C") == {"a": True, "concept": True}
    assert right_of(own, "B,A,C") == {"a": True, "concept": False}
    assert right_of(own, "B,D,A") == {"a": False, "concept": True}
    assert right_of(own, "junk") == {}, "no whole answer: all of it is wrong"
    assert own == q, "the pair's concept is no part of its meaning"
    gaps = samples.cloze()
    first = replace(gaps, gaps=(replace(gaps.gaps[0], concept="a"), *gaps.gaps[1:]))
    assert right_of(first, "B,B,C") == {"a": False, "concept": True}


def test_a_part_is_guessed_more_easily_than_the_whole() -> None:
    q = samples.matching(prompts=3)
    pairs = [replace(pair, concept=own) for pair, own in zip(q.pairs, ("a", "", "b"), strict=True)]
    own = replace(q, pairs=tuple(pairs))
    (one,) = {part.chance for part in type_of(own).learned(own, "B,D,C").values()}
    assert one == 1 / len(q.responses) > own.chance
    assert len(own.part_chances()) == len(own.part_concepts())
    gaps = samples.cloze()
    assert gaps.part_chances() == tuple(1 / len(gap.options) for gap in gaps.gaps)


def test_spread_in_words() -> None:
    q = samples.single()
    kind = type_of(q)
    assert kind.spread(q, "A,B,C,D", {}) == ()
    few = kind.spread(q, "A,B,C,D", {"B": 2, "A": 1})
    assert [bar.label for bar in few] == [
        "A: 1 of 3", "B (right): 2 of 3", "C: 0 of 3", "D: 0 of 3"
    ]  # fmt: skip
    bars = kind.spread(q, "D,A,C,B", {"B": 9, "A": 4, "C": 1})
    assert bars[3].label == "D (right): 9 of 14, 64%"
    assert bars[3].share == pytest.approx(9 / 14)

    several = samples.multiple()
    labels = [b.label for b in type_of(several).spread(several, "A,B,C,D,E", {"A,C": 4, "A,B": 1})]
    assert labels[:3] == ["A (right): 5 of 5, 100%", "B: 1 of 5, 20%", "C (right): 4 of 5, 80%"]

    pairs = samples.matching()
    counts = {"B,D,C,E": 3, "B,D,C,A": 1, "B,D,E,C": 1, "A,B,E,C": 1}
    labels = [bar.label for bar in type_of(pairs).spread(pairs, "", counts)]
    assert labels == ["Right: 3 of 6, 50%", "Partly right: 2 of 6, 33%", "Wrong: 1 of 6, 17%"]

    claim = samples.true_false()
    labels = [bar.label for bar in type_of(claim).spread(claim, "", {"true": 4, "false": 1})]
    assert labels == ["True (right): 4 of 5, 80%", "False: 1 of 5, 20%"]


def test_true_false_explains_both_answers_to_who_was_wrong() -> None:
    q = samples.true_false()
    kind = type_of(q)
    told = kind.explain(q, "true,false", "false").plain
    assert told.startswith("Without labels")
    assert "The statement is true. The labels" in told
    assert "Without labels" not in kind.explain(q, "true,false", "true").plain


def test_near_misses_have_feedback_of_their_own() -> None:
    q = samples.typed()
    kind = type_of(q)
    assert "ordered neighbours" in kind.explain(q, "", "Interpolation").plain
    assert "ordered neighbours" in kind.explain(q, "", "interpolaton").plain
    assert "rescales" in kind.explain(q, "", "normalisation").plain
    assert kind.explain(q, "", "guessing").plain.startswith("The answer is")
    amount = samples.number()
    assert "test set" in type_of(amount).explain(amount, "", "2,400 records").plain


@pytest.mark.parametrize("difficulty", [1, 2, 3])
def test_points(difficulty: int) -> None:
    assert daily_points(difficulty, 1.0) == 10 * difficulty
    assert daily_points(difficulty, 0.5) == 5 * difficulty
    assert [daily_points(difficulty, n / 3) for n in range(3)] == {
        1: [0, 0, 5], 2: [0, 5, 10], 3: [0, 10, 20]
    }[difficulty], "in whole fives, rounded down"  # fmt: skip
    assert daily_points(difficulty, 0.0) == 0
    assert practice_points(difficulty, 1.0, worth=True, earned_today=0) == 5 * difficulty
    assert practice_points(difficulty, 1.0, worth=False, earned_today=0) == 0
    assert practice_points(difficulty, 1.0, worth=True, earned_today=28) == 2
    assert practice_points(difficulty, 1.0, worth=True, earned_today=30) == 0


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from([0.0, 0.25, 1 / 3, 0.8, 1.0])), max_size=40
    )
)
def test_nobody_farms(answers: list[tuple[int, float]]) -> None:
    earned = 0
    for difficulty, credit in answers:
        points = practice_points(difficulty, credit, worth=True, earned_today=earned)
        assert 0 <= points <= daily_points(difficulty, credit)
        earned += points
    assert earned <= PRACTICE_CAP


def test_what_practice_is_worth() -> None:
    assert practice_worth(None, due=False)
    assert practice_worth(False, due=False)
    assert practice_worth(True, due=True)
    assert not practice_worth(True, due=False)
