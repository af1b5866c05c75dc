"""Finding a time zone from what an organiser types: a city, a country, an IANA name."""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from bot.study.cities import PLACES

_REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
    "Brazil/", "Canada/", "Chile/", "Europe/", "Indian/", "Mexico/", "Pacific/", "US/",
)  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt|z|etc/gmt)?\s*[+\-−]\s*[0-9]{1,2}(?:[:.]?[0-9]{2})?", re.ASCII)
_ABBREVIATIONS = re.compile(
    r"a[cekw][ds]t|[cemp][dse]?t|bst|cest|eat|eest|eet|gmt|hkt|hst|ist|jst|kst|msk|nz[ds]t|"
    r"sast|sgt|wat|west|wet|wib"
)
_NEAR = 72
_MOST = 10


class BadZone(ValueError):
    """The words name an offset, not a place; ``str()`` is a sentence that says what to type."""


@cache
def zones() -> tuple[str, ...]:
    """Every zone id a group can have, sorted: IANA names of places, and "UTC"."""
    named = (name for name in zoneinfo.available_timezones() if name.startswith(_REGIONS))
    return tuple(sorted({*named, "UTC"}))


def find_zone(words: str) -> str | list[str]:
    """The zone that ``words`` name without doubt, else candidates, likeliest first.

    Takes an IANA name, a city, or a country with one zone; accents, case and underscores do
    not matter. Candidates may be empty. Raises ``BadZone`` for "UTC+2" or "CET": such a name
    does not say when clocks change.
    """
    plain = _plain(words)
    if not plain:
        return []
    if plain in ("utc", "etc/utc"):
        return "UTC"
    if _OFFSET.fullmatch(plain) or _ABBREVIATIONS.fullmatch(plain):
        raise BadZone(
            "Type a city, such as Berlin or New York: it also says when the clocks change."
        )
    names = _names()
    found = names.get(plain) or names.get(plain.partition(",")[0].strip())
    if found:
        return found[0] if len(found) == 1 else list(found)
    starts = [zone for name, ids in names.items() if name.startswith(plain) for zone in ids]
    near = process.extract(plain, names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST)
    return list(dict.fromkeys([*starts, *(z for name, _, _ in near for z in names[name])]))[:_MOST]


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words[:100].casefold().replace("ß", "ss"))
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(letters.replace("_", " ").split())


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Plain name → zone ids: full ids, last parts (cities), and places without a zone of theirs."""
    names: dict[str, list[str]] = {}
    for zone in zones():
        names[_plain(zone)] = [zone]
    for zone in zones():
        if zone.startswith(("US/", "Canada/", "Brazil/", "Chile/", "Mexico/")):
            continue
        if "/" in zone:
            names.setdefault(_plain(zone.rpartition("/")[2]), []).append(zone)
    known = set(zones())
    for place, ids in PLACES.items():
        names[_plain(place)] = [zone for zone in ids if zone in known]
    return MappingProxyType({name: _distinct(ids) for name, ids in names.items() if ids})


def _distinct(ids: list[str]) -> tuple[str, ...]:
    """Without older aliases: of names for the same clocks the most exact one stays."""
    if len(ids) == 1:
        return tuple(ids)
    kept: dict[tuple[object, ...], str] = {}
    for zone in sorted(ids, key=len):
        kept[_clocks(zone)] = zone
    return tuple(sorted(kept.values()))


def _clocks(zone: str) -> tuple[object, ...]:
    tz = zoneinfo.ZoneInfo(zone)
    return tuple(
        datetime(year, month, 1, tzinfo=UTC).astimezone(tz).utcoffset()
        for year in (2015, 2020, 2025)
        for month in (1, 4, 7, 11)
    )
