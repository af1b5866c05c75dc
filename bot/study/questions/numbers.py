"""Whether a typed number is the expected one, and numbers among options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bot.study.questions.words import say
from content.spelling.numbers import Reading, alike, asks_percent, common, is_number, reading
from content.spelling.ranges import ends_of

_UNITS = {
    "%": "%, percent, per cent, pct, pct., prozent, percentage",
    "$": "$, usd, dollar, dollars, us$",
    "€": "€, eur, euro, euros",
    "£": "£, gbp, pound, pounds",
    "km": "kilometer, kilometers, kilometre, kilometres",
    "m": "meter, meters, metre, metres",
    "cm": "centimeter, centimeters, centimetre, centimetres",
    "mm": "millimeter, millimeters, millimetre, millimetres",
    "kg": "kilogram, kilograms, kilo, kilos",
    "g": "gram, grams, gramme, grammes",
    "mg": "milligram, milligrams",
    "l": "l, liter, liters, litre, litres",
    "ml": "ml, milliliter, milliliters, millilitre, millilitres",
    "s": "sec, secs, second, seconds",
    "min": "min, mins, minute, minutes",
    "h": "h, hr, hrs, hour, hours",
    "d": "day, days",
    "°C": "°c, c, celsius, degc, degrees celsius, degree celsius",
    "°F": "°f, f, fahrenheit, degrees fahrenheit",
    "°": "degree, degrees, deg",
    "K": "kelvin, kelvins",
    "J": "joule, joules",
    "N": "newton, newtons",
    "W": "watt, watts",
    "V": "volt, volts",
    "A": "amp, amps, ampere, amperes",
    "Hz": "hertz, hz",
    "Pa": "pascal, pascals",
    "mol": "mole, moles, mols",
}
_LONG_NAMES = {name: sign for sign, names in _UNITS.items() for name in names.split(", ")}


class Judged(Enum):
    RIGHT = "right"
    WRONG = "wrong"


class Ask(NamedTuple):
    """What was typed cannot be told; ``words`` ask for it in another way. ``fits`` says that one
    way to read it is right."""

    words: str
    fits: bool = False


class Expected(NamedTuple):
    """``plain`` are the values that are right without per cent, ``percent`` those with it.
    ``unit`` is the author's, as it is shown; ``point`` the sign before decimals, if known."""

    readings: tuple[Reading, ...]
    plain: tuple[Fraction, ...]
    percent: tuple[Fraction, ...]
    units: frozenset[str]
    unit: str
    point: str


@lru_cache(maxsize=1024)
def expected(accept: tuple[str, ...], stem: str, point: str) -> Expected:
    """What the ways to write the answer have in common. ``point`` is the course's."""
    pairs = [(words, one) for words in accept if (one := reading(words)) is not None]
    found = tuple(one for _, one in pairs)
    values = common(accept, stem) or tuple(one.value for one in found)
    swapped = len(values) > 1 and point == "," and found[0].other in values
    value = values[1 if swapped else 0]
    percent = [one.value for one in found if one.percent]
    if not percent and asks_percent(stem):
        percent = [max((one.value for one in found), key=abs)]
    plain: tuple[Fraction, ...] = (value,)
    share: tuple[Fraction, ...] = (value, value * 100)
    if percent:
        plain, share = (percent[0], percent[0] / 100), (percent[0],)
    return Expected(
        readings=found,
        plain=plain,
        percent=share,
        units=frozenset(unit_of(one.unit) for one in found if one.unit),
        unit=next((one.unit for one in found if one.unit), ""),
        point=_own_point(pairs, value) or point,
    )


