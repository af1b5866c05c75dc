"""What each rule for single questions and cards must catch, and what it must let pass.

An example changes the small course. Where it must be caught, the key and a piece of the line at
which it is reported are given.
"""

from __future__ import annotations

from typing import NamedTuple

Q, C, F = "questions/habits.yaml", "concepts/habits.yaml", "facts/habits.yaml"


class Bad(NamedTuple):
    rule: str
    file: str
    changes: tuple[tuple[str, str], ...]
    key: str
    line: str


class Good(NamedTuple):
    rule: str
    file: str
    changes: tuple[tuple[str, str], ...]


STEM = (
    "Mia has read a chapter and has ten minutes left. What will help her most to know it next week?"
)
NAMED = "You close the book and fetch its ideas from memory. What is this way of studying called?"
TRUTH = "Cramming the evening before can be enough for a test the next morning."
RECALL = "Writing down what she can recall"
MARKING = "Marking the sentences that matter most"
NURSE = "How does she spend them best?"
MATCH = "Match each scene with what it shows. One description is left over."
WHY = "A second reading makes the text familiar, which is easily taken for knowing it."
TWELVE = '{id: A, correct: true, text: "Twelve minutes a day"'
OLD_TOPICS = '{id: B, correct: true, text: "Old topics mixed in"'
LISTS = '{id: C, correct: false, text: "Longer reading lists"'
ONE_TOPIC = '{id: D, correct: false, text: "One topic a month"'
SLIDES = '{id: E, correct: false, text: "Slides read aloud"'
TESTS_3 = "type: typed, bloom: remember, difficulty: 1, tests: [testing.effect]"
TWIN = f"""\
- id: q-testing-04
  concept: testing-yourself
  meta: {{{TESTS_3}}}
  stem: "Somebody lays the notes aside and says aloud what stood in them. Which word fits?"
  accept: [recall, self-testing, practice testing, retrieval practice]
  why: "{WHY}"
  takeaway: "Recall."
"""
FRESH = "tests: [testing.effect]}"
BOTH = "tests: [spacing.effect, testing.effect]"
NEAR = "Nearly: revising may also be reading again. Here the ideas come out of memory."
GROUND_TRUTH = "Ask SageMaker Ground Truth"


def options(*texts: str) -> tuple[tuple[str, str], ...]:
    """Other texts for the options of ``q-spacing-02``."""
    old = ("Twelve minutes a day", "Old topics mixed in", "Longer reading lists")
    return tuple((f'"{a}"', f'"{b}"') for a, b in zip(old, texts, strict=False))


def checked(day: str) -> str:
    return f"tests: [testing.effect], status_checked: {day}}}"


