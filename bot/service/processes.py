"""Other processes of this machine: do they run, who holds a file?"""

from __future__ import annotations

import importlib
import os
from typing import IO, Any


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


fcntl, msvcrt = _module("fcntl"), _module("msvcrt")  # one is Unix's, the other Windows'
CAN_SHARE = fcntl is not None
"""Whether a lock may be held by several at once; not on Windows."""

_STILL_ACTIVE = 259
_MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION


def runs(process: int) -> bool:
    """Whether a process with this number is there. When in doubt, yes."""
    if os.name == "nt":
        return _runs_on_windows(process)  # where os.kill(…, 0) would send a Ctrl-C
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it belongs to another user
    return True


def _runs_on_windows(process: int) -> bool:
    import ctypes

    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_MAY_ASK, False, process)
    if not handle:
        return False
    try:
        code = ctypes.c_ulong()
        asked = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        return not asked or code.value == _STILL_ACTIVE
    finally:
        kernel.CloseHandle(handle)


def hold(file: IO[Any], *, shared: bool = False) -> bool:
    """Locks an open file until it is closed, however the process ends. Does not wait.

    With ``shared`` others that share may hold it as well; whoever held it alone now shares it.
    False where the system or the disk has no such lock. Raises ``BlockingIOError`` when
    somebody else holds it.
    """
    if not CAN_SHARE:
        return not shared and _hold_on_windows(file)
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


def _hold_on_windows(file: IO[Any]) -> bool:
    if msvcrt is None:
        return False
    file.seek(0)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError as error:
        raise BlockingIOError(str(error)) from error
    return True
