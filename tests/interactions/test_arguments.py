"""Typed command lines: understood as meant, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.arguments import Missing, Parsed, Wrong, complete, parse, resolve
from bot.model import Choice, Command, OptionKind, OptionSpec

TOPIC = OptionSpec("topic", "What it is about")
COUNT = OptionSpec(
    "count", "How many questions", OptionKind.INTEGER, minimum=1, maximum=20, default=5
)
PERIODS = (Choice("This week", "week"), Choice("All", "all"))
QUIZ = Command(("quiz",), "Practise", (TOPIC, COUNT))
BOARD = Command(
    ("leaderboard",),
    "Who leads",
    (OptionSpec("period", "Which period", OptionKind.CHOICE, choices=PERIODS, default="week"),),
)
PAUSE = Command(
    ("study", "pause"),
    "Stop for a while",
    (
        OptionSpec(
            "days", "How many days", OptionKind.INTEGER, required=True, minimum=1, maximum=99
        ),
    ),
)
HELP = Command(("study", "help"), "All commands")
PAINT = Command(
    ("paint",),
    "Paints",
    (
        OptionSpec(
            "colour",
            "Colour",
            OptionKind.CHOICE,
            required=True,
            choices=(Choice("Red", "red"), Choice("Blue", "blue")),
        ),
        OptionSpec(
            "size",
            "Size",
            OptionKind.CHOICE,
            required=True,
            choices=(Choice("Big", "big"), Choice("Small", "small")),
        ),
        COUNT,
        OptionSpec("note", "A note"),
    ),
)
ALL = (QUIZ, BOARD, PAUSE, HELP, PAINT)


@pytest.mark.parametrize(
    ("line", "route", "options"),
    [
        ("quiz", "quiz", {"count": 5}),
        ("quiz polly 3", "quiz", {"topic": "polly", "count": 3}),
        ("quiz 3 polly", "quiz", {"topic": "polly", "count": 3}),
        ("QUIZ  amazon   polly ", "quiz", {"topic": "amazon polly", "count": 5}),
        ("quiz topic:amazon polly count:3", "quiz", {"topic": "amazon polly", "count": 3}),
        ("quiz count=3 s3", "quiz", {"topic": "s3", "count": 3}),
        ("study quiz polly 3", "quiz", {"topic": "polly", "count": 3}),
        ("leaderboard", "leaderboard", {"period": "week"}),
        ("leaderboard ALL", "leaderboard", {"period": "all"}),
        ("leaderboard period:all", "leaderboard", {"period": "all"}),
        ("study pause 7", "study/pause", {"days": 7}),
        ("study", "study/help", {}),
        ("study help", "study/help", {}),
    ],
)
def test_lines_are_understood(line: str, route: str, options: dict[str, str | int]) -> None:
    asked = resolve(ALL, line)
    assert isinstance(asked, Parsed), asked
    assert (asked.command.route, asked.options) == (route, options)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("quiz 99", "from 1 to 20"),
        ("quiz -3", "from 1 to 20"),
        ("quiz count:+-5", "from 1 to 20"),
        ("quiz count:many", "from 1 to 20"),
        ("leaderboard yesterday", "week or all"),
        ("leaderboard period:yesterday", "week or all"),
        ("study pause", "/study pause <days>"),
        ("study pause 7 now", "/study pause <days>"),
        ("study dance", "no command"),
        ("", "/study help"),
    ],
)
def test_wrong_lines_say_what_to_type(line: str, words: str) -> None:
    asked = resolve(ALL, line)
    assert isinstance(asked, Wrong)
    assert words in asked.sentence


def test_a_missing_choice_is_asked_for_with_everything_else_kept() -> None:
    asked = resolve(ALL, "paint 7 for the wall")
    assert isinstance(asked, Missing)
    assert asked.option.name == "colour"
    assert asked.options == {"count": 7, "note": "for the wall"}


def test_a_second_missing_choice_is_asked_for_next_and_defaults_are_there() -> None:
    first = resolve(ALL, "paint")
    assert isinstance(first, Missing)
    second = complete(PAINT, {**first.options, "colour": "red"})
    assert isinstance(second, Missing)
    assert second.option.name == "size"
    done = complete(PAINT, {**second.options, "size": "big"})
    assert done == Parsed(PAINT, {"count": 5, "colour": "red", "size": "big"})


@given(st.text(max_size=200) | st.lists(st.sampled_from(
    ["quiz", "study", "paint", "leaderboard", "pause", "count:", "count:+-5", "-+", "+", "red",
     "topic:=", ":", "=", "week", "9" * 30, "٣", "²", "\x00", "topic:topic:x", "days:٣"]
)).map(" ".join))  # fmt: skip
def test_no_line_raises(line: str) -> None:
    asked = resolve(ALL, line)
    assert isinstance(asked, Parsed | Missing | Wrong)
    if isinstance(asked, Wrong):
        assert asked.sentence and len(asked.sentence) < 400


NAMES = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
WORDS = st.lists(st.from_regex(r"w[a-z0-9]{1,8}", fullmatch=True), min_size=1, max_size=4)


@st.composite
def commands_and_lines(draw: st.DrawFn) -> tuple[Command, dict[str, str | int], list[str]]:
    """A command with at most one text option, values for its options, and how they are typed."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    specs: list[OptionSpec] = []
    given: dict[str, str | int] = {}
    words: list[str] = []
    for index, name in enumerate(names):
        kind = draw(st.sampled_from(list(OptionKind)))
        if any(s.kind is kind for s in specs):  # one of a kind can be told apart unnamed
            kind = OptionKind.CHOICE
        required = draw(st.booleans())
        choices = tuple(Choice(f"C{index}-{n}", f"c{index}-{n}") for n in range(3))
        specs.append(
            OptionSpec(
                name,
                "Something",
                kind,
                required,
                choices if kind is OptionKind.CHOICE else (),
                minimum=-5,
                maximum=500,
            )
        )
        if not required and draw(st.booleans()):
            continue
        if kind is OptionKind.TEXT:
            said = draw(WORDS)
            given[name] = " ".join(said)
        elif kind is OptionKind.INTEGER:
            number = draw(st.integers(-5, 500))
            given[name] = number
            said = [str(number)]
        else:
            value = draw(st.sampled_from(choices)).value
            given[name] = value
            said = [value]
        words.extend(said)
    return Command(("do",), "Does", tuple(specs)), given, words


