"""Banks that are wrong as a whole, each in one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.content.lint.bank import Bank


class BadBank(NamedTuple):
    """``words`` stand in what is found."""

    rule: str
    spoil: Callable[[Bank], None]
    words: str


def negative(bank: Bank) -> None:
    for question in bank.of("single")[:3]:
        question["stem"] = question["stem"].replace("which one fits", "which one does NOT fit")


def long_keys(bank: Bank) -> None:
    for question in bank.of("single"):
        question["options"][0]["text"] += " ox"


def longest_keys(bank: Bank) -> None:
    for question in bank.of("single"):
        question["options"][0]["text"] += "s"


def amounts(bank: Bank) -> None:
    """Amounts are shown in their order, so the lowest, here the key, is always A."""
    for at, question in enumerate(bank.of("single")):
        for number, option in enumerate(question["options"]):
            option["text"] = f"{at}{number + 1}"


def recall(bank: Bank) -> None:
    for question in bank.questions[:21]:
        question["meta"]["bloom"] = "remember"


def no_use(bank: Bank) -> None:
    for question in bank.questions:
        if question["meta"]["bloom"] in ("apply", "analyse"):
            question["meta"]["bloom"] = "understand"


def no_scenarios(bank: Bank) -> None:
    for question in bank.questions:
        question["meta"]["scenario"] = False


def recall_alone(bank: Bank) -> None:
    for question in bank.questions:
        if question["meta"]["tests"] == ["fact-3-b"]:
            question["meta"]["bloom"] = "remember"


def all_true(bank: Bank) -> None:
    for question in bank.of("true_false"):
        question["answer"] = True


def many_statements(bank: Bank) -> None:
    """The fifth statement of fifty questions."""
    old = bank.of("single")[0]
    model = bank.question("true_false")
    old["meta"]["type"] = "true_false"
    del old["options"]
    old |= {"stem": "Zazuzo xuzaxu was there first.", "answer": False, "why": model["why"]}


def one_concept(bank: Bank) -> None:
    """Until the last concept comes, there is one question to ask."""
    for question in bank.questions:
        question["concept"] = "concept-9"
        question["meta"]["tests"] = ["fact-9-a"]
    bank.questions[0]["concept"] = "concept-0"
    bank.questions[0] |= {**bank.question("single"), "id": "q-0", "concept": "concept-0"}


def on_a_card(bank: Bank) -> None:
    for question in bank.of("single"):
        if question["concept"] == "concept-0":
            question["options"][0]["text"] = "walk very slowly"
    for concept in bank.concepts[2:]:
        concept["body"] = "It helps to walk very slowly here."


def untested(bank: Bank) -> None:
    bank.facts.append({"id": "lost", "section": "all", "kind": "list", "text": "It is lost."})
    bank.concepts[1]["facts"].append("lost")


def untaught(bank: Bank) -> None:
    bank.concepts[4]["facts"].remove("fact-3-b")


def one_type(bank: Bank) -> None:
    for question in [q for q in bank.questions if q["concept"] == "concept-2"][3:]:
        bank.questions.remove(question)


def all_single(bank: Bank) -> None:
    for question in bank.of("multiple"):
        bank.questions.remove(question)


def without_a_term(bank: Bank) -> None:
    del bank.glossary[3]


def one_question(bank: Bank) -> None:
    """While others have new ones, the only question on a concept doesn't come again."""
    for question in [q for q in bank.questions if q["concept"] == "concept-9"][1:]:
        question |= {"concept": "concept-0"}


BAD_BANKS = [
    BadBank("term", without_a_term, "concept-3.id: has no term in the glossary"),
    BadBank("R4-rare", negative, "3 of 50"),
    BadBank("R7-bank", long_keys, "times as long"),
    BadBank("R7-longest", longest_keys, "than by chance"),
    BadBank("R8-places", amounts, "shown as A"),
    BadBank("R14-levels", recall, "questions are remember"),
    BadBank("R14-levels", no_use, "0 of 50 questions are apply or analyse"),
    BadBank("R14-scenarios", no_scenarios, "0 scenarios; at least 10"),
    BadBank("R14-recall", recall_alone, "fact-3-b"),
    BadBank("R16-balance", all_true, "4 of 4"),
    BadBank("R16-few", many_statements, "5 of 50"),
    BadBank("R19-repeat", one_concept, "q-0.id: comes again 1 study day after"),
    BadBank("R19-twice", one_question, "concept-9.id: is asked about only once in a season"),
    BadBank("R19-card", on_a_card, "walk very slowly"),
    BadBank("fact-asked", untested, "lost.id: is tested by 0 of at least 1"),
    BadBank("fact-taught", untaught, "fact-3-b.id: is on no card"),
    BadBank("concept-asked", one_type, "concept-2.id: has 3 questions"),
    BadBank("types", all_single, "0% of the questions are multiple"),
]
