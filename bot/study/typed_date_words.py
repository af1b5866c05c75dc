"""The words that dates are written with: months, days of the week, in a few languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz.distance import OSA

_MONTHS = """
january jan januar jänner januari janvier enero gennaio janeiro
february feb februar februari février fevrier febrero febbraio fevereiro
march mar märz maerz maart mars marzo março marco
april apr avril abril aprile
may mai mei mayo maggio maio
june jun juni juin junio giugno junho
july jul juli juillet julio luglio julho
august aug augustus août aout agosto
september sep sept septembre septiembre settembre setembro
october oct okt oktober octobre octubre ottobre outubro
november nov novembre noviembre novembro
december dec dez dezember décembre decembre diciembre dicembre dezembro
"""
_WEEKDAYS = """
monday mon montag maandag lundi lunes lunedì lunedi segunda-feira
tuesday tue tues dienstag dinsdag mardi martes martedì martedi terça-feira
wednesday wed weds mittwoch woensdag mercredi miércoles miercoles mercoledì mercoledi quarta-feira
thursday thu thur thurs donnerstag donderdag jeudi jueves giovedì giovedi quinta-feira
friday fri freitag vrijdag vendredi viernes venerdì venerdi sexta-feira
saturday sat samstag sonnabend zaterdag samedi sábado sabado sabato
sunday sun sonntag zondag dimanche domingo domenica
"""
_NUMBERS = "a an one two three four five six seven eight nine ten eleven twelve"


_NUMBERS_TOO = {"couple": 2, "couple of": 2, "a couple": 2, "a couple of": 2}
_RESPELLED = {
    "tomorrow": "tommorow tomorow tommorrow tmrw tmr tmw 2moro 2morrow morgen demain mañana",
    "christmas": "xmas x-mas",
    "new year's eve": "nye",
    "wednesday": "wensday wendsday",
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth",
    "6th": "sixth", "7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth",
}  # fmt: skip
_ALWAYS = {typed: word for word, many in _RESPELLED.items() for typed in many.split()}
_SLIPS_FROM = 6
"""Letters from which on a word with one slip is read as the word."""
_CLOCK = r"[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\.[0-9]+)?(?:\s*(?:[ap]\.?m\.?|z|uhr|h))?"
_TRAILING = re.compile(
    rf"(?:(?:\s*,|\s+at|\s*@|(?<=[0-9])t)?\s*(?:{_CLOCK}|"
    r"\b[0-9]{1,2}(?:\s*(?:am|pm|a\.m|p\.m|uhr)|h)\.?|\b[0-9]{1,2}\s+o'clock)"
    r"|\s*,?\s+(?:at\s+|in\s+the\s+)?(?:early\s+)?"
    r"(?:morning|noon|midday|afternoon|evening|night|midnight))$"
)
_LEADING = re.compile(r"(?:on|from|by|before|up to|the|to|'til)\s+")
_SHORT_YEAR = re.compile(
    r"((?:[0-9]{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+[a-z]{3,}\.?|[a-z]{3,}\.?\s+[0-9]{1,2}"
    r"(?:st|nd|rd|th)?)),?\s+'?([2-9][0-9])"
)


def _numbered(rows: str) -> Mapping[str, int]:
    lines = rows.strip().splitlines()
    return MappingProxyType({w: n for n, line in enumerate(lines, 1) for w in line.split()})


MONTHS = _numbered(_MONTHS)
WEEKDAYS = _numbered(_WEEKDAYS)
"""Word → ISO weekday, 1 for Monday."""
NUMBERS: Mapping[str, int] = MappingProxyType(
    {word: max(1, n - 1) for n, word in enumerate(_NUMBERS.split())} | _NUMBERS_TOO
)
_KNOWN = [w for w in (*MONTHS, *WEEKDAYS, "tomorrow", "christmas") if len(w) >= _SLIPS_FROM]


def respelled(plain: str) -> str:
    """Plain words with "tmrw", "first" and "wendesday" as the grammar knows them."""
    return re.sub(r"(?<![\w-])[\w][\w-]*", lambda found: _word(found[0]), plain)


@lru_cache(maxsize=512)
def _word(word: str) -> str:
    if word in _ALWAYS:
        return _ALWAYS[word]
    if len(word) < _SLIPS_FROM or not word.isalpha() or word in MONTHS or word in WEEKDAYS:
        return word
    near = {known for known in _KNOWN if OSA.distance(word, known, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else word


def without_time(plain: str) -> str:
    """A date in plain words without a time of day behind it and small words before it."""
    bare = _TRAILING.sub("", plain).rstrip(" ,") or plain
    for _ in range(3):
        bare = _LEADING.sub("", bare, count=1) if _LEADING.match(bare) else bare
    if short := _SHORT_YEAR.fullmatch(bare):
        return f"{short[1]} 20{short[2]}"
    return bare


def one_of(words: Mapping[str, int]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
