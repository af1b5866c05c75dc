"""Slack's settings, and how its adapter and manifest are made from them."""

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
    Platform,
    Setting,
    Values,
)
from bot.model import Card, Command, Form


def _build(values: Values, state: AdapterState) -> Adapter:
    from bot.adapters.common.signed_http import Door
    from bot.adapters.slack.adapter import SlackAdapter
    from bot.adapters.slack.limits import POSTS_PER_MINUTE, Limits

    secret = values.get("slack_signing_secret")
    host, port = values.get("slack_http_host", HOST), int(values.get("slack_http_port", PORT))
    return SlackAdapter(
        values["slack_bot_token"],
        values.get("slack_app_token", ""),
        state=state,
        door=Door(secret, host, port) if secret else None,
        api_url=values.get("slack_api_url"),
        command_prefix=values.get("slack_command_prefix", ""),
        limits=Limits(int(values.get("slack_posts_per_minute", POSTS_PER_MINUTE))),
    )


def _manifest(commands: Sequence[Command], values: Values, argument: str) -> str:
    from bot.adapters.slack.manifest import manifest

    return manifest(commands, values.get("slack_command_prefix", ""), argument)


async def _check(values: Values, commands: Sequence[Command], places: Sequence[Place]) -> Checkup:
    from bot.adapters.slack.check import check

    return await check(values, commands, places)


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
            look=r"(?:xoxe\.)?xoxb-.+",
            kind="a bot token (xoxb-…)",
        ),
        Setting(
            "slack_app_token",
            ONE_WORD,
            "a token is one word of plain letters, digits and signs, xapp-…",
            "your Slack app's Basic Information → App-Level Tokens (scope connections:write)",
            secret=True,
            use="Socket Mode",
            look=r"xapp-.+",
            kind="an app-level token (xapp-…)",
        ),
        Setting(
            "slack_signing_secret",
            r"[0-9A-Za-z]{16,128}",
            "it is one word of letters and digits, 32 of them as a rule",
            "your Slack app's Basic Information → App Credentials → Signing Secret",
            secret=True,
            use="requests over HTTP",
            look=r"[0-9a-f]{32}",
            kind="a signing secret",
        ),
        Setting("slack_http_host", ADDRESS, ADDRESS_WANTED),
        Setting("slack_http_port", PORT_NUMBER, PORT_WANTED),
        Setting(
            "slack_api_url", HTTP_URL, "it must be an address that begins with https:// or http://"
        ),
        Setting(
            "slack_command_prefix", r"[a-z0-9-]{0,20}", "use at most 20 small letters, digits and -"
        ),
        Setting(
            "slack_posts_per_minute",
            r"[1-9][0-9]{0,3}",
            "use a number from 1 to 9999; 300 unless your workspace allows more or less",
        ),
    ),
    build=_build,
    manifest=_manifest,
    check=_check,
    about_manifest="The app manifest to paste at api.slack.com/apps, “From a manifest”.",
    argument="The public https:// address, for requests over HTTP instead of Socket Mode.",
    either=("slack_app_token", "slack_signing_secret"),
    alone=lambda values: "slack_signing_secret" not in values,
    render=_render,
    strays=(
        (r"(?:xoxe\.)?xoxp-.+", "a user token (xoxp-…)", True),
        (r"xoxe-.+", "a refresh token (xoxe-…)", True),
        (r"xox[a-z]-.+", "another kind of Slack token", True),
        (r"A[0-9A-Z]{8,12}", "the app's ID", False),
        (r"[0-9]{9,15}\.[0-9]{9,15}", "the app's client ID", False),
    ),
)
