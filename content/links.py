"""Keeps a course inside its folder: its files may be links, but to nothing outside."""

from __future__ import annotations

from pathlib import Path


def leads_out(path: Path, folder: Path) -> bool:
    """Whether ``path`` is really somewhere else than in ``folder``, or nowhere at all."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a ring of links
        return True
