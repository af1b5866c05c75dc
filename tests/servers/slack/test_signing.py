"""The signature under a request: nothing but the bytes that Slack signed passes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.adapters.common.signed_http import MOST_AGE, Refused
from bot.adapters.slack.signing import Stamp, sign

# Slack's own example (Slack: verifying-requests-from-slack).
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TIME = "1531420618"
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2f659fce4e1a9d9"
).replace(b"d2f659fce4e1a9d9", b"d2c447fce8b6703c")
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def passes(time: str = TIME, signature: str = SIGNATURE, body: bytes = BODY, age: int = 0) -> bool:
    try:
        Stamp.read([time], [signature], int(TIME) + age).check(SECRET, body)
    except Refused:
        return False
    return True


def test_slacks_own_example() -> None:
    assert sign(SECRET, TIME, BODY) == SIGNATURE.encode()
    assert passes()


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_any_other_byte_in_the_body_is_refused(place: int, change: int) -> None:
    changed = bytearray(BODY)
    changed[place] ^= change
    assert not passes(body=bytes(changed))


@given(st.binary(min_size=1, max_size=40), st.integers(0, len(BODY)))
def test_anything_put_in_or_left_out_is_refused(more: bytes, place: int) -> None:
    assert not passes(body=BODY[:place] + more + BODY[place:])
    assume(place < len(BODY))
    assert not passes(body=BODY[:place])


@given(st.integers(0, len(SIGNATURE) - 1), st.characters(exclude_characters="\r\n\0"))
def test_any_other_letter_in_the_signature_is_refused(place: int, letter: str) -> None:
    assume(SIGNATURE[place] != letter)
    assert not passes(signature=SIGNATURE[:place] + letter + SIGNATURE[place + 1 :])


@given(st.text(max_size=80))
def test_no_guess_passes(signature: str) -> None:
    assume(signature != SIGNATURE)
    assert not passes(signature=signature)


@given(st.integers(-MOST_AGE, MOST_AGE).filter(bool))
def test_another_time_is_refused_though_it_is_fresh(moved: int) -> None:
    assert not passes(time=str(int(TIME) + moved))


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(0, True), (MOST_AGE, True), (-MOST_AGE, True), (MOST_AGE + 1, False), (-MOST_AGE - 1, False)],
)
def test_five_minutes_either_way(age: int, fresh: bool) -> None:
    assert passes(age=age) is fresh


@pytest.mark.parametrize(
    "time", ["", " ", f" {TIME}", f"{TIME}\n", f"+{TIME}", f"0{TIME}", f"{TIME}.0", "1e9"]
)
def test_a_time_written_in_another_way_is_refused(time: str) -> None:
    assert not passes(time=time)


@given(st.text(max_size=20))
def test_whatever_stands_for_the_time_is_refused_in_words(time: str) -> None:
    assume(time != TIME)
    with pytest.raises(Refused) as refused:
        Stamp.read([time], [SIGNATURE], int(TIME)).check(SECRET, BODY)
    assert time.strip() == "" or len(time) < 7 or time not in str(refused.value)


def test_eastern_digits_are_no_number() -> None:
    assert not passes(time="".join(chr(0x660 + int(digit)) for digit in TIME))


@pytest.mark.parametrize(
    ("times", "signatures"),
    [([], [SIGNATURE]), ([TIME], []), ([TIME, TIME], [SIGNATURE]), ([TIME], [SIGNATURE, "v0=0"])],
)
def test_both_headers_must_be_there_once(times: list[str], signatures: list[str]) -> None:
    with pytest.raises(Refused, match="not signed"):
        Stamp.read(times, signatures, int(TIME))


@given(st.text(alphabet="0123456789abcdef", min_size=16, max_size=40))
def test_another_secret_does_not_sign(secret: str) -> None:
    stamp = Stamp.read([TIME], [SIGNATURE], int(TIME))
    with pytest.raises(Refused):
        stamp.check(secret, BODY)
