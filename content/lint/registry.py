"""Every rule there is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from content.lint import (
    bank,
    blueprint,
    calendar,
    coverage,
    currency,
    feedback,
    locked,
    options,
    own,
    stems,
    testing,
    todo,
    wording,
)
from content.lint.base import Rule

RULES: tuple[Rule, ...] = (
    *testing.RULES,
    *stems.RULES,
    *options.RULES,
    *feedback.RULES,
    *wording.RULES,
    *own.RULES,
    *bank.RULES,
    *calendar.RULES,
    *currency.RULES,
    *coverage.RULES,
    *blueprint.RULES,
    *locked.RULES,
    *todo.RULES,
)

LOADED: Mapping[str, str] = MappingProxyType(
    {
        "yaml": "Write plain YAML in UTF-8; put texts with signs in them in quotes.",
        "file": "Put files where they belong: .yaml of at most 1 MB, pictures in images/.",
        "shape": "Give every key the kind of value it takes.",
        "unknown-key": "Spell the key as the documentation does.",
        "id": "Make ids of small letters and digits, joined by hyphens or dots.",
        "duplicate": "Use every id once.",
        "reference": "Name sections, facts and concepts that exist.",
        "plan": "Put every concept into the plan.",
        "blueprint": "Let each exam's weights add up to 100 and name what covers a domain.",
        "markdown": "Use paragraphs, strong, emphasis, code, https links and flat lists.",
        "card": "Keep a card within 90 words, its takeaway included.",
        "R1": "Test facts that exist and may be asked.",
        "R6": "Give the question as many options and right ones as its type takes.",
        "R10": "Make options and their short faces different.",
        "R12": "Give every option its why and every question its takeaway.",
        "R13": "Keep texts within their limits, with something in them that can be seen.",
        "R17": "Give the question as many prompts, responses and steps as its type takes.",
        "R18": "Accept at least two ways to write a short answer.",
        "lock": "Leave the id lock to “studyhall course lock”.",
    }
)
"""Rules that the loader checks, with what to do."""
