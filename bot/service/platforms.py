"""The chat platforms that ``studyhall run`` knows: a new one is one line here."""

from __future__ import annotations

from bot.adapters.discord.platform import PLATFORM as DISCORD
from bot.adapters.platform import Platform
from bot.adapters.slack.platform import PLATFORM as SLACK

PLATFORMS: tuple[Platform, ...] = (
    SLACK,
    DISCORD,
)
