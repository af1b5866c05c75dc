"""Places as people name them: the right zone or an honest choice, never another country's."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study import gazetteer
from bot.study.cities import SAME_AS
from bot.study.gazetteer.plain import plain_place
from bot.study.gazetteer.regions import regions
from bot.study.zone_areas import clocks_of
from bot.study.zones import Doubt, Place, find_zone, zones

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


def countries_by_zone() -> dict[str, set[str]]:
    """The time zone database's own word on which country a zone is in."""
    found: dict[str, set[str]] = {}
    for table in ("zone.tab", "zone1970.tab"):
        text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                codes, _, zone = line.split("\t")[:3]
                found.setdefault(zone, set()).update(codes.split(","))
    return found


COUNTRIES_BY_ZONE = countries_by_zone()
ISO = [
    tuple(line.split("\t"))
    for line in files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
# Islands without people have no zone in the database, and a name of two countries is asked back.
NOBODY = {"BV", "HM"}
# What Unicode lists beside places: test languages, and an island without people.
NO_PLACES = {"XA", "XB", "CP"}
CITIES = gazetteer.cities()[:400]


def names_of(index: str) -> list[str]:
    """Names that stand for a country."""
    return [line.partition("\t")[0] for line in index.split("\n") if "=" in line]


def meant(words: str) -> tuple[Place, ...]:
    found = find_zone(words, AT)
    return found.places if isinstance(found, Doubt) else (found,)


@pytest.mark.parametrize(("code", "name"), ISO, ids=[name for _, name in ISO])
def test_every_country_is_its_own(code: str, name: str) -> None:
    found = find_zone(name, AT)
    if code in NOBODY:
        assert isinstance(found, Doubt)
        return
    assert meant(name), name
    if isinstance(found, Place):
        assert code in COUNTRIES_BY_ZONE[found.zone]
    else:
        assert any(code in COUNTRIES_BY_ZONE[place.zone] for place in found.places)


@pytest.mark.parametrize(("code", "name"), ISO, ids=[name for _, name in ISO])
def test_a_country_with_one_zone_is_not_asked_about(code: str, name: str) -> None:
    own = gazetteer.country_zones().get(code, ())
    if len(own) == 1 and name not in ("Georgia", "Grenada"):
        assert find_zone(name, AT) == Place(own[0], find_zone(name, AT).name)  # type: ignore[union-attr]


@pytest.mark.parametrize("city", CITIES, ids=[f"{c.name}, {c.country}" for c in CITIES])
def test_large_cities_are_found_or_asked_about(city: gazetteer.City) -> None:
    found = find_zone(city.name, AT)
    if isinstance(found, Place):
        assert city.country in COUNTRIES_BY_ZONE[found.zone]
        assert found.zone == city.zone
    else:
        assert city.zone in {place.zone for place in found.places}
    country = gazetteer.countries()[city.country][1]
    assert find_zone(f"{city.name}, {country}", AT).zone == city.zone  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Bangladesh", "Asia/Dhaka"),
        ("Egypt", "Africa/Cairo"),
        ("Iran", "Asia/Tehran"),
        ("Iceland", "Atlantic/Reykjavik"),
        ("東京", "Asia/Tokyo"),
        ("Москва", "Europe/Moscow"),
        ("Moskau", "Europe/Moscow"),
        ("MÜNCHEN", "Europe/Berlin"),
        ("Århus", "Europe/Copenhagen"),
        ("sao paulo", "America/Sao_Paulo"),
        ("København", "Europe/Copenhagen"),
        ("Łódź", "Europe/Warsaw"),
        ("القاهرة", "Africa/Cairo"),
        ("서울", "Asia/Seoul"),
        ("Deutschland", "Europe/Berlin"),
        ("日本", "Asia/Tokyo"),
        ("Paris", "Europe/Paris"),
        ("Paris, Texas", "America/Chicago"),
        ("Paris TX", "America/Chicago"),
        ("Paris (Texas)", "America/Chicago"),
        ("London, Ontario", "America/Toronto"),
        ("london ontario", "America/Toronto"),
        ("Birmingham, AL", "America/Chicago"),
        ("Birmingham UK", "Europe/London"),
        ("Portland, Maine", "America/New_York"),
        ("Dublin, Ohio", "America/New_York"),
        ("Georgia, US", "America/New_York"),
        ("Arizona", "America/Phoenix"),
        ("ET", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("Japan Standard Time", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("Kosovo", "Europe/Belgrade"),
        ("Prishtina", "Europe/Belgrade"),
        ("Canary Islands", "Atlantic/Canary"),
        ("Islas Canarias", "Atlantic/Canary"),
        ("Bali", "Asia/Makassar"),
        ("Bali, Indonesia", "Asia/Makassar"),
        ("Java", "Asia/Jakarta"),
        ("Madeira", "Atlantic/Madeira"),
        ("Cataluña", "Europe/Madrid"),
        ("Bayern", "Europe/Berlin"),
        ("Tibet", "Asia/Shanghai"),
        ("U.K.", "Europe/London"),
        ("Washington, D.C.", "America/New_York"),
        ("New York time", "America/New_York"),
        ("Berlin time", "Europe/Berlin"),
        ("I live in Berlin", "Europe/Berlin"),
        ("time in Berlin", "Europe/Berlin"),
        ("IRST", "Asia/Tehran"),
        ("  «Berlin»  ", "Europe/Berlin"),
    ],
)
def test_what_people_type(words: str, zone: str) -> None:
    found = find_zone(words, AT)
    assert isinstance(found, Place), found
    assert found.zone == zone


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("Portland", {"America/Los_Angeles", "America/New_York"}),
        ("Birmingham", {"Europe/London", "America/Chicago"}),
        ("Cambridge", {"Europe/London", "America/New_York"}),
        ("Georgia", {"Asia/Tbilisi", "America/New_York"}),
        ("Washington", {"America/Los_Angeles", "America/New_York"}),
        ("Texas", {"America/Chicago", "America/Denver"}),
        ("Spain", {"Europe/Madrid", "Atlantic/Canary"}),
        ("USA", {"America/New_York", "America/Los_Angeles", "Pacific/Honolulu"}),
        ("Eastern Time", {"America/New_York", "Australia/Sydney"}),
        ("EST", {"America/New_York", "America/Panama"}),
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("CET", {"Europe/Berlin", "Europe/Paris"}),
        ("Congo", {"Africa/Kinshasa", "Africa/Brazzaville"}),
        ("Georgia time", {"Asia/Tbilisi", "America/New_York"}),
        ("East Coast", {"America/New_York", "Australia/Sydney"}),
        ("U.S.", {"America/New_York", "Pacific/Honolulu"}),
        ("Etc/GMT+5", {"America/New_York"}),
        ("Etc/GMT-2", {"Africa/Cairo"}),
        ("UTC+2", {"Africa/Johannesburg", "Africa/Cairo"}),
        ("gmt−5", {"America/New_York"}),
        ("+05:30", {"Asia/Kolkata"}),
        ("Kyif", {"Europe/Kyiv"}),
        ("Berln", {"Europe/Berlin"}),
    ],
)
def test_what_may_mean_several_places_is_asked_back(words: str, among: set[str]) -> None:
    found = find_zone(words, AT)
    assert isinstance(found, Doubt), found
    assert among <= {place.zone for place in found.places}
    assert found.sentence.startswith(("Which one", "Did you mean", "That alone"))


