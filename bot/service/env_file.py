"""The ``.env`` of the working folder: that it was read, whose it is, and where it sends tokens.

The bot reads it from wherever it is started. In a folder that somebody else filled it could send
the bot's tokens to another address, so nothing of this happens quietly.
"""

from __future__ import annotations

import ipaddress
import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

from bot.service.platforms import PLATFORMS
from bot.service.settings import Settings


def told_at_start(env_file: Path, settings: Settings) -> list[str]:
    """Sentences about where the settings are from; none in the usual case without a file."""
    told = []
    if env_file.is_file():
        told.append(f"settings are from {env_file.absolute()} and the environment")
        told += [f"{env_file} {what}: {todo}" for what, todo in dangers(env_file)]
    return told + [f"{name} sends this platform's token to {url}" for name, url in away(settings)]


def dangers(env_file: Path) -> list[tuple[str, str]]:
    """Who else could have written or can read the file: what is wrong, and what to do."""
    user = getattr(os, "geteuid", lambda: None)()
    try:
        found = env_file.stat()
    except OSError:
        return []
    if user is None:  # Windows, which has no such rights
        return []
    dangers = []
    if found.st_uid not in (user, 0):
        dangers.append(("belongs to another user", f"sudo chown root {env_file}, or your own user"))
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        dangers.append(("can be changed by others on this machine", f"chmod 600 {env_file}"))
    elif found.st_mode & (stat.S_IRGRP | stat.S_IROTH) and _holds_a_secret(env_file):
        why = "can be read by others on this machine, with the tokens in it"
        dangers.append((why, f"chmod 600 {env_file}"))
    return dangers


def away(settings: Settings) -> list[tuple[str, str]]:
    """Settings that name an address of another machine than the platform's own, with it."""
    found: list[tuple[str, str]] = []
    for platform in PLATFORMS:
        values = settings.values(platform)
        names = [s.name for s in platform.settings if s.name.endswith("_url")]
        urls = [(name.upper(), values[name]) for name in names if name in values]
        found += [(name, url) for name, url in urls if not _is_here(url)]
    return found


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _holds_a_secret(env_file: Path) -> bool:
    secrets = [s.name.upper() for one in PLATFORMS for s in one.settings if s.secret]
    try:
        lines = env_file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    pairs = [line.removeprefix("export ").partition("=") for line in lines]
    return any(name.strip() in secrets and value.strip() for name, _, value in pairs)
