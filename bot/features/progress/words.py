"""The words of this folder."""

from bot.i18n import words_of

words = words_of(__file__, "progress")
