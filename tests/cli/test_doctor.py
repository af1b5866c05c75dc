"""``studyhall doctor`` before anything is set up, with wrong settings, and for programs."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.common.checkup import Finding, ok
from tests.cli.conftest import Run
from tests.content import folder

SECRET = "xoxb-very-secret"


@pytest.fixture(autouse=True)
def small_course(
    clean: None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Judging the bundled course takes seconds."""
    place = tmp_path_factory.mktemp("courses")
    folder.write(place)
    monkeypatch.setenv("STUDYHALL_COURSES", str(place))


@pytest.fixture
def nobody() -> dict[str, str]:
    """Tokens and courses of a machine from which no platform can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    return {
        "SLACK_BOT_TOKEN": SECRET,
        "SLACK_APP_TOKEN": "xapp-very-secret",
        "SLACK_API_URL": f"{url}/api/",
        "DISCORD_BOT_TOKEN": "discord-very-secret",
        "DISCORD_API_URL": f"{url}/api/v10",
    }


def told(run: Run, **env: str) -> tuple[int, dict[str, Any]]:
    ran = run("doctor", "--json", **env)
    assert "Traceback" not in ran.err
    return ran.code, json.loads(ran.out)


def finding(said: dict[str, Any], part: str, about: str) -> dict[str, str]:
    (found,) = [f for f in said["findings"] if (f["part"], f["about"]) == (part, about)]
    return found


def test_before_anything_is_set_up(run: Run, tmp_path: Path) -> None:
    code, said = told(run)
    assert (code, said["ok"], said["mend"]) == (1, False, 1)
    missing = finding(said, "settings", "settings")
    assert missing["says"] == "No chat platform is set up"
    assert "SLACK_BOT_TOKEN" in missing["todo"] and "DISCORD_BOT_TOKEN" in missing["todo"]
    assert "first start" in finding(said, "database", "file")["says"]
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"


def test_every_wrong_setting_is_told_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"SLACK_BOT_TOKEN={SECRET}\nSTUDYHALL_LOG=xml\nDISCORD_API_URL=ftp://x\n"
        "STUDYHALL_LOG_LEVEL=loud\nDISCORD_BOT_TOKEN_FILE=nowhere\nSTUDYHALL_COURSE=courses\n"
    )
    (tmp_path / ".env").chmod(0o644)
    ran = run("doctor", "--json")
    said = json.loads(ran.out)
    abouts = {f["about"]: f for f in said["findings"] if f["part"] == "settings"}
    assert ran.code == 1
    wrong = {"STUDYHALL_LOG", "DISCORD_API_URL", "STUDYHALL_LOG_LEVEL", "SLACK_APP_TOKEN"}
    assert wrong | {"DISCORD_BOT_TOKEN_FILE"} <= abouts.keys()
    assert all(abouts[name]["state"] == "mend" and abouts[name]["todo"] for name in wrong)
    assert abouts["STUDYHALL_COURSE"]["todo"] == "Is STUDYHALL_COURSES meant?"
    assert abouts[".env"]["todo"] == "chmod 600 .env"
    assert "very-secret" not in ran.out + ran.err


def test_an_env_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00\x01")
    code, said = told(run)
    assert code == 1
    assert any(".env is not a text file" in f["says"] for f in said["findings"])


def test_offline_each_platform_is_named(run: Run, nobody: dict[str, str]) -> None:
    code, said = told(run, **nobody)
    assert (code, said["mend"]) == (1, 2)
    for part, about, name in (
        ("slack", "SLACK_BOT_TOKEN", "Slack"),
        ("discord", "DISCORD_BOT_TOKEN", "Discord"),
    ):
        found = finding(said, part, about)
        assert found["state"] == "mend" and f"{name} cannot be reached" in found["says"]
    assert finding(said, "clock", "clock")["state"] == "note"


def test_the_table_for_people(run: Run, nobody: dict[str, str]) -> None:
    ran = run("doctor", **nobody)
    lines = ran.out.splitlines()
    assert ran.code == 1 and lines[-1].startswith("2 things to mend.")
    shown = " ".join(line.strip("│ ") for line in lines)
    assert "Slack cannot be reached" in shown and "→ Check this machine's network" in shown
    assert "very-secret" not in ran.out + ran.err


def test_a_database_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database at all" * 99)
    code, said = told(run, STUDYHALL_DATABASE="a.db")
    assert code == 1
    assert finding(said, "database", "file")["state"] == "mend"
    assert (tmp_path / "a.db").read_bytes() == b"no database at all" * 99


def test_a_database_is_neither_upgraded_nor_locked(run: Run, tmp_path: Path) -> None:
    assert run("db", "migrate", STUDYHALL_DATABASE="a.db").code == 0
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    _, said = told(run, STUDYHALL_DATABASE="a.db")
    assert finding(said, "database", "migrations")["state"] == "ok"
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_markup_in_names_stays_words(run: Run, tmp_path: Path, nobody: dict[str, str]) -> None:
    folder.write(tmp_path / "[bold]x[/bold]")
    ran = run("doctor", **nobody | {"STUDYHALL_COURSES": "[red]nowhere[/red]"})
    assert "[red]nowhere[/red]" in " ".join(line.strip("│ ") for line in ran.out.splitlines())


def test_a_bad_option_is_a_start_error(run: Run) -> None:
    assert run("doctor", "--fast").code == 2


@pytest.mark.parametrize(
    ("error", "todo"),
    [
        (PermissionError(13, "Permission denied", "/data"), "as the user that runs the bot"),
        (RuntimeError("never thought of that"), "Please report this."),
    ],
)
@pytest.mark.parametrize("part", ["disk", "courses", "running", "backups"])
def test_a_part_that_fails_hides_no_other(
    run: Run, monkeypatch: pytest.MonkeyPatch, part: str, error: Exception, todo: str
) -> None:
    def fails(*_: object, **__: object) -> Iterator[Finding]:
        yield ok("first", "seen before it failed")
        raise error

    monkeypatch.setattr(f"bot.service.doctor.examine.{part}", fails)
    code, said = told(run)
    assert code == 1
    failed = [f for f in said["findings"] if todo in f["todo"]]
    assert len(failed) == 1
    assert any(f["about"] == "first" for f in said["findings"])
    assert {"settings", "database", "clock", "slack"} <= {f["part"] for f in said["findings"]}


@pytest.mark.parametrize("name", ["slack", "discord"])
def test_a_platform_whose_check_fails_hides_no_other(
    run: Run, nobody: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("never thought of that")

    monkeypatch.setattr(f"bot.adapters.{name}.check.check", fails)
    code, said = told(run, **nobody)
    assert code == 1
    assert "never thought of that" in finding(said, name, "doctor")["says"]
