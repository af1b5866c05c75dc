"""Numbers as people write them, anywhere.

Read are: "1,200", "1 200", "1'200", "1,00,000", "1.000,5", ".5", "−5", "+5", "1e-3", "1*10^-3",
"10⁻³", "1/2", "½", "1 1/2", "50 %", "50 percent", "٤٢" and "４２", each with a unit or words like
"about" around. Not read are number words ("twelve"), "12k" and "3 million", sums and ranges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_FRACTION_SIGNS = re.compile("([0-9])([¼-¾⅐-⅞])")
_RAISED = re.compile("[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MINUS = re.compile("[‐‑‒–—−﹣－]")
_NUMBER = re.compile(
    r"(?:(?:about|around|approx\.?|approximately|roughly|circa|ca\.?|exactly|~|=|≈|≃)\s*)*"
    r"(?P<minus>minus|negative)?\s*(?P<before>[$€£¥₹]?)\s*(?P<sign>[+\-]?)\s*"
    r"(?P<currency>[$€£¥₹]?)\s*"
    r"(?:(?P<mixed>[0-9]+)\s+(?P<over>[0-9]+)\s*/\s*(?P<under>[0-9]+)"
    r"|(?P<top>[0-9]+)\s*/\s*(?P<bottom>[0-9]+)"
    r"|(?P<digits>(?:[0-9](?:[0-9.,'_ ]*[0-9])?|[.,][0-9]+)[.,]?)?"
    r"(?P<power>\s*(?:[*x×·⋅]\s*)?(?<![0-9])10\s*(?:\^|\*\*)\s*\(?\s*(?P<exponent>[+\-]?[0-9]+)\s*\)?)?"
    r"(?:\s?e\s?(?P<e>[+\-]?[0-9]+))?)"
    r"(?P<unit>(?:\s*(?!\s|x\s*[0-9]|e\s?[+\-]?[0-9]|-[^a-z])[^0-9\s^*/]"
    r"(?:[^0-9]|(?<=[a-z^\-])[1-3](?![0-9])){0,40})?)\s*",
    re.IGNORECASE,
)
_LETTER_MULTIPLIER = frozenset("kKmMbBtT")
"""Thousand, million, billion, trillion; or kelvin, meters, bytes and tonnes."""
_MULTIPLIER = re.compile(
    r"mio|mln|bn|tsd|mrd|cr|crore|lakh|lac|dozen|"
    r"(?:thousand|million|billion|trillion|hundred|dozen|crore|lakh)s?\b.*",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"%|pct\.?|per\s?cent(?:age)?s?|percentage points?|prozent|por ciento|pour ?cent|procent|"
    r"процент\w*",
    re.IGNORECASE,
)
_ASKED_PERCENT = re.compile(
    r"(?<![0-9])(?<![0-9]\s)(?:%|\b(?:per\s?cent|percent|percentage|pct|prozent|por ciento|"
    r"porcentaje|pour ?cent|pourcentage|procent|процент\w*)\b)",
    re.IGNORECASE,
)
_UNIT_SIGNS = frozenset(" %°/.-,;!?€$£¥₹()^·*'’µμΩ‰²³\"")
_LONGEST_WORDS = 200
_LONGEST_DIGITS = 40
_LARGEST_POWER = 300
_GROUP = r"(?:[1-9][0-9]{0,2}(?:%s[0-9]{3})+|[1-9][0-9]?(?:%s[0-9]{2})+%s[0-9]{3})"


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody's words write.

    ``value`` is the number, ``other`` what it is where "." and "," are used the other way round
    (1.234 and 1,234; None where only one reading is possible); ``point`` is the sign in question.
    ``percent`` says that per cent stands behind it: the value is then that of the digits alone.
    ``exact`` is false for a fraction that no decimals write (1/3). ``work`` says that it is still
    to be worked out (24/2). ``decimals`` counts the digits after the point.
    """

    value: Fraction
    other: Fraction | None = None
    point: str = ""
    unit: str = ""
    percent: bool = False
    exact: bool = True
    work: bool = False
    decimals: int = 0

    @property
    def values(self) -> tuple[Fraction, ...]:
        """Both readings, the likelier one first."""
        return (self.value,) if self.other is None else (self.value, self.other)

    @property
    def multiplied(self) -> bool:
        """Whether the unit may be no unit: 5 k, 3 M."""
        return self.unit in _LETTER_MULTIPLIER


