"""The page for whoever runs the bot: its metrics, rules and unit are those of the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.runtime.refusals import KINDS, RefusalCounts
from bot.service.monitor.metrics import Metrics
from bot.service.settings import setting_names
from tests.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(studyhall_\w+)` \| *([^|]*?) *\|", re.MULTILINE)
NAME = re.compile(r"\bstudyhall_[a-z_]+")
QUOTED = re.compile(r"`([a-z ]+)`")


def block(language: str) -> str:
    (found,) = (body for kind, body in BLOCK.findall(PAGE) if kind == language)
    return str(found)


def exported() -> dict[str, set[str]]:
    """Every metric as Prometheus calls it, with its labels."""
    metrics = Metrics()
    metrics.counts(RefusalCounts().snapshot)
    found: dict[str, set[str]] = {}
    for name, family in vars(metrics.families).items():
        assert family._documentation, name
        total = "_total" if family._type == "counter" else ""
        found[f"{family._name}{total}"] = set(family._labelnames)
    (counted,) = (f for f in metrics.registry.collect() if f.name == "studyhall_refused_inputs")
    assert {sample.labels["reason"] for sample in counted.samples} == set(KINDS)
    return found | {"studyhall_refused_inputs_total": {"reason"}}


def test_the_table_has_every_metric_with_its_labels_and_no_other() -> None:
    told = {
        name: {label.strip() for label in labels.split(",") if label.strip()}
        for name, labels in ROW.findall(PAGE)
    }
    assert told == exported()


def rules() -> Iterator[dict[str, Any]]:
    (group,) = yaml.safe_load(block("yaml"))["groups"]
    yield from group["rules"]


def test_the_rules_are_whole() -> None:
    found = list(rules())
    assert len({rule["alert"] for rule in found}) == len(found) > 10
    for rule in found:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert re.fullmatch(r"\d+[mhd]", rule.get("for", "1m"))
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        expression = rule["expr"]
        for left, right in ("()", "{}", "[]"):
            assert expression.count(left) == expression.count(right), expression


def test_the_rules_use_metrics_and_labels_that_there_are() -> None:
    known = exported()
    used = set()
    for rule in rules():
        for name, selector in re.findall(r"(studyhall_\w+)(?:\{([^}]*)\})?", rule["expr"]):
            plain = re.sub(r"_(bucket|sum|count)$", "", name)
            assert plain in known, name
            assert set(re.findall(r"(\w+)=", selector)) <= known[plain], rule["expr"]
            assert (plain != name) == name.endswith(("_bucket", "_sum", "_count"))
            used.add(plain)
    assert len(used) > 10


def test_every_metric_that_is_named_anywhere_in_the_docs_exists() -> None:
    known = set(exported())
    known.add("studyhall_terminal")  # a setting of the example platform
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for name in NAME.findall(page.read_text(encoding="utf-8")):
            assert re.sub(r"_(bucket|sum|count)$", "", name) in known, f"{page.name}: {name}"


def words_of(metric: str) -> set[str]:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{metric}` |"))
    return set(QUOTED.findall(row)) - {metric}


def literals(*paths: str) -> set[str]:
    sources = "".join((ROOT / path).read_text(encoding="utf-8") for path in paths)
    return set(re.findall(r'"([a-z ]+)"', sources))


def test_outcomes_and_results_are_those_of_the_program() -> None:
    dispatch = literals(
        "bot/interactions/dispatch.py", "bot/interactions/in_time.py", "bot/runtime/meter.py"
    )
    assert words_of("studyhall_interactions_total") <= dispatch
    sending = literals("bot/delivery/sending.py", "bot/delivery/recovery.py")
    assert words_of("studyhall_posts_total") <= sending
    source = "".join(
        (ROOT / path).read_text(encoding="utf-8")
        for path in (
            "bot/interactions/dispatch.py",
            "bot/interactions/in_time.py",
            "bot/runtime/meter.py",
        )
    )
    ends = set(re.findall(r'ended = "([a-z ]+)"', source)) | set(
        re.findall(r'^    [A-Z]\w+: "([a-z]+)",$', source, re.MULTILINE)
    )
    assert len(ends) > 9 and ends | {"cancelled"} == words_of("studyhall_interactions_total")
    results: set[str] = set()
    for path in ("bot/delivery/sending.py", "bot/delivery/recovery.py"):
        source = (ROOT / path).read_text(encoding="utf-8")
        for call in re.findall(r"_count\(row, ([^)]*)\)", source):
            results |= set(re.findall(r'"([a-z ]+)"', call))
    assert results == words_of("studyhall_posts_total")


def test_the_unit_sets_settings_that_there_are() -> None:
    names = {name.upper() for name in setting_names()}
    given = re.findall(r"^Environment=([A-Z_]+)=(.*)$", block("ini"), re.MULTILINE)
    assert {name.removesuffix("_FILE") for name, _ in given} <= names
    credentials = set(re.findall(r"^LoadCredential=(\w+):", block("ini"), re.MULTILINE))
    used = {value.removeprefix("%d/") for name, value in given if name.endswith("_FILE")}
    assert used == credentials != set()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_understands_the_unit_and_finds_it_safe(tmp_path: Path) -> None:
    unit = tmp_path / "studyhall.service"
    # The program and its user are not on this machine.
    text = block("ini").replace("/opt/studyhall/bin/studyhall", "/bin/true")
    unit.write_text(text.replace("User=studyhall\n", ""), encoding="utf-8")
    program = shutil.which("systemd-analyze")
    assert program is not None
    done = subprocess.run(
        [program, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert "studyhall.service" not in done.stderr, done.stderr
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program, "security", "--offline=yes", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    exposure = re.search(r"exposure level for studyhall.service: ([\d.]+)", done.stdout)
    assert exposure is not None and float(exposure[1]) < 3, done.stdout + done.stderr
