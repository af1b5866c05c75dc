"""A small sound course on disk, to be spoilt one piece at a time."""

from __future__ import annotations

from pathlib import Path

WHY = "This reason is long enough to tell the reader something useful about it."

COURSE = """\
title: "Tea for beginners"
description: "How leaves become a drink."
sections:
  - {id: basics, title: "The basics"}
plan: [opening, brewing]
confusable:
  - [opening, brewing]
"""

FACTS = """\
- {id: tea.leaves, section: basics, kind: definition, text: "Tea is made from leaves."}
- {id: tea.heat, section: basics, kind: rule-of-thumb, text: "Green leaves want cooler water."}
- {id: tea.map, section: basics, kind: figure, text: "A map.", illustrates: tea.leaves}
- {id: tea.age, section: basics, kind: definition, text: "A legend.", tested: false}
"""

CONCEPTS = """\
- id: opening
  title: "What this is"
  section: basics
  body: |
    First **paragraph** with *care* and `code`.

    - one [page](https://example.org/a)
    - two
  takeaway: "Tea is simple."
  facts: [tea.leaves]
- id: brewing
  title: "Brewing"
  section: basics
  body: "Pour water."
  takeaway: "Mind the heat."
  facts: [tea.heat, tea.leaves]
  related: [opening]
  exam_tasks: ["AIF-C01 D1"]
"""

QUESTIONS = f"""\
- id: q-single
  concept: brewing
  meta: {{type: single, bloom: apply, difficulty: 1, tests: [tea.heat]}}
  stem: "Which of these waters is the right one for green leaves in a warm cup?"
  options:
    - {{id: A, correct: false, text: "Boiling", why: "{WHY}"}}
    - {{id: B, correct: true, text: "Rather hot", why: "{WHY}"}}
    - {{id: C, correct: false, text: "Ice cold water from the tap", short: "Tap", why: "{WHY}"}}
  takeaway: "Mind the heat."
- id: q-multiple
  concept: brewing
  meta: {{type: multiple, choose: 2, bloom: apply, difficulty: 1, tests: [tea.heat]}}
  stem: "Which two of these things does every good pot of tea need? (Choose 2.)"
  options:
    - {{id: A, correct: true, text: "Leaves", why: "{WHY}"}}
    - {{id: B, correct: true, text: "Water", why: "{WHY}"}}
    - {{id: C, correct: false, text: "Sugar", why: "{WHY}"}}
    - {{id: D, correct: false, text: "Milk", why: "{WHY}"}}
    - {{id: E, correct: false, text: "Lemon", why: "{WHY}"}}
  takeaway: "Leaves and water."
- id: q-truth
  concept: brewing
  meta: {{type: true_false, bloom: understand, difficulty: 1, tests: [tea.leaves]}}
  stem: "Tea is made from leaves."
  answer: true
  why: {{"true": "{WHY}", "false": "{WHY}"}}
  takeaway: "Leaves."
- id: q-match
  concept: brewing
  meta: {{type: matching, bloom: apply, difficulty: 2, tests: [tea.heat]}}
  stem: "Match each tea with the water it likes. One of them is left over."
  responses:
    {{A: "Boiling", B: {{text: "Water that has cooled for a bit", short: "Cooled"}},
    C: "Iced", D: "Lukewarm"}}
  pairs:
    - {{prompt: "Black", answer: A, why: "{WHY}"}}
    - {{prompt: "Green", answer: B, why: "{WHY}"}}
    - {{prompt: "Cold brew", answer: C, why: "{WHY}"}}
  takeaway: "Mind the heat."
- id: q-order
  concept: brewing
  meta: {{type: ordering, bloom: apply, difficulty: 2, tests: [tea.heat]}}
  stem: "Put the steps of making a pot of tea into their order."
  items: {{A: "Pour the water", B: "Boil the water", C: "Drink"}}
  answer: [B, A, C]
  why: {{A: "{WHY}", B: "{WHY}", C: "{WHY}"}}
  takeaway: "Boil, pour, drink."
- id: q-gap
  concept: brewing
  meta: {{type: cloze, bloom: apply, difficulty: 1, tests: [tea.heat]}}
  stem: "Green leaves in a warm cup want water that is [[1]]."
  gaps:
    - options:
        - {{id: A, correct: true, text: "cooled", why: "{WHY}"}}
        - {{id: B, correct: false, text: "boiling", why: "{WHY}"}}
        - {{id: C, correct: false, text: "iced", why: "{WHY}"}}
  takeaway: "Mind the heat."
- id: q-gaps
  concept: brewing
  meta: {{type: cloze, bloom: apply, difficulty: 2, tests: [tea.heat]}}
  stem: "First one has to [[1]] the water, and then one has to [[2]] it."
  gaps:
    - options:
        - {{id: A, correct: false, text: "drink", why: "{WHY}"}}
        - {{id: B, correct: true, text: "boil", why: "{WHY}"}}
    - options:
        - {{id: A, correct: true, text: "pour", why: "{WHY}"}}
        - {{id: B, correct: false, text: "freeze", why: "{WHY}"}}
        - {{id: C, correct: false, text: "weigh", why: "{WHY}"}}
  takeaway: "Boil, pour, drink."
- id: q-typed
  concept: opening
  meta: {{type: typed, bloom: remember, difficulty: 1, tests: [tea.leaves],
    status_checked: 2026-11-23}}
  stem: "Which part of the plant is dried and put into the pot?"
  accept: [leaves, the leaves]
  near_miss: {{roots: "{WHY}"}}
  why: "{WHY}"
  takeaway: "Leaves."
- id: q-number
  concept: brewing
  revision: 3
  retired: true
  meta: {{type: number, bloom: apply, difficulty: 1, tests: [tea.heat]}}
  stem: "How many grams do twelve hundred pots of one gram need?"
  accept: ["1200", "1,200", "1 200"]
  near_miss: {{"12": "{WHY}"}}
  why: "{WHY}"
  takeaway: "Count."
"""

FILES = {
    "course.yaml": COURSE,
    "facts/basics.yaml": FACTS,
    "concepts/basics.yaml": CONCEPTS,
    "questions/basics.yaml": QUESTIONS,
}


def write(root: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Writes the course to ``root/tea``; ``changes`` replace, add or (``None``) leave out files."""
    folder = root / "tea"
    for name, words in {**FILES, **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if words is not None:
            path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return folder
