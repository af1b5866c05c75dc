"""Lists of questions in Markdown, as people keep them on GitHub.

A question is a heading or a numbered line (and what follows it); its options are list items or
lettered lines. What is right is a checked box, bold text, a check mark, or a line such as
"Answer: B" or "Correct answer: B, D", also inside ``<details>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from content.importers.base import Found, Item, LeftOut, Option, Source
from content.importers.plain import markdown, one_line

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_NUMBERED = re.compile(
    r"^(?:\*\*)?(?:Q(?:uestion)?\s*#?)?(\d{1,4})\s*[.):]\s*(?:\*\*)?\s*(.*)$", re.I
)
_QUESTION = re.compile(r"^(?:Q(?:uestion)?\s*#?)\d{1,4}\b[.):]?\s*", re.IGNORECASE)
_BOX = re.compile(r"^[-*+]\s+\[([ xX✓])\]\s+(.*)$")
_LETTER = re.compile(r"^(?:[-*+]\s+)?(\*\*)?\(?([A-Ha-h])[.):]\s*(.*)$")
_BULLET = re.compile(r"^[-*+]\s+(.*)$")
_KEY = re.compile(
    r"^(?:[-*+>]\s+)?\W{0,4}(?:correct\s+|right\s+)?(?:answers?|ans|solution|key)\s*(?:is|are)?\W{0,4}\s*[:：-]?"
    r"\W{0,4}\(?((?-i:[A-H]{1,5})|[A-Ha-h](?:\s*(?:,|&|/|and|\s)\s*[A-Ha-h])*)\b\)?[.):]?\s*(.*)$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^\W{0,4}(?:explanation|reason|why|rationale)\W{0,4}\s*[:：]\W*(.*)$", re.IGNORECASE
)
_ANSWER = re.compile(
    r"[*_>\s]*(?:(?:show|see|reveal)(?: the)? )?(?:answers?|solution)[*_:.\s]*", re.IGNORECASE
)
_DETAILS = re.compile(r"</?(?:details|summary|p|br|b|strong)\b[^>]{0,200}>", re.IGNORECASE)
_TICK = re.compile(r"\s*(?:✅|✔️?|☑️?|\(correct\)|<--?\s*correct)\s*", re.IGNORECASE)
_LINK_BACK = re.compile(r"back to top", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    line: int
    topic: str
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    why: list[str] = field(default_factory=list)
    answered: bool = False


class MarkdownList:
    name = "markdown"
    title = "a list in Markdown"

    def knows(self, source: Source) -> bool:
        if source.ending not in (".md", ".markdown", ".txt", ""):
            return False
        # Such lists begin with a long table of contents.
        head = source.data[:1_000_000].decode("utf-8", "replace")
        lines = [line.strip() for line in head.split("\n")]
        return any(_BOX.match(line) for line in lines) or any(
            _KEY.match(_DETAILS.sub("", line)) for line in lines
        )

    def read(self, source: Source) -> Iterator[Found]:
        draft: _Draft | None = None
        before = ""
        topic, fenced = "", False
        above: tuple[int, str] = (0, "")  # a heading that may be a question after all
        for number, raw in enumerate(source.prose().split("\n"), 1):
            line = _DETAILS.sub("", raw).strip()
            if line.startswith(("```", "~~~")):
                fenced = not fenced
                if draft is not None and not draft.options:
                    draft.stem.append("```")
                continue
            if fenced:
                if draft is not None and not draft.options:
                    draft.stem.append(raw)
                continue
            if not line or _LINK_BACK.search(line) or set(line) <= set("-*_= "):
                continue
            heading, numbered = _HEADING.match(line), _NUMBERED.match(line)
            starts = (heading and _asks(heading[2])) or (
                numbered and (draft is None or bool(draft.options) or draft.answered)
            )
            if starts:
                if draft is not None:
                    yield from _done(draft)
                words = heading[2] if heading else numbered[2] if numbered else ""
                words = _QUESTION.sub("", words)
                if heading and (again := _NUMBERED.match(words)):
                    words = again[2]
                draft = _Draft(number, topic, [words] if words else [])
            elif heading:
                if draft is not None and (draft.options or draft.answered):
                    yield from _done(draft)
                    draft = None
                if draft is None:
                    above, before = (number, heading[2]), topic
                    topic = one_line(markdown(heading[2]).text)
            elif draft is not None:
                _take(draft, line)
            elif _BOX.match(line):
                if not above[1]:
                    yield LeftOut(f"line {number}", "an option without a question")
                    continue
                topic = before
                draft = _Draft(above[0], topic, [above[1]])
                above = (0, "")
                _take(draft, line)
        if draft is not None:
            yield from _done(draft)


def _asks(words: str) -> bool:
    return bool(_QUESTION.match(words) or _NUMBERED.match(words)) or words.rstrip("* ").endswith(
        ("?", ":", ".", "…", "_")
    )


def _take(draft: _Draft, line: str) -> None:
    """One more line of the question that is being read."""
    if _ANSWER.fullmatch(line):
        draft.answered = True
        return
    if key := _KEY.match(line):
        listed = re.sub(r"\band\b", " ", key[1], flags=re.IGNORECASE)
        draft.keys |= {one.upper() for one in re.findall(r"[A-Ha-h]", listed)}
        draft.answered = True
        return
    if why := _WHY.match(line):
        draft.why.append(why[1])
        draft.answered = True
        return
    if box := _BOX.match(line):
        text = _LETTER.match(box[2])
        letter = text[2].upper() if text else chr(ord("A") + len(draft.options))
        draft.options.append((letter, text[3] if text else box[2], box[1] != " "))
        return
    lettered = _LETTER.match(line)
    if lettered and not draft.answered:
        bold = bool(lettered[1]) or _bold(lettered[3])
        draft.options.append((lettered[2].upper(), lettered[3], bold or bool(_TICK.search(line))))
        return
    if (bullet := _BULLET.match(line)) and not draft.answered and draft.stem:
        letter = chr(ord("A") + min(len(draft.options), 25))
        right = _bold(bullet[1]) or bool(_TICK.search(bullet[1]))
        draft.options.append((letter, bullet[1], right))
        return
    if draft.answered:
        draft.why.append(line)
    elif not draft.options:
        draft.stem.append(line)


def _bold(words: str) -> bool:
    words = words.strip()
    return len(words) > 4 and words.startswith("**") and words.endswith("**")


def _done(draft: _Draft) -> Iterator[Found]:
    where = f"line {draft.line}"
    if not draft.options:
        if draft.answered:
            yield LeftOut(where, "no options were found")
        return  # a heading that only looked like a question
    stem = _stem(draft.stem)
    right = draft.keys or {letter for letter, _, ticked in draft.options if ticked}
    if not stem[0]:
        yield LeftOut(where, "a question without words")
        return
    if not right or len(right) == len(draft.options):
        yield LeftOut(where, "nothing says which option is right")
        return
    options = tuple(
        Option(one_line(markdown(_TICK.sub(" ", text)).text), letter in right)
        for letter, text, _ in draft.options
    )
    why = one_line(markdown(" ".join(draft.why)).text)
    yield Item(
        where=where, stem=stem[0], topic=draft.topic, options=options, why=why, losses=stem[1]
    )


def _stem(lines: list[str]) -> tuple[str, tuple[str, ...]]:
    """Prose without its markup; blocks of code as they are."""
    out, losses, code = list[str](), dict[str, None](), False
    for line in lines:
        if line == "```":
            code = not code
            out.append(line)
        elif code:
            out.append(line)
        else:
            found = markdown(line)
            losses |= dict.fromkeys(found.losses)
            out.append(found.text)
    if code:
        out.append("```")
    return "\n".join(filter(None, out)), tuple(losses)
