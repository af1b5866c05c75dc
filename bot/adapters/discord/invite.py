"""The link that adds the bot to a server, with exactly the permissions that it uses."""

from __future__ import annotations

from urllib.parse import urlencode

import discord

from bot.adapters.discord.permissions import ALL


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
