"""Reminders as fields of a form: on or off, the time of day, the zone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bot.features.reminders.offer import words
from bot.features.reminders.switching import Choice
from bot.model import ChoiceField, Field, Option, TextField
from bot.runtime.acts import ask
from bot.study import calendar
from bot.study.group import Rhythm

REMIND, TIME, ZONE = "remind", "remind-at", "zone"


def reminder_fields(choice: Choice) -> tuple[Field, ...]:
    """Filled in with what is, or would be."""
    return (
        ChoiceField(
            REMIND,
            words("field"),
            (
                Option(words("field-off"), "off", selected=not choice.is_on),
                Option(words("field-on"), "on", words("field-on-hint"), choice.is_on),
            ),
        ),
        TextField(
            TIME,
            words("field-time"),
            words("field-time-hint"),
            calendar.clock_words(choice.minutes),
            required=False,
            max_length=60,
        ),
        TextField(
            ZONE,
            words("field-zone"),
            words("field-zone-hint"),
            choice.zone,
            required=False,
            max_length=100,
        ),
    )


async def read_reminder(
    values: Mapping[str, tuple[str, ...]], before: Choice, at: datetime
) -> tuple[Choice | calendar.Doubt | None, dict[str, str]]:
    """What the form asks for, or one sentence for each field that is amiss.

    Off needs neither time nor zone; a form without the fields leaves all as ``before``. Where
    nothing is amiss but that the zone may be one of several, these are returned as well.
    """
    if REMIND not in values:
        return before, {}
    if values[REMIND] != ("on",):
        return Choice(False, before.minutes, before.zone), {}
    errors: dict[str, str] = {}
    minutes = 0
    try:
        (minutes,) = calendar.parse_times(_one(values, TIME), Rhythm.MORNING)
    except calendar.BadTimes as bad:
        errors[TIME] = str(bad)
    typed = _one(values, ZONE)
    # Not on the loop: the lists of places are read from disk the first time.
    zone = await ask(("zone", typed), partial(asyncio.to_thread, calendar.find_zone, typed, at))
    if isinstance(zone, calendar.Doubt):
        errors[ZONE] = zone.sentence if typed else words("no-zone")
        return zone if zone.places and len(errors) == 1 else None, errors
    return (None, errors) if errors else (Choice(True, minutes, zone.zone), {})


def _one(values: Mapping[str, tuple[str, ...]], key: str) -> str:
    given = values.get(key, ())
    return given[0].strip() if given else ""
