"""Who somebody is: the bot itself, and members with their name and standing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from bot.adapters.base import Forbidden, Gone, RateLimited, Rejected, StartFailed, Unreachable
from bot.adapters.slack.api import Api
from bot.adapters.slack.errors import TokenRefused
from bot.adapters.slack.incoming import NAME
from bot.adapters.slack.render_text import clean
from bot.model import Member, MemberRef

REFUSED_BOT = (
    "SLACK_BOT_TOKEN is not accepted ({detail}): copy the Bot User OAuth Token (xoxb-…) from "
    "api.slack.com/apps, OAuth & Permissions."
)
_FOR = 300.0  # seconds that a member's name and standing are remembered
_MOST = 5000


class People:
    """Remembers for five minutes what Slack said of a member, over reconnects."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Member]] = {}

    async def member(self, api: Api, team: str, user: str) -> Member:
        """Somebody deactivated is not ``present``. Raises ``Gone`` for an unknown id."""
        known = self._known.get(user)
        if known and time.monotonic() - known[0] < _FOR:
            return known[1]
        found = (await api.call(api.web.users_info(user=user)))["user"]
        profile = found.get("profile", {})
        name = profile.get("display_name") or profile.get("real_name") or found.get("name") or user
        told = Member(
            MemberRef(NAME, f"{team}-{user}"),
            clean(str(name), one_line=True).strip() or user,
            guest=bool(found.get("is_restricted") or found.get("is_ultra_restricted")),
            admin=bool(found.get("is_admin") or found.get("is_owner")) and not found.get("deleted"),
            present=not found.get("deleted"),
        )
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[user] = (time.monotonic(), told)
        return told

    async def name(self, api: Api, team: str, user: str) -> str:
        return (await self.member(api, team, user)).name


async def who_am_i(api: Api) -> Mapping[str, Any]:
    """What ``auth.test`` says. Raises ``StartFailed`` for a token that will never do."""
    try:
        me = await api.call(api.web.auth_test())
    except TokenRefused as error:
        raise StartFailed(REFUSED_BOT.format(detail=error.code)) from error
    except RateLimited as error:
        raise Unreachable(str(error)) from error
    except (Rejected, Forbidden, Gone) as error:
        raise StartFailed(REFUSED_BOT.format(detail=error)) from error
    if not me.get("bot_id"):
        raise StartFailed(REFUSED_BOT.format(detail="it is not a bot's token"))
    return me