BAD = [
    Bad("R1-stem", Q, ((NAMED, STEM.replace("most", "best")),), "q-testing-03.stem", "stem:"),
    Bad(
        "R1-key",
        Q,
        (("- id: q-spacing-01", TWIN + "- id: q-spacing-01"),),
        "q-testing-04.meta.tests",
        "meta:",
    ),
    Bad("R2-corrected", Q, ((", corrected: true", ""),), "q-spacing-01.meta", "meta:"),
    Bad(
        "R2-corrected",
        Q,
        ((FRESH, "tests: [testing.effect], corrected: true}"),),
        "q-testing-01.meta.corrected",
        "corrected: true",
    ),
    Bad("R3-length", Q, ((STEM, "What helps Mia most now?"),), "q-testing-01.stem", "stem:"),
    Bad("R3-length", Q, ((TRUTH, "Cramming works once."),), "q-spacing-03.stem", "stem:"),
    Bad("R3-question", Q, ((NURSE, "Choose the best plan."),), "q-spacing-01.stem", "stem:"),
    Bad("R3-question", Q, ((TRUTH, TRUTH[:-1] + "?"),), "q-spacing-03.stem", "stem:"),
    Bad(
        "R3-question",
        Q,
        ((NAMED, NAMED.replace("What is this way of studying called?", "Name it.")),),
        "q-testing-03.stem",
        "stem:",
    ),
    Bad(
        "R3-which-is-true",
        Q,
        ((NURSE, "Which of these statements is true?"),),
        "q-spacing-01.stem",
        "stem:",
    ),
    Bad(
        "R3-which-is-true",
        Q,
        ((STEM, "Which statement about reading a chapter twice is correct?"),),
        "q-testing-01.stem",
        "stem:",
    ),
    Bad(
        "R4-positive",
        Q,
        (("What will help her most", "Which of these will not help her"),),
        "q-testing-01.stem",
        "stem:",
    ),
    Bad(
        "R4-positive",
        Q,
        ((NURSE, "Which plans work for her, except one?"),),
        "q-spacing-01.stem",
        "",
    ),
    Bad("R4-positive", Q, ((NURSE, "What doesn't help her at all?"),), "q-spacing-01.stem", ""),
    Bad("R5-banned", Q, options("All of the above"), "q-spacing-02.options.A.text", TWELVE[:7]),
    Bad("R5-banned", Q, options("Both C and D"), "q-spacing-02.options.A.text", ""),
    Bad("R5-banned", Q, options("I and II"), "q-spacing-02.options.A.text", ""),
    Bad(
        "R5-banned", Q, (('D: "Cramming"', 'D: "None of these"'),), "q-testing-02.responses.D", "D:"
    ),
    Bad(
        "R7-option", Q, ((MARKING, "Marking text"),), "q-testing-01.options.A.text", "Marking text"
    ),
    Bad(
        "R7-option",
        Q,
        ((TWELVE, f'{TWELVE[:-1]}, just before the first cup of coffee", short: "Twelve"'),),
        "q-spacing-02.options.A.text",
        "coffee",
    ),
    Bad(
        "R9-clue",
        Q,
        ((RECALL, "Writing for ten whole minutes"),),
        "q-testing-01.options.B.text",
        "whole minutes",
    ),
    Bad("R9-absolute", Q, options("Twelve minutes always"), "q-spacing-02.options.A.text", ""),
    Bad(
        "R9-absolute", Q, options("a", "b", "Only longer lists"), "q-spacing-02.options.C.text", ""
    ),
    Bad(
        "R9-article",
        Q,
        (
            (
                "Which two changes to its plan follow what this research says?",
                "Which two are fit for an?",
            ),
        ),
        "q-spacing-02.options.A.text",
        "Twelve",
    ),
    Bad(
        "R10-apart",
        Q,
        options("Old topics", "Old topics mixed in"),
        "q-spacing-02.options.B.text",
        "",
    ),
    Bad(
        "R10-ranges",
        Q,
        options("10 to 20 minutes", "20 to 30 minutes"),
        "q-spacing-02.options.B.text",
        "20 to 30",
    ),
    Bad("R10-ranges", Q, options("at least 15 %", "under 20 %"), "q-spacing-02.options.B.text", ""),
    Bad(
        "R10-alike",
        Q,
        options("Old topics mixed in", "Old topics, mixed in"),
        "q-spacing-02.options.B.text",
        "",
    ),
    Bad(
        "R13-looks",
        Q,
        ((RECALL, "Writing what sheâ€™d recall"),),
        "q-testing-01.options.B.text",
        "",
    ),
    Bad(
        "R13-looks", C, (("Close the book", "Close \u202e the book"),), "testing-yourself.body", ""
    ),
    Bad("R13-looks", C, (("Close the book", "Close **the book"),), "testing-yourself.body", ""),
    Bad(
        "season",
        Q,
        (
            ("id: q-spacing-01\n", "id: q-spacing-01\n  retired: true\n"),
            ("id: q-testing-02\n", "id: q-testing-02\n  retired: true\n"),
        ),
        "plan",
        "plan:",
    ),
    Bad("R10-ending", Q, options("Twelve minutes a day."), "q-spacing-02.options", "options:"),
    Bad("R12-length", Q, ((WHY, "No, this is wrong."),), "q-testing-01.options.C.why", "No, this"),
    Bad("R12-length", Q, ((NEAR, "Nearly."),), "q-testing-03.near_miss.revision", "revision:"),
    Bad(
        "R12-echo",
        Q,
        ((WHY, "Reading the whole chapter once more is reading the chapter once more."),),
        "q-testing-01.options.C.why",
        "",
    ),
    Bad(
        "R13-numbers",
        C,
        (("Four short sessions", "Some 47 short sessions"),),
        "spacing.body",
        "body:",
    ),
    Bad(
        "R16-plain",
        Q,
        ((TRUTH, "Cramming is never enough for a test the next morning."),),
        "q-spacing-03.stem",
        "never",
    ),
    Bad(
        "R16-plain",
        Q,
        ((TRUTH, "Cramming is not enough for a test the next morning."),),
        "q-spacing-03.stem",
        "not enough",
    ),
    Bad(
        "R16-one-idea",
        Q,
        ((TRUTH, "Cramming helps with a test, and spacing helps for years."),),
        "q-spacing-03.stem",
        "years",
    ),
    Bad(
        "R17-reuse",
        Q,
        ((f'stem: "{MATCH}"', f'reuse: true\n  stem: "{MATCH}"'),),
        "q-testing-02.stem",
        "",
    ),
    Bad(
        "R18-graded",
        Q,
        (('revision: "Nearly', 'selftesting: "Nearly'),),
        "q-testing-03.near_miss.selftesting",
        "selftesting:",
    ),
    Bad(
        "R19-run",
        Q,
        (
            ("Twelve minutes a day", 'Half an hour a week for many weeks", short: "Half an hour'),
            (NURSE, "Would half an hour a week for many weeks do?"),
        ),
        "q-spacing-01.stem",
        "stem:",
    ),
    Bad(
        "R19-name",
        Q,
        (
            ("One topic a month", "Rather small steps"),
            (NURSE, "Are old topics mixed in, or how does she spend them best?"),
        ),
        "q-spacing-01.stem",
        "stem:",
    ),
    Bad("R20-closed", Q, options("Amazon Forecast"), "q-spacing-02.options.A.text", "Forecast"),
    Bad(
        "R20-closed",
        C,
        (("Close the book", "Ask SageMaker Ground Truth to close the book"),),
        "testing-yourself.body",
        "body:",
    ),
    Bad("R20-checked", Q, options("Amazon Polly"), "q-spacing-02.meta", "meta:"),
    Bad(
        "R20-checked",
        F,
        (
            (
                "id: testing.effect\n  section: habits\n  kind: definition",
                "id: testing.effect\n  section: habits\n  kind: service",
            ),
        ),
        "q-testing-01.meta",
        "",
    ),
    Bad(
        "todo",
        Q,
        (("Ten minutes of recall beat", "TODO: ten minutes of recall beat"),),
        "q-testing-01.takeaway",
        "takeaway",
    ),
    Bad(
        "todo",
        C,
        (("Recall first, then look", "TODO: recall first, then look"),),
        "testing-yourself.takeaway",
        "takeaway",
    ),
    Bad(
        "todo",
        F,
        (("Spacing means", "TODO: spacing means"),),
        "spacing.effect.text",
        "TODO",
    ),
    Bad(
        "R20-stale",
        Q,
        ((FRESH, checked("2026-05-01")),),
        "q-testing-01.meta.status_checked",
        "2026-05-01",
    ),
    Bad(
        "R20-stale",
        Q,
        ((FRESH, checked("2027-01-01")),),
        "q-testing-01.meta.status_checked",
        "2027-01-01",
    ),
    Bad(
        "R21-source",
        Q,
        (("Mia has read a chapter", "As the guide says, Mia has read a chapter"),),
        "q-testing-01.stem",
        "guide",
    ),
    Bad(
        "own-concept",
        Q,
        (
            (
                "concept: testing-yourself\n  meta: {type: single",
                "concept: spacing\n  meta: {type: single",
            ),
            ("tests: [testing.effect]", "tests: [testing.feedback]"),
        ),
        "q-testing-01.concept",
        "concept: spacing",
    ),
    Bad(
        "daily",
        Q,
        (
            ("q-testing-01\n  concept: testing-yourself", "q-testing-01\n  concept: spacing"),
            ("q-testing-02\n  concept: testing-yourself", "q-testing-02\n  concept: spacing"),
            ("q-testing-03\n  concept: testing-yourself", "q-testing-03\n  concept: spacing"),
            ("q-spacing-03\n  concept: spacing", "q-spacing-03\n  concept: testing-yourself"),
        ),
        "testing-yourself.id",
        "",
    ),
]

