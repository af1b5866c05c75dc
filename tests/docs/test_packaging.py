"""What the project needs is declared, and nothing names one particular machine."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
import yaml

from bot.service.app import STOP_WITHIN
from tests.docs.blocks import ROOT

HOUSES = ("bot", "content", "storage")
#: Folders that one machine has, and hosts that packages come from.
PLACES = re.compile(
    r"(?<![\w.])/(?:work|root|home|Users)/\w|pypi\.org|pythonhosted|/simple/|index-url|find-links"
)
SKIPPED = {".git", ".venv", "__pycache__", "studyhall.egg-info", "build", "dist", "data"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> dict[str, str]:
    """Top-level modules from elsewhere, each with a file that imports it."""
    found: dict[str, str] = {}
    for house in HOUSES:
        for path in (ROOT / house).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module:
                    names = [node.module]
                for name in names:
                    found[name.partition(".")[0]] = str(path.relative_to(ROOT))
    own = {*HOUSES, *sys.stdlib_module_names}
    return {name: path for name, path in found.items() if name not in own}


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    with_extras = (extras[name] for name in ("fast", "courses", "postgres", "discord-http"))
    wanted = [*project["dependencies"], *chain.from_iterable(with_extras)]
    declared = {normal(re.split(r"[<>=~!;\[ ]", line)[0]) for line in wanted}
    providers = packages_distributions()
    undeclared = {
        module: path
        for module, path in imported().items()
        if not declared.intersection(map(normal, providers.get(module, ())))
    }
    assert undeclared == {}


def texts() -> list[Path]:
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if SKIPPED.isdisjoint(parts) and path.is_file() and not parts[0].endswith("_cache"):
            found.append(path)
    return [path for path in found if path.suffix != ".png" and ".hypothesis" not in path.parts]


def test_no_file_names_a_folder_of_this_machine_or_a_package_host() -> None:
    assert len(texts()) > 100
    named = []
    for path in texts():
        if path == Path(__file__):
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        hits = [f"{path.relative_to(ROOT)}:{n}" for n, s in enumerate(lines, 1) if PLACES.search(s)]
        named += hits
    assert named == []


def test_the_wheel_takes_the_page_the_courses_and_the_type_marks() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    data = tool["setuptools"]["package-data"]
    for house, patterns in data.items():
        for pattern in patterns:
            assert list((ROOT / house).glob(pattern)), f"{house}: nothing is {pattern}"
    assert all((ROOT / house / "py.typed").is_file() for house in HOUSES)
    assert [house for house in HOUSES if "py.typed" not in data.get(house, [])] == []


# the containers

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
LITESTREAM = (ROOT / "deploy" / "litestream.yml").read_text(encoding="utf-8")


OURS = ("10001:10001", "data:/data")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    user, data = ("999:999", "postgres:/var/lib/postgresql/data") if name == "postgres" else OURS
    assert service["user"] == user and service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service and "ports" not in service
    assert {"noexec", "nosuid", "nodev"} <= {*service["tmpfs"][0].partition(":")[2].split(",")}
    assert service["pids_limit"] and service["mem_limit"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["volumes"][0] == data
    assert service["restart"] == "unless-stopped"


def test_only_what_an_option_asks_for_comes_from_elsewhere() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["bot"]
    assert SERVICES["bot"]["build"] == "."
    assert re.fullmatch(r"litestream/litestream:\d+\.\d+\.\d+", SERVICES["replicate"]["image"])
    assert re.fullmatch(r"postgres:\d+\.\d+", SERVICES["postgres"]["image"])


def test_copies_on_a_server_are_the_same_bot_with_another_database() -> None:
    bot, copy, server = (SERVICES[name] for name in ("bot", "copy", "postgres"))
    own = {"profiles", "environment", "depends_on", "deploy"}
    assert {k: v for k, v in copy.items() if k not in own} == {
        k: v for k, v in bot.items() if k != "environment"
    }
    assert copy["profiles"] == server["profiles"] == ["scale"]
    user, name = (server["environment"][f"POSTGRES_{what}"] for what in ("USER", "DB"))
    address = copy["environment"]["STUDYHALL_DATABASE"]
    assert address == f"postgresql://{user}@postgres/{name}"
    assert copy["environment"]["PGPASSWORD"] == server["environment"]["POSTGRES_PASSWORD"]


def test_the_bot_gets_the_time_that_it_needs() -> None:
    bot = SERVICES["bot"]
    assert bot["init"] is True
    assert int(bot["stop_grace_period"].removesuffix("s")) >= 2 * STOP_WITHIN + 5
    check = bot["healthcheck"]
    assert check["test"] == ["CMD", "studyhall", "health"]
    assert int(check["start_period"].removesuffix("s")) >= 30


def test_the_image_and_the_compose_file_agree_on_the_user_and_the_data() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--gid 10001 studyhall" in dockerfile and "--uid 10001 --gid 10001" in dockerfile
    assert "install -d -o studyhall -g studyhall -m 0700 /data" in dockerfile
    assert "\nUSER studyhall\n" in dockerfile and "\nSTOPSIGNAL SIGTERM\n" in dockerfile
    database = SERVICES["bot"]["environment"]["STUDYHALL_DATABASE"]
    assert f"STUDYHALL_DATABASE={database}" in dockerfile


def test_litestream_copies_the_bots_database_and_knows_where_to() -> None:
    replicate = SERVICES["replicate"]
    asked = {*re.findall(r"\$\{(\w+)\}", LITESTREAM)}
    given = {*replicate["environment"]}
    assert given - asked == {"LITESTREAM_ACCESS_KEY_ID", "LITESTREAM_SECRET_ACCESS_KEY"}
    assert asked < given and "/etc/litestream.yml" in replicate["volumes"][1]
    (database,) = yaml.safe_load(LITESTREAM)["dbs"]
    assert database["path"] == SERVICES["bot"]["environment"]["STUDYHALL_DATABASE"]
    assert database["meta-path"].startswith("/data/")
    page = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    assert [name for name in given if f"{name}=" not in page] == []
    assert database["meta-path"] in page


def test_secrets_are_in_no_image_and_no_repository() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "secrets", "data", ".git"} <= {*ignored}
    kept_out = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "/secrets/", "/data/", "*.db"} <= {*kept_out}
