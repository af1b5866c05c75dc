"""Backups by PostgreSQL's own program, complete under their names or not there at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.errors import Conflict, StorageError
from storage.failures import explained
from storage.postgres.server import must_be_usable, shown
from storage.private import new_file, settle, settle_folder

PLACES = "/usr/lib/postgresql/*/bin"
"""Where Debian has them; they need not be on the path."""


def program(name: str) -> Path | None:
    """One of PostgreSQL's programs, of the newest version there is."""
    found = sorted(
        (path for path in Path("/").glob(f"{PLACES[1:]}/{name}")),
        key=lambda path: (len(path.parts[-3]), path.parts[-3]),
    )
    if found:
        return found[-1]
    on_path = shutil.which(name)
    return Path(on_path) if on_path else None


def dump(url: str, target: Path) -> int:
    """Writes all of the database into the new file ``target``; its size in bytes.

    Everything else goes on meanwhile. Raises ``StorageError``: ``Conflict`` when it is there.
    """
    must_be_usable(url)
    if target.exists():
        raise Conflict(f"{target} exists already: choose another name for the backup.")
    pg_dump, pg_restore = program("pg_dump"), program("pg_restore")
    if pg_dump is None or pg_restore is None:
        raise StorageError(
            "pg_dump is not installed here: install PostgreSQL's client programs "
            "(postgresql-client), or make backups where the server is."
        )
    said: dict[str, Any] = dict(conninfo_to_dict(url))
    # Others on this machine can read a program's arguments, but not its environment.
    secret = {"PGPASSWORD": str(said.pop("password"))} if "password" in said else {}
    part = target.with_name(target.name + ".part")
    with explained(target):
        part.unlink(missing_ok=True)
        os.close(new_file(part))
    try:
        where = make_conninfo("", **said)
        _run([str(pg_dump), "-Fc", "-f", str(part), "-d", where], secret, shown(url))
        _run([str(pg_restore), "--list", str(part)], {}, str(target))
        with explained(target):
            settle(part)
            part.replace(target)
            settle_folder(target.parent)
            return target.stat().st_size
    finally:
        part.unlink(missing_ok=True)


def _run(command: list[str], secret: dict[str, str], name: str) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, by their full paths
        command,
        env=os.environ | secret,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise StorageError(
            f"No backup of {name} was made: {words[-1] if words else 'pg_dump failed'}."
        )