GOOD = [
    Good("R3-length", Q, ((STEM, "Which of these four would help Mia most?"),)),
    Good("R3-question", Q, ((NURSE, "How does she spend them best for what is ahead of her?"),)),
    Good("R3-which-is-true", Q, ((NURSE, "Which of these plans is right for her work?"),)),
    Good("R4-positive", Q, ((NURSE, "Which of these plans does NOT suit her?"),)),
    Good("R4-positive", Q, ((NURSE, "What suits her and not somebody who has a test now?"),)),
    Good("R4-positive", Q, (("Mia has read a chapter", "Mia has not read a chapter"),)),
    Good("R5-banned", Q, options("Both topics and days")),
    Good("R7-option", Q, options("An hour", "Old topics mixed")),
    Good("R9-clue", Q, ((RECALL, "Writing down the chapter"), ("the sentences", "the chapter"))),
    Good("R9-absolute", Q, options("Only new topics", "Only old topics")),
    Good("R10-alike", Q, options("int", "Int")),
    Good("R10-alike", Q, options("x = 1", "X = 1;")),
    Good("R10-apart", Q, options("C", "C++")),
    Good("R10-apart", Q, options("i", "i++ + i")),
    Good("R10-ending", Q, options("x = 1", "x = 1;")),
    Good("R9-absolute", Q, options("all", "any")),
    Good("R13-looks", C, (("Close the book", "Close `a**b` the __book__"),)),
    Good("R4-positive", Q, ((NURSE, "What does `not x` print for her?"),)),
    Good("R3-question", Q, ((NURSE, "What is printed?\\n```\\nprint(1)\\n```"),)),
    Good("season", Q, ()),
    Good("R10-ranges", Q, options("10 to 19 minutes", "20 to 30 minutes")),
    Good("R10-ranges", Q, options("under 20 %", "at least 20 %")),
    Good("R10-apart", Q, options("Old topics again", "Older topics mixed in")),
    Good("R10-ending", Q, options("Twelve minutes (or so)")),
    Good("R16-plain", Q, ((TRUTH, "Cramming is known to be enough for a test next morning."),)),
    Good("R16-one-idea", Q, ((TRUTH, "Cramming and rereading can be enough for a test."),)),
    Good(
        "R17-reuse",
        Q,
        ((f'stem: "{MATCH}"', f'reuse: true\n  stem: "{MATCH} Each may fit twice."'),),
    ),
    Good(
        "R20-closed",
        Q,
        (*options("Amazon Forecast"), ("The same hour spread", "Now closed, the same hour spread")),
    ),
    Good(
        "R20-closed",
        C,
        (("Close the book", "Ask SageMaker Ground Truth (closed since 2026), close the book"),),
    ),
    Good(
        "R20-checked", Q, (*options("Amazon Polly"), (BOTH, f"{BOTH}, status_checked: 2026-11-23"))
    ),
    Good("R20-stale", Q, ((FRESH, checked("2026-06-01")),)),
    Good(
        "R21-source", Q, (("Mia has read a chapter", "Mia guides tourists and has read a chapter"),)
    ),
    Good("R13-numbers", C, (("Four short sessions", "Some 4 short sessions"),)),
]
