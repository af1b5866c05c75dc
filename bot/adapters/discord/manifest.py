"""What to do in Discord's developer portal, with the exact invite link."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import discord

from bot.adapters.discord.permissions import ALL, named
from bot.model import Command

_PLACEHOLDER = "YOUR_APPLICATION_ID"


def permission_bits() -> int:
    """The permissions that the bot asks for, as Discord's number."""
    return discord.Permissions(**dict.fromkeys(ALL, True)).value


def invite(client_id: str) -> str:
    """The link that adds the bot to a server."""
    query = {
        "client_id": client_id,
        "scope": "bot applications.commands",
        "permissions": str(permission_bits()),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def manifest(commands: Sequence[Command], client_id: str = "") -> str:
    """Steps for a person to follow; ``client_id`` is the portal's Application ID."""
    listed = "\n".join(f"   {command.usage}  {command.description}" for command in commands)
    return f"""\
Discord set-up

1. Open https://discord.com/developers/applications and press New Application.
2. General Information: copy the Application ID. Leave Interactions Endpoint URL empty:
   a URL there would keep every command from reaching the bot.
3. Bot: press Reset Token and put the token into DISCORD_BOT_TOKEN. No privileged
   intent is needed; leave all three switched off.
4. Open this link and choose your server:
   {invite(client_id or _PLACEHOLDER)}
   It asks for: {", ".join(named(ALL))}.
5. Start the bot. It registers its commands by itself:
{listed}
"""
