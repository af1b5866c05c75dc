"""The words that dates are written with: months, days of the week, in a few languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

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


def _numbered(rows: str) -> Mapping[str, int]:
    lines = rows.strip().splitlines()
    return MappingProxyType({w: n for n, line in enumerate(lines, 1) for w in line.split()})


MONTHS = _numbered(_MONTHS)
WEEKDAYS = _numbered(_WEEKDAYS)
"""Word → ISO weekday, 1 for Monday."""
NUMBERS: Mapping[str, int] = MappingProxyType(
    {word: max(1, n - 1) for n, word in enumerate(_NUMBERS.split())}
)


def one_of(words: Mapping[str, int]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
