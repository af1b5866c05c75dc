"""Everything that can be wrong before the bot runs is one sentence and exit code 2."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import backups as storage_backups
from storage import store as storage_store
from tests.cli.conftest import Run, needs_a_plain_user
from tests.content import folder

SECRET = "xoxb-very-secret"
TOKENS = {"DISCORD_BOT_TOKEN": "discord-very-secret"}


def test_no_tokens(run: Run) -> None:
    sentence = run("run").sentence
    assert "SLACK_BOT_TOKEN" in sentence and "DISCORD_BOT_TOKEN" in sentence
    assert "studyhall demo" in sentence


def test_tokens_of_nothing_but_spaces_are_none(run: Run) -> None:
    assert "No chat platform" in run("run", DISCORD_BOT_TOKEN="  ", SLACK_BOT_TOKEN="").sentence


@pytest.mark.parametrize(
    ("given", "missing", "where"),
    [
        ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "connections:write"),
        ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "Bot User OAuth Token"),
    ],
)
def test_half_of_slacks_tokens(run: Run, given: str, missing: str, where: str) -> None:
    secret = SECRET if given == "SLACK_BOT_TOKEN" else "xapp-very-secret"
    sentence = run("run", **{given: secret}, **TOKENS).sentence
    assert sentence.startswith(f"{missing} is not set") and where in sentence
    assert "secret" not in sentence


def test_slacks_two_ways_in_exclude_each_other(run: Run) -> None:
    secrets = {
        "SLACK_APP_TOKEN": "xapp-very-secret",
        "SLACK_SIGNING_SECRET": "0123456789abcdefsecret",
    }
    sentence = run("run", SLACK_BOT_TOKEN=SECRET, **secrets).sentence
    assert sentence == (
        "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: keep SLACK_APP_TOKEN for Socket "
        "Mode, or SLACK_SIGNING_SECRET for requests over HTTP, and remove the other."
    )


def test_slack_needs_one_way_in(run: Run) -> None:
    sentence = run("run", SLACK_BOT_TOKEN=SECRET, **TOKENS).sentence
    assert "SLACK_APP_TOKEN is not set" in sentence and "or SLACK_SIGNING_SECRET from" in sentence
    sentence = run("run", SLACK_SIGNING_SECRET="0123456789abcdef").sentence
    assert sentence.startswith("SLACK_BOT_TOKEN is not set")


@pytest.mark.parametrize(
    "token", ["two words-very-secret", "with\nnewline-very-secret", "umlaut-ü-very-secret"]
)
@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_BOT_TOKEN"])
def test_a_token_that_cannot_be_one(run: Run, name: str, token: str) -> None:
    sentence = run("run", **{name: token}).sentence
    assert sentence.startswith(f"{name} is not usable: a token is one word")
    assert "secret" not in sentence


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("STUDYHALL_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("STUDYHALL_LOG", "xml", "console or json"),
        ("SLACK_COMMAND_PREFIX", "Über ", "small letters"),
        ("SLACK_SIGNING_SECRET", "two words", "one word of letters and digits"),
        ("SLACK_HTTP_HOST", "my host", "127.0.0.1"),
        ("SLACK_HTTP_PORT", "65536", "from 1 to 65535"),
        ("SLACK_HTTP_PORT", "0", "from 1 to 65535"),
        ("SLACK_API_URL", "slack.com/api", "https://"),
        ("DISCORD_API_URL", "ftp://discord.com", "https://"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg", "wss://"),
    ],
)
@pytest.mark.parametrize("command", [("run",), ("db", "stats"), ("course", "lint"), ("health",)])
def test_a_bad_value(run: Run, name: str, value: str, hint: str, command: tuple[str, ...]) -> None:
    sentence = run(*command, **{name: value}, **TOKENS).sentence
    assert sentence.startswith(f"{name} is not usable: ") and hint in sentence


def test_a_file_setting_that_is_not_there(run: Run, tmp_path: Path) -> None:
    sentence = run("run", DISCORD_BOT_TOKEN_FILE=str(tmp_path / "token")).sentence
    assert sentence.startswith(f"DISCORD_BOT_TOKEN_FILE points to {tmp_path / 'token'}")
    assert "No such file" in sentence


def test_a_file_setting_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe\x00secret")
    sentence = run("run", DISCORD_BOT_TOKEN_FILE="token").sentence
    assert "DISCORD_BOT_TOKEN_FILE" in sentence and "not a text file" in sentence
    assert "secret" not in sentence


def test_a_file_setting_that_is_a_folder(run: Run, tmp_path: Path) -> None:
    sentence = run("run", SLACK_APP_TOKEN_FILE=str(tmp_path)).sentence
    assert "SLACK_APP_TOKEN_FILE" in sentence and "directory" in sentence


@needs_a_plain_user
def test_a_file_setting_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret")
    (tmp_path / "token").chmod(0)
    assert "Permission denied" in run("run", DISCORD_BOT_TOKEN_FILE="token").sentence


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", "SLÄCK=".encode("latin-1")])
def test_an_env_file_that_is_no_text(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    assert run("run").sentence == ".env is not a text file in UTF-8."


@needs_a_plain_user
def test_an_env_file_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={SECRET}")
    (tmp_path / ".env").chmod(0)
    assert run("run").sentence == ".env cannot be read: Permission denied."


def test_an_env_file_is_read_and_the_environment_goes_before_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={SECRET}\nSTUDYHALL_LOG=json\n")
    assert run("run").sentence.startswith("SLACK_APP_TOKEN is not set")
    assert "STUDYHALL_LOG is not usable" in run("run", STUDYHALL_LOG="xml").sentence


# courses


def test_a_course_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    sentence = run("run", STUDYHALL_COURSES="nowhere", **TOKENS).sentence
    assert sentence == "STUDYHALL_COURSES points to nowhere, which is not a folder."


def test_a_course_folder_without_courses(run: Run, tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    assert "There is no course in courses" in run("demo", STUDYHALL_COURSES="courses").sentence


@pytest.mark.parametrize("command", [("run",), ("course", "stats"), ("demo",)])
def test_every_mistake_in_a_course_is_listed(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    broken = folder.COURSE.replace("plan: [opening, brewing]", "plan: [opening, brewing, gone]")
    questions = folder.QUESTIONS.replace("difficulty: 1", "difficulty: 9", 1)
    folder.write(tmp_path, {"course.yaml": broken, "questions/basics.yaml": questions})
    ran = run(*command, STUDYHALL_COURSES=str(tmp_path), **TOKENS)
    assert ran.code == 2 and ran.out == "" and "Traceback" not in ran.err
    *mistakes, last = ran.err.splitlines()
    assert last == f"studyhall: {len(mistakes)} mistakes in the course files."
    plan = next(line for line in mistakes if line.startswith("tea/course.yaml:"))
    assert plan.startswith("tea/course.yaml:5: plan") and plan.endswith("]")
    question = next(line for line in mistakes if line.startswith("tea/questions/basics.yaml:3: "))
    assert "q-single.meta.difficulty" in question


def test_a_single_mistake_is_one(run: Run, tmp_path: Path) -> None:
    folder.write(tmp_path, {"course.yaml": folder.COURSE.replace("basics, title", "basics, name")})
    ran = run("course", "stats", str(tmp_path))
    if len(ran.err.splitlines()) == 2:
        assert ran.err.endswith("studyhall: 1 mistake in the course files.\n")
    assert ran.code == 2


# the database


@pytest.fixture
def courses(tmp_path: Path) -> dict[str, str]:
    """The settings that a run needs to get as far as the database."""
    folder.write(tmp_path / "courses")
    return {"STUDYHALL_COURSES": str(tmp_path / "courses"), **TOKENS}


def test_a_newer_database(run: Run, tmp_path: Path, courses: dict[str, str]) -> None:
    assert run("db", "migrate", STUDYHALL_DATABASE="a.db").code == 0
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('studyhall', 'm9999_future', '2030-01-01')"
        )
        db.commit()
    for command in (("run",), ("db", "stats"), ("db", "verify"), ("db", "migrate")):
        sentence = run(*command, STUDYHALL_DATABASE="a.db", **courses).sentence
        assert "newer Studyhall (m9999_future)" in sentence


def test_a_garbage_database(run: Run, tmp_path: Path, courses: dict[str, str]) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database at all" * 100)
    sentence = run("run", STUDYHALL_DATABASE="a.db", **courses).sentence
    assert "a.db is not a Studyhall database or is damaged" in sentence
    assert (tmp_path / "a.db").read_bytes().startswith(b"this is no database")


def test_a_database_of_another_program(run: Run, tmp_path: Path, courses: dict[str, str]) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
        db.commit()
    sentence = run("run", STUDYHALL_DATABASE="a.db", **courses).sentence
    assert "a database of another program" in sentence


def test_a_database_that_is_a_folder(run: Run, tmp_path: Path, courses: dict[str, str]) -> None:
    assert str(tmp_path) in run("run", STUDYHALL_DATABASE=str(tmp_path), **courses).sentence


def test_a_folder_that_is_a_file(run: Run, tmp_path: Path, courses: dict[str, str]) -> None:
    (tmp_path / "data").write_text("")
    assert "data/a.db" in run("run", STUDYHALL_DATABASE="data/a.db", **courses).sentence


@needs_a_plain_user
def test_a_database_in_a_read_only_folder(
    run: Run, tmp_path: Path, courses: dict[str, str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o500)
    sentence = run("run", STUDYHALL_DATABASE="data/a.db", **courses).sentence
    assert "data/a.db cannot be written" in sentence and "permission" in sentence


def test_a_place_that_cannot_be_written_even_by_root(run: Run, courses: dict[str, str]) -> None:
    assert "/proc/x/a.db" in run("run", STUDYHALL_DATABASE="/proc/x/a.db", **courses).sentence


def test_folders_that_are_missing_are_made(run: Run, tmp_path: Path) -> None:
    assert run("db", "migrate", STUDYHALL_DATABASE="some/where/a.db").code == 0
    assert (tmp_path / "some/where/a.db").exists()


@pytest.fixture
def locked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[sqlite3.Connection]:
    """A database that another program keeps to itself; nobody waits the usual five seconds."""
    monkeypatch.setattr(
        storage_store.SqliteStore.open.__func__, "__kwdefaults__", {"busy_ms": 20, "upgrade": True}
    )
    monkeypatch.setattr(storage_backups, "WAIT", 0.02)
    assert run("db", "migrate", STUDYHALL_DATABASE="a.db").code == 0
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE t (a)")
        yield db


@pytest.mark.parametrize("command", [("run",), ("db", "stats"), ("db", "backup", "copy.db")])
def test_a_locked_database(
    run: Run, courses: dict[str, str], command: tuple[str, ...], locked: sqlite3.Connection
) -> None:
    sentence = run(*command, STUDYHALL_DATABASE="a.db", **courses).sentence
    assert "Another program" in sentence and "a.db" in sentence


# the demo's port


def test_a_port_that_is_taken(run: Run, courses: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = run("demo", "--port", str(port), **courses).sentence
    assert sentence == (
        f"Port {port} is in use: choose another one, with make demo PORT={port + 1} or studyhall "
        f"demo --port {port + 1}."
    )


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_is_none(run: Run, port: str) -> None:
    ran = run("demo", "--port", port)
    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith("Error: Invalid value for '--port': ")


def test_an_unknown_command(run: Run) -> None:
    for args in (("fly",), ("run", "--fast"), ("db", "fly")):
        ran = run(*args)
        assert ran.code == 2 and "Traceback" not in ran.err
        assert ran.err.splitlines()[-1].startswith("Error: No such ")
