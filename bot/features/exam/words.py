"""The words of the mock exam, for all its modules."""

from __future__ import annotations

from bot.i18n import words_of

words = words_of(__file__, "exam")
