"""Discord's settings, and how its adapter and set-up steps are made from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.adapters.base import Adapter, AdapterState
from bot.adapters.common.checkup import Checkup, Place
from bot.adapters.platform import (
    ADDRESS,
    ADDRESS_WANTED,
    HOST,
    HTTP_URL,
    ONE_WORD,
    PORT,
    PORT_NUMBER,
    PORT_WANTED,
    SOCKET_URL,
    Platform,
    Setting,
    Values,
)
from bot.model import Card, Command, Form


def _build(values: Values, state: AdapterState) -> Adapter:
    from bot.adapters.common.signed_http import Door
    from bot.adapters.discord.adapter import DiscordAdapter

    key = values.get("discord_public_key")
    host, port = values.get("discord_http_host", HOST), int(values.get("discord_http_port", PORT))
    return DiscordAdapter(
        values["discord_bot_token"],
        state=state,
        api_url=values.get("discord_api_url"),
        gateway_url=values.get("discord_gateway_url"),
        door=Door(key, host, port) if key else None,
    )


def _manifest(commands: Sequence[Command], values: Values, argument: str) -> str:
    from bot.adapters.discord.manifest import manifest

    return manifest(commands, argument)


async def _check(values: Values, commands: Sequence[Command], places: Sequence[Place]) -> Checkup:
    from bot.adapters.discord.check import check

    return await check(values, commands, places)


def _render(shown: Card | Form) -> Any:
    from bot.adapters.discord import render_card, render_form

    if isinstance(shown, Form):
        return render_form.render_form(shown)
    return {"components": render_card.render_card(shown).components}


PLATFORM = Platform(
    name="discord",
    settings=(
        Setting(
            "discord_bot_token",
            ONE_WORD,
            "a token is one word of plain letters, digits and signs",
            "Discord's developer portal, your application's Bot page",
            required=True,
            secret=True,
            look=r"[A-Za-z0-9_-]{23,30}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}",
            kind="a Discord bot token",
        ),
        Setting(
            "discord_public_key",
            r"[0-9a-fA-F]{64}",
            "it is 64 digits and letters from a to f",
            "Discord's developer portal, your application's General Information page",
            look=r"[0-9a-f]{64}",
            kind="an application's public key",
        ),
        Setting("discord_http_host", ADDRESS, ADDRESS_WANTED),
        Setting("discord_http_port", PORT_NUMBER, PORT_WANTED),
        Setting(
            "discord_api_url",
            HTTP_URL,
            "it must be an address that begins with https:// or http://",
        ),
        Setting(
            "discord_gateway_url",
            SOCKET_URL,
            "it must be an address that begins with wss:// or ws://",
        ),
    ),
    build=_build,
    manifest=_manifest,
    check=_check,
    about_manifest="The steps in Discord's portal and the invite link.",
    argument="The portal's Application ID; or the public https:// address, for interactions over "
    "HTTP instead of the gateway.",
    alone=lambda values: "discord_public_key" not in values,
    render=_render,
    strays=(
        (r"[0-9]{17,20}", "an application ID", False),
        (r"(?=[A-Za-z0-9_-]*[G-Zg-z_-])[A-Za-z0-9_-]{32}", "a client secret", False),
    ),
)
