"""A sound bank of fifty questions as plain data, to be spoilt as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

CONCEPTS = 10
TYPES = (
    ["single"] * 27
    + ["multiple"] * 7
    + ["matching"] * 4
    + ["ordering"] * 2
    + ["typed"] * 5
    + ["number"]
    + ["true_false"] * 4
)
LEVELS = ("understand", "understand", "apply", "remember", "analyse")
LETTERS = "ABCDEF"
SHUFFLE = 2
"""A seed that gives every concept two types."""
Data = dict[str, Any]


@dataclass
class Bank:
    """Everything is made of invented words: those of stems never stand in options."""

    facts: list[Data] = field(default_factory=list)
    concepts: list[Data] = field(default_factory=list)
    questions: list[Data] = field(default_factory=list)
    glossary: list[Data] = field(default_factory=list)

    def question(self, kind: str) -> Data:
        return next(q for q in self.questions if q["meta"]["type"] == kind)

    def of(self, kind: str) -> list[Data]:
        return [q for q in self.questions if q["meta"]["type"] == kind]

    def write(self, root: Path) -> Path:
        folder = root / "bank"
        plan = [concept["id"] for concept in self.concepts]
        course: Data = {
            "title": "A bank",
            "description": "Fifty questions.",
            "sections": [{"id": "all", "title": "All of it"}],
            "plan": plan,
        }
        files = {
            "course": course,
            "facts/all": self.facts,
            "concepts/all": self.concepts,
            "questions/all": self.questions,
            "glossary": self.glossary,
        }
        for name, data in files.items():
            path = folder / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            plain = json.loads(json.dumps(data))  # equal parts would become aliases
            path.write_text(yaml.safe_dump(plain, sort_keys=False), "utf-8")
        return folder


def sound_bank() -> Bank:
    bank = Bank()
    stems, answers = _words("bdfgk", 1), _words("lmnrs", 2)
    opening = {"id": "opening", "title": "Opening", "section": "all", "body": "Here it starts."}
    bank.concepts.append({**opening, "takeaway": "Begin.", "facts": ["fact-0-a"]})
    for number in range(CONCEPTS):
        facts = [f"fact-{number}-{side}" for side in "ab"]
        for fact in facts:
            words = f"The {next(stems)} is {next(stems)}."
            bank.facts.append({"id": fact, "section": "all", "kind": "definition", "text": words})
        bank.concepts.append(
            {
                "id": f"concept-{number}",
                "title": f"About {next(stems)}",
                "section": "all",
                "body": f"Think of the {next(stems)} first.",
                "takeaway": "Think first.",
                "facts": facts,
            }
        )
        term = {"term": f"Term {number}", "text": f"The word for {number}."}
        bank.glossary.append({**term, "concept": f"concept-{number}"})
    kinds = [*TYPES]
    Random(SHUFFLE).shuffle(kinds)
    for number, kind in enumerate(kinds):
        place = number % CONCEPTS
        side = "ab"[number // CONCEPTS % 2]
        bank.questions.append(
            {
                "id": f"q-{number}",
                "concept": f"concept-{place}",
                "meta": {
                    "type": kind,
                    "bloom": LEVELS[number // CONCEPTS],
                    "difficulty": 2,
                    "scenario": number % 4 == 0,
                    "tests": [f"fact-{place}-{side}"],
                    **({"choose": 2} if kind == "multiple" else {}),
                },
                **_body(kind, number, stems, answers),
                "takeaway": "Think first, then choose.",
            }
        )
    for number, question in enumerate(bank.of("true_false")):
        question["answer"] = number % 2 == 0
    return bank


def _body(kind: str, number: int, stems: Iterator[str], answers: Iterator[str]) -> Data:
    about = " ".join(next(stems) for _ in range(6))
    why = f"This is so because {next(answers)} and {next(answers)} always went with it there."
    if kind == "true_false":
        told = {"true": why, "false": why}
        return {"stem": f"The {about} came first.", "answer": True, "why": told}
    if kind == "matching":
        pairs = [{"prompt": next(answers), "answer": a, "why": why} for a in "ABC"]
        responses = {letter: next(answers) for letter in "ABCD"}
        stem = f"Match the {about} with what it needs. One is left over."
        return {"stem": stem, "responses": responses, "pairs": pairs}
    if kind == "ordering":
        items = {letter: next(answers) for letter in "ABC"}
        stem = f"Put the {about} into their order."
        return {
            "stem": stem,
            "items": items,
            "answer": ["B", "C", "A"],
            "why": dict.fromkeys(items, why),
        }
    stem = f"For {about}, which one fits?"
    if kind == "typed":
        return {"stem": stem, "accept": [next(answers), next(answers)], "why": why}
    if kind == "number":
        return {"stem": stem, "accept": ["1200", "1,200"], "near_miss": {"12": why}, "why": why}
    many, keys = (4, 1) if kind == "single" else (5, 2)
    options = [
        {
            "id": LETTERS[n],
            "correct": n < keys,
            "text": f"{next(answers)} {next(answers)}",
            "why": why,
        }
        for n in range(many)
    ]
    if kind == "multiple":
        return {"stem": f"{stem} (Choose 2.)", "options": options}
    return {"stem": stem, "options": options}


def _words(consonants: str, seed: int) -> Iterator[str]:
    """Invented words of six letters, none twice."""
    rng = Random(seed)
    seen: set[str] = set()
    while True:
        word = "".join(rng.choice(consonants) + rng.choice("aeiou") for _ in range(3))
        if word not in seen:
            seen.add(word)
            yield word
