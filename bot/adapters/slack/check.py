"""Is all well with the bot on Slack? Asks Slack, changes nothing there.

With Socket Mode it opens a connection and hangs up at the greeting, which tells how many there are.

What Slack does not tell beforehand: whether its commands are the manifest's, whether a channel's
owners let apps post, and whether a signing secret is the right one.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.base import AdapterError, Forbidden, Gone, RateLimited, Unavailable, Unreachable
from bot.adapters.common.checkup import Checkup, Finding, Place, ahead, mend, note, ok
from bot.adapters.platform import Values
from bot.adapters.slack.api import Api
from bot.adapters.slack.channel_check import closed
from bot.adapters.slack.connection_count import connections
from bot.adapters.slack.errors import TokenRefused, translate
from bot.adapters.slack.manifest import SCOPES
from bot.model import Command

AT_ONCE = 4
LONGEST_WAIT = 30.0
"""Seconds of a rate limit that are waited out."""
TRIES = 3
BESIDES = 2
"""Connections while the bot runs: its own and this check's."""
BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 (a setting's name)
APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105 (a setting's name)
SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105 (a setting's name)
PAGE = "api.slack.com/apps, your app"
OTHER_SIGN_IN = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

Call = Callable[[], Awaitable[AsyncSlackResponse]]


async def check(values: Values, commands: Sequence[Command], places: Sequence[Place]) -> Checkup:
    """Tokens, scopes, the way in, and each channel."""
    api = Api(values["slack_bot_token"], values.get("slack_api_url"))
    try:
        return await _Doctor(api, values).look(places)
    finally:
        await api.close()


class _Doctor:
    def __init__(self, api: Api, values: Values) -> None:
        self._api = api
        self._values = values
        self._limit = asyncio.Semaphore(AT_ONCE)
        self._team = ""
        self._ahead: float | None = None

    async def look(self, places: Sequence[Place]) -> Checkup:
        found = [*_environment()]
        try:
            me = await self._call(self._api.web.auth_test, about=BOT_TOKEN)
        except AdapterError as error:
            return Checkup([*found, _token(error)], self._ahead)
        data = me.data if isinstance(me.data, dict) else {}
        if data.get("is_enterprise_install"):
            return Checkup(
                [
                    *found,
                    mend(
                        BOT_TOKEN,
                        "it is for a whole organization (an org-wide install), and the bot serves "
                        "one workspace",
                        "Install the app in one workspace and copy that workspace's Bot User OAuth "
                        f"Token (xoxb-…) from {PAGE}, OAuth & Permissions.",
                    ),
                ],
                self._ahead,
            )
        if not data.get("bot_id"):
            return Checkup(
                [
                    *found,
                    mend(
                        BOT_TOKEN,
                        "it is a person's token, not a bot's",
                        f"Copy the Bot User OAuth Token (xoxb-…) from {PAGE}, OAuth & Permissions.",
                    ),
                ],
                self._ahead,
            )
        self._team = str(data.get("team_id", ""))
        found.append(ok(BOT_TOKEN, f"{data.get('user')} in the workspace {data.get('team')}"))
        found.append(_scopes(me.headers))
        found.append(await self._way_in())
        found += await asyncio.gather(*(self._place(place) for place in places))
        return Checkup(found, self._ahead)

    async def _call(self, call: Call, *, about: str = "") -> AsyncSlackResponse:
        """Raises the protocol's errors; waits a rate limit out where it is short."""
        for attempt in range(TRIES):
            asked = time.time()
            try:
                response = await call()
            except Exception as error:
                if isinstance(error, SlackApiError):
                    self._note_time(getattr(error.response, "headers", {}), asked)
                neutral = translate(error)
                waits = isinstance(neutral, RateLimited) and neutral.after <= LONGEST_WAIT
                if not waits or attempt == TRIES - 1:
                    raise neutral from error
                assert isinstance(neutral, RateLimited)
                await asyncio.sleep(neutral.after)
            else:
                self._note_time(response.headers, asked)
                return response
        raise AssertionError("unreachable")

    def _note_time(self, headers: Mapping[str, Any], asked: float) -> None:
        if self._ahead is None:
            self._ahead = ahead(headers.get("Date"), asked, time.time())

    async def _way_in(self) -> Finding:
        """How interactions arrive: Socket Mode, or requests over HTTP."""
        token = self._values.get("slack_app_token")
        if not token:
            return ok(SECRET, "is set; whether it is the right one shows with the first command")

        def call() -> Awaitable[AsyncSlackResponse]:
            return self._api.web.apps_connections_open(app_token=token)

        try:
            said = await self._call(call)
        except RateLimited as error:
            return note(APP_TOKEN, str(error), "Run the doctor again later.")
        except TokenRefused as error:
            return mend(
                APP_TOKEN,
                f"Slack does not accept it ({error.code})",
                "Make an app-level token (xapp-…) with the scope connections:write at "
                f"{PAGE}, Basic Information, App-Level Tokens.",
            )
        except Unreachable as error:
            return _away(APP_TOKEN, error)
        except AdapterError as error:
            return mend(
                APP_TOKEN,
                f"Slack gives no event connection ({error})",
                f"Switch Socket Mode on at {PAGE}, Socket Mode, and give the token the scope "
                "connections:write.",
            )
        count = await connections(str(said.get("url", "")))
        if count > BESIDES:
            return mend(
                APP_TOKEN,
                f"Slack counts {count} connections to the app, this check's own among them",
                "Another process uses the same app, and each press reaches only one of them: stop "
                "the other one, or give it a Slack app of its own.",
            )
        if count == BESIDES:
            return note(
                APP_TOKEN,
                f"Slack counts {count} connections to the app, this check's own among them",
                "If the bot runs, that is right. If it doesn't, another process uses the same app.",
            )
        return ok(APP_TOKEN, "Slack offers an event connection")

    async def _place(self, place: Place) -> Finding:
        about = f"{place.channel.id} ({place.group})"
        if place.channel.workspace.id != self._team:
            return mend(
                about,
                f"it belongs to another workspace ({place.channel.workspace.id}) than the token",
                f"Use that workspace's token in {BOT_TOKEN}, or /study move to a channel here.",
            )
        async with self._limit:
            try:
                return await self._channel(place, about)
            except RateLimited as error:
                return note(about, str(error), "Run the doctor again later.")
            except TokenRefused as error:
                return _token(error)
            except Unreachable as error:
                return _away(about, error)
            except Gone:
                return _gone(about)
            except Forbidden as error:
                return _forbidden(about, error)
            except AdapterError as error:
                return note(about, f"Slack says: {error}", "Run the doctor again later.")

    async def _channel(self, place: Place, about: str) -> Finding:
        web, channel = self._api.web, place.channel.id
        info = await self._call(lambda: web.conversations_info(channel=channel))
        found: Mapping[str, Any] = info["channel"]
        name = found.get("name")
        if name:
            about = f"#{name} ({place.group})"
        if (stopped := closed(found)) is not None:
            return _forbidden(about, stopped)
        if not found.get("is_member"):
            return mend(
                about,
                "the bot is not in the channel, so it cannot read back what it posted",
                "Type /study resume there, or invite the bot.",
            )
        await self._call(lambda: web.conversations_history(channel=channel, limit=1))
        if place.problem:
            return mend(
                about,
                f"posting has stopped ({place.problem}), though all seems well now",
                "The bot goes on by itself on the next study day; /study resume makes it try now.",
            )
        if found.get("is_ext_shared"):
            return note(
                about, "shared with another workspace, whose people can take part but not organize"
            )
        return ok(about, "the bot is in it and can read back what it posted")


def _environment() -> list[Finding]:
    """Slack's library signs in another way when these are set."""
    there = [name for name in OTHER_SIGN_IN if os.environ.get(name)]
    if not there:
        return []
    return [
        mend(
            " and ".join(there),
            "Slack's library would sign in another way with this in the environment",
            "Take it out of the bot's environment.",
        )
    ]


def _scopes(headers: Mapping[str, Any]) -> Finding:
    said = headers.get("x-oauth-scopes") or headers.get("X-OAuth-Scopes")
    if said is None:
        return note("scopes", "Slack did not say which scopes the token has")
    have = {scope.strip() for scope in str(said).split(",")}
    missing = [scope for scope in SCOPES if scope not in have]
    if missing:
        return mend(
            "scopes",
            f"missing: {', '.join(missing)}",
            f"Add them at {PAGE}, OAuth & Permissions, Bot Token Scopes, and press Reinstall to "
            "Workspace there.",
        )
    return ok("scopes", f"all {len(SCOPES)} that the bot needs")


def _token(error: AdapterError) -> Finding:
    if isinstance(error, TokenRefused):
        return mend(
            BOT_TOKEN,
            f"Slack does not accept it ({error.code})",
            f"Copy the Bot User OAuth Token (xoxb-…) from {PAGE}, OAuth & Permissions.",
        )
    if isinstance(error, RateLimited):
        return note(BOT_TOKEN, str(error), "Run the doctor again later.")
    return _away(BOT_TOKEN, error)


def _away(about: str, error: AdapterError) -> Finding:
    if isinstance(error, Unavailable):
        return note(about, f"Slack says {error}, which passes", "Run the doctor again later.")
    return mend(
        about,
        f"Slack cannot be reached ({error})",
        "Check this machine's network and proxy, SLACK_API_URL, and slack-status.com.",
    )


def _gone(about: str) -> Finding:
    return mend(about, "the channel is gone", "Type /study move in another channel.")


def _forbidden(about: str, error: Forbidden) -> Finding:
    says = error.why or f"missing: {', '.join(error.missing)}"
    todo = error.todo or "Give the bot that, then type /study resume there."
    return mend(about, says, todo)
