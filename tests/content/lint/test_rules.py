"""Every rule catches what it is for and leaves sound courses alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.lint import RULES
from tests.content.lint.bad_banks import BAD_BANKS
from tests.content.lint.bank import sound_bank
from tests.content.lint.conftest import Lint, edit
from tests.content.lint.examples import BAD, GOOD, Bad, Good

ELSEWHERE = {
    "R19-day": "test_calendar",
    "R13-shown": "test_render",
    "R21-copied": "test_against",
    "lock": "test_lock",
    "lock-behind": "test_lock",
    "blueprint-covered": "test_blueprint",
    "blueprint-task": "test_blueprint",
}


def test_every_rule_has_an_example_an_id_of_its_own_and_an_advice() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    shown = {bad.rule for bad in BAD} | {bad.rule for bad in BAD_BANKS} | set(ELSEWHERE)
    assert shown == set(ids)
    banks = {rule.id for rule in RULES if rule.bank}
    assert {bad.rule for bad in BAD_BANKS} == banks - set(ELSEWHERE)
    for rule in RULES:
        assert rule.advice.endswith(".") and 15 < len(rule.advice) < 120, rule.id


def test_the_new_course_is_clean(small: Path, lint: Lint) -> None:
    checked = lint(small)
    assert checked.course is not None
    assert [str(one) for one in checked.findings] == []


def test_a_sound_bank_is_clean(tmp_path: Path, lint: Lint) -> None:
    checked = lint(sound_bank().write(tmp_path))
    assert checked.course is not None
    assert [str(one) for one in checked.findings] == []


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.rule)
def test_a_bad_example_is_caught(bad: Bad, small: Path, lint: Lint) -> None:
    edit(small, bad.file, *bad.changes)
    checked = lint(small)
    found = [one for one in checked.findings if one.rule == bad.rule]
    assert found, [str(one) for one in checked.findings]
    assert found[0].advice
    places = {one.key: one for one in found}
    assert bad.key in places, list(places)
    here = places[bad.key]
    file = small / here.file.removeprefix("small/")
    assert bad.line in file.read_text("utf-8").splitlines()[here.line - 1]


@pytest.mark.parametrize("good", GOOD, ids=lambda good: good.rule)
def test_a_good_example_passes(good: Good, small: Path, lint: Lint) -> None:
    edit(small, good.file, *good.changes)
    checked = lint(small)
    assert checked.course is not None, [str(one) for one in checked.findings]
    assert good.rule not in {one.rule for one in checked.findings}, [
        str(one) for one in checked.findings
    ]


@pytest.mark.parametrize("bad", BAD_BANKS, ids=lambda bad: bad.rule)
def test_a_bad_bank_is_caught(bad: object, tmp_path: Path, lint: Lint) -> None:
    assert isinstance(bad, tuple)
    rule, spoil, words = bad
    bank = sound_bank()
    spoil(bank)
    checked = lint(bank.write(tmp_path))
    assert checked.course is not None, [str(one) for one in checked.findings]
    found = [one for one in checked.findings if one.rule == rule]
    assert found, [str(one) for one in checked.findings]
    assert any(words in str(one) for one in found), [str(one) for one in found]


def test_a_growing_course_is_not_judged_as_a_bank(tmp_path: Path, lint: Lint) -> None:
    for bad in BAD_BANKS:
        bank = sound_bank()
        bad.spoil(bank)
        bank.questions = bank.questions[:39]
        kept = lint(bank.write(tmp_path / bad.rule))
        assert {one.rule for one in kept.findings}.isdisjoint({bad.rule}), bad.rule


def test_retired_questions_are_not_judged(small: Path, lint: Lint) -> None:
    edit(
        small,
        "questions/habits.yaml",
        ("What will help her most", "Which of these will not help her"),
    )
    assert [one.rule for one in lint(small).errors] == ["R4-positive"]
    edit(
        small,
        "questions/habits.yaml",
        ("id: q-testing-01\n", "id: q-testing-01\n  retired: true\n"),
    )
    assert not lint(small).errors
