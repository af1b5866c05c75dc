"""What tests start in processes of their own is this checkout, whatever is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PROGRAM = "import bot, content, storage; print(bot.__file__, content.__file__, storage.__file__)"


def test_a_program_that_is_started_elsewhere_is_the_one_here(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert [Path(file).parents[1] for file in ran.stdout.split()] == [ROOT] * 3
