"""Put in front of a program as ``sitecustomize``: takes away what Windows does not have."""

import asyncio
import errno
import os
import signal
import stat
import sys
from pathlib import Path

MISSING = (
    "geteuid",
    "getuid",
    "getegid",
    "getgid",
    "chown",
    "fchown",
    "lchown",
    "fchmod",
    "mkfifo",
    "O_NOFOLLOW",
    "O_DIRECTORY",
    "O_NONBLOCK",
    "O_CLOEXEC",
)
for name in MISSING:
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL"):
    if hasattr(signal, name):
        delattr(signal, name)


class Gone:
    """Finds nothing of what only Unix has."""

    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "pwd", "grp", "resource", "termios", "syslog"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


for name in ("fcntl", "pwd", "grp", "resource", "termios", "syslog"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Gone())


def not_here(*_):
    raise NotImplementedError


asyncio.SelectorEventLoop.add_signal_handler = not_here
asyncio.SelectorEventLoop.remove_signal_handler = not_here

_fsync = os.fsync


def fsync(handle):
    """Only files that are open for writing can be synced."""
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        return
    flags = int(Path(f"/proc/self/fdinfo/{handle}").read_text().split("flags:")[1].split()[0], 8)
    if flags & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, "Bad file descriptor")
    _fsync(handle)


os.fsync = fsync
