"""Discord: a gateway connection for what members do, REST for everything that is answered."""

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.manifest import manifest

__all__ = ["DiscordAdapter", "manifest"]