@lru_cache(maxsize=4096)
def reading(words: str) -> Reading | None:
    """The number that ``words`` write, or None when they write none. Never raises.

    Where both are possible, ``value`` takes "," for thousands and "." for decimals.
    """
    if len(words) > _LONGEST_WORDS:
        return None
    found = _NUMBER.fullmatch(plain_signs(words))
    if found is None:
        return None
    unit = found["unit"].strip()
    if not unit and (found["before"] or found["currency"]):
        unit = found["before"] or found["currency"]
    if _MULTIPLIER.fullmatch(unit) or not all(
        sign.isalpha() or sign in _UNIT_SIGNS or sign in "123" for sign in unit
    ):
        return None
    number = _fraction(found) or _decimal(found)
    if number is None:
        return None
    percent = bool(_PERCENT.match(unit))
    if found["minus"] and found["sign"]:
        return None
    sign = -1 if found["minus"] or found["sign"] == "-" else 1
    return Reading(
        value=sign * number.value,
        other=None if number.other is None else sign * number.other,
        point=number.point,
        unit=unit.strip(" .,;!?)("),
        percent=percent,
        exact=number.exact,
        work=number.work,
        decimals=number.decimals,
    )


def plain_signs(words: str) -> str:
    """One way of writing signs and digits, whatever the script."""
    words = _FRACTION_SIGNS.sub(r"\1 \2", words.strip())
    words = _RAISED.sub(_power, words)
    words = unicodedata.normalize("NFKC", words)
    out = []
    for char in words:
        if char.isdecimal() and not char.isascii():
            out.append(str(unicodedata.decimal(char)))
        elif char == "٫":
            out.append(".")
        elif char in "٬’ʼ´`‘":
            out.append("'")
        elif char == "٪":
            out.append("%")
        elif char == "\u2044":
            out.append("/")
        elif not unicodedata.category(char).startswith("C"):
            out.append(" " if char.isspace() else char)
    return _MINUS.sub("-", "".join(out)).strip()


def _power(found: re.Match[str]) -> str:
    """A raised number after a digit is a power; after a letter it belongs to a unit (m²)."""
    raised = unicodedata.normalize("NFKC", found[0]).replace("−", "-")
    before = found.string[found.start() - 1 : found.start()]
    return f"^{raised}" if before.isdigit() else raised


def _fraction(found: re.Match[str]) -> Reading | None:
    top, bottom = found["over"] or found["top"], found["under"] or found["bottom"]
    if top is None or len(top) + len(bottom) > _LONGEST_DIGITS or int(bottom) == 0:
        return None
    value = Fraction(int(top), int(bottom))
    if found["mixed"]:
        if value >= 1 or len(found["mixed"]) > _LONGEST_DIGITS:
            return None
        value += int(found["mixed"])
    return Reading(value, exact=_ends(value.denominator), work=value.denominator == 1)


def _decimal(found: re.Match[str]) -> Reading | None:
    if found["digits"] is None and found["power"] is None:
        return None
    if found["digits"] is None:
        number: Reading | None = Reading(Fraction(1))
    elif found["power"] and not re.match(r"\s*[*x×·⋅]", found["power"], re.IGNORECASE):
        return None
    else:
        number = _digits(found["digits"])
    if number is None:
        return None
    if found["power"] and found["e"]:
        return None
    power = int((found["exponent"] if found["power"] else found["e"]) or 0)
    if abs(power) > _LARGEST_POWER:
        return None
    if not (found["power"] or found["e"]):
        return number
    scale = Fraction(10) ** power
    other = None if number.other is None else number.other * scale
    return Reading(number.value * scale, other, number.point)


