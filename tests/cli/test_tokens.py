"""Tokens as people paste them: swapped, of another kind, in quotes, after a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.service.settings import load_settings, read_settings
from bot.service.tokens import cleaned
from tests.cli.conftest import Run

BOT, APP = "xoxb-1-very-secret", "xapp-1-very-secret"
SIGNING = "0123456789abcdef0123456789abcdef"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
RIGHT = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "DISCORD_BOT_TOKEN": DISCORD}
HIDDEN = ("very-secret", "GabcdE", SIGNING, "123456789012345678")


def said(run: Run, **changes: str) -> str:
    sentence = run("run", **RIGHT | changes).sentence
    assert not any(secret in sentence for secret in HIDDEN), sentence
    return sentence


@pytest.mark.parametrize(
    ("name", "value", "begins"),
    [
        (
            "SLACK_BOT_TOKEN",
            APP,
            "holds an app-level token (xapp-…), which belongs in SLACK_APP_TOKEN",
        ),
        ("SLACK_APP_TOKEN", BOT, "holds a bot token (xoxb-…), which belongs in SLACK_BOT_TOKEN"),
        (
            "SLACK_BOT_TOKEN",
            DISCORD,
            "holds a Discord bot token, which belongs in DISCORD_BOT_TOKEN",
        ),
        ("DISCORD_BOT_TOKEN", BOT, "holds a bot token (xoxb-…), which belongs in SLACK_BOT_TOKEN"),
        ("DISCORD_BOT_TOKEN", APP, "holds an app-level token (xapp-…), which belongs in"),
        (
            "SLACK_BOT_TOKEN",
            SIGNING,
            "holds a signing secret, which belongs in SLACK_SIGNING_SECRET",
        ),
        ("SLACK_APP_TOKEN", SIGNING, "holds a signing secret, which belongs in"),
        ("SLACK_SIGNING_SECRET", APP, "holds an app-level token (xapp-…), which belongs in"),
        ("SLACK_SIGNING_SECRET", DISCORD, "holds a Discord bot token, which belongs in"),
        ("SLACK_BOT_TOKEN", "xoxp-1-very-secret", "holds a user token (xoxp-…)"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxp-very-secret", "holds a user token (xoxp-…)"),
        ("SLACK_APP_TOKEN", "xoxe-very-secret", "holds a refresh token (xoxe-…)"),
        ("DISCORD_BOT_TOKEN", "xoxp-1-very-secret", "holds a user token (xoxp-…)"),
        ("DISCORD_BOT_TOKEN", "123456789012345678", "holds an application ID"),
        ("DISCORD_BOT_TOKEN", "ab" * 32, "holds an application's public key"),
        ("DISCORD_BOT_TOKEN", "aBcDeFgHiJkLmNoPqRsTuVwXyZ012345", "holds a client secret"),
        ("SLACK_APP_TOKEN", "A0123456789", "holds the app's ID"),
    ],
)
def test_a_secret_of_another_kind_is_named(run: Run, name: str, value: str, begins: str) -> None:
    sentence = said(run, **{name: value})
    assert sentence.startswith(f"{name} {begins}") and ": copy " in sentence


def test_two_that_are_swapped_are_named_together(run: Run) -> None:
    sentence = said(run, SLACK_BOT_TOKEN=APP, SLACK_APP_TOKEN=BOT)
    assert sentence == (
        "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped: put each value into the other setting."
    )
    assert "SLACK_BOT_TOKEN and DISCORD_BOT_TOKEN are swapped" in said(
        run, SLACK_BOT_TOKEN=DISCORD, DISCORD_BOT_TOKEN=BOT
    )


@pytest.mark.parametrize(
    "around",
    [
        '"{}"', "'{}'", "“{}”", " {} ", "\ufeff{}", "{}\u200b", "\u00a0{}\n", "Bot {}", "bot  {}",
        "Bearer {}", '"Bot {}"', "Bot: {}", "<{}>", "`{}`",
    ],
)  # fmt: skip
def test_what_is_around_a_token_is_taken_off(
    around: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, around.format(value))
    found = load_settings(tmp_path / "none")
    assert {n.upper(): v.get_secret_value() for n, v in found.platforms.items()} == RIGHT
    (tmp_path / "token").write_text(around.format(DISCORD), encoding="utf-8")
    monkeypatch.delenv("DISCORD_BOT_TOKEN")
    monkeypatch.setenv("DISCORD_BOT_TOKEN_FILE", f" {tmp_path / 'token'}")
    assert load_settings(tmp_path / "none").platforms["discord_bot_token"].get_secret_value() == (
        DISCORD
    )


def test_other_settings_lose_quotes_and_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDYHALL_LOG", '"json"')
    monkeypatch.setenv("STUDYHALL_DATABASE", "Bot data/a.db")
    found, problems = read_settings(tmp_path / "none")
    assert problems == []
    assert (found.studyhall_log, str(found.studyhall_database)) == ("json", "Bot data/a.db")


@pytest.mark.parametrize("value", ["", '"', "''", "Bot ", " ", "“”"])
def test_nothing_is_left_of_nothing(value: str) -> None:
    assert len(cleaned(value, secret=True)) <= len(value)


def test_the_doctor_tells_it_once(run: Run) -> None:
    nowhere = {"STUDYHALL_COURSES": "nowhere"}  # looking through courses takes its time
    ran = run("doctor", "--json", SLACK_BOT_TOKEN=APP, SLACK_APP_TOKEN=APP, **nowhere)
    assert ran.out.count("SLACK_BOT_TOKEN") <= 2 and "belongs in SLACK_APP_TOKEN" in ran.out
    assert "is not set" not in ran.out and "very-secret" not in ran.out
