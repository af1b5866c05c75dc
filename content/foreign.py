"""Recognizes question files of other programs, to tell their owners what to do with them."""

from __future__ import annotations

import json
import re

from content.yaml_nodes import Mapping, Node, Scalar, Sequence

_HOW = (
    "it does not belong here. “studyhall course import” makes a draft of a course of it; "
    "docs/write-a-course.md (“Questions from elsewhere”) says how"
)
_ENDINGS = {
    ".apkg": "an Anki deck",
    ".colpkg": "an Anki collection",
    ".gift": "a GIFT file",
    ".csv": "a table of cards (CSV)",
    ".tsv": "a table of cards (TSV)",
    ".xlsx": "a spreadsheet",
    ".xls": "a spreadsheet",
    ".ods": "a spreadsheet",
    ".docx": "a text document",
    ".odt": "a text document",
    ".pdf": "a PDF",
    ".aiken": "an Aiken file",
}
_GIFT = re.compile(
    r"^(?:::[^:\n]+::)?[^{}\n]*\{[ \t]*\n?[ \t]*(?:[=~#]|T(?:RUE)?\b|F(?:ALSE)?\b)", re.M
)
_AIKEN = re.compile(r"^ANSWER: [A-Z]\s*$", re.M)
_TABLE = re.compile(r"^\"?(?:#|question|front|term|prompt)\b[^\n]*[,;\t][^\n]*\n", re.I)
SNIFFED = 20_000
"""Characters that are enough to tell what a file is."""
_HEADED_QUIZ = re.compile(r"^#{2,4} Q\d+\b|^- \[[ x]\] ", re.M)


def by_text(name: str, words: str) -> str:
    """What the file ``name`` with this text is and what to do; empty for one of no known kind."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    what = _ENDINGS.get(ending, "")
    if ending == ".json":
        what = _json(words)
    elif ending == ".xml" or words.lstrip().startswith("<?xml"):
        what = "a Moodle quiz (XML)" if "<quiz" in words else "a QTI test (XML)"
    elif ending == ".yml":
        return "must be called .yaml, not .yml"
    elif not what and ending != ".yaml":
        what = _sniffed(words)
    return f"looks like {what}; {_HOW}" if what else ""


def by_shape(node: Node) -> str:
    """What a YAML file without a list of entries is; empty for one of no known kind."""
    if isinstance(node, Mapping):
        keys = {key.value.casefold() for key, _ in node.pairs}
        if {"results", "response_code"} & keys:
            return f"looks like questions of the Open Trivia Database; {_HOW}"
        lists = sum(isinstance(value, Sequence | Scalar) for _, value in node.pairs)
        asked = sum(len(key.value.split()) > 2 for key, _ in node.pairs)
        if lists == len(node.pairs) and ("author" in keys or "config" in keys or 2 * asked > lists):
            return f"looks like a trivia list of the Red bot; {_HOW}"
    return ""


def entry_by_shape(keys: set[str]) -> str:
    """What an entry of a list with these keys comes from; empty for one of no known kind."""
    if {"correct_answer", "incorrect_answers"} & keys:
        return f"looks like a question of the Open Trivia Database; {_HOW}"
    if {"front", "back"} <= keys:
        return f"looks like a flash card; {_HOW}"
    if "question" in keys and keys & {"answer", "answers", "choices", "options"}:
        return f"looks like a question of another quiz program; {_HOW}"
    return ""


def _json(words: str) -> str:
    try:
        data = json.loads(words)
    except (ValueError, RecursionError):
        return "a JSON file"
    if isinstance(data, dict) and ("results" in data or "response_code" in data):
        return "questions of the Open Trivia Database (JSON)"
    return "questions of another quiz program (JSON)"


def _sniffed(words: str) -> str:
    words = words[:SNIFFED]
    if _GIFT.search(words):
        return "a GIFT file"
    if _AIKEN.search(words):
        return "an Aiken file"
    if _TABLE.match(words):
        return "a table of cards (CSV)"
    if _HEADED_QUIZ.search(words):
        return "a quiz in Markdown"
    return ""
