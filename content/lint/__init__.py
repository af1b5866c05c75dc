"""The rules that a program can judge, and what a course breaks of them.

A rule is an entry in the ``RULES`` of one module here, one module a family. ``LOADED`` names those
that the loader checks already, because a course that breaks them cannot even be read.
"""

from content.lint.base import BANK, Bench, Finding, Rule, Runtime, StudyDay, Trouble
from content.lint.registry import LOADED, RULES
from content.lint.run import Checked, check, judge
from content.questions.rules import Severity

__all__ = [
    "BANK",
    "LOADED",
    "RULES",
    "Bench",
    "Checked",
    "Finding",
    "Rule",
    "Runtime",
    "Severity",
    "StudyDay",
    "Trouble",
    "check",
    "judge",
]
