"""Is all well with the bot on Discord? Asks its REST API; the running bot is not disturbed.

What Discord does not tell: whether the gateway can be reached from here, and AutoMod rules that
would refuse a post.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.adapters.base import AdapterError, Forbidden, Gone, RateLimited, Unavailable, Unreachable
from bot.adapters.common.checkup import Checkup, Finding, Place, mend, note, ok
from bot.adapters.discord.channel_check import VOICE, timed_out, wrong_kind
from bot.adapters.discord.commands import payload
from bot.adapters.discord.errors import TokenRefused
from bot.adapters.discord.http import PATH
from bot.adapters.discord.incoming import THREADS
from bot.adapters.discord.invite import invite
from bot.adapters.discord.permissions import (
    CONNECT,
    EMBED,
    HISTORY,
    OPEN_THREADS,
    SEND_IN_THREADS,
    in_channel,
    named,
    needed,
)
from bot.adapters.discord.probe import Json, Probe
from bot.adapters.platform import Values
from bot.model import Command

TOKEN = "DISCORD_BOT_TOKEN"  # noqa: S105 (a setting's name)
KEY = "DISCORD_PUBLIC_KEY"
PORTAL = "https://discord.com/developers/applications, your application"
FEW_STARTS = 50
NICE = (OPEN_THREADS, SEND_IN_THREADS, EMBED)
"""Without these the bot still posts: a result gets no thread, or a link no preview."""


async def check(values: Values, commands: Sequence[Command], places: Sequence[Place]) -> Checkup:
    """Token, application, how interactions arrive, commands, server membership, and the
    permissions in each channel."""
    key = values.get("discord_public_key", "")
    async with Probe(values["discord_bot_token"], values.get("discord_api_url")) as probe:
        try:
            me = await probe.get("/users/@me")
        except AdapterError as error:
            return Checkup([_problem(TOKEN, error)], probe.ahead)
        found = [ok(TOKEN, f"{me.get('global_name') or me.get('username')}")]
        application, *others = await asyncio.gather(
            _application(probe, commands, key),
            _nothing() if key else _gateway(probe),
            _channel_check(probe, me, places),
        )
        found += application
        for more in others:
            found += more
        return Checkup(found, probe.ahead)


async def _nothing() -> list[Finding]:
    return []


async def _application(probe: Probe, commands: Sequence[Command], key: str) -> list[Finding]:
    try:
        about = await probe.get("/applications/@me")
        registered = await probe.get(f"/applications/{about['id']}/commands")
    except AdapterError as error:
        return [_problem("application", error)]
    found = [ok("application", str(about.get("name")))]
    if key:
        found.append(_endpoint(about, key))
    elif about.get("interactions_endpoint_url"):
        found = [
            mend(
                "application",
                "an Interactions Endpoint URL is set, so no command reaches the bot",
                f"Empty Interactions Endpoint URL at {PORTAL}, General Information.",
            )
        ]
    wanted = {entry["name"] for entry in payload(commands)}
    there = registered if isinstance(registered, list) else []
    missing = sorted(wanted - {e.get("name") for e in there if isinstance(e, dict)})
    if missing:
        found.append(
            note(
                "commands",
                f"not registered: /{', /'.join(missing)}",
                "Start the bot: it registers them by itself.",
            )
        )
    else:
        found.append(ok("commands", f"all {len(wanted)} are registered"))
    return found


def _endpoint(about: Mapping[str, Any], key: str) -> Finding:
    """Whether signed requests can arrive, and can be known for Discord's."""
    if str(about.get("verify_key", "")).lower() != key.lower():
        return mend(
            KEY,
            "it belongs to another application than the bot token",
            f"Copy Public Key from {PORTAL}, General Information.",
        )
    url = str(about.get("interactions_endpoint_url") or "")
    if not url:
        return mend(
            KEY,
            "no Interactions Endpoint URL is set, so no command reaches the bot",
            f"Set it to your public address with {PATH} at its end, at {PORTAL}, General "
            "Information, while the bot runs.",
        )
    if not url.partition("?")[0].endswith(PATH):
        return mend(
            KEY,
            f"the Interactions Endpoint URL does not end with {PATH}, where the bot listens",
            f"Correct it at {PORTAL}, General Information, while the bot runs.",
        )
    return ok(KEY, f"interactions are sent to {url}")


async def _gateway(probe: Probe) -> list[Finding]:
    try:
        said = await probe.get("/gateway/bot")
    except AdapterError as error:
        return [_problem("connections", error)]
    limit = said.get("session_start_limit") or {}
    left, total = int(limit.get("remaining", FEW_STARTS)), limit.get("total", "?")
    hours = float(limit.get("reset_after", 0)) / 3_600_000
    if left >= FEW_STARTS:
        return [ok("connections", f"{left} of {total} left for today")]
    says = f"only {left} of {total} left for the next {hours:.0f} h"
    todo = "Find out why the bot connects so often; see its log."
    return [mend("connections", says, todo) if left == 0 else note("connections", says, todo)]