@pytest.mark.parametrize(
    "words",
    ["Atlantis", "Narnia", "Gotham City", "qqqq", "", " ", "…", "UTC+20", "my time", "local time"],
)
def test_what_is_nowhere_is_not_guessed(words: str) -> None:
    found = find_zone(words, AT)
    assert isinstance(found, Doubt)
    assert {place.zone for place in found.places} <= {"Africa/Johannesburg"}  # its own Atlantis


NAMED = st.sampled_from([city.name for city in gazetteer.cities()])
OF_A_COUNTRY = st.sampled_from([name for _, name in gazetteer.countries().values()])
TYPED = st.text(max_size=40) | NAMED | OF_A_COUNTRY | st.sampled_from(sorted(regions()))


@settings(max_examples=200)
@given(TYPED | st.integers(-15, 15).map("UTC{:+}".format))
def test_every_choice_is_understood_when_it_is_typed(words: str) -> None:
    known = set(zones())
    for place in meant(words):
        assert place.zone in known
        assert find_zone(place.name, AT) == Place(place.zone, find_zone(place.name, AT).name)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(SAME_AS))
def test_what_people_call_places_leads_somewhere(name: str) -> None:
    assert meant(name)


def test_each_territory_that_a_name_stands_for_has_a_clock() -> None:
    index = gazetteer._index().decode()
    codes = set(re.findall(r"=([A-Z]{2})", index))
    named = {ref[1:] for name in names_of(index) for ref in gazetteer.lookup(name) if ref[0] == "="}
    assert named >= codes - NO_PLACES
    assert [code for code in named - NOBODY if not clocks_of(code, AT)] == []


@given(st.sampled_from(zones()))
def test_every_zone_is_found_by_its_own_name(zone: str) -> None:
    assert find_zone(zone, AT) == Place(zone, zone)


def test_a_name_is_cut_before_it_is_taken_apart() -> None:
    assert len(plain_place("ﷺ" * 100_000)) < 3_000
