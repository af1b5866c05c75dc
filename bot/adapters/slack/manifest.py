"""The app manifest, made from the command declarations (Slack: app-manifests)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from bot.adapters.slack.incoming import APP_HOME_OPENED, CHANNEL_ID_CHANGED
from bot.adapters.slack.words import say
from bot.model import Command
from bot.model.limits import clip

SCOPES = (
    "commands",
    "chat:write",
    "channels:read",
    "groups:read",
    "channels:history",
    "groups:history",
    "channels:join",
    "im:write",
    "im:history",
    "users:read",
    "files:write",
)
EVENTS = (APP_HOME_OPENED, CHANNEL_ID_CHANGED)
"""Nothing is asked for that is not handled: an event that nobody takes comes again and again."""
PATH = "/slack/events"
"""Where requests over HTTP go, commands and interactivity alike."""
_COMMANDS = 50
_NAME = 32  # with the slash
_DESCRIPTION = 2000
_HINT = 1000
_PUBLIC = re.compile(r"https://[^\s/?#@]+(/[^\s?#]*)?")
_VALID = re.compile(r"/[a-z0-9_-]+")


def command_names(commands: Sequence[Command], prefix: str = "") -> list[str]:
    """The slash commands to register, such as ``/quiz``, each once and in order.

    Raises ``ValueError`` naming what Slack does not take.
    """
    names = list(dict.fromkeys(f"/{prefix}{command.path[0]}" for command in commands))
    for name in names:
        if len(name) > _NAME or not _VALID.fullmatch(name):
            raise ValueError(
                f"{name} is no command name for Slack: at most {_NAME} characters, small "
                "letters, digits, - and _."
            )
    if len(names) > _COMMANDS:
        raise ValueError(f"{len(names)} commands are too many for Slack: {_COMMANDS} fit.")
    return names


def manifest(commands: Sequence[Command], command_prefix: str = "", base_url: str = "") -> str:
    """YAML to paste at api.slack.com/apps, "From a manifest". Raises ``ValueError``.

    With ``base_url``, the public https address under which the bot is reached, Slack sends
    requests there; without, the app uses Socket Mode.
    """
    address = _address(base_url) if base_url else ""
    slash = [
        _slash(name, [c for c in commands if f"/{command_prefix}{c.path[0]}" == name])
        for name in command_names(commands, command_prefix)
    ]
    interactivity: dict[str, Any] = {"is_enabled": True}
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    if address:
        slash = [{**entry, "url": address} for entry in slash]
        interactivity["request_url"] = address
        events["request_url"] = address
    data = {
        "display_information": {
            "name": "Studyhall",
            "description": say("app-description"),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "studyhall", "always_online": True},
            "slash_commands": slash,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)


def _address(base_url: str) -> str:
    if not _PUBLIC.fullmatch(base_url):
        raise ValueError(
            f"{base_url} is no public address: it must begin with https:// and have no ? or # "
            "in it, such as https://studyhall.example.org."
        )
    return base_url.rstrip("/") + PATH


def _slash(name: str, commands: Sequence[Command]) -> dict[str, Any]:
    alone = len(commands) == 1
    described = next((c for c in commands if len(c.path) == 1), commands[0])
    entry: dict[str, Any] = {
        "command": name,
        "description": clip(
            described.description
            if alone or len(described.path) == 1
            else say("study-description"),
            _DESCRIPTION,
        ),
    }
    hints = [command.usage.partition(" ")[2] for command in commands]
    if hint := " | ".join(hint for hint in hints if hint):
        entry["usage_hint"] = clip(hint, _HINT)
    entry["should_escape"] = True
    return entry
