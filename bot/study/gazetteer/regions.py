"""States, provinces and nations that people name: alone, or after a city to tell it from others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from bot.study.gazetteer.plain import plain_place


class Region(NamedTuple):
    """``code`` is GeoNames' own (admin1)."""

    country: str
    code: str
    name: str


_US = (
    "AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, "
    "DE Delaware, DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, "
    "IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, "
    "MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, "
    "MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, "
    "NY New York, NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, "
    "PA Pennsylvania, RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, "
    "TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, "
    "WY Wyoming"
)
# GeoNames' code, the abbreviation, the name.
_CA = (
    "01 AB Alberta, 02 BC British Columbia, 03 MB Manitoba, 04 NB New Brunswick, "
    "05 NL Newfoundland and Labrador, 07 NS Nova Scotia, 08 ON Ontario, "
    "09 PE Prince Edward Island, 10 QC Quebec, 11 SK Saskatchewan, 12 YT Yukon, "
    "13 NT Northwest Territories, 14 NU Nunavut"
)
_AU = (
    "01 ACT Australian Capital Territory, 02 NSW New South Wales, 03 NT Northern Territory, "
    "04 QLD Queensland, 05 SA South Australia, 06 TAS Tasmania, 07 VIC Victoria, "
    "08 WA Western Australia"
)
_GB = "ENG England, SCT Scotland, WLS Wales, NIR Northern Ireland"
_ALSO = {
    "washington dc": ("US", "DC"),
    "washington state": ("US", "WA"),
    "new york state": ("US", "NY"),
    "newfoundland": ("CA", "05"),
    "yukon territory": ("CA", "12"),
}


@cache
def regions() -> Mapping[str, tuple[Region, ...]]:
    """Plain name or abbreviation → the regions called so."""
    found: dict[str, list[Region]] = {}
    for country, coded, rows in (
        ("US", True, _US), ("GB", False, _GB), ("CA", True, _CA), ("AU", True, _AU),
    ):  # fmt: skip
        for row in rows.split(", "):
            code, _, rest = row.partition(" ")
            short, _, name = (code, "", rest) if country in ("US", "GB") else rest.partition(" ")
            region = Region(country, code, name)
            found.setdefault(plain_place(name), []).append(region)
            if coded:
                found.setdefault(plain_place(short), []).append(region)
    for name, (country, code) in _ALSO.items():
        found[name] = [r for rs in found.values() for r in rs if r[:2] == (country, code)][:1]
    return MappingProxyType({name: tuple(rs) for name, rs in found.items()})


@cache
def region_names() -> Mapping[tuple[str, str], str]:
    """Country and GeoNames' code → name."""
    return MappingProxyType({r[:2]: r.name for rs in regions().values() for r in rs})
