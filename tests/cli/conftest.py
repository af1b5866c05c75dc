"""Runs a command in this process, with an empty environment and an empty folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli.main import main as cli
from bot.service.settings import setting_names


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line of a refusal."""
        assert self.code == 2, self
        assert self.out == "", self
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        assert line.startswith("studyhall: ") and line.endswith((".", "needs none.")), line
        return line.removeprefix("studyhall: ")


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings from outside; logging as it was afterwards."""
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = [*root.handlers], root.level
    # A cached logger would keep this set-up for the tests that come after.
    configure = structlog.configure
    monkeypatch.setattr(
        structlog, "configure", lambda **k: configure(**k | {"cache_logger_on_first_use": False})
    )
    yield
    configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("bot", "content", "storage"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("db", "stats", SLACK_BOT_TOKEN="…")``: exit code, stdout and stderr."""

    def go(*args: str, **env: str) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as patched:
            for name, value in env.items():
                patched.setenv(name, value)
            patched.setattr("sys.argv", ["studyhall", *args])
            with pytest.raises(SystemExit) as ended:
                cli()
        printed = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, printed.out, printed.err)

    return go


needs_a_plain_user = pytest.mark.skipif(
    os.geteuid() == 0, reason="root may read and write everything"
)
