"""The button codec: what it writes it reads, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.button_codec import BadAction, base36, decode, encode, row_id
from bot.model.limits import ACTION

ROUTES = st.from_regex(re.compile(r"[a-z][a-z0-9-]{0,30}"), fullmatch=True)
ARGS = st.from_regex(re.compile(r"[A-Za-z0-9_-]{1,20}"), fullmatch=True)
IDS = st.integers(0, 2**62)


@given(ROUTES, st.lists(ARGS | IDS, max_size=5))
def test_what_is_encoded_decodes(route: str, args: list[str | int]) -> None:
    words = tuple(base36(arg) if isinstance(arg, int) else arg for arg in args)
    if len(".".join(("1", route, *words))) > ACTION:
        with pytest.raises(BadAction):
            encode(route, *args)
        return
    coded = encode(route, *args)
    assert coded.isascii() and len(coded) <= ACTION
    assert decode(coded) == (route, words)


@given(st.integers(0, 36**12 - 1))
def test_row_ids_round_trip(number: int) -> None:
    assert row_id(base36(number)) == number


@given(st.text(max_size=120) | st.from_regex(r"1\.[a-z.0-9A-Z_-]*"))
def test_forged_actions_are_bad_actions_or_well_formed(forged: str) -> None:
    try:
        route, args = decode(forged)
    except BadAction:
        return
    assert encode(route, *args) == forged


@given(st.text(max_size=80))
def test_forged_row_ids_are_bad_actions_or_numbers(forged: str) -> None:
    try:
        number = row_id(forged)
    except BadAction:
        return
    assert 0 <= number < 36**12


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "1",
        "1.",
        "2.quiz",
        "1..a",
        "1.Quiz",
        "1.quiz.",
        "1.quiz.a b",
        "1.quiz.ä",
        "1.q\n",
        "x",
        "1.q" + ".abc" * 25,
    ],
)
def test_known_forgeries(forged: str) -> None:
    with pytest.raises(BadAction):
        decode(forged)


@pytest.mark.parametrize(("route", "args"), [("Quiz", ()), ("", ()), ("q", ("a.b",)), ("q", (-1,))])
def test_what_cannot_be_written_is_refused_at_once(route: str, args: tuple[str | int, ...]) -> None:
    with pytest.raises(BadAction):
        encode(route, *args)


@pytest.mark.parametrize("forged", ["", "-1", "A", "z" * 13, "1.2", "٣"])
def test_bad_row_ids(forged: str) -> None:
    with pytest.raises(BadAction):
        row_id(forged)
