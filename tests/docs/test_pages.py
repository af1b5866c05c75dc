"""What README and docs say is there, and nothing that is there is missing from them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.main import app
from bot.features.catalogue import declared
from bot.service.settings import Settings, setting_names
from tests.docs.blocks import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
ALL = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND_ROW = re.compile(r"^\| `(/[^`]+)` \|", re.MULTILINE)
SETTING_ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \|", re.MULTILINE)
STUDYHALL = re.compile(r"(?:^|[ `/])studyhall ((?:[a-z]+ ?)+)", re.MULTILINE)
MAKE = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)


@ALL
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    prose = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [t.partition("#")[0] for t in LINK.findall(prose) if not t.startswith("https://")]
    assert [t for t in targets if t and not (page.parent / t).exists()] == []


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > 300_000] == []


@ALL
def test_every_command_line_exists(page: Path) -> None:
    runner = CliRunner()
    for words in STUDYHALL.findall("".join(CODE.findall(page.read_text(encoding="utf-8")))):
        first, *rest = words.split()
        path = [first, *rest[:1]] if first in ("db", "manifest", "course") else [first]
        result = runner.invoke(app, [*path, "--help"])
        assert result.exit_code == 0, f"studyhall {words}: {result.output}"
        assert path[-1] in result.output


@ALL
def test_every_make_target_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8")))
    for target in MAKE.findall(code):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"


def test_every_command_is_in_the_table_as_it_is_typed() -> None:
    told = [row.replace("\\|", "|") for row in COMMAND_ROW.findall(README)]
    assert sorted(told) == sorted(command.usage for command in declared())


def test_organisers_commands_are_told_as_theirs() -> None:
    members, organizers = README.replace("\\|", "|").split("| organizers |")
    for command in declared():
        if command.path[0] == "study":
            part = organizers if command.for_organizers else members
            assert f"| `{command.usage}` |" in part, command.usage


def test_every_setting_is_told_with_its_default() -> None:
    told = dict(SETTING_ROW.findall(README))
    assert sorted(told) == sorted(name.upper() for name in setting_names())
    for name in ("studyhall_database", "studyhall_log", "studyhall_log_level"):
        assert told[name.upper()] == f"`{Settings.model_fields[name].default}`"


def test_the_env_example_names_every_setting_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [m[1] for line in lines if (m := re.match(r"#?([A-Z_]+)=", line))]
    assert sorted(named) == sorted(name.upper() for name in setting_names())


def test_the_env_example_sets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.service.settings import load_settings

    for name in setting_names():
        monkeypatch.delenv(name.upper(), raising=False)
    assert load_settings(ROOT / ".env.example") == load_settings(tmp_path / "none")


def make(*words: str) -> list[str]:
    """What make prints, also when this test itself runs under make."""
    program = shutil.which("make")
    assert program is not None
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    done = subprocess.run(
        [program, *words], cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_make_tells_its_targets_and_demo_starts_the_playground() -> None:
    listed = [line.split()[0] for line in make("help")]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert listed == phony[1].split()
    assert make("-n", "demo")[-1] == ".venv/bin/studyhall demo"


def test_the_slack_manifest_is_yaml_with_every_command() -> None:
    result = CliRunner().invoke(app, ["manifest", "slack"])
    assert result.exit_code == 0, result.output
    made = yaml.safe_load(result.output)
    names = {entry["command"] for entry in made["features"]["slash_commands"]}
    assert names == {f"/{command.path[0]}" for command in declared()}


def test_the_container_starts_what_there_is() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["bot"]
    assert set(service["environment"]) <= {name.upper() for name in setting_names()}
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", docker, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
            assert name not in ignored, name
    for words in re.findall(r'"studyhall", "(\w+)"', docker):
        assert CliRunner().invoke(app, [words, "--help"]).exit_code == 0, words


def test_the_states_of_a_post_are_those_of_the_database() -> None:
    schema = (ROOT / "storage" / "migrations" / "m0001_first.py").read_text(encoding="utf-8")
    table = schema[schema.index("CREATE TABLE deliveries") :]
    check = re.search(r"CHECK \(state IN \(([^)]*)\)", table)
    assert check is not None
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (diagram,) = (block for block in CODE.findall(page) if "planned ──" in block)
    told = set(re.findall(r"[a-z]+", re.sub(r"   [a-z].*$", "", diagram, flags=re.MULTILINE)))
    assert told == set(re.findall(r"\w+", check[1]))


def test_the_changelog_has_a_part_for_what_is_not_released() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n## Unreleased\n" in log
    released = re.findall(r"^## (\d\S+)", log, re.MULTILINE)
    assert not released or released[0] == project["version"]


NAMED = re.compile(r"`((?:bot|content|storage|tests|benchmarks)/[\w/.-]+\.(?:py|ftl|yaml))`")
SHORT = re.compile(
    r"`((?:cli|service|features|interactions|delivery|adapters|runtime|study|model)/[\w/.-]+\.py)`"
)
MADE_UP = ("add-a-command.md", "add-a-platform.md", "add-a-question-type.md")
"""Their files are written as one reads along; ``test_walkthroughs.py`` does so."""


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    if page.name in MADE_UP:
        return
    text = page.read_text(encoding="utf-8")
    named = [*NAMED.findall(text), *(f"bot/{path}" for path in SHORT.findall(text))]
    assert [path for path in named if not (ROOT / path).exists()] == []
