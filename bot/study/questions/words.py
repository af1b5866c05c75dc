"""The words of questions and of what is said about answers."""

from __future__ import annotations

from bot.i18n import words_of

say = words_of(__file__)
