"""What people call places and times for short, and what no list of places has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Islands, states and lands that people call their home, by a city with the same clock.
_PARTS = {
    name: city
    for city, names in {
        "Denpasar, Indonesia": "bali, lombok", "Jakarta, Indonesia": "java, sumatra",
        "Funchal, Portugal": "madeira", "Palma, Spain": "mallorca, majorca, ibiza, menorca, "
        "balearic islands", "Barcelona, Spain": "catalonia, catalunya, cataluna",
        "Seville, Spain": "andalusia, andalucia", "Bilbao, Spain": "basque country",
        "Munich, Germany": "bavaria, bayern", "Dresden, Germany": "saxony, sachsen",
        "Düsseldorf, Germany": "north rhine westphalia, nordrhein westfalen, nrw",
        "Stuttgart, Germany": "baden wurttemberg", "Palermo, Italy": "sicily, sicilia",
        "Cagliari, Italy": "sardinia, sardegna", "Florence, Italy": "tuscany, toscana",
        "Milan, Italy": "lombardy, lombardia", "Ajaccio, France": "corsica, corse",
        "Rennes, France": "brittany, bretagne", "Rouen, France": "normandy, normandie",
        "Marseille, France": "provence", "Heraklion, Greece": "crete", "Innsbruck, Austria":
        "tyrol, tirol", "Lhasa, China": "tibet", "Shanghai, China": "manchuria",
        "Sapporo, Japan": "hokkaido", "Naha, Japan": "okinawa", "Phuket, Thailand": "koh samui",
        "Kochi, India": "kerala", "Chennai, India": "tamil nadu", "Bengaluru, India": "karnataka",
        "Mumbai, India": "maharashtra, goa", "Ahmedabad, India": "gujarat",
        "Kota Kinabalu, Malaysia": "sabah", "Kuching, Malaysia": "sarawak",
        "Honolulu": "oahu, maui", "Auckland": "north island", "Christchurch, New Zealand":
        "south island", "Las Palmas, Spain": "gran canaria, tenerife, lanzarote, fuerteventura",
    }.items()
    for name in names.split(", ")
}  # fmt: skip

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
        "republic of the congo": "Congo - Brazzaville",
        "east timor": "Timor-Leste", "macedonia": "North Macedonia", "vatican": "Vatican City",
        "bosnia": "Bosnia & Herzegovina", "trinidad": "Trinidad & Tobago",
        "ivory coast": "Côte d’Ivoire", "turkey": "Türkiye", "u k": "United Kingdom",
        "u s": "United States", "u s a": "United States", "u a e": "United Arab Emirates",
        "n y c": "New York City", "l a": "Los Angeles", "d c": "Washington DC",
        "washington d c": "Washington DC", "eire": "Ireland", "persia": "Iran", "siam": "Thailand",
        "ceylon": "Sri Lanka", "islas canarias": "Canary Islands",
        **_PARTS,
    }
)  # fmt: skip
"""Plain name → the name to look up instead."""

ONE_CLOCK: Mapping[str, str] = MappingProxyType(
    {
        "CN": "Asia/Shanghai", "UA": "Europe/Kyiv", "PS": "Asia/Hebron", "CY": "Asia/Nicosia",
        "XK": "Europe/Belgrade", "IC": "Atlantic/Canary", "EA": "Africa/Ceuta",
        "AC": "Atlantic/St_Helena", "TA": "Atlantic/St_Helena", "DG": "Indian/Chagos",
        "CQ": "Europe/Guernsey",
    }
)  # fmt: skip
"""Countries whose law knows one time, though the database lists other clocks for parts of them,
and those that the database does not list."""

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
        "bst": ("Europe/London", "Asia/Dhaka"), "idt": ("Asia/Jerusalem",),
        "irst": ("Asia/Tehran",), "irt": ("Asia/Tehran",), "ndt": ("America/St_Johns",),
        "sst": ("Pacific/Pago_Pago",), "chst": ("Pacific/Guam",), "uzt": ("Asia/Tashkent",),
        "aft": ("Asia/Kabul",), "mmt": ("Asia/Yangon",), "pgt": ("Pacific/Port_Moresby",),
        "vet": ("America/Caracas",), "ect": ("America/Guayaquil",), "bot": ("America/La_Paz",),
        "uyt": ("America/Montevideo",), "pyt": ("America/Asuncion",), "azt": ("Asia/Baku",),
        "get": ("Asia/Tbilisi",), "amt": ("America/Manaus", "Asia/Yerevan"),
        "east coast": ("America/New_York", "Australia/Sydney", "Australia/Brisbane"),
        "us east coast": ("America/New_York",), "us west coast": ("America/Los_Angeles",),
        "west coast": ("America/Los_Angeles", "Australia/Perth"),
        "south pole": ("Antarctica/McMurdo",), "crimea": ("Europe/Kyiv", "Europe/Moscow"),
        "xinjiang": ("Asia/Shanghai", "Asia/Urumqi"), "borneo": ("Asia/Pontianak",
        "Asia/Makassar", "Asia/Kuching", "Asia/Brunei"), "congo": ("Africa/Kinshasa",
        "Africa/Lubumbashi", "Africa/Brazzaville"), "papua": ("Asia/Jayapura",
        "Pacific/Port_Moresby"),
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