def _digits(digits: str) -> Reading | None:
    digits = digits.strip().rstrip(".,")
    if len(digits) > _LONGEST_DIGITS:
        return None
    for space in (" ", "'", "_"):
        if space in digits:
            whole, mark, rest = _last_mark(digits)
            if not re.fullmatch(_GROUP.replace("%s", space), whole) or space in rest:
                return None
            digits = whole.replace(space, "") + mark + rest
            return _point(digits, mark)
    marks = re.sub(r"[0-9]", "", digits)
    if not marks:
        return Reading(Fraction(int(digits)))
    last = marks[-1]
    if len(set(marks)) == 1 and len(marks) > 1:
        return _grouped(digits, last)
    if len(marks) > 1:  # thousands in one sign, the decimals after the other
        whole, _, rest = digits.rpartition(last)
        grouped = _grouped(whole, marks[0])
        if marks.count(last) > 1 or grouped is None:
            return None
        return Reading(grouped.value + _after(rest), decimals=len(rest))
    decimal, grouped = _point(digits, last), _grouped(digits, last)
    if decimal is None or grouped is None:
        return decimal
    if last == ",":
        return Reading(grouped.value, decimal.value, ",", decimals=3)
    return Reading(decimal.value, grouped.value, ".", decimals=3)


def _last_mark(digits: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"([^.,]*)([.,]?)(.*)", digits)
    return (found[1], found[2], found[3]) if found else (digits, "", "")


def _point(digits: str, sign: str) -> Reading | None:
    whole, _, rest = digits.partition(sign) if sign else (digits, "", "")
    if not re.fullmatch(r"[0-9]*", whole) or not re.fullmatch(r"[0-9]*", rest):
        return None
    return Reading(Fraction(int(whole or 0)) + _after(rest), decimals=len(rest))


def _after(rest: str) -> Fraction:
    return Fraction(int(rest), 10 ** len(rest)) if rest else Fraction(0)


def _grouped(digits: str, sign: str) -> Reading | None:
    if not re.fullmatch(_GROUP.replace("%s", re.escape(sign)), digits):
        return None
    return Reading(Fraction(int(digits.replace(sign, ""))))


def _ends(denominator: int) -> bool:
    """Whether decimals can write a fraction with this denominator."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def alike(one: Reading, other: Reading, mine: Fraction, right: Fraction) -> bool:
    """Whether two numbers are one: equal, or one a fraction that the other rounds (1/3, 0.33)."""
    if mine == right:
        return True
    if not one.exact and other.decimals >= 2:
        return round(mine, other.decimals) == right
    if not other.exact and one.decimals >= 2:
        return round(right, one.decimals) == mine
    return False


def is_number(words: str) -> bool:
    """Whether ``words`` write a number and nothing else (per cent and currency aside)."""
    found = reading(words)
    return found is not None and (found.percent or not any(map(str.isalpha, found.unit)))


def asks_percent(stem: str) -> bool:
    """Whether a question asks for per cent, rather than say a percentage itself (20% of 60)."""
    return bool(_ASKED_PERCENT.search(stem))


def meanings(number: Reading) -> tuple[Fraction, ...]:
    """Every value that the words can stand for, per cent as a share of one included."""
    shares = tuple(value / 100 for value in number.values) if number.percent else ()
    return number.values + shares


def written_alike(accept: Sequence[str], stem: str = "") -> bool:
    """Whether all of ``accept`` can write one number; 50% and 0.5 can."""
    return bool(common(accept, stem)) or not any(map(reading, accept))


def common(accept: Sequence[str], stem: str = "") -> tuple[Fraction, ...]:
    """The values of the first of ``accept`` that all of them can write, likeliest first."""
    found = [one for one in map(reading, accept) if one is not None]
    share = asks_percent(stem)

    def fits(value: Fraction, first: Reading, one: Reading) -> bool:
        mine = meanings(one)
        if share:
            mine += tuple(v / 100 for v in one.values) + tuple(v * 100 for v in one.values)
        return any(alike(first, one, value, other) for other in mine)

    return tuple(
        value
        for value in (meanings(found[0]) if found else ())
        if all(fits(value, found[0], one) for one in found)
    )
