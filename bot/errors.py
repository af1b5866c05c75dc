"""Errors of starting up: one sentence for the person who runs the bot, exit code 2."""

from __future__ import annotations


class StartError(Exception):
    """``str()`` says what is wrong and what to do."""
