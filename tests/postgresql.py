"""A PostgreSQL server of the tests' own, where its programs are installed.

``STUDYHALL_REQUIRE_POSTGRESQL`` makes a missing server a failure instead of a skipped test.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

REQUIRED = "STUDYHALL_REQUIRE_POSTGRESQL"
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
_FAST = {
    # A server that nobody needs after the test may forget everything when the machine fails.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@cache
def programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version there is; None without one."""
    found = [
        folder
        for place in _PLACES
        for folder in Path("/").glob(place.lstrip("/"))
        if (folder / "initdb").exists()
    ]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return max(found, key=_version, default=None)


def _version(folder: Path) -> int:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    number = said.stdout.split()[2] if said.returncode == 0 else "0"
    return int(number.split(".")[0]) if number.split(".")[0].isdigit() else 0


def why_not() -> str:
    """Why no server can be started here; empty where one can."""
    if programs() is None:
        return "no PostgreSQL on this machine: install postgresql"
    try:
        import psycopg_pool  # noqa: F401
    except ImportError:
        return "psycopg is not installed: pip install -c constraints.txt '.[postgres]'"
    return ""


class Server:
    """One server in a folder of its own, reached by a socket there."""

    def __init__(self, of: Server | None = None, **settings: str) -> None:
        """``of`` is the server whose standby it is; that one needs ``wal_level`` replica."""
        self.folder = Path(tempfile.mkdtemp(prefix="studyhall-pg-"))
        self._data = self.folder / "data"
        self._settings = _FAST | settings
        # PostgreSQL does not run as root.
        self._user = _unprivileged() if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._names = count(1)
        if of is None:
            self._run("initdb", "-D", str(self._data), "-U", "studyhall", "-A", "trust",
                      "--no-sync", "-E", "UTF8", "--locale=C")  # fmt: skip
        else:
            self._run("pg_basebackup", "-D", str(self._data), "-h", str(of.folder),
                      "-U", "studyhall", "-R", "-X", "stream", "--no-sync")  # fmt: skip
        self.start()

    def start(self, **settings: str) -> None:
        given = self._settings | settings | {"unix_socket_directories": f"'{self.folder}'"}
        options = " ".join(f"-c {name}={value}" for name, value in given.items())
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-w", "-t", "60",
                  "-o", options, "start")  # fmt: skip

    def stop(self, how: str = "fast") -> None:
        """``immediate`` is like a crash: nothing is finished."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", how, "stop")

    def promote(self) -> None:
        """A standby becomes a primary."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "promote")

    def kill(self) -> None:
        """Ends the server's first process as a machine that fails would, and waits for its end."""
        pid = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop", check=False)

    def remove(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://studyhall@/{name}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """The address of a new database like ``template``."""
        import psycopg

        name = f"study{next(self._names)}"
        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")  # type: ignore[arg-type]
        return self.url(name)

    def _run(self, program: str, *args: str, check: bool = True) -> None:
        folder = programs()
        assert folder is not None
        done = subprocess.run(
            [folder / program, *args],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            check=False,
        )
        if check and done.returncode:
            log = self.folder / "log"
            said = log.read_text()[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} failed: {said}")


def _unprivileged() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server for all tests of this process."""
    reason = why_not()
    if reason:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set, and {reason}")
        pytest.skip(reason)
    server = Server()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def schema(postgresql: Server) -> str:
    """The address of a database with our tables."""
    from storage.postgres.server import prepare

    url = postgresql.new()
    prepare(url)
    return url


@pytest.fixture
def database(schema: str) -> str:
    """The address of a database with our tables and nothing in them."""
    empty(schema)
    return schema


def empty(url: str) -> None:
    """Takes every row out of a database; a new one for each test would take many times as long."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")  # no look at references
        rows = db.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'S') AND relname NOT LIKE 'studyhall_migrations%'"
        ).fetchall()
        work = [
            f"DELETE FROM {name}" if kind == "r" else f"ALTER SEQUENCE {name} RESTART"
            for name, kind in rows
        ]
        db.execute(";".join(work))  # type: ignore[arg-type]
