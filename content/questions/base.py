"""What every question has, whatever its type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar, NamedTuple, Self, TypedDict

from bot.model import limits
from content.questions.rules import BankRule, TypeRule
from content.reader import LETTER, Fields
from content.spelling.known import NOTHING, Known
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


class Head(TypedDict):
    """What ``read_head`` read, ready for any question's constructor."""

    id: str
    concept: str
    bloom: str
    difficulty: int
    tests: tuple[str, ...]
    stem: str
    takeaway: str
    revision: int
    retired: bool
    scenario: bool
    corrected: bool
    status_checked: date | None


class StemForm(Enum):
    """How the stems of a type are worded."""

    QUESTION = "ends in a question"
    WITH_QUESTION = "has a question in it"
    TASK = "ends in a period or a question mark"
    STATEMENT = "is a full statement that ends in a period"


class Share(NamedTuple):
    """Which share of a large bank is good, ``low`` to ``high``; types of one ``name`` share it."""

    name: str
    low: float
    high: float


class Piece(NamedTuple):
    """A text and where it stands in its entry."""

    words: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with the reason why it is right or wrong. ``id`` is its letter in the file."""

    id: str
    correct: bool
    text: str
    why: str
    short: str = ""

    @property
    def face(self) -> str:
        """At most ``FACE`` characters, for a button."""
        return self.short or self.text


class OptionSet(NamedTuple):
    """Options that stand side by side, to choose from; ``path`` leads to their list. ``after``
    is the text right before them where they go into a gap; empty where they follow the stem."""

    options: tuple[Choice, ...]
    path: tuple[str, ...] = ("options",)
    after: str = ""

    @property
    def right(self) -> tuple[Choice, ...]:
        return tuple(option for option in self.options if option.correct)

    @property
    def wrong(self) -> tuple[Choice, ...]:
        return tuple(option for option in self.options if not option.correct)

    def at(self, option: Choice, key: str = "text") -> tuple[str, ...]:
        """The path to a text of ``option``."""
        return (*self.path, option.id, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """One question: its data, and what there is to know about it whatever its type.

    How it is shown and graded lives elsewhere.

    Every text is plain: what looks like markup is text. Only in ``stem``, reasons and takeaway
    backticks mark code (``content.inline``). ``revision`` grows when the meaning
    changes; the id never does. A ``retired`` question is kept for old scores and never asked.
    ``difficulty`` is 1 to 3; ``bloom`` is remember, understand, apply or analyse; ``tests`` are
    fact ids. ``corrected`` says that the key follows a corrected fact. ``status_checked`` is the
    day on which the state of the services named was last looked up.
    """

    id: str
    concept: str
    bloom: str
    difficulty: int
    tests: tuple[str, ...]
    stem: str
    takeaway: str
    revision: int = 1
    retired: bool = False
    scenario: bool = False
    corrected: bool = False
    status_checked: date | None = None

    type: ClassVar[str]
    """The word for this type in a course's files, such as "single"."""
    mark: ClassVar[str]
    """One character that stands for the type in a small picture."""
    daily: ClassVar[bool]
    """Whether it may be a group's question of the day."""
    stem_form: ClassVar[StemForm] = StemForm.QUESTION
    least_stem_words: ClassVar[int] = 8
    strictly_positive: ClassVar[bool] = False
    """Whether a rule of the type's own takes no negation, so that the general one is not asked."""
    share: ClassVar[Share | None] = None
    """None where any number of them is good."""
    rules: ClassVar[tuple[TypeRule, ...]] = ()
    """What a single question of this type must keep, beside what all questions must."""
    bank_rules: ClassVar[tuple[BankRule, ...]] = ()
    """What all questions of this type must keep together."""

    @classmethod
    @abstractmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        """Reads what this type adds: ``fields`` is the question, ``meta`` its ``meta`` mapping.

        Notes mistakes on the fields and raises nothing.
        """

    @property
    @abstractmethod
    def chance(self) -> float:
        """The chance, 0 to 1, that a guess is wholly right; 0 for answers that are typed."""

    @abstractmethod
    def reasons(self) -> Iterator[Piece]:
        """Every explanation."""

    @abstractmethod
    def answers(self) -> Iterator[Piece]:
        """Everything that a member can give as an answer, right or wrong."""

    def option_sets(self) -> tuple[OptionSet, ...]:
        """The options to choose from, set by set; empty for other types."""
        return ()

    def right_answers(self) -> Iterator[Piece]:
        """The right answers in words; none where there are none to tell apart in words."""
        for options in self.option_sets():
            for option in options.right:
                yield Piece(option.text, options.at(option))

    def key_reasons(self) -> Iterator[str]:
        """What is said of the right answers that ``right_answers`` has."""
        for options in self.option_sets():
            yield from (option.why for option in options.right)

    def names(self) -> Iterator[str]:
        """Names of things among what can be chosen: words that the course knows."""
        for options in self.option_sets():
            for option in options.options:
                yield option.text
                if option.short:
                    yield option.short

    def spellings(self) -> Iterator[tuple[str, ...]]:
        """Answers that are typed, each with all the ways to write it; near misses too."""
        return iter(())

    def words_judged(self) -> tuple[str, ...]:
        """Answers whose slips are judged word by word, for looking the words up early."""
        return ()

    def informed(self, known: Known) -> Question:
        """The same question, knowing what the course knows, where its grading asks for that."""
        return self

    @property
    def course_words(self) -> Known:
        """What it was ``informed`` of."""
        return NOTHING

    def chosen(self, given: str) -> tuple[str, ...]:
        """The id of the option that a stored answer chose, for each of ``option_sets``; empty
        where wrong options are not measured one by one."""
        return ()

    def part_concepts(self) -> tuple[str, ...]:
        """The concept that each part of an answer is about; empty for an answer without parts."""
        return ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong answer with feedback of its own."""

    text: str
    why: str


def option_reasons(question: Question) -> Iterator[Piece]:
    """The explanation of every option."""
    for options in question.option_sets():
        for option in options.options:
            yield Piece(option.why, options.at(option, "why"))


def option_texts(question: Question) -> Iterator[Piece]:
    """The words of every option."""
    for options in question.option_sets():
        for option in options.options:
            yield Piece(option.text, options.at(option))


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
