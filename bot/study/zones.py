"""Finding a time zone from what an organizer types: a city, a country, a kind of time.

Nothing is guessed into another country: a name that may mean several places is asked back with
names that are understood when they are typed, and what was understood is told with the time there.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.study import gazetteer
from bot.study.cities import SAME_AS, TIMES
from bot.study.gazetteer import City, plain_place
from bot.study.gazetteer.plain import LONGEST
from bot.study.gazetteer.regions import Region, regions
from bot.study.words import say
from bot.study.zone_areas import (
    MOST,
    Doubt,
    Place,
    areas_called,
    by_clock,
    clocks_of,
    is_in,
    name_of,
    one_of,
    zone_place,
    zones,
)

__all__ = ["Doubt", "Place", "find_zone", "zones"]

_OFFSET = re.compile(
    r"(?P<posix>etc/(?:gmt|utc))?(?:utc|gmt|z)?\s*([+-])\s*([0-9]{1,2})(?:[:.]?([0-9]{2})|\.(5))?\s*(?:h|hours?)?",
    re.ASCII,
)
_AROUND = re.compile(
    r"^(?:(?:i|we|im|i am|we are)\s+)?(?:live\s+|are\s+|am\s+|based\s+)?(?:the\s+)?"
    r"(?:(?:local\s+)?time\s+)?(?:zone\s+)?(?:in|of|at|near|from|is)\s+"
    r"|^(?:the|time\s+zone|timezone|tz)\s+"
    r"|(?:\s+local)?(?:\s+(?:standard|daylight|summer))?\s+(?:time(?:\s*zone)?|tz|area|region)$"
)
_NOBODYS = ("my", "our", "your", "local", "server", "here", "system")
_DASHES = re.compile("[‐‑‒–—−﹣－]")
_LARGE = 100
"""Thousands of people from which a place is taken at its name alone."""
_TOWN = 50
"""Thousands of people from which a town counts beside a country or a state of its name."""
_METROPOLIS = 500
"""The same in a country where a state of that name is."""
_FAMOUS, _KNOWN = 5, 10
"""So many times larger than all others of its name is a place that is meant without a doubt; the
first for one that a zone is called after."""
_SMALL_SHARE = 60


def find_zone(words: str, at: datetime | None = None) -> Place | Doubt:
    """The place that ``words`` name without doubt, else what they may mean.

    Takes an IANA name, a city in many languages, "City, Country", "City, State", a country, a
    state, a kind of time ("Eastern Time", "CET") and a difference from UTC: one with several
    clocks is a ``Doubt``. ``at`` (aware; now) is when differences from UTC are told.
    """
    at = at or datetime.now(UTC)
    typed = words.strip()[:LONGEST]
    plain = plain_place(typed)
    offset = _OFFSET.fullmatch(_DASHES.sub("-", typed).casefold())
    if offset is not None:
        return _of_offset(offset, at)
    if not plain:
        return Doubt(())
    found = _exact(plain) or _kind_of_time(plain, at) or _named(plain, at)
    found = found or _qualified(typed, at)
    bare = _AROUND.sub("", plain)
    if found is None and bare not in ("", plain, *_NOBODYS):  # "Berlin time", "I live in Berlin"
        return find_zone(bare, at)
    found = found or _near(plain, at)
    if isinstance(found, Doubt):
        return _told(found, at)
    known = _finds_again(found.zone, found.name, at)
    return found if known else Place(found.zone, found.zone)


def _exact(plain: str) -> Place | None:
    zone = _ids().get(plain)
    return Place(zone, zone) if zone else None


@cache
def _ids() -> Mapping[str, str]:
    ids = {plain_place(zone): zone for zone in zones()}
    return MappingProxyType({**ids, "utc": "UTC", "etc utc": "UTC", "zulu": "UTC", "z": "UTC"})


def _kind_of_time(plain: str, at: datetime) -> Place | Doubt | None:
    core = re.sub(r"(?:\s(?:standard|daylight|summer))?\stime$", "", plain)
    listed = TIMES.get(core) if core != plain or core in _ALONE else None
    if listed:
        return one_of([zone_place(zone) for zone in listed])
    refs = gazetteer.lookup(plain)
    if not plain.endswith("time") and any(ref[0] in "c=@" for ref in refs):
        return None
    kinds = [ref.casefold() for ref in refs if ref.startswith("~")]
    members = [ref[1:] for kind in kinds for ref in gazetteer.lookup(kind)]
    if not members or (core != plain and core in regions()):  # "Georgia time"
        return None
    return one_of(by_clock([z for z in members if z in set(zones())], at)[:MOST])


# Those of ``TIMES`` that are no abbreviations need "time" behind them.
_ALONE = frozenset(TIMES) - {"india", "japan", "hawaii"}


def _named(plain: str, at: datetime) -> Place | Doubt | None:
    """What a name without "Country" or "State" behind it means."""
    again = SAME_AS.get(plain, plain)
    if "," in again:  # the name of a part of a country
        return _qualified(again, at)
    plain = plain_place(again)
    refs = gazetteer.lookup(plain)
    countries = [ref[1:] for ref in refs if ref.startswith("=")]
    own = [code for code in countries if plain_place(gazetteer.countries()[code][1]) == plain]
    countries = own or countries
    codes = [code for code, (three, _) in gazetteer.countries().items()
             if three and plain in (code.casefold(), three.casefold())]  # fmt: skip
    cities = _own(plain, _cities(refs))
    countries = countries or ([] if cities else codes)
    towns = [] if own else [c for c, _ in cities
                            if c.size >= _TOWN and plain_place(c.name) == plain]  # fmt: skip
    # "New York" and "Québec" are the cities; "Washington" is a city and another state.
    states = [state for state in regions().get(plain, ())
              if len(plain) <= 3 or not any(is_in(town, state) for town in towns)]  # fmt: skip
    areas: list[Region | str] = [*countries, *states]
    places = [place for area in areas for place in clocks_of(area, at)]
    if places:
        others = [t for t in towns if not any(is_in(t, area) for area in areas)]
        return one_of([*places, *(Place(t.zone, name_of(t)) for t in others[:MOST])])
    return _of_cities(plain, _own(plain, cities)) if cities else None


def _own(plain: str, cities: list[tuple[City, bool]]) -> list[tuple[City, bool]]:
    """Without smaller cities that are called so by others only."""
    own = [city.size for city, _ in cities if plain_place(city.name) == plain]
    return [
        (city, famous)
        for city, famous in cities
        if plain_place(city.name) == plain or city.size >= max(own, default=0)
    ]


def _cities(refs: Iterable[str]) -> list[tuple[City, bool]]:
    """Cities with whether a zone is called after them; a zone without a city stands for one."""
    refs = list(refs)
    found = [gazetteer.city(int(ref[1:])) for ref in refs if ref.startswith("c")]
    own = {ref[1:] for ref in refs if ref.startswith("@")} & set(zones())
    famous = [
        (city, city.zone in own and not any(other.zone == city.zone for other in found[:at]))
        for at, city in enumerate(found)
    ]
    missing = own - {city.zone for city in found}
    return [*famous, *((City("", "", "", zone, _LARGE), True) for zone in sorted(missing))]


def _of_cities(plain: str, cities: Sequence[tuple[City, bool]]) -> Place | Doubt:
    largest: dict[str, tuple[City, bool]] = {}
    for city, famous in sorted(cities, key=lambda c: -c[0].size):
        largest.setdefault(city.zone, (city, famous))
    (first, famous), *others = largest.values()
    own = [c for c, _ in others if plain_place(c.name) == plain and c.size >= _LARGE]
    if own and plain_place(first.name) != plain:
        return Doubt((Place(first.zone, name_of(first)), *(Place(c.zone, name_of(c)) for c in own)))
    places = [Place(c.zone, name_of(c)) for c, _ in largest.values()
              if c.size * _SMALL_SHARE >= first.size or c.size >= _LARGE]  # fmt: skip
    second = max((c.size for c, _ in others), default=0)
    if first.size >= second * (_FAMOUS if famous else _KNOWN):
        if famous or first.size >= _LARGE:
            return places[0]
        return Doubt(tuple(places[:MOST]), near=True)
    return Doubt(tuple(places[:MOST]))


def _of_offset(offset: re.Match[str], at: datetime) -> Place | Doubt:
    """Where clocks differ so much from UTC at this moment."""
    posix, sign, hours, minutes, half = offset.groups()
    ahead = timedelta(hours=int(hours), minutes=30 if half else int(minutes or 0))
    if not ahead:
        return Place("UTC", "UTC")
    # "Etc/GMT+5" is five hours behind (tzdata's file etcetera).
    ahead = -ahead if (sign == "-") != bool(posix) else ahead
    there = [z for z in zones() if at.astimezone(zoneinfo.ZoneInfo(z)).utcoffset() == ahead]
    if not there:
        return Doubt((), lead=say("no-offset"))
    lead = say("only-offset")
    return _told(Doubt(tuple(by_clock(there, at)[:MOST]), lead=lead), at)


def _qualified(typed: str, at: datetime) -> Place | Doubt | None:
    """ "Paris, Texas", "London Ontario", "Birmingham (UK)"."""
    parts = [plain_place(part) for part in re.split(r"[,;()/]", typed)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        words = parts[0].split()
        for at_word in range(len(words) - 1, 0, -1):
            city, where = " ".join(words[:at_word]), " ".join(words[at_word:])
            if gazetteer.lookup(SAME_AS.get(city, city)) and areas_called(where):
                return _within(city, [where], at)
        return None
    return _within(parts[0], parts[1:], at) if parts else None


def _within(name: str, wheres: Sequence[str], at: datetime) -> Place | Doubt | None:
    areas = [areas_called(where) for where in wheres]
    again, part, _ = SAME_AS.get(name, name).partition(",")
    refs = gazetteer.lookup(plain_place(again))
    cities = _cities([*refs, *gazetteer.lookup(name)] if part else refs)
    if not any(areas):
        # The second word says nothing: whatever the first means is asked back.
        found = _named(name, at)
        return Doubt((found,), near=True) if isinstance(found, Place) else found
    inside = [
        (city, True)
        for city, _ in cities
        if city.name and all(any(is_in(city, area) for area in known) for known in areas if known)
    ]
    own = [r for r in regions().get(name, ()) if any(r.country in known for known in areas)]
    if own:
        # A state, and larger towns elsewhere in its country.
        places = [place for region in own for place in clocks_of(region, at)]
        others = [
            c for c, _ in inside if c.size >= _METROPOLIS and not any(is_in(c, r) for r in own)
        ]
        return one_of([*places, *(Place(c.zone, name_of(c)) for c in others[:MOST])])
    if inside:
        return _of_cities(name, [(max((c for c, _ in inside), key=lambda c: c.size), True)]
                          if len({c.zone for c, _ in inside}) == 1 else inside)  # fmt: skip
    # No such city is listed: its state's or country's clocks, where there is one only.
    narrow = next(known for known in areas if known)
    places = [place for area in narrow for place in clocks_of(area, at)]
    if not places:
        return None
    found = one_of(places)
    return Doubt((found,), near=True) if isinstance(found, Place) else found


def _near(plain: str, at: datetime) -> Doubt:
    """Places that begin like the word, or are spelled almost like it."""
    begun = gazetteer.starting(plain) if len(plain) >= 3 else []
    begun = [city for city in begun if plain_place(city.name).startswith(plain)] or begun
    slips = 1 if len(plain) < 9 else 2
    names = _spellings()
    alike = process.extract(
        plain, names.keys(), scorer=OSA.distance, score_cutoff=slips, limit=MOST
    )
    found: list[Place] = []
    for name, _, _ in sorted(alike, key=lambda hit: hit[1]):
        meant = _named(name, at) if len(plain) > 3 else None
        found += [meant] if isinstance(meant, Place) else meant.places[:2] if meant else []
    found += [Place(c.zone, name_of(c)) for c in begun[:MOST]]
    return Doubt(tuple({p.name: p for p in found}.values())[:MOST], near=True)


@cache
def _spellings() -> Mapping[str, None]:
    """Names that a slip is looked for in: large cities and countries."""
    cities = (plain_place(city.name) for city in gazetteer.cities())
    countries = (plain_place(name) for _, name in gazetteer.countries().values())
    return MappingProxyType(dict.fromkeys((*cities, *countries, *regions())))


def _told(doubt: Doubt, at: datetime) -> Doubt:
    """With the shortest names that are understood when they are typed."""
    places = []
    for place in doubt.places:
        city = (place.city.partition(",")[0], place.city)
        for name in filter(None, (place.name.partition(",")[0], place.name, *city, place.zone)):
            if _finds_again(place.zone, name, at):
                places.append(Place(place.zone, name))
                break
    return replace(doubt, places=tuple({p.name: p for p in places}.values()))


def _finds_again(zone: str, name: str, at: datetime) -> bool:
    """Whether ``name`` typed alone leads to the zone."""
    plain = plain_place(name)
    found = _exact(plain) or _named(plain, at)
    if found is None and "," in name:
        found = _qualified(name, at)
    return isinstance(found, Place) and found.zone == zone
