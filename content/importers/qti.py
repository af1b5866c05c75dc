"""QTI 2.1, 2.2 and 3: choices and matches of one item or of a package (imsglobal.org/question)."""

from __future__ import annotations

from collections.abc import Iterator

from content.importers.archive import Archive, is_archive
from content.importers.base import LARGEST_TEXT, CannotImport, Found, Item, LeftOut, Option, Source
from content.importers.plain import one_line, plain
from content.importers.xml_tree import Node, tree

_ITEM = ("assessmentItem", "qti-assessment-item")
_BODY = ("itemBody", "qti-item-body")
_CHOICE = ("choiceInteraction", "qti-choice-interaction")
_CHOICES = ("simpleChoice", "qti-simple-choice")
_PROMPT = ("prompt", "qti-prompt")
_DECLARED = ("responseDeclaration", "qti-response-declaration")
_RIGHT = ("correctResponse", "qti-correct-response")
_VALUE = ("value", "qti-value")
_INLINE = ("feedbackInline", "qti-feedback-inline")


class Qti:
    name = "qti"
    title = "QTI 2.1 or 3"

    def knows(self, source: Source) -> bool:
        if is_archive(source):
            return any(name == "imsmanifest.xml" for name in Archive(source).names())
        head = source.head()
        return any(f"<{name}" in head or f":{name}" in head for name in _ITEM)

    def read(self, source: Source) -> Iterator[Found]:
        if not is_archive(source):
            yield from _items(source.data, source.name, "")
            return
        archive = Archive(source)
        for name in archive.names():
            if name.lower().endswith(".xml") and name != "imsmanifest.xml":
                try:
                    yield from _items(archive.read(name, LARGEST_TEXT), name, f"{name}, ")
                except CannotImport as error:
                    yield LeftOut(name, str(error))


def _items(data: bytes, name: str, before: str) -> Iterator[Found]:
    root = tree(data, name)
    for node in [root] if root.name in _ITEM else root.within(*_ITEM):
        yield _item(node, f"{before}line {node.line}")


def _item(node: Node, where: str) -> Found:
    body = node.first(*_BODY)
    asked = [] if body is None else list(body.within(*_CHOICE))
    if body is None or len(asked) != 1:
        return LeftOut(where, "not exactly one choice to make; other kinds are not read")
    choice = asked[0]
    response = choice.attributes.get("responseIdentifier") or choice.attributes.get(
        "response-identifier", "RESPONSE"
    )
    keys = {
        value.words().strip()
        for declared in node.all(*_DECLARED)
        if declared.attributes.get("identifier") == response
        for right in declared.all(*_RIGHT)
        for value in right.all(*_VALUE)
    }
    prompt = choice.first(*_PROMPT)
    around = [child.inner() for child in body.children if child is not choice and not _asks(child)]
    parts = [f"<p>{body.text}</p>", *(f"<p>{one}</p>" for one in around)]
    words = "\n".join([*parts, f"<p>{prompt.inner() if prompt else ''}</p>"])
    stem = plain(words, html=True)
    pictures = any(body.within("img", "object", "audio", "video"))
    losses = stem.losses if stem.losses or not pictures else ("a picture",)
    options = [_option(one, keys) for one in choice.all(*_CHOICES)]
    if not stem.text or not options:
        return LeftOut(where, "a choice without a question, or without options")
    if not keys:
        return LeftOut(where, "no right answer is declared")
    return Item(where=where, stem=stem.text, options=tuple(options), losses=losses)


def _asks(node: Node) -> bool:
    return node.name in _CHOICE or any(True for _ in node.within(*_CHOICE))


def _option(node: Node, keys: set[str]) -> Option:
    why = " ".join(one_line(one.words()) for one in node.within(*_INLINE))
    said = Node(node.name, {}, node.line, [c for c in node.children if c.name not in _INLINE])
    said.text = node.text
    text = one_line(plain(said.inner(), html=True).text)
    return Option(text, node.attributes.get("identifier", "") in keys, why)
