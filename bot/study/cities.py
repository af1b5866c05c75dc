"""What people call places and times for short, and what no list of places has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SAME_AS: Mapping[str, str] = MappingProxyType(
    {
        "la": "Los Angeles", "sf": "San Francisco", "nyc": "New York City", "brooklyn":
        "New York City", "silicon valley": "San Jose, California", "dc": "Washington DC",
        "bay area": "San Francisco",
        "rio": "Rio de Janeiro", "kl": "Kuala Lumpur", "hk": "Hong Kong", "hongkong": "Hong Kong",
        "saigon": "Ho Chi Minh City", "uk": "United Kingdom", "gb": "United Kingdom",
        "great britain": "United Kingdom", "britain": "United Kingdom", "us": "United States",
        "usa": "United States", "america": "United States",
        "united states of america": "United States", "the us": "United States",
        "the usa": "United States", "the united states": "United States",
        "the uk": "United Kingdom", "uae": "United Arab Emirates", "emirates":
        "United Arab Emirates", "holland": "Netherlands", "the netherlands": "Netherlands",
        "korea": "South Korea", "burma": "Myanmar", "sg": "Singapore", "czech": "Czechia",
        "the philippines": "Philippines", "palestine": "Palestinian Territories",
        "macao": "Macau", "drc": "Congo - Kinshasa", "dr congo": "Congo - Kinshasa",
        "democratic republic of the congo": "Congo - Kinshasa",
        "congo": "Congo - Brazzaville", "republic of the congo": "Congo - Brazzaville",
        "east timor": "Timor-Leste", "macedonia": "North Macedonia", "vatican": "Vatican City",
        "bosnia": "Bosnia & Herzegovina", "trinidad": "Trinidad & Tobago",
        "ivory coast": "Côte d’Ivoire", "turkey": "Türkiye",
    }
)  # fmt: skip
"""Plain name → the name to look up instead."""

ONE_CLOCK: Mapping[str, str] = MappingProxyType(
    {"CN": "Asia/Shanghai", "UA": "Europe/Kyiv", "PS": "Asia/Hebron", "CY": "Asia/Nicosia"}
)
"""Countries whose law knows one time, though the database lists other clocks for parts of them."""

_EUROPE = ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw")
_EASTERN = ("America/New_York", "America/Panama", "America/Cancun")
_CENTRAL = ("America/Chicago", "America/Mexico_City", "America/Costa_Rica")
_MOUNTAIN = ("America/Denver", "America/Phoenix")
_PACIFIC = ("America/Los_Angeles",)
_GULF = ("Asia/Dubai",)

TIMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "et": ("America/New_York",), "est": _EASTERN, "edt": ("America/New_York",),
        "eastern": ("America/New_York", "Australia/Sydney", "Australia/Brisbane"),
        "est5edt": ("America/New_York",), "us eastern": ("America/New_York",),
        "ct": ("America/Chicago",), "cst": ("America/Chicago", "America/Costa_Rica",
                                            "Asia/Shanghai"),
        "cdt": ("America/Chicago",), "cst6cdt": ("America/Chicago",),
        "central": ("America/Chicago", "America/Costa_Rica", "Australia/Adelaide",
                    "Australia/Darwin"),
        "us central": ("America/Chicago",),
        "mt": _MOUNTAIN, "mst": _MOUNTAIN, "mdt": ("America/Denver",), "mountain": _MOUNTAIN,
        "mst7mdt": ("America/Denver",), "us mountain": _MOUNTAIN,
        "pt": _PACIFIC, "pst": ("America/Los_Angeles", "Asia/Manila"), "pdt": _PACIFIC,
        "pst8pdt": _PACIFIC, "us pacific": _PACIFIC,
        "akst": ("America/Anchorage",), "akdt": ("America/Anchorage",),
        "hst": ("Pacific/Honolulu",), "hawaii": ("Pacific/Honolulu",),
        "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
        "adt": ("America/Halifax",), "nst": ("America/St_Johns",),
        "wet": ("Europe/Lisbon", "Atlantic/Canary"), "west": ("Europe/Lisbon", "Atlantic/Canary"),
        "cet": _EUROPE, "cest": _EUROPE, "met": _EUROPE, "mez": _EUROPE, "mesz": _EUROPE,
        "eet": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Africa/Cairo"),
        "eest": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Africa/Cairo"),
        "gmt": ("Europe/London", "Africa/Accra", "UTC"),
        "bst": ("Europe/London", "Asia/Dhaka"),
        "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
        "msk": ("Europe/Moscow",), "trt": ("Europe/Istanbul",), "gst": _GULF,
        "pkt": ("Asia/Karachi",), "npt": ("Asia/Kathmandu",), "ict": ("Asia/Bangkok",
                                                                     "Asia/Ho_Chi_Minh"),
        "wib": ("Asia/Jakarta",), "wita": ("Asia/Makassar",), "wit": ("Asia/Jayapura",),
        "sgt": ("Asia/Singapore",), "hkt": ("Asia/Hong_Kong",), "jst": ("Asia/Tokyo",),
        "kst": ("Asia/Seoul",), "pht": ("Asia/Manila",), "myt": ("Asia/Kuala_Lumpur",),
        "aest": ("Australia/Sydney", "Australia/Brisbane"), "aedt": ("Australia/Sydney",),
        "acst": ("Australia/Adelaide", "Australia/Darwin"), "acdt": ("Australia/Adelaide",),
        "awst": ("Australia/Perth",), "nzst": ("Pacific/Auckland",), "nzt": ("Pacific/Auckland",),
        "nzdt": ("Pacific/Auckland",), "brt": ("America/Sao_Paulo",),
        "art": ("America/Argentina/Buenos_Aires",), "clt": ("America/Santiago",),
        "cot": ("America/Bogota",), "pet": ("America/Lima",),
        "sast": ("Africa/Johannesburg",), "eat": ("Africa/Nairobi",),
        "wat": ("Africa/Lagos",), "cat": ("Africa/Maputo", "Africa/Harare"),
        "india": ("Asia/Kolkata",), "uk time": ("Europe/London",),
        "german time": ("Europe/Berlin",), "japan": ("Asia/Tokyo",),
    }
)  # fmt: skip
"""Plain name of a kind of time, "time" left off → zones that keep it, likeliest first."""
