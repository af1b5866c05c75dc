"""Nothing that members or organizers read is written in code: it lives in a file of words.

Looks for strings of two words and more. What is left out for good: docstrings, logs, patterns,
the exceptions of programmers, what commands may be called instead (hints), and the modules and
strings below, each with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"

FOR_WHOEVER_RUNS_IT = (
    "cli/*", "service/*/*", "service/demo*.py", "service/preview.py", "service/settings.py",
    "service/env_file.py", "service/tokens.py", "service/process_lock.py", "service/redaction.py",
    "service/logging.py", "service/app.py", "service/database.py", "__main__.py",
    "adapters/*/check.py", "adapters/*/platform.py", "adapters/common/proxies.py",
    "adapters/discord/manifest.py", "adapters/discord/client.py", "adapters/slack/http.py",
    "adapters/slack/socket.py", "adapters/slack/transport.py", "adapters/slack/people.py",
    "adapters/slack/signing.py", "adapters/common/signed_http.py", "adapters/platform.py",
    "adapters/discord/http.py", "adapters/discord/signing.py",
)  # fmt: skip
"""The terminal, the log, the doctor and the start of a platform: not members and organizers."""

DATA = {
    "study/cities.py": "names that places have",
    "study/gazetteer/regions.py": "names of states",
    "study/gazetteer/__init__.py": "names of territories",
    "study/questions/plurals.py": "irregular nouns",
    "study/typed_date_words.py": "months, weekdays and numbers as people type them",
    "study/typed_times.py": "times as people type them",
    "study/date_patterns.py": "feasts as people type them",
    "study/breaks.py": "breaks as people type them",
    "study/zones.py": "zones as people type them",
    "study/topics.py": "words for what a quiz can do, as people type them",
    "study/questions/numbers.py": "units as people type them",
    "adapters/discord/permissions.py": "Discord's own names of its permissions",
    "adapters/common/payloads.py": "what is wrong with a payload, for the log",
    "study/fitting.py": "what is missing, for whoever runs a command at the terminal",
    "model/limits.py": "what is wrong with a card, for authors of features and courses",
}

STRINGS = {
    # kept with a delivery, for the log and the monitor
    "delivery/sending.py": {"rate limited", "edit failed", "edit limited", "too late", "put off",
                        "nothing to show"},
    "delivery/recovery.py": {"not posted", "unknown: the channel's history cannot be read"},
    "runtime/refusals.py": {"too quick"},
    "interactions/in_time.py": {"slow form"},
    # kinds and states
    "model/venue.py": {"group direct", "this channel"},  # the vocabulary has no files of words
    "adapters/discord/incoming.py": {"channel type"},
    "adapters/discord/channel_check.py": {"timed out"},
    "adapters/discord/invite.py": {"bot applications.commands"},
    "adapters/playground/people.py": {"Not sure"},  # the button that made-up members press
    # causes of errors, for the log
    "adapters/discord/frames.py": {"a frame: "},
    "adapters/slack/api.py": {"the response URL failed with "},
    "adapters/slack/origins.py": {"a form's metadata"},
    "adapters/base.py": {"rate limited for "},
    "adapters/discord/arrivals.py": {"a kind that the bot does not serve"},
    "adapters/discord/errors.py": {"a page that is not from Discord"},
    "adapters/slack/errors.py": {"Slack refuses the bot token ("},
    "service/course_checks.py": {"cannot be shown on "},  # for lint
}  # fmt: skip

PROGRAMMERS = {
    "AssertionError", "AttributeError", "BadAction", "BadRequest", "Expired", "Gone", "KeyError",
    "LookupError", "NoStudyDay", "NotImplementedError", "NotUnderstood", "OSError", "Rejected",
    "RuntimeError", "TimeoutError", "TypeError", "Unreachable", "Unreadable", "ValueError",
    "refuse",
}  # fmt: skip
"""Exceptions (and the playground's own ``room.refuse``) whose words only the log sees."""
LOGS = {"debug", "info", "warning", "error", "exception", "critical"}
PATTERNS = {"compile", "match", "fullmatch", "search", "sub", "split", "findall"}
LABELS = {"Button", "Card", "ChoiceField", "LinkButton", "Option", "Strong", "TextField"}
HEADERS = re.compile(r"default-src ")
WORDS = re.compile(
    r"[A-Za-z][a-z']+[,.:;]? +[A-Za-z]|[A-Za-z]+[,.:;]? +[A-Za-z][a-z']+|^ [a-z]{2,} $"
)


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def left_out(tree: ast.Module) -> set[int]:
    """Strings that nobody but programmers reads."""
    out: set[int] = set()
    for node in ast.walk(tree):
        inner: ast.AST | None = None
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            inner = node
        elif isinstance(node, ast.Raise | ast.Return) and isinstance(
            cause := node.exc if isinstance(node, ast.Raise) else node.value, ast.Call
        ):
            inner = cause if called(cause) in PROGRAMMERS else None
        elif (
            isinstance(node, ast.Call)
            and (
                (isinstance(node.func, ast.Attribute) and node.func.attr in LOGS)
                or called(node) in PATTERNS
            )
        ) or (isinstance(node, ast.keyword) and node.arg == "hints"):
            inner = node
        if inner is not None:
            out |= {id(part) for part in ast.walk(inner)}
    return out


def written(source: str) -> Iterator[tuple[int, str]]:
    """Line and words of every string in a module that may be read by people."""
    tree = ast.parse(source)
    skipped = left_out(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
            and WORDS.search(node.value)
            and not HEADERS.match(node.value)
        ):
            yield node.lineno, node.value


def modules() -> Iterator[Path]:
    for path in sorted(BOT.rglob("*.py")):
        name = str(path.relative_to(BOT))
        if not any(fnmatchcase(name, glob) for glob in FOR_WHOEVER_RUNS_IT):
            yield path


def test_what_people_read_is_in_files_of_words() -> None:
    found = []
    for path in modules():
        name = path.relative_to(BOT)
        if str(name) in DATA:
            continue
        allowed = STRINGS.get(str(name), set())
        for line, words in written(path.read_text(encoding="utf-8")):
            if words not in allowed:
                found.append(f"bot/{name}:{line}: {words[:80]!r}")
    assert not found, "These belong into a .ftl file:\n" + "\n".join(found)


def test_no_label_is_written_in_code() -> None:
    """One word is enough for a button, a title, an option or a field."""
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or called(node) not in LABELS:
                continue
            at = 1 if called(node).endswith("Field") else 0
            if len(node.args) > at and any(
                isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and re.search("[A-Za-z]{2}", part.value)
                for part in (node.args[at], *getattr(node.args[at], "values", ()))
            ):
                found.append(f"{path.relative_to(BOT)}:{node.lineno}")
    assert not found, "These labels belong into a .ftl file:\n" + "\n".join(found)


def test_every_exception_is_still_needed() -> None:
    unneeded = [name for name in DATA if not (BOT / name).exists()]
    for name, strings in STRINGS.items():
        source = (BOT / name).read_text(encoding="utf-8")
        here = {words for _, words in written(source)}
        unneeded += [f"{name}: {words!r}" for words in strings - here]
    assert not unneeded, "\n".join(unneeded)


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ('card = say("Please press again")', True),
        ('note = f"Open until {when}"', True),
        ('note = f"{name} has no points yet."', True),
        ('raise BadInput({"answer": "Choose one of the options."})', True),
        ('raise ValueError("no such route")', False),
        ('log.info("a post was late", by=3)', False),
        ('"""About a module."""', False),
        ('key = "answer-button"', False),
        ('words("answer-button")', False),
    ],
)
def test_what_counts_as_words(line: str, seen: bool) -> None:
    assert bool(list(written(line))) is seen
