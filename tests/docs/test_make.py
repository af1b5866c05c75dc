"""What ``make`` would do: a demo needs no tools, and its port can be chosen."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make here")


def planned(tmp_path: Path, *args: str) -> str:
    """The commands of a fresh checkout, not run."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "PORT", "MAKELEVEL")}
    done = subprocess.run(
        ["make", "-n", *args], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("target", ["demo", "run"])
def test_what_only_runs_needs_no_tools(tmp_path: Path, target: str) -> None:
    lines = planned(tmp_path, target).splitlines()
    (installs,) = [line for line in lines if "pip install" in line]
    assert installs.endswith("-e .") and "[dev" not in installs
    said = next(n for n, line in enumerate(lines) if "about a minute" in line)
    assert said < lines.index(installs)
    assert lines[-1].strip() == f".venv/bin/studyhall {target}"


def test_the_demos_port_can_be_chosen(tmp_path: Path) -> None:
    assert planned(tmp_path, "demo", "PORT=9000").endswith("studyhall demo --port 9000\n")


@pytest.mark.parametrize("target", ["test", "test-fast", "lint", "types", "bench"])
def test_what_tests_installs_the_tools(tmp_path: Path, target: str) -> None:
    plan = planned(tmp_path, target)
    assert plan.index("-e .\n") < plan.index(
        "-e '.[dev,bench,courses,discord-http,fast,learn,postgres]'"
    )


def test_what_is_there_is_not_installed_again(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    planned(tmp_path, "demo")  # which copies the files that the stamp is compared with
    (tmp_path / ".venv" / ".runtime").touch()
    assert "pip install" not in subprocess.run(
        ["make", "-n", "-o", "pyproject.toml", "-o", "constraints.txt", "demo"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
