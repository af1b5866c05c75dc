"""The commands with a PostgreSQL server in the place of a file."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path

import psycopg
import pytest

from bot.service.settings import load_settings, read_settings
from storage.migrations import STEPS
from storage.postgres.dump import program
from storage.postgres.store import PostgresStore
from storage.sql_store import SqlStore
from storage.store import SqliteStore
from tests.cli.conftest import Run
from tests.postgresql import Server, empty
from tests.storage.house import House, rebuild, settle

SECRET = "open-sesame"


@pytest.fixture(autouse=True)
def simple_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house that is filled here judges by its own."""
    monkeypatch.setattr("bot.service.backups.daily.rebuild", rebuild)


async def filled(store: SqlStore) -> None:
    """A group with answers of every kind, a quiz that left nothing, a name with odd letters."""
    house = await House.build(store)
    first, second = await house.daily("2026-11-02"), await house.daily("2026-11-03", "q2")
    await house.answer(first, house.ann)
    await store.answers.choose(first.id, house.ben.id, "b", 5)
    await store.rounds.close(first.id, 9, settle(first), [])
    await house.answer(second, house.cleo, correct=False)
    await store.rounds.void(second.id, 10, [])
    (kept,) = await house.practice(house.ann, "q3")
    await house.answer(kept, house.ann, kind="practice")
    (dropped,) = await house.practice(house.ben, "q4")
    assert dropped.run_id is not None
    await store.runs.finish(dropped.run_id)
    await store.notes.put("odd", "ä'\"\\\t\n☃ %s ?")
    await store.drafts.put("{}", 1)


def fill(file: Path) -> None:
    async def go() -> None:
        store = await SqliteStore.open(file)
        await filled(store)
        await store.close()

    asyncio.run(go())


def fill_server(url: str) -> None:
    async def go() -> None:
        store = await PostgresStore.open(url)
        await filled(store)
        await store.close()

    asyncio.run(go())


async def next_ids(store: SqlStore) -> list[int]:
    """The ids of what is made next, which no button may have meant before."""
    house = await House.build_again(store)
    (posed,) = await house.practice(house.cleo, "q9")
    draft = await store.drafts.put("{}", 2)
    assert posed.run_id is not None
    assert await store.verify(rebuild) == []
    return [posed.id, posed.run_id, draft]


# settings


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"STUDYHALL_DATABASE": "postgresql://a:open-sesame@h/s"},
            "postgresql://a:open-sesame@h/s",
        ),
        ({"DATABASE_URL": "postgres://a@h/s"}, "postgres://a@h/s"),
        ({"STUDYHALL_DATABASE": "x.db", "DATABASE_URL": "postgres://a@h/s"}, None),
        ({"STUDYHALL_DATABASE": "sqlite:///x.db"}, None),
        ({"DATABASE_URL": "sqlite:///x.db"}, None),
    ],
)
def test_which_database_is_meant(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: str | None
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = load_settings()
    assert (found.postgresql and found.postgresql.get_secret_value()) == expected
    assert str(found.studyhall_database) == ("data/studyhall.db" if expected else "x.db")
    assert (found.backups is None) == found.shared == (expected is not None)


def test_the_address_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"postgresql://a:{SECRET}@h/s\n")
    for name in ("STUDYHALL_DATABASE_FILE", "DATABASE_URL_FILE"):
        with monkeypatch.context() as patched:
            patched.setenv(name, str(tmp_path / "secret"))
            found = load_settings()
        assert found.postgresql is not None
        assert found.postgresql.get_secret_value() == f"postgresql://a:{SECRET}@h/s"
        assert SECRET not in repr(found)


def test_somebody_elses_address_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://a@h/other")
    assert read_settings()[1] == []
    monkeypatch.setenv("STUDYHALL_DATABASE", "mysql://a@h/other")
    (problem,) = read_settings()[1]
    assert problem.startswith("STUDYHALL_DATABASE is not usable")
    assert "or begin with postgresql://" in problem


# commands


def test_tables_are_made_looked_through_and_counted(run: Run, postgresql: Server) -> None:
    url = postgresql.new()
    ran = run("db", "stats", STUDYHALL_DATABASE=url)
    assert ran.sentence.startswith("There are no tables of Studyhall in the database study")
    assert run("db", "migrate", STUDYHALL_DATABASE=url).out == "The database is up to date.\n"
    assert run("db", "migrate", DATABASE_URL=url).out == "The database is up to date.\n"
    fill_server(url)
    assert run("db", "verify", STUDYHALL_DATABASE=url).out == "No difference.\n"
    counted = run("db", "stats", STUDYHALL_DATABASE=url).out
    assert "postgresql" in counted and STEPS[-1][0] in counted
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("UPDATE totals SET points = points + 1 WHERE period = 'all'")
    ran = run("db", "verify", STUDYHALL_DATABASE=url)
    assert ran.code == 1 and "points 21 instead of 20" in ran.out


