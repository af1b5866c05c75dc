"""The words of the room itself."""

from __future__ import annotations

from bot.i18n import words_of

say = words_of(__file__)
