"""The disk below the database: room, right to write, whether it is this machine's own."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.common.checkup import Finding, mend, note, ok

LEAST = 64 * 2**20
"""Bytes below which a busy day can fill the disk."""
PLENTY = 256 * 2**20
TRIED = 64 * 1024
MOUNTS = Path("/proc/self/mountinfo")
OVER_A_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs"),
    *("lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "davfs", "fuse.sshfs", "fuse.glusterfs"),
    *("fuse.s3fs", "fuse.rclone", "fuse.goofys", "fuse.gcsfuse", "fuse.davfs2"),
}
"""File systems whose locks or memory maps SQLite's log cannot rely on (sqlite.org/wal.html)."""


def disk(database: Path, mounts: Path = MOUNTS) -> Iterator[Finding]:
    """What the place of ``database``, which need not be there yet, is like."""
    folder = database.absolute().parent
    place = next(p for p in (folder, *folder.parents) if p.exists())
    if not place.is_dir():
        yield mend("folder", f"{place} is a file", "Choose another STUDYHALL_DATABASE.")
        return
    yield _writable(folder, place)
    yield from shared(place)
    yield _room(database, place)
    kind = file_system(place, mounts)
    if kind in OVER_A_NETWORK:
        yield mend(
            "file system",
            f"{place} is on another machine ({kind}), where SQLite can lose data",
            "Put the database on a local disk and its backups there.",
        )


def _writable(folder: Path, place: Path) -> Finding:
    todo = f"Give the user that runs the bot write permission on {place}."
    if place != folder:
        if os.access(place, os.W_OK | os.X_OK):
            return ok("folder", f"{folder} is made at the first start")
        return mend("folder", f"{folder} cannot be made", todo)
    try:
        with tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(b"\0" * TRIED)
            tried.flush()
            os.fsync(tried.fileno())
    except OSError as error:
        return mend("folder", f"{folder} cannot be written ({error.strerror})", todo)
    return ok("folder", f"{folder} can be written")


def shared(folder: Path) -> Iterator[Finding]:
    """Others who can write a folder can put links and files in the place of the bot's."""
    if os.name != "nt" and folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        says = f"others on this machine can put files into {folder}"
        yield note("folder", says, f"chmod go-w {folder}, or choose a folder of the bot's own.")


def _room(database: Path, place: Path) -> Finding:
    free = shutil.disk_usage(place).free
    size = database.stat().st_size if database.is_file() else 0
    says = f"{in_words(free)} free"
    if free < LEAST:
        return mend("room", says, "Free some space on that disk.")
    if free < PLENTY + 2 * size:
        return note(
            "room", says, f"A backup of {in_words(size)} may soon not fit: free some space."
        )
    return ok("room", says)


def file_system(place: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that ``place`` is on; empty where the system does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    real, best, kind = place.resolve(), -1, ""
    for line in lines:
        fields, _, rest = line.partition(" - ")
        mounted = Path(_plain(fields.split()[4]))
        # Of two on one point the later hides the earlier.
        if (real == mounted or mounted in real.parents) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), rest.split()[0]
    return kind


def _plain(escaped: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        escaped = escaped.replace(code, letter)
    return escaped


def in_words(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