def judge(
    given: str, accept: Sequence[str], stem: str = "", point: str = ""
) -> Judged | Ask | None:
    """Whether ``given`` writes the number that ``accept`` writes; None when it writes none.

    ``stem`` tells whether per cent is asked for, ``point`` is the sign before decimals in the
    course's language ("" when unknown). What can be read in two ways, one of them right and not
    the one of that language, is asked back; so are other units and sums still to be done.
    """
    if given.strip() in accept or any(same_range(given, words, stem, point) for words in accept):
        return Judged.RIGHT
    mine = reading(given)
    if mine is None or not any(map(reading, accept)):
        pairs = ends_of(given) is not None and any(map(ends_of, accept))
        return Judged.WRONG if pairs else None
    right = expected(tuple(accept), stem, point)
    unit = unit_of(mine.unit)
    if mine.unit and unit not in right.units:
        if right.units:
            return Ask(say("other-unit", unit=right.unit))
        if mine.multiplied:
            return Ask(say("in-full"))
    if mine.work:
        return Ask(say("work-it-out"))
    readings = list(mine.values)
    if right.point == ",":
        readings.reverse()
    fitting = [_fits(mine, value, right) for value in readings]
    if not any(fitting):
        return Judged.WRONG
    if fitting[0] and (right.point or len(fitting) == 1):
        return Judged.RIGHT
    one, other = map(_digits, readings)
    return Ask(say("two-readings", one=one, other=other), fits=True)


def same_range(given: str, right: str, stem: str = "", point: str = "") -> bool:
    """Whether both write the same two numbers, as a range (5-10) or as a ratio (3:1)."""
    theirs = ends_of(right)
    mine = None if theirs is None else ends_of(given)
    if mine is None or theirs is None:
        return False
    if not ((mine.range and theirs.range) or (mine.ratio and theirs.ratio)):
        return False
    pairs = ((mine.first, theirs.first), (mine.last, theirs.last))
    return all(judge(one, (other,), stem, point) is Judged.RIGHT for one, other in pairs)


def same_number(given: str, other: str) -> bool:
    """Whether both write one number in the same way of reading, per cent or not."""
    mine, theirs = reading(given), reading(other)
    return (
        mine is not None
        and theirs is not None
        and mine.value == theirs.value
        and (not mine.unit or not theirs.unit or unit_of(mine.unit) == unit_of(theirs.unit))
        and (mine.percent == theirs.percent or not theirs.percent)
    )


def numbers_in(accept: Sequence[str]) -> tuple[str, ...]:
    """Those of ``accept`` that are numbers and nothing else, or with a unit that is known."""
    return tuple(words for words in accept if is_number(words) or _is_measured(words))


def _is_measured(words: str) -> bool:
    found = reading(words)
    return found is not None and unit_of(found.unit) in _UNITS


def unit_of(unit: str) -> str:
    """One name for a unit, however it is written; in short ones case counts (mW is not MW)."""
    plain = " ".join(unit.strip(" .").replace("º", "°").split())
    if plain.casefold() in _LONG_NAMES:
        return _LONG_NAMES[plain.casefold()]
    if len(plain) <= 3:
        return plain.replace(" ", "")
    return plain.casefold().replace(" ", "").replace("^", "").removesuffix("s")


def _fits(mine: Reading, value: Fraction, right: Expected) -> bool:
    wanted = right.percent if mine.percent else right.plain
    if value in wanted:
        return True
    if mine.percent:
        return False
    # A fraction that no decimals write, on either side: 1/3 and 0.33.
    return any(
        alike(mine, one, value, theirs)
        for one in right.readings
        for theirs in (right.plain if one.exact else one.values)
    )


def _own_point(pairs: Sequence[tuple[str, Reading]], value: Fraction) -> str:
    """The sign before decimals in the author's own ways to write it; "" when both are used."""
    signs: set[str] = set()
    for words, one in pairs:
        if one.other is not None:
            signs.add("." if one.value == value else ",")
            continue
        last = re.search(r"([.,])([0-9]+)[^0-9]*$", words)
        if last and one.decimals == len(last[2]):
            signs.add(last[1])
    return signs.pop() if len(signs) == 1 else ""


def _digits(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.12g}"


def ascending(texts: Sequence[tuple[str, str]]) -> list[str] | None:
    """Ids of (id, text) by the number in text, when all are numbers of one unit; else None."""
    numbers: list[tuple[Fraction, str]] = []
    units: set[str] = set()
    for id_, words in texts:
        found = reading(words)
        if found is None:
            return None
        units.add(found.unit.removesuffix("s"))
        numbers.append((found.value, id_))
    return [id_ for _, id_ in sorted(numbers)] if len(units) == 1 else None
