"""Names of cities, countries and kinds of time in many languages, and the zones they are in.

The lists are looked up by bisection where they lie: nothing is taken apart before it is asked
for. They are read from disk on first use; ``docs/gazetteer.py`` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from bot.study.gazetteer.plain import plain_place

__all__ = [
    "City", "cities", "cities_in", "city", "countries", "country_zones", "lookup", "plain_place",
    "starting",
]  # fmt: skip


_NOT_IN_ISO = {
    "XK": "Kosovo", "IC": "Canary Islands", "EA": "Ceuta & Melilla", "AC": "Ascension Island",
    "TA": "Tristan da Cunha", "DG": "Diego Garcia", "CQ": "Sark",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """``region`` is GeoNames' code of a state or nation where there are such; ``size`` is in
    thousands of people."""

    name: str
    country: str
    region: str
    zone: str
    size: int


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n") if line and not line.startswith("#"))


@cache
def _index() -> bytes:
    return files(__name__).joinpath("names.txt").read_bytes().partition(b"\n")[2]


@cache
def countries() -> Mapping[str, tuple[str, str]]:
    """ISO code of two letters → ISO code of three, English name.

    Unicode's names of places know more than ISO does: those have no code of three letters.
    """
    rows = (line.split("\t") for line in _lines("countries.txt"))
    listed = {two: (three, name) for two, three, name in rows}
    return MappingProxyType({code: ("", name) for code, name in _NOT_IN_ISO.items()} | listed)


@cache
def country_zones() -> Mapping[str, tuple[str, ...]]:
    """ISO code of a country → its zones, as the time zone database lists them."""
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            found.setdefault(code, []).append(zone)
    return MappingProxyType({code: tuple(zones) for code, zones in found.items()})


def city(number: int) -> City:
    """A city by the number that ``lookup`` gives; the smaller, the larger the city."""
    name, country, region, zone, size = _lines("cities.txt")[number].split("\t")
    return City(name, country, region, zone, int(size))


@cache
def cities_in(country: str, region: str = "") -> tuple[City, ...]:
    """A country's or a region's cities, largest first."""
    mark = f"\t{country}\t{region}\t" if region else f"\t{country}\t"
    lines = _lines("cities.txt")
    return tuple(city(number) for number, line in enumerate(lines) if mark in line)


@cache
def cities() -> tuple[City, ...]:
    """The cities with 100,000 people or more, largest first."""
    found = []
    for number in range(len(_lines("cities.txt"))):
        if (it := city(number)).size < 100:
            break
        found.append(it)
    return tuple(found)


def lookup(key: str) -> tuple[str, ...]:
    """What a plain name may stand for: ``c12`` a city, ``=DE`` a country, ``@Asia/Tokyo`` the
    city that a zone is called after, ``~Japan`` a kind of time; ``~japan`` as a key lists the
    zones of such a kind."""
    index, wanted = _index(), f"{key}\t".encode()
    at = _first(index, wanted)
    line = index[at : index.find(b"\n", at)]
    found = line[len(wanted) :].decode().split(" ") if line.startswith(wanted) else ()
    return tuple(ref for ref in found if ref[0] != "=" or ref[1:] in countries())


def starting(key: str) -> list[City]:
    """The largest cities one of whose names begins with ``key``."""
    index, wanted = _index(), key.encode()
    at = _first(index, wanted)
    numbers = {
        int(place[1:])
        for line in _with(index, wanted, at)
        for place in line.partition("\t")[2].split(" ")
        if place.startswith("c")
    }
    return [city(number) for number in sorted(numbers)]


_MOST_LINES = 5_000


def _with(index: bytes, wanted: bytes, at: int) -> Iterator[str]:
    for _ in range(_MOST_LINES):
        if not index.startswith(wanted, at):
            return
        end = index.find(b"\n", at)
        yield index[at:end].decode()
        at = end + 1


def _first(index: bytes, wanted: bytes) -> int:
    """Where the first line that is not before ``wanted`` begins."""
    low, high = 0, len(index)
    while low < high:
        middle = (low + high) // 2
        start = index.rfind(b"\n", 0, middle) + 1
        end = index.find(b"\n", start)
        if index[start : min(end, start + len(wanted))] < wanted:
            low = end + 1
        else:
            high = start
    return low
