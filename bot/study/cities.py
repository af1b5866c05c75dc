"""Places that people name and that are no zone's own name.

A place with several zones lists them: the organiser is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_BY_ZONE = {
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria, South Africa",
    "Africa/Lagos": "Abuja, Nigeria",
    "Africa/Nairobi": "Kenya",
    "Africa/Casablanca": "Morocco, Rabat",
    "America/Argentina/Buenos_Aires": "Argentina",
    "America/Bogota": "Colombia, Medellin",
    "America/Chicago": "Austin, Dallas, Houston, Minneapolis, Nashville, New Orleans, San Antonio, "
    "St. Louis, Milwaukee, Kansas City",
    "America/Denver": "Salt Lake City, Albuquerque, Colorado",
    "America/Lima": "Peru",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, San Jose, Las Vegas, California, "
    "Silicon Valley, Sacramento, Oakland, LA, SF",
    "America/Mexico_City": "Guadalajara",
    "America/New_York": "Boston, Washington, Washington DC, Philadelphia, Atlanta, Miami, "
    "Pittsburgh, Charlotte, Orlando, Cleveland, Baltimore, NYC, Brooklyn",
    "America/Phoenix": "Arizona, Tucson",
    "America/Sao_Paulo": "Rio, Rio de Janeiro, Brasilia, Belo Horizonte",
    "America/Toronto": "Ottawa, Quebec",
    "America/Edmonton": "Calgary",
    "Asia/Dubai": "Abu Dhabi, UAE, United Arab Emirates",
    "Asia/Ho_Chi_Minh": "Hanoi, Vietnam",
    "Asia/Hong_Kong": "Hongkong",
    "Asia/Jakarta": "Bandung",
    "Asia/Jerusalem": "Haifa, Israel",
    "Asia/Karachi": "Islamabad, Lahore, Pakistan",
    "Asia/Kathmandu": "Nepal",
    "Asia/Kolkata": "Ahmedabad, Bangalore, Bengaluru, Chennai, Delhi, Hyderabad, India, Mumbai, "
    "New Delhi, Pune",
    "Asia/Kuala_Lumpur": "Malaysia",
    "Asia/Manila": "Cebu, Philippines",
    "Asia/Riyadh": "Jeddah, Saudi Arabia",
    "Asia/Seoul": "Busan, Korea, South Korea",
    "Asia/Shanghai": "Beijing, Chengdu, China, Guangzhou, Hangzhou, Shenzhen, Wuhan",
    "Asia/Bangkok": "Thailand",
    "Asia/Tokyo": "Fukuoka, Japan, Kyoto, Nagoya, Osaka, Sapporo, Yokohama",
    "Asia/Singapore": "SG",
    "Asia/Taipei": "Taiwan",
    "Australia/Sydney": "Canberra",
    "Europe/Amsterdam": "Eindhoven, Netherlands, Rotterdam, The Hague, Utrecht",
    "Europe/Athens": "Greece, Thessaloniki",
    "Europe/Belgrade": "Serbia, Novi Sad",
    "Europe/Berlin": "Aachen, Bonn, Bremen, Cologne, Dortmund, Dresden, Dusseldorf, Frankfurt, "
    "Germany, Hamburg, Hannover, Heidelberg, Karlsruhe, Koln, Leipzig, Mannheim, Munich, Munchen, "
    "Nuremberg, Nurnberg, Stuttgart, Deutschland",
    "Europe/Brussels": "Antwerp, Belgium, Ghent",
    "Europe/Bucharest": "Cluj, Romania",
    "Europe/Budapest": "Hungary",
    "Europe/Copenhagen": "Aarhus, Denmark",
    "Europe/Dublin": "Cork, Ireland",
    "Europe/Helsinki": "Espoo, Finland, Tampere",
    "Europe/Istanbul": "Ankara, Izmir, Turkey",
    "Europe/Kyiv": "Kharkiv, Lviv, Odesa, Ukraine",
    "Europe/Lisbon": "Porto",
    "Europe/London": "Belfast, Bristol, Cardiff, Edinburgh, England, Glasgow, Leeds, Liverpool, "
    "Oxford, Scotland, UK, United Kingdom, Wales",
    "Europe/Madrid": "Barcelona, Bilbao, Malaga, Seville, Valencia",
    "Europe/Oslo": "Bergen, Norway, Trondheim",
    "Europe/Paris": "France, Lille, Lyon, Marseille, Nice, Strasbourg, Toulouse",
    "Europe/Prague": "Brno, Czechia, Czech Republic",
    "Europe/Rome": "Bologna, Florence, Italy, Milan, Milano, Naples, Turin",
    "Europe/Sofia": "Bulgaria",
    "Europe/Stockholm": "Gothenburg, Malmo, Sweden",
    "Europe/Vienna": "Austria, Graz, Linz, Salzburg, Wien",
    "Europe/Warsaw": "Gdansk, Krakow, Poland, Poznan, Wroclaw",
    "Europe/Zurich": "Basel, Bern, Geneva, Lausanne, Switzerland, Zuerich",
    "Pacific/Auckland": "Christchurch, New Zealand, Wellington",
    "Pacific/Honolulu": "Hawaii",
}

_SHARED = {
    "Birmingham": ("Europe/London", "America/Chicago"),
    "Cambridge": ("Europe/London", "America/New_York"),
    "Manchester": ("Europe/London", "America/New_York"),
    "Portland": ("America/Los_Angeles", "America/New_York"),
    "Australia": ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide",
                  "Australia/Darwin", "Australia/Perth"),
    "Brazil": ("America/Sao_Paulo", "America/Manaus", "America/Fortaleza"),
    "Canada": ("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg",
               "America/Halifax", "America/St_Johns"),
    "Indonesia": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "Mexico": ("America/Mexico_City", "America/Cancun", "America/Tijuana"),
    "Portugal": ("Europe/Lisbon", "Atlantic/Azores"),
    "Spain": ("Europe/Madrid", "Atlantic/Canary"),
    "Texas": ("America/Chicago", "America/Denver"),
    "Florida": ("America/New_York", "America/Chicago"),
    "USA": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
            "America/Phoenix", "America/Anchorage", "Pacific/Honolulu"),
}  # fmt: skip

PLACES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{place: (zone,) for zone, places in _BY_ZONE.items() for place in places.split(", ")},
        **_SHARED,
        "US": _SHARED["USA"],
        "United States": _SHARED["USA"],
    }
)
