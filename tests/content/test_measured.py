"""Rule R22: what members' first answers say about a question."""

from __future__ import annotations

from dataclasses import replace

from content.measured import FirstAnswer, Measured, measure
from tests.features.course import course, single

QUESTIONS = [single("q1", "c1"), single("q2", "c1"), single("q3", "c1")]
COURSE = course(QUESTIONS, ("Welcome", "One"))
KEY = QUESTIONS[0].key  # type: ignore[attr-defined]
WRONG = [o.id for o in QUESTIONS[0].options if not o.correct]  # type: ignore[attr-defined]


def answers(question: str, *given: tuple[str, int]) -> list[FirstAnswer]:
    """``given`` pairs an option with how many people chose it; persons count from 0."""
    chosen = [option for option, count in given for _ in range(count)]
    return [FirstAnswer(at, question, g, g == KEY) for at, g in enumerate(chosen)]


def one(found: tuple[Measured, ...]) -> Measured:
    (measured,) = found
    return measured


def test_a_question_with_few_answers_is_not_judged() -> None:
    assert measure(COURSE, answers("q1", (KEY, 10), (WRONG[0], 89))) == ()


def test_a_sound_question_has_no_flags() -> None:
    spread = [(option, 15) for option in WRONG]
    sound = one(measure(COURSE, answers("q1", (KEY, 60), *spread)))
    assert sound.flags == ()
    assert sound.discrimination is None, "nobody has answered anything else"


def test_too_hard_and_a_stronger_option_are_flagged() -> None:
    found = one(measure(COURSE, answers("q1", (KEY, 20), (WRONG[0], 60), (WRONG[1], 20))))
    assert any("only 20% right" in flag for flag in found.flags)
    assert f"option {WRONG[0]} is chosen more often than the key" in found.flags


def test_too_easy_is_flagged_and_its_idle_options_are_not() -> None:
    found = one(measure(COURSE, answers("q1", (KEY, 98), (WRONG[0], 2))))
    assert len(found.flags) == 1 and "98% right" in found.flags[0]


def test_an_option_that_deceives_nobody_is_flagged() -> None:
    found = one(measure(COURSE, answers("q1", (KEY, 70), (WRONG[0], 29), (WRONG[1], 1))))
    assert f"option {WRONG[1]} is chosen by 1%: it deceives nobody" in found.flags


def test_a_question_that_the_best_get_wrong_is_flagged() -> None:
    able = answers("q2", (KEY, 50), (WRONG[0], 50)) + answers("q3", (KEY, 50), (WRONG[0], 50))
    upside_down = answers("q1", (WRONG[0], 50), (KEY, 50))
    found = {m.question.id: m for m in measure(COURSE, able + upside_down)}
    assert any("discrimination -" in flag for flag in found["q1"].flags)


def test_a_retired_question_is_left_out() -> None:
    retired = replace(QUESTIONS[0], retired=True)
    quiet = course([retired], ("Welcome", "One"))
    assert measure(quiet, answers("q1", (KEY, 20), (WRONG[0], 80))) == ()
