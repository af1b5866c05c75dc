"""No secret is ever said: not by us, not by a library, not in a trace."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.service import logging as log
from bot.service import redaction as redact
from bot.service.errors import StartError
from bot.service.redaction import HIDDEN, on_one_line, redacted
from bot.service.settings import load_settings

MINE = "s3cret-Signing.value_0123456789"
SHAPES = {
    "bot token": "xoxb-1234567890-ABCDEFabcdef",
    "app token": "xapp-1-A0BC-123-deadbeef",
    "refresh token": "xoxe.xoxp-1-Mi0yLTEyMzQ",
    "three parts": "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.abcdefghijklmnopqrstuvwxyz0123456789",
    "header": "Authorization: Bearer abcdef.123456",
    "basic header": "Authorization: Basic bWU6aHVudGVyMjIyMg==",
    "webhook": "POST /api/v10/webhooks/998877/aW50ZXJhY3Rpb246MTIz/messages/@original",
    "callback": "https://api.example/v10/interactions/1234/aW50ZXJhY3Rpb246MTIz/callback",
    "answer address": "https://hooks.chat.example/actions/T0/123/abcDEF",
    "local answer address": "http://127.0.0.1:8080/hooks/00aabbccdd",
    "ticket": "wss://chat.example/link/?ticket=abc-def-012&app_id=fedcba",
    "payload": "{'response_url': 'https://x.example/y/secretpath', 'token': 'abcdefgh'}",
    "payload in JSON": '{"response_url": "https://x.example/secretpath", "token": "abcdefgh"}',
    "keyword": "Interaction(token=aW50ZXJhY3Rpb24, id=1)",
    "signature": "v0=" + "0123456789abcdef" * 4,
    "address with a password": "https://me:hunter2222@proxy.example/",
}
TELLING = (
    "1234567890-ABC", "deadbeef", "Mi0yLTE", "MTIzNDU2", "abcdef.123456", "aW50ZXJhY3Rpb24",
    "abcDEF", "00aabbccdd", "abc-def-012", "fedcba", "secretpath", "abcdefgh", "0123456789abcdef",
    "hunter2222", "bWU6",
)  # fmt: skip


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Known secrets and the hook for crashes, as they were."""
    monkeypatch.setattr(redact, "_known", frozenset())
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield


@pytest.mark.parametrize("words", SHAPES.values(), ids=SHAPES.keys())
def test_what_has_the_shape_of_a_secret_is_hidden(words: str) -> None:
    said = redacted(f"before {words} after")
    assert HIDDEN in said
    assert not [part for part in TELLING if part in said], said
    assert said.startswith("before ") and said.endswith(" after")


@pytest.mark.parametrize(
    "words",
    [
        "The bot token is refused: copy a fresh one from the Bot page.",
        "Copy it from Basic Information → App-Level Tokens, basic permissions",
        "SLACK_BOT_TOKEN is not set: copy it from OAuth & Permissions (xoxb-…).",
        "see https://docs.example/webhooks and https://docs.example/a/b?page=2",
        "delivery 12 of 2026-11-24 to slack:T0STUDY1:C0GENERAL::c is late",
        "content/courses/aws-ml-ramp-up/questions/a.yaml:12: key: rule",
    ],
)
def test_ordinary_words_stay(words: str) -> None:
    assert redacted(words) == words


@given(st.text(min_size=6, max_size=60), st.text(), st.text())
def test_a_known_secret_is_hidden_wherever_it_stands(secret: str, left: str, right: str) -> None:
    if secret in HIDDEN or secret in left + right:
        return
    before = redact._known
    try:
        redact.hide(secret)
        assert secret not in redacted(left + "|" + secret + "|" + right).replace(HIDDEN, "\0")
    finally:
        redact._known = before


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("level", ["info", "debug"])
def test_fields_messages_traces_and_libraries(
    form: str, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure(form, level)
    redact.hide(MINE)
    ours = structlog.get_logger("bot.somewhere")
    theirs = logging.getLogger("some.library")
    try:
        raise ValueError(f"cannot sign in with {MINE}")
    except ValueError as error:
        ours.exception("failed", token=MINE, nested={"deep": [MINE]}, error=repr(error))
        theirs.exception("failed with %s", MINE)
    for words in SHAPES.values():
        ours.warning("a field", value=words)
        ours.warning(words)
        theirs.warning("the library said %s", words)
    sys.excepthook(ValueError, ValueError(f"nobody caught {MINE}"), None)
    printed = capsys.readouterr().err
    assert "nobody caught" in printed and "ValueError: cannot sign in with" in printed
    assert MINE not in printed
    assert not [part for part in TELLING if part in printed]
    if form == "json":
        for line in printed.splitlines()[:-1]:
            json.loads(line)


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_input_can_fake_a_line_or_move_the_cursor(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure(form, "info")
    evil = "x\n2026-01-01 [error] everything is lost\x1b[2J\u202egol\u2028\x00\r"
    structlog.get_logger("bot.x").info("said", words=evil)
    structlog.get_logger("bot.x").info(evil)
    logging.getLogger("library").warning("%s", evil)
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 3
    assert not set(printed) & set("\x1b\x00\r\u202e\u2028")
    assert on_one_line("plain wörds 👩‍🚀") == "plain wörds 👩‍🚀"


def test_sentences_at_start_and_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", MINE)
    settings = load_settings()
    assert MINE not in repr(settings) and MINE not in str(settings)
    assert MINE not in str(StartError(f"{MINE} is not accepted."))
    assert "xoxb-12345" not in str(StartError("xoxb-12345 is not accepted."))
