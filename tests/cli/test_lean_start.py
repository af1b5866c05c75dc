"""What most starts do not need is not loaded: it would cost each bot memory while it runs."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from storage.database import prepare

OPENED = """
import sys
from pathlib import Path
import bot.cli.main, bot.cli.run
from storage.database import prepare
prepare(Path(sys.argv[1])).close()
print(sorted({"sqlite_utils", "content.lint", "spellchecker", "PIL"} & sys.modules.keys()))
"""


def loaded(database: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(database)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_start_on_a_current_database_loads_no_migrations_and_no_linter(tmp_path: Path) -> None:
    with closing(prepare(tmp_path / "study.db")):
        pass
    assert loaded(tmp_path / "study.db") == "[]"
    assert loaded(tmp_path / "new.db") == "['sqlite_utils']"
