"""The words about dates, times and places that people type."""

from __future__ import annotations

from bot.i18n import words_of

say = words_of(__file__)