async def _channel_check(probe: Probe, me: Json, places: Sequence[Place]) -> list[Finding]:
    guilds = sorted({p.channel.workspace.id for p in places if not p.channel.direct})
    servers = await asyncio.gather(*(_server(probe, guild, me) for guild in guilds))
    known = dict(zip(guilds, servers, strict=True))
    app = await _app_id(probe, me)
    return list(
        await asyncio.gather(
            *(
                _place(probe, place, known.get(place.channel.workspace.id), me, app)
                for place in places
            )
        )
    )


async def _app_id(probe: Probe, me: Json) -> str:
    """Older applications have another id than their bot."""
    try:
        return str((await probe.get("/applications/@me"))["id"])
    except (AdapterError, KeyError, TypeError):
        return str(me["id"])


async def _server(probe: Probe, guild: str, me: Json) -> tuple[Json, Json] | AdapterError:
    """The server and the bot as its member, or why they cannot be had."""
    try:
        about, member = await asyncio.gather(
            probe.get(f"/guilds/{guild}"), probe.get(f"/guilds/{guild}/members/{me['id']}")
        )
    except AdapterError as error:
        return error
    return about, member


async def _place(
    probe: Probe,
    place: Place,
    server: tuple[Json, Json] | AdapterError | None,
    me: Json,
    app: str,
) -> Finding:
    about = f"{place.channel.id} ({place.group})"
    if isinstance(server, Forbidden | Gone):
        return mend(
            about,
            f"the bot is not a member of the server {place.channel.workspace.id}",
            f"Add it: {invite(app)}",
        )
    if isinstance(server, AdapterError):
        return _problem(about, server)
    try:
        channel = await probe.get(f"/channels/{place.channel.id}")
        if channel.get("type") in THREADS:
            channel = await probe.get(f"/channels/{channel['parent_id']}")
    except Forbidden:
        return mend(about, "missing: View Channel", _give(("View Channel",)))
    except Gone:
        return mend(about, "the channel is gone", "Type /study move in another channel.")
    except AdapterError as error:
        return _problem(about, error)
    about = f"#{channel.get('name') or place.channel.id} ({place.group})"
    if server is None:
        return ok(about, "the conversation is there")
    return _permitted(place, about, channel, *server, str(me["id"]))


def _permitted(
    place: Place, about: str, channel: Mapping[str, Any], guild: Json, member: Json, me: str
) -> Finding:
    if (wrong := wrong_kind(channel)) is not None:
        return mend(about, wrong.why, "Type /study move in a text channel.")
    have = in_channel(guild, member, me, channel)
    must = [*needed(place.channel, pictures=True), HISTORY]
    must += [CONNECT] if channel.get("type") in VOICE else []
    if (stopped := timed_out(member, datetime.now(UTC))) is not None and not have.administrator:
        return mend(about, stopped.why, "Remove the timeout in the server's member list.")
    lacking = named(flag for flag in must if not getattr(have, flag))
    if lacking:
        return mend(about, f"missing: {', '.join(lacking)}", _give(lacking))
    if place.problem:
        return mend(
            about,
            f"posting has stopped ({place.problem}), though all seems well now",
            "The bot goes on by itself on the next study day; /study resume makes it try at once.",
        )
    nice = named(flag for flag in NICE if not getattr(have, flag))
    if nice:
        return note(
            about, f"posts, without: {', '.join(nice)}", "With it a result gets its own thread."
        )
    return ok(about, "the bot has every permission that it uses")


def _give(permissions: Sequence[str]) -> str:
    return (
        f"Give the bot's role {', '.join(permissions)} in this channel's settings, Permissions, "
        "then type /study resume there."
    )


def _problem(about: str, error: AdapterError) -> Finding:
    if isinstance(error, TokenRefused):
        return mend(
            TOKEN, "Discord does not accept it", f"Reset it at {PORTAL}, Bot, and copy the new one."
        )
    if isinstance(error, RateLimited):
        return note(about, str(error), "Run the doctor again later.")
    if isinstance(error, Unavailable):
        return note(about, f"Discord says {error}, which passes", "Run the doctor again later.")
    if isinstance(error, Unreachable):
        return mend(
            about,
            f"Discord cannot be reached ({error})",
            "Check this machine's network, DISCORD_API_URL, and discordstatus.com.",
        )
    return note(about, f"Discord says: {error}", "Run the doctor again later.")
