"""What the commands print when all is well."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
import yaml

from bot.features.catalogue import declared
from bot.service.process_lock import alive_file
from tests.cli.conftest import Run

COMMANDS = [
    (),
    ("demo",),
    ("run",),
    ("health",),
    ("db",),
    ("db", "migrate"),
    ("db", "verify"),
    ("db", "backup"),
    ("db", "backups"),
    ("db", "restore"),
    ("db", "copy"),
    ("db", "stats"),
    ("manifest",),
    ("manifest", "slack"),
    ("manifest", "discord"),
    ("course",),
    ("course", "lint"),
    ("course", "stats"),
    ("course", "preview"),
    ("course", "new"),
    ("course", "lock"),
    ("learn",),
    ("learn", "fit"),
    ("learn", "report"),
]
NAMES = sorted({command.path[0] for command in declared()})


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert ran.code == 0 and ran.err == ""
    usage, _, said, *_ = ran.out.splitlines()
    assert usage.startswith("Usage: ") and "--help" in ran.out
    assert len(said.strip()) > 10


def test_help_needs_no_good_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff")
    assert run("run", "--help", STUDYHALL_LOG="xml").code == 0


@pytest.mark.parametrize("command", [(), ("db",), ("manifest",), ("course",)], ids=" ".join)
def test_a_group_without_a_command_shows_its_help(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert ran.code == 2
    assert "Usage: " in ran.out + ran.err and "Commands:" in ran.out + ran.err


# manifests


@pytest.mark.parametrize("prefix", ["", "ml-"])
def test_slacks_manifest(run: Run, prefix: str) -> None:
    ran = run("manifest", "slack", SLACK_COMMAND_PREFIX=prefix)
    assert ran.code == 0 and ran.err == ""
    manifest = yaml.safe_load(ran.out)
    assert manifest["oauth_config"]["scopes"] == {
        "bot": [
            "commands",
            "chat:write",
            "channels:read",
            "groups:read",
            "channels:history",
            "groups:history",
            "channels:join",
            "im:write",
            "im:history",
            "users:read",
            "files:write",
        ]
    }
    slash = manifest["features"]["slash_commands"]
    assert sorted(entry["command"] for entry in slash) == [f"/{prefix}{name}" for name in NAMES]
    assert all(entry["should_escape"] for entry in slash)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}
    assert manifest["settings"]["event_subscriptions"] == {
        "bot_events": ["app_home_opened", "channel_id_changed"]
    }
    assert manifest["settings"]["token_rotation_enabled"] is False
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True


@pytest.mark.parametrize("given", ["https://study.example.org", "https://example.org/bots/"])
def test_slacks_manifest_for_requests_over_http(run: Run, given: str) -> None:
    ran = run("manifest", "slack", given)
    assert ran.code == 0 and ran.err == ""
    manifest = yaml.safe_load(ran.out)
    address = f"{given.rstrip('/')}/slack/events"
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["interactivity"] == {"is_enabled": True, "request_url": address}
    events = {"bot_events": ["app_home_opened", "channel_id_changed"], "request_url": address}
    assert manifest["settings"]["event_subscriptions"] == events
    slash = manifest["features"]["slash_commands"]
    assert {entry["url"] for entry in slash} == {address} and len(slash) == len(NAMES)


@pytest.mark.parametrize(
    "given", ["http://example.org", "example.org", "https://", "https://a?b", "https://a@b.c"]
)
def test_an_address_that_slack_cannot_call_is_refused(run: Run, given: str) -> None:
    sentence = run("manifest", "slack", given).sentence
    assert sentence.startswith(f"{given} is no public address") and "https://" in sentence


def test_a_manifest_needs_no_tokens_and_takes_the_prefix_of_the_env_file(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("SLACK_COMMAND_PREFIX=study-\n")
    slash = yaml.safe_load(run("manifest", "slack").out)["features"]["slash_commands"]
    assert all(entry["command"].startswith("/study-") for entry in slash)


@pytest.mark.parametrize("given", ["abc", "12a", "1234567890123456789012", "１２３"])
def test_what_is_no_application_id_is_refused(run: Run, given: str) -> None:
    ran = run("manifest", "discord", given)
    assert ran.code == 2
    assert "Application ID" in ran.sentence and "number" in ran.sentence


def test_discords_steps_say_what_to_do_about_public_bot(run: Run) -> None:
    assert "turn Public Bot off" in " ".join(run("manifest", "discord").out.split())


@pytest.mark.parametrize(
    "given", ["https://a.example", "https://a.example/", "https://a.example/discord/interactions"]
)
def test_discords_steps_for_an_address_say_where_it_goes(run: Run, given: str) -> None:
    said = run("manifest", "discord", given).out
    assert "Interactions Endpoint URL:\n   https://a.example/discord/interactions\n" in said
    assert "DISCORD_PUBLIC_KEY" in said and "Leave Interactions" not in said


def test_discords_steps_and_link(run: Run) -> None:
    ran = run("manifest", "discord", "123456789012345678")
    assert ran.code == 0 and ran.err == ""
    (link,) = re.findall(r"https://discord\.com/oauth2\S+", ran.out)
    query = parse_qs(urlsplit(link).query)
    assert query["client_id"] == ["123456789012345678"]
    assert query["scope"] == ["bot applications.commands"]
    granted = {name for name, on in discord.Permissions(int(query["permissions"][0])) if on}
    assert granted == {
        "read_messages",  # which is View Channel
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "embed_links",
        "attach_files",
        "read_message_history",
    }
    for name in NAMES:
        assert f"/{name}" in ran.out


def test_discords_link_without_an_id_says_what_is_missing(run: Run) -> None:
    assert "client_id=YOUR_APPLICATION_ID" in run("manifest", "discord").out


# the database


@pytest.mark.parametrize("command", [("verify",), ("stats",), ("backup", "copy.db")])
def test_what_only_reads_makes_no_database(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    sentence = run("db", *command, STUDYHALL_DATABASE="data/a.db").sentence
    assert sentence.startswith("There is no database data/a.db yet")
    assert list(tmp_path.iterdir()) == []


def test_a_fresh_database_from_migrate_to_backup(run: Run, tmp_path: Path) -> None:
    env = {"STUDYHALL_DATABASE": "data/a.db"}
    ran = run("db", "migrate", **env)
    assert (ran.code, ran.out, ran.err) == (0, "The database is up to date.\n", "")
    assert stat.S_IMODE((tmp_path / "data/a.db").stat().st_mode) == 0o600
    assert run("db", "migrate", **env).code == 0
    assert run("db", "verify", **env).out == "No difference.\n"
    stats = run("db", "stats", **env).out
    for word in ("persons", "answers", "migration", "sqlite", "file bytes"):
        assert word in stats
    saved = run("db", "backup", "copy.db", **env).out
    assert saved == "Saved to copy.db.\nIt can be restored: 0 groups, 0 people, answers: 0.\n"
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert "copy.db exists already" in run("db", "backup", "copy.db", **env).sentence
    assert run("db", "verify", STUDYHALL_DATABASE="copy.db").out == "No difference.\n"


def test_a_difference_is_told_with_exit_code_one(run: Run, tmp_path: Path) -> None:
    env = {"STUDYHALL_DATABASE": "a.db"}
    run("db", "migrate", **env)
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        columns = [row[1] for row in db.execute("PRAGMA table_info(totals)") if row[3] or row[5]]
        known = {"period": "all", "hidden": 0, "group_id": 1, "person_id": 1}
        values = [known.get(column, 7) for column in columns]
        marks = ", ".join("?" * len(columns))
        db.execute(f"INSERT INTO totals ({', '.join(columns)}) VALUES ({marks})", values)
        db.commit()
    ran = run("db", "verify", **env)
    assert ran.code == 1
    *lines, last = ran.out.splitlines()
    assert last == f"Differences: {len(lines)}." and lines


# health


def test_health_of_a_bot_that_runs_that_hangs_and_that_is_not_there(
    run: Run, tmp_path: Path
) -> None:
    env = {"STUDYHALL_DATABASE": "a.db"}
    assert "not running" in run("health", **env).sentence
    alive = alive_file(tmp_path / "a.db")
    alive.touch()
    assert run("health", **env).out == "ok\n"
    long_ago = time.time() - 300
    os.utime(alive, (long_ago, long_ago))
    assert "300 seconds" in run("health", **env).sentence
