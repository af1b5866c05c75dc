"""The words of checkpoints, for all their modules."""

from __future__ import annotations

from bot.i18n import words_of

words = words_of(__file__, "checkpoint")
