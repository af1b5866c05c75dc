"""The words about Discord itself: why it refuses something, and what to do about it."""

from __future__ import annotations

from bot.i18n import words_of

say = words_of(__file__)
