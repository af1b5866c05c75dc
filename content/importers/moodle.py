"""Moodle's own XML (docs.moodle.org: "Moodle XML format")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from content.importers.base import Found, Item, LeftOut, Option, Source
from content.importers.plain import Plain, one_line, plain
from content.importers.xml_tree import Node, tree

_LATER = {
    "essay": "an essay question: a person has to grade it",
    "description": "a text without a question",
    "calculated": "a question whose numbers are drawn",
    "calculatedmulti": "a question whose numbers are drawn",
    "calculatedsimple": "a question whose numbers are drawn",
}


class Moodle:
    name = "moodle"
    title = "Moodle XML"

    def knows(self, source: Source) -> bool:
        return "<quiz" in source.head() and b"<question" in source.data

    def read(self, source: Source) -> Iterator[Found]:
        topic = ""
        for node in tree(source.data, source.name).within("question"):
            kind = node.attributes.get("type", "")
            if kind == "category":
                named = _plain(node.first("category")).text
                topic = one_line(named).rstrip("/").rpartition("/")[2]
                topic = topic.removeprefix("$course$").strip("$ ")
            else:
                yield _question(node, kind, topic)


def _question(node: Node, kind: str, topic: str) -> Found:
    where = f"line {node.line}"
    stem = _plain(node.first("questiontext"))
    item = Item(
        where=where,
        stem=stem.text,
        topic=topic,
        why=_line(node.first("generalfeedback")),
        losses=stem.losses,
    )
    if kind in _LATER:
        return LeftOut(where, _LATER[kind])
    if not stem.text:
        return LeftOut(where, "a question without words")
    answers = list(node.all("answer"))
    match kind:
        case "multichoice":
            partly = any(0 < _share(one) < 100 for one in answers) and _single(node)
            item = item.losing("partial points for some answers" if partly else "")
            options = [Option(_line(one), _right(one, node), _feedback(one)) for one in answers]
            return replace(item, options=tuple(options))
        case "truefalse":
            right = next((one for one in answers if _share(one) > 0), None)
            if right is None:
                return LeftOut(where, "no answer is right")
            why = item.why or next(filter(None, map(_feedback, answers)), "")
            return replace(item, statement=_line(right).lower() == "true", why=why)
        case "shortanswer" | "numerical":
            accept = tuple(_line(one) for one in answers if _share(one) == 100)
            near = [(_line(one), _feedback(one)) for one in answers if _share(one) <= 0]
            why = item.why or next(filter(None, (_feedback(a) for a in answers if _share(a))), "")
            if any("*" in words for words in accept):
                return LeftOut(where, "an answer with a wildcard (*)")
            lost = "answers off by a tolerance count no more" if _tolerant(node) else ""
            part = "partial points for some answers"
            item = item.losing(lost, part if any(0 < _share(a) < 100 for a in answers) else "")
            near = [pair for pair in near if pair[0] and pair[1] and "*" not in pair[0]]
            number = kind == "numerical"
            return replace(item, accept=accept, number=number, near=tuple(near), why=why)
        case _ if kind.startswith("match"):
            pairs, spare = list[tuple[str, str]](), list[str]()
            for sub in node.all("subquestion"):
                prompt, answer = one_line(_plain(sub).text), _line(sub.first("answer"))
                if prompt:
                    pairs.append((prompt, answer))
                elif answer:
                    spare.append(answer)
            return replace(item, pairs=tuple(pairs), spare=tuple(spare))
    return LeftOut(where, f"a question of the type “{kind[:40]}”")


def _plain(node: Node | None) -> Plain:
    """What stands in its ``text``, whatever its format says."""
    if node is None:
        return Plain("")
    inner = node.first("text")
    words = (inner or node).words()
    found = plain(words, html=None)
    if node.first("file") is not None and "a picture" not in found.losses:
        return Plain(found.text, (*found.losses, "a file"))
    return found


def _line(node: Node | None) -> str:
    return one_line(_plain(node).text)


def _feedback(answer: Node) -> str:
    return _line(answer.first("feedback"))


def _share(answer: Node) -> float:
    try:
        return float(answer.attributes.get("fraction", "0"))
    except ValueError:
        return 0.0


def _single(question: Node) -> bool:
    node = question.first("single")
    return node is None or node.words().strip().lower() in ("true", "1")


def _right(answer: Node, question: Node) -> bool:
    share = _share(answer)
    return share == 100 if _single(question) else share > 0


def _tolerant(question: Node) -> bool:
    return any(
        node.words().strip().rstrip("0.") not in ("", "-") for node in question.within("tolerance")
    )
