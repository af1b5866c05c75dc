"""Moodle's own XML (docs.moodle.org: "Moodle XML format")."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from content.exporters.base import Entry, Export
from content.model import Course
from content.questions.exchange import Item


class Moodle:
    name = "moodle"
    title = "Moodle XML"
    ending = ".xml"

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        out, quiz = Export(), Xml.Element("quiz")
        topic = ""
        for entry in entries:
            kind = _kind(entry.item)
            if not kind:
                out.leave(entry, "Moodle XML has no questions of this kind")
                continue
            if entry.topic != topic:
                topic = entry.topic
                place = "/".join(t.replace("/", "//") for t in (course.title, topic))
                head = Xml.SubElement(quiz, "question", type="category")
                _text(Xml.SubElement(head, "category"), f"$course$/top/{place}")
            _question(Xml.SubElement(quiz, "question", type=kind), entry)
            out.lose(entry, "the picture on its card" if entry.picture else "")
            out.written += 1
        Xml.indent(quiz)
        out.data = Xml.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n"
        return out


def _kind(item: Item) -> str:
    if item.statement is not None:
        return "truefalse"
    if item.options:
        return "multichoice"
    if item.accept:
        return "numerical" if item.number else "shortanswer"
    return "matching" if item.pairs else ""


def _question(node: Xml.Element, entry: Entry) -> None:
    item = entry.item
    _text(Xml.SubElement(node, "name"), item.where)
    _text(Xml.SubElement(node, "questiontext", format="plain_text"), item.stem)
    told = " ".join(filter(None, (item.why, entry.takeaway)))
    _text(Xml.SubElement(node, "generalfeedback", format="plain_text"), told)
    if item.statement is not None:
        _answer(node, "true", 100 if item.statement else 0)
        _answer(node, "false", 0 if item.statement else 100)
    elif item.options:
        right, wrong = len(item.right), len(item.wrong)
        Xml.SubElement(node, "single").text = "true" if right == 1 else "false"
        Xml.SubElement(node, "shuffleanswers").text = "true"
        for option in item.options:
            off = 0 if right == 1 else -100 / wrong if wrong else 0
            _answer(node, option.text, 100 / right if option.right else off, option.why)
    elif item.accept:
        for words in item.accept[:1] if item.number else item.accept:
            _answer(node, _figure(words) if item.number else words, 100)
        for words, why in item.near:
            _answer(node, words, 0, why)
    else:
        for prompt, answer in (*item.pairs, *(("", one) for one in item.spare)):
            sub = Xml.SubElement(node, "subquestion", format="plain_text")
            _text(sub, prompt)
            _text(Xml.SubElement(sub, "answer"), answer)


def _answer(node: Xml.Element, words: str, share: float, why: str = "") -> None:
    answer = Xml.SubElement(node, "answer", fraction=f"{share:.7g}", format="plain_text")
    _text(answer, words)
    if why:
        _text(Xml.SubElement(answer, "feedback", format="plain_text"), why)


def _text(node: Xml.Element, words: str) -> None:
    Xml.SubElement(node, "text").text = words


def _figure(words: str) -> str:
    return words.replace(",", "").replace(" ", "")
