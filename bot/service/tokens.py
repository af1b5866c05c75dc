"""Secrets as people paste them: in quotes, after a word, or into the wrong setting."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.adapters.platform import Setting
from bot.service.platforms import PLATFORMS

_QUOTES = ('""', "''", "``", "“”", "‘’", "<>")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00a0"
_PREFIX = re.compile(r"(?i)(?:bot|bearer|token)[:\s]\s*")


def cleaned(value: str, *, secret: bool = False) -> str:
    """``value`` without what is around it: spaces, quotes and, for a secret, “Bot ” or “Bearer ”.

    Docker's --env-file keeps quotes, and a token copied from an example keeps its word.
    """
    while True:
        found = value.strip().strip(_INVISIBLE)
        if len(found) > 1 and found[0] + found[-1] in _QUOTES:
            found = found[1:-1]
        elif secret:
            found = _PREFIX.sub("", found, count=1) if _PREFIX.match(found) else found
        if found == value:
            return value
        value = found


def misplaced(values: Mapping[str, str]) -> dict[str, str]:
    """Secrets that are plainly of another kind: for each setting's name what to do about it.

    Says nothing of the value but what kind it is.
    """
    settings = {s.name: s for platform in PLATFORMS for s in platform.settings if s.look}
    found: dict[str, str] = {}
    for name, setting in settings.items():
        value = values.get(name)
        if value is None or re.fullmatch(setting.look, value):
            continue
        right = next((s for s in settings.values() if re.fullmatch(s.look, value)), None)
        if right is not None:
            found[name] = _swapped(setting, right, values) or (
                f"{_name(setting)} holds {right.kind}, which belongs in {_name(right)}: copy "
                f"{setting.kind} from {setting.where}."
            )
        elif stray := _stray(setting, value):
            found[name] = (
                f"{_name(setting)} holds {stray}: copy {setting.kind} from {setting.where}."
            )
    return found


def _swapped(one: Setting, other: Setting, values: Mapping[str, str]) -> str:
    if not re.fullmatch(one.look, values.get(other.name, "")):
        return ""
    return f"{_name(one)} and {_name(other)} are swapped: put each value into the other setting."


def _stray(setting: Setting, value: str) -> str:
    for platform in PLATFORMS:
        for pattern, kind, everywhere in platform.strays:
            if (everywhere or setting in platform.settings) and re.fullmatch(pattern, value):
                return kind
    return ""


def _name(setting: Setting) -> str:
    return setting.name.upper()
