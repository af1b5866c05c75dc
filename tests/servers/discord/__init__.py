"""A local Discord: REST and gateway on loopback, as strict as Discord's own documentation."""

from tests.servers.discord.server import DiscordServer
from tests.servers.discord.world import Hook, Message, World

__all__ = ["DiscordServer", "Hook", "Message", "World"]
