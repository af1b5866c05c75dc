"""What ``make audit`` does: asks pip-audit about every pinned package, and believes no silence.

pip-audit ends well when the service knew none of the packages, which is what a machine
without the Internet, or behind a mirror, looks like. Here that is a failure of its own.

Exit codes: 0 nothing known, 1 known vulnerabilities, 2 not everything could be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import distributions
from typing import Any

LONGEST = 200


def main(arguments: Sequence[str]) -> int:
    """``PIP_AUDIT CONSTRAINTS [OPTIONS …]`` audits; ``licences`` lists what is installed."""
    if arguments and arguments[0] == "licences":
        return licences()
    program, constraints, *options = arguments
    ran = subprocess.run(  # noqa: S603 - the Makefile's own paths
        [program, "-r", constraints, "--no-deps", "--disable-pip", "--progress-spinner", "off",
         "--format", "json", *options],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    try:
        found: list[dict[str, Any]] = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return _unreachable((ran.stderr.strip().splitlines() or ["no answer"])[-1])
    known = [package for package in found if "vulns" in package]
    if not known:
        return _unreachable("it knows none of the packages")
    return _told(known, [package for package in found if "vulns" not in package])


def _unreachable(why: str) -> int:
    _say(
        "The advisory service cannot be reached from this machine, so nothing was audited: "
        f"{why[:LONGEST]}"
    )
    return 2


def _told(known: list[dict[str, Any]], unknown: list[dict[str, Any]]) -> int:
    bad = [package for package in known if package["vulns"]]
    for package in bad:
        for vulnerability in package["vulns"]:
            fixed = ", ".join(vulnerability.get("fix_versions") or ()) or "no version yet"
            _say(
                f"{package['name']} {package['version']}: {vulnerability['id']}, mended in {fixed}"
            )
    for package in unknown:
        _say(f"{package['name']}: could not be looked up")
    _say(f"{len(known)} packages looked up, {len(bad)} with known vulnerabilities.")
    return 1 if bad else 2 if unknown else 0


def licences() -> int:
    """What each installed package says of its licence, in one line."""
    for package in sorted(distributions(), key=lambda one: one.metadata["Name"].lower()):
        told = package.metadata
        classified = [
            line.rpartition(" :: ")[2]
            for line in told.get_all("Classifier") or ()
            if line.startswith("License ::")
        ]
        named = told["License-Expression"] or ", ".join(classified) or told["License"] or "unknown"
        _say(f"{told['Name']:<28} {package.version:<14} {named.splitlines()[0][:60]}")
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
