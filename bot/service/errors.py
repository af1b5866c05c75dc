"""Errors of starting up: one sentence for the person who runs the bot, exit code 2."""

from __future__ import annotations

from bot.service.redaction import redacted


class StartError(Exception):
    """``str()`` says what is wrong and what to do, and no secret."""

    def __init__(self, sentence: str) -> None:
        super().__init__(redacted(sentence))
