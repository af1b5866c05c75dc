"""Reads the entries of course files: the plan, a fact, a concept, a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.model import limits
from bot.model.text import Text
from content.blueprint import Blueprint, read_blueprints
from content.did_you_mean import closest
from content.links import leads_out
from content.markdown import BadMarkdown, parse
from content.model import Concept, Fact, Picture, Section
from content.questions import TYPES, Question
from content.questions.reading import TAKEAWAY_CHARACTERS, TAKEAWAY_WORDS, read_head
from content.reader import Fields, Report
from content.wording import word_count
from content.yaml_nodes import Mapping

KINDS = frozenset(
    {
        "checklist",
        "contrast",
        "definition",
        "example",
        "figure",
        "link",
        "list",
        "procedure",
        "rule-of-thumb",
        "service",
    }
)
CARD_WORDS = 90
"""Words a card may have, its takeaway included."""
BODY_CHARACTERS = limits.PARAGRAPH
TITLE_CHARACTERS = limits.OPTION_LABEL
FACT_CHARACTERS = 500
DESCRIPTION_CHARACTERS = 1000
PICTURE = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}\.(?:gif|jpe?g|png)")


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``course.yaml`` says."""

    title: str
    description: str
    sections: tuple[Section, ...]
    concepts: tuple[str, ...]
    confusable: tuple[tuple[str, ...], ...]
    blueprints: tuple[Blueprint, ...] = ()
    draft: bool = False


def read_plan(fields: Fields) -> Plan:
    sections: list[Section] = []
    for part in fields.many("sections"):
        section = Section(part.identifier("id"), part.text("title", characters=TITLE_CHARACTERS))
        if section.id and section.id in {one.id for one in sections}:
            part.note("id", "duplicate", f"section {section.id!r} is here twice")
        sections.append(section)
        part.close()
    plan = Plan(
        title=fields.text("title", characters=TITLE_CHARACTERS),
        description=fields.text("description", characters=DESCRIPTION_CHARACTERS),
        sections=tuple(sections),
        concepts=fields.identifiers("plan", required=True),
        confusable=fields.id_lists("confusable"),
        blueprints=read_blueprints(fields),
        draft=fields.flag("draft", default=False),
    )
    fields.close()
    return plan


def read_fact(fields: Fields) -> Fact:
    fact = Fact(
        id=fields.identifier("id"),
        section=fields.identifier("section"),
        text=fields.text("text", characters=FACT_CHARACTERS),
        kind=fields.word("kind", KINDS),
        tested=fields.flag("tested", default=True),
        questionable=fields.text("questionable", characters=FACT_CHARACTERS, default=""),
        illustrates=fields.identifier("illustrates", default=""),
    )
    fields.close()
    return fact


def read_concept(fields: Fields, images: Path) -> Concept:
    body = card_text(fields, "body", BODY_CHARACTERS)
    takeaway = fields.text("takeaway", characters=TAKEAWAY_CHARACTERS, words=TAKEAWAY_WORDS)
    words = word_count(body.plain) + word_count(takeaway)
    if words > CARD_WORDS:
        fields.note(
            "body", "card", f"has {words} words with the takeaway; at most {CARD_WORDS} fit"
        )
    concept = Concept(
        id=fields.identifier("id"),
        title=fields.text("title", characters=TITLE_CHARACTERS),
        section=fields.identifier("section"),
        body=body,
        takeaway=takeaway,
        facts=fields.identifiers("facts", required=True),
        related=fields.identifiers("related"),
        exam_tasks=fields.texts("exam_tasks", characters=40),
        picture=_picture(fields, images),
    )
    fields.close()
    return concept


def read_question(fields: Fields) -> Question | None:
    """The question, or ``None`` when its type is not known; a misspelt type is told and guessed."""
    meta = fields.one("meta")
    word = meta.word("type", frozenset(TYPES)) if meta else ""
    kind = TYPES.get(word) or TYPES.get(closest(word, TYPES))
    if meta is None or kind is None:  # what every question has can be judged all the same
        read_head(fields, meta or Fields(Mapping(fields.line), Report("")))
        return None
    question = kind.read(read_head(fields, meta), fields, meta)
    meta.close()
    fields.close()
    return question


def card_text(fields: Fields, key: str, characters: int) -> Text:
    """Text in the small Markdown of cards, of at most this many characters with its markup."""
    found = fields.scalar(key)
    if found is None:
        return Text()
    if len(found.value) > characters:  # before parsing: Markdown can be made slow to parse
        fields.note(key, "R13", f"has more than {characters} characters")
        return Text()
    try:
        words = parse(found.value)
    except BadMarkdown as error:
        line = found.line + error.line + 1 if found.block else found.line
        fields.report.add(line, f"{fields.path}.{key}", "markdown", error.message)
        return Text()
    if not words.plain.strip():
        fields.note(key, "card", "is empty")
    return words


def _picture(fields: Fields, images: Path) -> Picture | None:
    """A file right in the course's ``images`` folder."""
    part = fields.one("picture", required=False)
    if part is None:
        return None
    name = part.text("file", characters=100)
    alt = part.text("alt", characters=limits.ALT)
    part.close()
    if name and not PICTURE.fullmatch(name):
        part.note("file", "file", f"must be a picture in images/, not {name[:100]!r}")
        return None
    path = (images / name).absolute()
    if name and not path.is_file():
        part.note("file", "file", f"there is no images/{name}")
    elif name and leads_out(path, images):
        part.note("file", "file", f"images/{name} is a link that leads out of images/")
    return Picture(path, alt)
