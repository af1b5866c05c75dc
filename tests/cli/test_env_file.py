"""The ``.env`` of the working folder is never read quietly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.service.env_file import dangers, told_at_start
from bot.service.settings import load_settings
from tests.cli.conftest import Run

TOKEN = "xoxb-1-very-secret"


@pytest.fixture
def env(tmp_path: Path) -> Path:
    """The working folder's ``.env``, with a token, for its user alone."""
    path = tmp_path / ".env"
    path.write_text(f"SLACK_BOT_TOKEN={TOKEN}\nSLACK_APP_TOKEN=xapp-1-very-secret\n")
    path.chmod(0o600)
    return path


def test_which_file_was_read_is_told_in_full(env: Path) -> None:
    told = told_at_start(Path(".env"), load_settings())
    assert told == [f"settings are from {env} and the environment"]


def test_without_a_file_nothing_is_told(tmp_path: Path) -> None:
    assert told_at_start(Path(".env"), load_settings()) == []


def test_an_address_that_is_not_the_platforms_is_told(env: Path) -> None:
    env.write_text(env.read_text() + "SLACK_API_URL=https://evil.example/api/\n")
    told = told_at_start(Path(".env"), load_settings())
    assert told[-1] == "SLACK_API_URL sends this platform's token to https://evil.example/api/"


@pytest.mark.parametrize("host", ["127.0.0.1:80", "localhost", "[::1]:8080"])
def test_an_address_of_this_machine_is_nobodys_business(env: Path, host: str) -> None:
    env.write_text(env.read_text() + f"SLACK_API_URL=http://{host}/api/\n")
    assert len(told_at_start(Path(".env"), load_settings())) == 1


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (0o600, ""), (0o400, ""), (0o640, "can be read"), (0o644, "can be read"),
        (0o660, "can be changed"), (0o666, "can be changed"),
    ],
)  # fmt: skip
def test_others_who_can_read_or_write_it_are_told(env: Path, mode: int, words: str) -> None:
    env.chmod(mode)
    found = dangers(env)
    assert len(found) == bool(words)
    assert all(what.startswith(words) and todo == f"chmod 600 {env}" for what, todo in found)


def test_what_holds_no_token_may_be_read(env: Path) -> None:
    env.write_text("STUDYHALL_LOG=json\n")
    env.chmod(0o644)
    assert dangers(env) == []


def test_a_file_of_another_user_is_told(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = env.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    if owner == 0:
        assert dangers(env) == []  # root may change everything anyway
    else:
        assert dangers(env)[0][0] == "belongs to another user"


def test_the_doctor_tells_the_same_and_no_secret(env: Path, run: Run) -> None:
    env.chmod(0o644)
    extra = {
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "SLACK_BOT_TOKN": TOKEN,
        "STUDYHALL_COURSES": "nowhere",  # looking through courses takes its time
    }
    ran = run("doctor", "--json", **extra)
    said = json.loads(ran.out)
    settings = {f["about"]: f for f in said["findings"] if f["part"] == "settings"}
    assert settings["file"]["says"].startswith(str(env))
    assert "can be read by others" in settings[".env"]["says"]
    assert settings["SLACK_BOT_TOKN"]["todo"] == "Is SLACK_BOT_TOKEN meant?"
    assert "very-secret" not in ran.out + ran.err
    table = run("doctor", **extra)
    assert "very-secret" not in table.out + table.err
