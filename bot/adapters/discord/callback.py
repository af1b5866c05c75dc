"""The first answer to an interaction, as one plain request.

It belongs to no rate-limit bucket and needs no token of the bot's (Discord:
interactions/receiving-and-responding), so that nothing of discord.py's layers is needed for it;
nearly every answer goes this way.
"""

from __future__ import annotations

import asyncio
import logging
from itertools import count
from typing import Any

import aiohttp
from discord.http import Route
from yarl import URL

from bot.adapters.common.json import to_json
from bot.adapters.discord.error_codes import ALREADY_ANSWERED
from bot.adapters.discord.errors import Refused, Troubles, translated

_log = logging.getLogger(__name__)

ANSWER_LIMIT = 10.0
"""Seconds; a first answer is void after three anyway."""
_IN_JSON = {"Content-Type": "application/json"}


async def answer_at_once(
    session: aiohttp.ClientSession, proxy: str | None, interaction: str, token: str, body: Any
) -> None:
    """Sends ``body``; one that was already answered (a redelivery) counts as done.

    A limit and a failing server are waited out as discord.py does. Raises the protocol's errors.
    """
    url = URL(f"{Route.BASE}/interactions/{interaction}/{token}/callback")
    sent = to_json(body)
    try:
        async with asyncio.timeout(ANSWER_LIMIT):
            for attempt in count():
                async with session.post(url, data=sent, headers=_IN_JSON, proxy=proxy) as answer:
                    if answer.status < 300:
                        return
                    refused = Refused(answer.status, await answer.text(), answer.headers)
                wait = refused.again_in(attempt)
                if wait is None:
                    break
                await asyncio.sleep(wait)
    except Troubles as error:
        raise translated(error, answering=True) from error
    if refused.code == ALREADY_ANSWERED:
        _log.info("interaction %s was already answered", interaction)
        return
    raise refused.error(answering=True)
