"""Who somebody is: the bot itself, and members with their name and standing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from bot.adapters.base import AdapterError, Forbidden, Gone, StartFailed, Unreachable
from bot.adapters.slack.api import Api
from bot.adapters.slack.errors import TokenRefused
from bot.adapters.slack.incoming import NAME
from bot.adapters.slack.render_text import clean
from bot.model import Member, MemberRef

REFUSED_BOT = (
    "SLACK_BOT_TOKEN is not accepted ({detail}): copy the Bot User OAuth Token (xoxb-…) from "
    "api.slack.com/apps, OAuth & Permissions."
)
ORGANIZATION = (
    "SLACK_BOT_TOKEN is for a whole organization (an org-wide install), and Studyhall serves one "
    "workspace: install the app in one workspace, not on the organization, and use that "
    "workspace's Bot User OAuth Token (xoxb-…)."
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
        gone, other = bool(found.get("deleted")), _outsider(found, team)
        told = Member(
            MemberRef(NAME, f"{team}-{user}"),
            clean(str(name), one_line=True).strip() or user,
            guest=other or bool(found.get("is_restricted") or found.get("is_ultra_restricted")),
            admin=not (gone or other) and bool(found.get("is_admin") or found.get("is_owner")),
            present=not gone,
            outside=other,
        )
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[user] = (time.monotonic(), told)
        return told

    async def name(self, api: Api, team: str, user: str) -> str:
        return (await self.member(api, team, user)).name


def _outsider(found: Mapping[str, Any], team: str) -> bool:
    """Whether somebody belongs to another workspace: met in a channel that is shared with it.

    In an organization people belong to several workspaces and have the id of one, or of the
    organization (Slack: objects/user).
    """
    home = found.get("team_id")
    organized = found.get("enterprise_user")
    teams = organized.get("teams") if isinstance(organized, Mapping) else None
    if isinstance(teams, list) and team in teams:
        return False
    return bool(found.get("is_stranger")) or home not in (None, "", team)


async def who_am_i(api: Api) -> Mapping[str, Any]:
    """What ``auth.test`` says. Raises ``StartFailed`` for a token that will never do, and
    ``Unreachable`` for all that may pass or that somebody may mend meanwhile."""
    try:
        me = await api.call(api.web.auth_test())
    except TokenRefused as error:
        raise StartFailed(REFUSED_BOT.format(detail=error.code)) from error
    except Unreachable:
        raise
    except (Forbidden, Gone) as error:
        raise Unreachable(f"Slack doesn't let the app in: {error.why or error}") from error
    except AdapterError as error:
        raise Unreachable(f"Slack says: {error}") from error
    if me.get("is_enterprise_install"):
        raise StartFailed(ORGANIZATION)
    if not me.get("bot_id"):
        raise StartFailed(REFUSED_BOT.format(detail="it is not a bot's token"))
    if not me.get("team_id"):
        raise Unreachable("Slack does not say which workspace the token is for")
    return me
