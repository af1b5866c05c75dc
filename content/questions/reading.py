"""Reads what several types of question have in common, and notes what is wrong with it."""

from __future__ import annotations

from bot.model import limits
from content.questions.base import Choice, Head
from content.reader import LETTER, Fields
from content.wording import exact_form

FACE = 26
"""The longest short face of an option, in characters (a button keeps its letter beside it)."""
BLOOM = frozenset({"remember", "understand", "apply", "analyse"})
STEM_WORDS = 45
SCENARIO_WORDS = 80
STEM_CHARACTERS = 700
WHY_WORDS = 35
WHY_CHARACTERS = 350
TAKEAWAY_WORDS = 20
TAKEAWAY_CHARACTERS = 200
OPTION_CHARACTERS = limits.OPTION_LABEL
PROMPT_CHARACTERS = limits.FORM_LABEL


def read_head(fields: Fields, meta: Fields) -> Head:
    """What every question has; ``type`` is read by whoever picks the class."""
    scenario = meta.flag("scenario", default=False)
    words = SCENARIO_WORDS if scenario else STEM_WORDS
    return Head(
        id=fields.identifier("id"),
        concept=fields.identifier("concept"),
        bloom=meta.word("bloom", BLOOM),
        difficulty=meta.integer("difficulty", 1, 3),
        tests=meta.identifiers("tests", required=True),
        stem=fields.text("stem", characters=STEM_CHARACTERS, words=words, code=True),
        takeaway=fields.text(
            "takeaway", characters=TAKEAWAY_CHARACTERS, words=TAKEAWAY_WORDS, rule="R12"
        ),
        revision=fields.integer("revision", 1, 9999, default=1),
        retired=fields.flag("retired", default=False),
        scenario=scenario,
        corrected=meta.flag("corrected", default=False),
        status_checked=meta.day("status_checked"),
    )


def read_why(fields: Fields, key: str = "why") -> str:
    """An explanation: required, and short enough to stand beside the others."""
    return fields.text(key, characters=WHY_CHARACTERS, words=WHY_WORDS, rule="R12")


def read_letter(fields: Fields, key: str = "id") -> str:
    """The capital letter that names an option."""
    found = fields.scalar(key)
    if found is None:
        return ""
    if not LETTER.fullmatch(found.value):
        fields.note(key, "shape", f"must be a capital letter, is {found.value[:20]!r}")
    return found.value


def read_short(fields: Fields, full: str) -> str:
    """The short face of ``full``: required where ``full`` is too long for a button."""
    short = fields.text("short", characters=FACE, default="")
    if len(full) > FACE and not short:
        fields.note("short", "R13", f"is missing: the text has more than {FACE} characters")
    return short


def read_choices(fields: Fields, least: int, most: int) -> tuple[Choice, ...]:
    """The options of a choice question, checked for number and for twins."""
    out: list[Choice] = []
    parts = fields.many("options")
    for part in parts:
        words = part.text("text", characters=OPTION_CHARACTERS)
        out.append(
            Choice(
                id=read_letter(part),
                correct=part.flag("correct"),
                text=words,
                why=read_why(part),
                short=read_short(part, words),
            )
        )
        part.close()
    if out and not least <= len(out) <= most:
        fields.note("options", "R6", f"has {len(out)} options, {least} to {most} are allowed")
    note_twins(fields, "options", "R10", [option.id for option in out])
    note_twins(fields, "options", "R10", [option.text for option in out])
    note_twins(fields, "options", "R10", [option.face for option in out])
    return tuple(out)


def note_twins(fields: Fields, key: str, rule: str, words: list[str]) -> None:
    """Notes every text that cannot be told from an earlier one; case and signs tell apart."""
    seen: set[str] = set()
    for word in words:
        form = exact_form(word)
        if form and form in seen:
            fields.note(key, rule, f"has {word!r} twice")
        seen.add(form)
