"""What every question has, whatever its type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar, NamedTuple, Self, TypedDict

from content.questions.exchange import Item, Taken
from content.questions.rules import BankRule, TypeRule
from content.reader import Fields
from content.spelling.known import NOTHING, Known


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
        """Short enough for a button (``content.questions.reading.FACE``)."""
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

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        """What this type makes of a question from another program; None where it is not of this
        type. Raises ``Unfit`` where it is, and can't be taken."""
        return None

    def exchanged(self) -> Item:
        """All that another program could take of it; ``where`` is its id. Without an answer in it
        the question stays here."""
        return Item(where=self.id, stem=self.stem)

    @property
    @abstractmethod
    def chance(self) -> float:
        """The chance, 0 to 1, that a guess is wholly right; 0 for answers that are typed."""

    def option_sets(self) -> tuple[OptionSet, ...]:
        """The options to choose from, set by set; empty for other types."""
        return ()

    def reasons(self) -> Iterator[Piece]:
        """Every explanation; here those of the options."""
        for options in self.option_sets():
            for option in options.options:
                yield Piece(option.why, options.at(option, "why"))

    def answers(self) -> Iterator[Piece]:
        """Everything that a member can give as an answer, right or wrong; here the options."""
        for options in self.option_sets():
            for option in options.options:
                yield Piece(option.text, options.at(option))

    def on_screen(self) -> Iterator[str]:
        """What a member reads before answering: the stem and whatever there is to choose from."""
        yield self.stem
        yield from (piece.words for piece in self.answers())

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
        """The concept that each part of an answer is about; empty where all of it is about
        ``concept``."""
        return ()

    def part_chances(self) -> tuple[float, ...]:
        """The chance, 0 to 1, that a guess gets each of the parts of ``part_concepts`` right."""
        return (self.chance,) * len(self.part_concepts())


def own_concepts(question: Question, named: Iterable[str]) -> tuple[str, ...]:
    """``part_concepts`` from what the parts name; a part that names none is about the question's
    own concept."""
    concepts = tuple(named)
    return tuple(one or question.concept for one in concepts) if any(concepts) else ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong answer with feedback of its own."""

    text: str
    why: str