@given(commands_and_lines())
def test_what_the_usage_asks_for_parses_back(
    case: tuple[Command, dict[str, str | int], list[str]],
) -> None:
    command, given_options, words = case
    integers = [s.name for s in command.options if s.kind is OptionKind.INTEGER]
    if any(name in given_options for name in integers):
        # A bare number is understood first or last; in between it is named, as usage names it.
        number = str(given_options[integers[0]])
        words[words.index(number)] = f"{integers[0]}:{number}"
    assert parse(command, words) == Parsed(command, given_options)


@given(st.sampled_from(ALL))
def test_the_usage_names_every_option(command: Command) -> None:
    for spec in command.options:
        shown = [c.value for c in spec.choices] or [spec.name]
        assert all(word in command.usage for word in shown)


FIND = Command(
    ("find",),
    "Finds",
    (
        OptionSpec("text", "What", suggests=True, any_words=True),
        OptionSpec("count", "How many", OptionKind.INTEGER, minimum=1, maximum=20),
    ),
    hints=("search", "look up"),
)
PEOPLE = Command(
    ("study", "organizers"), "Who", aliases=("organisers", "organizer"), hints=("admins",)
)
MORE = (*ALL, FIND, PEOPLE)


@pytest.mark.parametrize(
    ("line", "route", "options"),
    [
        ("/QUIZ polly", "quiz", {"topic": "polly", "count": 5}),
        ("quiz /quiz polly", "quiz", {"topic": "polly", "count": 5}),
        ("study /quiz polly", "quiz", {"topic": "polly", "count": 5}),
        ('quiz "polly"', "quiz", {"topic": "polly", "count": 5}),
        ("quiz “amazon polly” 3", "quiz", {"topic": "amazon polly", "count": 3}),
        ("quiz count: 3 polly", "quiz", {"topic": "polly", "count": 3}),
        ("study 'help'!", "study/help", {}),
        ("study study help", "study/help", {}),
        ("study help help", "study/help", {}),
        ("study organizers", "study/organizers", {}),
        ("study Organisers", "study/organizers", {}),
        ("leaderboard this week", "leaderboard", {"period": "week"}),
        ("leaderboard weekly", "leaderboard", {"period": "week"}),
        ("find route 53", "find", {"text": "route 53"}),
        ("find 5", "find", {"text": "5"}),
        ("find 3 k-means", "find", {"text": "3 k-means"}),
        ("find route 53 count:3", "find", {"text": "route 53", "count": 3}),
        ("find find me", "find", {"text": "find me"}),
    ],
)
def test_lines_are_understood_as_meant(
    line: str, route: str, options: dict[str, str | int]
) -> None:
    asked = resolve(MORE, line)
    assert isinstance(asked, Parsed), asked
    assert (asked.command.route, asked.options) == (route, options)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("help", ["/study help"]),
        ("study hlep", ["/study help"]),
        ("study leaderbord", ["/leaderboard", "/study help"]),
        ("leaderbord all", ["/leaderboard all", "/study help"]),
        ("qiuz polly 3", ["/quiz polly 3", "/study help"]),
        ("search k-means 3", ["/find k-means 3", "/study help"]),
        ("study look up k-means", ["/find k-means", "/study help"]),
        ("admins", ["/study organizers", "/study help"]),
        ("study k-means", ["/find k-means", "/study help"]),
        ("xyzzy", ["/study help"]),
        ("study help me", ["/study help"]),
        ("leaderboard yesterday", ["/leaderboard", "/leaderboard all"]),
        ("", ["/study help"]),
    ],
)
def test_near_misses_lead_to_what_was_meant(line: str, instead: list[str]) -> None:
    asked = resolve(MORE, line)
    assert isinstance(asked, Wrong)
    assert [meant.line for meant in asked.instead] == instead


@given(st.sampled_from(MORE), st.data())
def test_every_offered_line_parses_to_itself(command: Command, data: st.DataObject) -> None:
    letters = list("/".join(command.path).replace("/", " "))
    at = data.draw(st.integers(0, len(letters) - 1))
    letters[at] = data.draw(st.characters(categories=["Ll"], codec="ascii"))
    asked = resolve(MORE, "".join(letters))
    for meant in asked.instead if isinstance(asked, Wrong) else ():
        again = resolve(MORE, meant.line)
        assert again == meant or isinstance(again, Missing)
