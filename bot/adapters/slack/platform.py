"""Slack's settings, and how its adapter and manifest are made from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.adapters.base import Adapter, Memory
from bot.adapters.platform import HTTP_URL, ONE_WORD, Platform, Setting, Values
from bot.model import Card, Command, Form


def _build(values: Values, memory: Memory) -> Adapter:
    from bot.adapters.slack.adapter import SlackAdapter

    return SlackAdapter(
        values["slack_bot_token"],
        values["slack_app_token"],
        memory=memory,
        api_url=values.get("slack_api_url"),
        command_prefix=values.get("slack_command_prefix", ""),
    )


def _manifest(commands: Sequence[Command], values: Values, argument: str) -> str:
    from bot.adapters.slack.manifest import manifest

    return manifest(commands, values.get("slack_command_prefix", ""))


def _render(shown: Card | Form) -> Any:
    from bot.adapters.slack import render_card, render_form

    return (
        render_form.view(shown, "") if isinstance(shown, Form) else render_card.message(shown, {})
    )


PLATFORM = Platform(
    name="slack",
    settings=(
        Setting(
            "slack_bot_token",
            ONE_WORD,
            "a token is one word of plain letters, digits and signs, xoxb-…",
            "your Slack app's OAuth & Permissions → Bot User OAuth Token",
            required=True,
            secret=True,
        ),
        Setting(
            "slack_app_token",
            ONE_WORD,
            "a token is one word of plain letters, digits and signs, xapp-…",
            "your Slack app's Basic Information → App-Level Tokens (scope connections:write)",
            required=True,
            secret=True,
        ),
        Setting(
            "slack_api_url", HTTP_URL, "it must be an address that begins with https:// or http://"
        ),
        Setting(
            "slack_command_prefix", r"[a-z0-9-]{0,20}", "use at most 20 small letters, digits and -"
        ),
    ),
    build=_build,
    manifest=_manifest,
    about_manifest="The app manifest to paste at api.slack.com/apps, “From a manifest”.",
    render=_render,
)
