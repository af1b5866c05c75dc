"""Cities, states and countries with the clocks that they have."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from bot.study import gazetteer
from bot.study.cities import ONE_CLOCK, SAME_AS
from bot.study.gazetteer import City, plain_place
from bot.study.gazetteer.regions import Region, region_names, regions
from bot.study.words import say

_REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
    "Brazil/", "Canada/", "Chile/", "Europe/", "Indian/", "Mexico/", "Pacific/", "US/",
)  # fmt: skip
MOST, _MOST_OF_A_COUNTRY = 6, 12


@dataclass(frozen=True, slots=True)
class Place:
    """A zone with the name of the place it was found by; ``name`` typed again finds it again.
    ``city`` is a city of a country or a state."""

    zone: str
    name: str
    city: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Places to choose from, likeliest first. ``near``: nothing is called so, these are alike.
    ``lead`` is a sentence on what is missing."""

    places: tuple[Place, ...]
    near: bool = False
    lead: str = ""

    @property
    def sentence(self) -> str:
        """What to type, for a person."""
        names = [say("quoted", place=place.name) for place in self.places]
        if not names:
            return self.lead or say("unknown-place")
        said = names[0]
        if len(names) > 1:
            said = say("either", places=", ".join(names[:-1]), last=names[-1])
        if self.lead:
            return say("town-there", lead=self.lead, places=said)
        return say("near" if self.near else "which-place", places=said)


@cache
def zones() -> tuple[str, ...]:
    """Every zone id a group can have, sorted: IANA names of places, and "UTC"."""
    named = (name for name in zoneinfo.available_timezones() if name.startswith(_REGIONS))
    return tuple(sorted({*named, "UTC"}))


def one_of(places: Sequence[Place]) -> Place | Doubt:
    """The only place there is, else a question."""
    kinds = tuple({place.zone: place for place in places}.values())
    return kinds[0] if len(kinds) == 1 else Doubt(kinds)


def clocks_of(area: Region | str, at: datetime) -> list[Place]:
    """A place for each clock of a state, or of a country by its code."""
    return _region(area, at) if isinstance(area, Region) else _country(area, at)


def _country(code: str, at: datetime) -> list[Place]:
    name = gazetteer.countries()[code][1]
    if code in ONE_CLOCK:
        return [Place(ONE_CLOCK[code], name)]
    known = set(zones())
    own = [zone for zone in gazetteer.country_zones().get(code, ()) if zone in known]
    places = by_clock(own, at, code)
    return [_whole(places[0], name)] if len(places) == 1 else places[:_MOST_OF_A_COUNTRY]


def _region(region: Region, at: datetime) -> list[Place]:
    cities = gazetteer.cities_in(region.country, region.code)
    places = by_clock([city.zone for city in cities], at, region.country, region.code)
    name = f"{region.name}, {gazetteer.countries()[region.country][1]}"
    return [_whole(places[0], name)] if len(places) == 1 else places[:MOST]


def _whole(place: Place, name: str) -> Place:
    """A country or a state that has one clock, told with its largest city beside others."""
    return Place(place.zone, name, place.name)


def by_clock(own: Iterable[str], at: datetime, country: str = "", region: str = "") -> list[Place]:
    """For each different clock of the zones the one where most people live, by its city."""
    sizes = dict.fromkeys(own, 0)
    best: dict[str, City] = {}
    for city in gazetteer.cities_in(country, region) if country else gazetteer.cities():
        if city.zone in sizes:
            sizes[city.zone] += city.size
            best.setdefault(city.zone, city)
    kept: dict[tuple[object, ...], str] = {}
    for zone in sorted(sizes, key=lambda zone: -sizes[zone]):
        kept.setdefault(_clocks(zone, at.date().isoformat()), zone)
    return [Place(z, name_of(best[z])) if z in best else zone_place(z) for z in kept.values()]


def zone_place(zone: str) -> Place:
    return Place(zone, zone.rpartition("/")[2].replace("_", " "))


def name_of(city: City) -> str:
    if not city.name:
        return city.zone
    where = region_names().get((city.country, city.region)) if city.country != "GB" else None
    return f"{city.name}, {where or gazetteer.countries()[city.country][1]}"


def areas_called(where: str) -> list[Region | str]:
    """The states and countries that ``where`` may name."""
    again = plain_place(SAME_AS.get(where, where))
    countries = [ref[1:] for ref in gazetteer.lookup(again) if ref.startswith("=")]
    countries += [code for code, (three, _) in gazetteer.countries().items()
                  if three and where in (code.casefold(), three.casefold())]  # fmt: skip
    return [*regions().get(where, ()), *dict.fromkeys(countries)]


def is_in(city: City, area: Region | str) -> bool:
    if isinstance(area, Region):
        return (city.country, city.region) == area[:2]
    return city.country == area


@lru_cache(maxsize=1024)
def _clocks(zone: str, day: str) -> tuple[object, ...]:
    """What tells two zones apart from ``day`` on: their differences from UTC over two years."""
    tz, start = zoneinfo.ZoneInfo(zone), datetime.fromisoformat(day).replace(tzinfo=UTC)
    return tuple((start + timedelta(days=45 * n)).astimezone(tz).utcoffset() for n in range(16))
