"""GIFT, Moodle's text format (docs.moodle.org: "GIFT format")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.importers.base import Found, Item, LeftOut, Option, Source
from content.importers.plain import one_line, plain

_SIGNS = "~=#{}:\\"
_HIDDEN = {sign: chr(0xE100 + at) for at, sign in enumerate(_SIGNS)}
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_NAMED = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"^\s*%(-?[\d.,]+)%")
_TRUTH = re.compile(r"^(TRUE|FALSE|T|F)$", re.IGNORECASE)
_BRACES = re.compile(r"^[^{}\n]*\{[ \t]*\n?[ \t]*(?:[=~#}]|T(?:RUE)?\b|F(?:ALSE)?\b)", re.MULTILINE)


class Gift:
    name = "gift"
    title = "GIFT"

    def knows(self, source: Source) -> bool:
        if source.ending == ".gift":
            return True
        return source.ending in (".txt", "") and bool(_BRACES.search(source.head()))

    def read(self, source: Source) -> Iterator[Found]:
        topic = ""
        for line, block in _blocks(source.prose()):
            where = f"line {line}"
            words = _ESCAPE.sub(lambda m: "\n" if m[1] == "n" else _HIDDEN[m[1]], block)
            if words.lstrip().startswith("$CATEGORY:"):
                topic = _shown(words.partition(":")[2]).rpartition("/")[2]
                continue
            yield _question(where, words, topic)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Entries are divided by empty lines; comments are left out."""
    begun, lines, inside = 0, list[str](), False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("//"):
            continue
        if not line.strip() and not inside:
            if lines:
                yield begun, "\n".join(lines)
            lines = []
            continue
        if line.lstrip().startswith("$CATEGORY:"):
            yield number, line
            continue
        begun = number if not lines else begun
        lines.append(line)
        bare = _ESCAPE.sub("", line)
        if "{" in bare or "}" in bare:
            inside = bare.rfind("{") > bare.rfind("}")
    if lines:
        yield begun, "\n".join(lines)


def _question(where: str, words: str, topic: str) -> Found:
    words = _NAMED.sub("", words, count=1)
    html = None
    if found := _FORMAT.match(words):
        html = found[1].lower() == "html" or None
        words = words[found.end() :]
    before, brace, rest = words.partition("{")
    if not brace:
        return LeftOut(where, "a text without an answer")
    inner, closed, after = rest.partition("}")
    if not closed:
        return LeftOut(where, "the answer's closing brace is missing")
    gap = "_____" if after.strip() else ""
    stem = plain(_back(f"{before.strip()} {gap} {after.strip()}"), html=html)
    body, _, general = inner.partition("####")
    item = Item(
        where=where,
        stem=stem.text,
        topic=topic,
        why=_shown(general),
        losses=stem.losses,
    )
    body = body.strip()
    if not item.stem:
        return LeftOut(where, "a question without words")
    if not body:
        return LeftOut(where, "an essay question: a person has to grade it")
    if body.startswith("#"):
        return _number(item, body[1:])
    truth, *reasons = [part.strip() for part in body.split("#")]
    if _TRUTH.match(truth):
        said = [_shown(reason) for reason in reasons if reason]
        return replace(item, statement=truth[0].upper() == "T", why=item.why or " ".join(said[:1]))
    return _answers(item, body)


def _answers(item: Item, body: str) -> Found:
    parts = re.findall(r"([=~])([^=~]*)", body)
    if not parts:
        return LeftOut(item.where, "no answer is marked with = or ~")
    if all(sign == "=" and "->" in words for sign, words in parts):
        pairs = [words.partition("->")[::2] for _, words in parts]
        told = [(_shown(left), _shown(right)) for left, right in pairs]
        spare = tuple(right for left, right in told if not left)
        return replace(item, pairs=tuple(pair for pair in told if pair[0]), spare=spare)
    options: list[Option] = []
    partly = False
    for sign, words in parts:
        weight = _WEIGHT.match(words)
        share = float(weight[1].replace(",", ".")) if weight else 100.0 if sign == "=" else 0.0
        text, _, why = (words[weight.end() :] if weight else words).partition("#")
        partly = partly or 0 < share < 100
        options.append(Option(_shown(text), share > 0, _shown(why)))
    if all(sign == "=" for sign, _ in parts):
        item = item.losing("partial points for some answers" if partly else "")
        right = [option for option in options if option.right]
        why = item.why or next((option.why for option in right if option.why), "")
        near = tuple((o.text, o.why) for o in options if not o.right and o.why)
        return replace(item, accept=tuple(option.text for option in right), near=near, why=why)
    return replace(item, options=tuple(options))


def _number(item: Item, body: str) -> Found:
    first = re.split(r"[=~]", body.strip().lstrip("="))[0]
    value, _, why = first.partition("#")
    weight = _WEIGHT.match(value)
    value = _shown(value[weight.end() :] if weight else value)
    number, _, within = value.partition(":")
    if ".." in value:
        return LeftOut(item.where, "a number within a range: the bot takes one number")
    lost = (
        ""
        if within.strip() in ("", "0")
        else f"answers off by up to {within.strip()} count no more"
    )
    return replace(
        item.losing(lost), accept=(number.strip(),), number=True, why=item.why or _shown(why)
    )


def _shown(words: str) -> str:
    return one_line(plain(_back(words)).text)


def _back(words: str) -> str:
    for sign, hidden in _HIDDEN.items():
        words = words.replace(hidden, sign)
    return words
