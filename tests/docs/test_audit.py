"""``make audit`` fails on known vulnerabilities, and also where nothing could be asked."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLEAN = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
BAD = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"], "description": "x"}],
}
SKIPPED = {"name": "mine", "skip_reason": "Dependency not found"}


def audited(tmp_path: Path, says: str, ends: int = 0) -> tuple[int, str]:
    """Exit code and words, with a program in pip-audit's place that says this."""
    program = tmp_path / "pip-audit"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.stdout.write({says!r})\n"
        f"sys.stderr.write('a trace\\nConnectionError: no way there\\n')\nsys.exit({ends})\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    ran = subprocess.run(
        [sys.executable, ROOT / "docs" / "audit.py", program, "constraints.txt"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        ([CLEAN], 0, "1 packages looked up, 0 with"),
        ([CLEAN, BAD], 1, "pillow 1.0: PYSEC-1, mended in 1.1"),
        ([CLEAN, SKIPPED], 2, "mine: could not be looked up"),
        ([SKIPPED], 2, "cannot be reached from this machine"),
        ([], 2, "cannot be reached from this machine"),
    ],
)
def test_what_was_found(found: list[object], code: int, words: str, tmp_path: Path) -> None:
    ended, said = audited(
        tmp_path, json.dumps({"dependencies": found, "fixes": []}), int(bool(code))
    )
    assert ended == code and words in said


def test_no_way_to_the_service_is_one_sentence(tmp_path: Path) -> None:
    ended, said = audited(tmp_path, "", 1)
    assert ended == 2
    assert said.splitlines() == [
        "The advisory service cannot be reached from this machine, so nothing was audited: "
        "ConnectionError: no way there"
    ]


def test_every_installed_package_names_a_licence() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "docs" / "audit.py", "licences"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert "aiohttp" in ran.stdout and len(ran.stdout.splitlines()) > 20