def test_a_server_that_is_not_there_is_one_sentence_without_its_password(run: Run) -> None:
    ran = run("db", "stats", STUDYHALL_DATABASE=f"postgresql://me:{SECRET}@127.0.0.1:1/study")
    assert "cannot be reached" in ran.sentence and SECRET not in ran.err


def test_what_only_a_file_has_says_so(run: Run, database: str, tmp_path: Path) -> None:
    for words in (("db", "backups"), ("db", "restore", str(tmp_path / "x"))):
        sentence = run(*words, STUDYHALL_DATABASE=database).sentence
        assert "pg_dump and pg_restore" in sentence


def test_a_backup_can_be_put_back(run: Run, postgresql: Server, database: str) -> None:
    fill_server(database)
    saved = Path("saved.dump")
    ran = run("db", "backup", str(saved), STUDYHALL_DATABASE=database)
    assert ran.code == 0 and f"Saved to {saved}" in ran.out, ran
    assert "exists already" in run("db", "backup", str(saved), STUDYHALL_DATABASE=database).sentence
    assert saved.stat().st_mode & 0o077 == 0, "nobody else may read what members answered"
    url = postgresql.new()
    restore = program("pg_restore")
    assert restore is not None
    subprocess.run([restore, "--no-owner", "-d", url, saved], check=True)
    assert run("db", "verify", STUDYHALL_DATABASE=url).out == "No difference.\n"
    assert run("db", "backup", STUDYHALL_DATABASE=url).code == 0
    assert len(list(Path("data/backups").glob("studyhall-*.dump"))) == 1


def test_a_backup_that_fails_leaves_nothing(run: Run, tmp_path: Path) -> None:
    url = f"postgresql://me:{SECRET}@127.0.0.1:1/study"
    ran = run("db", "backup", str(tmp_path / "b.dump"), STUDYHALL_DATABASE=url)
    assert ran.sentence.startswith("No backup of") and SECRET not in ran.err
    assert list(tmp_path.glob("b.dump*")) == []


def test_the_doctor_looks_at_the_server(run: Run, postgresql: Server) -> None:
    url = postgresql.new()
    found = findings(run, url)
    assert "the bot fills it at its first start" in found["database"]
    run("db", "migrate", STUDYHALL_DATABASE=url)
    found = findings(run, url)
    assert "PostgreSQL 1" in found["database"] and "up to date" in found["database"]
    assert "db backup (pg_dump)" in found["backups"]
    found = findings(run, "postgresql://127.0.0.1:1/study")
    assert "cannot be reached" in found["database"]


def findings(run: Run, url: str) -> dict[str, str]:
    """What each part says; courses are none of this, and take long."""
    Path("none").mkdir(exist_ok=True)
    ran = run("doctor", "--json", STUDYHALL_DATABASE=url, STUDYHALL_COURSES="none")
    told: dict[str, str] = {}
    for finding in json.loads(ran.out)["findings"]:
        words = f"{finding['says']} {finding['todo']}\n"
        told[finding["part"]] = told.get(finding["part"], "") + words
    return told


# moving


def test_everything_moves_to_a_server_and_back(run: Run, postgresql: Server) -> None:
    file, back, url = Path("study.db"), Path("back.db"), postgresql.new()
    fill(file)
    ran = run("db", "copy", f"sqlite:///{file}", url)
    assert ran.code == 0 and "each compared" in ran.out and "answers: 5" in ran.out, ran
    assert run("db", "verify", STUDYHALL_DATABASE=url).out == "No difference.\n"
    assert run("db", "copy", url, f"sqlite:///{back}").code == 0

    async def ids(first: bool) -> list[int]:
        store: SqlStore
        store = await (SqliteStore.open(back) if first else PostgresStore.open(url))
        found = await next_ids(store)
        await store.close()
        return found

    assert asyncio.run(ids(True)) == asyncio.run(ids(False)), "ids go on where they were"
    assert run("db", "verify", STUDYHALL_DATABASE=str(back)).out == "No difference.\n"


def test_nothing_is_copied_over_what_is_there(run: Run, database: str, tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    fill(file)
    fill_server(database)
    assert "holds data already" in run("db", "copy", str(file), database).sentence
    assert "exists already" in run("db", "copy", database, str(file)).sentence
    assert "Name a file and a server" in run("db", "copy", str(file), "b.db").sentence
    assert "There is no database" in run("db", "copy", "none.db", database).sentence


def test_a_bot_that_runs_is_not_copied(run: Run, database: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("storage.postgres.server.PATIENCE", 0.2)

        async def go() -> None:
            store = await PostgresStore.open(database)
            ran = await asyncio.to_thread(run, "db", "copy", database, str(tmp_path / "a.db"))
            assert "stop all its copies" in ran.sentence
            await store.close()

        asyncio.run(go())
    empty(database)
