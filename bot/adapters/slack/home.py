"""The member's own page in the app: the Home tab (Slack: surfaces/app-home).

Slack tells when it's opened; what is on it is published and stays until the next time. It's
brought up to date after whatever the member presses there. Openings and presses that come close
together become one, so that a member who clicks back and forth costs little.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from bot.adapters.base import Expired, InteractionHandler, RateLimited, Rejected
from bot.adapters.slack.api import Api
from bot.adapters.slack.incoming import HOME, Reader
from bot.adapters.slack.limits import Limits
from bot.adapters.slack.names import Names
from bot.adapters.slack.origins import Origin, Place, Source, Visit
from bot.adapters.slack.render_card import blocks, check, private
from bot.adapters.slack.render_text import Json, lines
from bot.adapters.slack.words import say
from bot.model import Card

log = logging.getLogger(__name__)

GAP = 3.0
"""Seconds between two looks at one member's page."""
BLOCKS = 100
"""Slack: reference/views: the most blocks of a view."""
KEPT = 5000
"""Members whose page is remembered."""
_SWITCHED_OFF = "not_enabled"


@dataclass(slots=True)
class _Page:
    """``hash`` is Slack's mark of what the member sees, "" where it isn't known."""

    channel: str
    looked: float = float("-inf")
    hash: str = ""
    waiting: asyncio.Task[None] | None = None


class Homes:
    """Has pages made by ``handler`` and publishes them. ``gap`` as in ``GAP``."""

    def __init__(
        self,
        api: Api,
        reader: Reader,
        names: Names,
        handler: InteractionHandler,
        limits: Limits,
        gap: float = GAP,
    ) -> None:
        self._api = api
        self._reader = reader
        self._names = names
        self._handler = handler
        self._limits = limits
        self._gap = gap
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._told = False

    def visited(self, visit: Visit) -> None:
        """The member looks at the page now."""
        page = self._page(visit.user, visit.channel)
        page.hash = visit.hash
        self._want(visit.user, page)

    def pressed(self, origin: Origin) -> None:
        """What the page says may have changed by what the member pressed."""
        self._want(origin.user, self._page(origin.user, origin.place.channel))

    async def close(self) -> None:
        """No page is published any more."""
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def publish(self, origin: Origin, cards: Sequence[Card]) -> None:
        """Shows the page. Raises the protocol's errors."""
        user, page = origin.user, self._page(origin.user, origin.place.channel)
        shown = home_view(cards, origin.place.dumps())
        mark = {"hash": page.hash} if page.hash else {}
        page.hash = ""
        try:
            async with self._limits.publishing():
                answer = await self._api.call(
                    self._api.web.views_publish(user_id=user, view=shown, **mark)
                )
        except Expired:
            # Another copy of the bot published meanwhile: what was read may be older than that.
            self._want(user, page)
        except RateLimited as limited:
            self._want(user, page, limited.after)
        except Rejected as error:
            if _SWITCHED_OFF not in str(error):
                raise
            if not self._told:
                log.warning(say("home-off"))
            self._told = True
        else:
            view = answer.get("view")
            page.hash = str(view.get("hash") or "") if isinstance(view, dict) else ""

    def _page(self, user: str, channel: str) -> _Page:
        page = self._pages.setdefault(user, _Page(channel))
        page.channel = channel
        self._pages.move_to_end(user)
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return page

    def _want(self, user: str, page: _Page, after: float = 0.0) -> None:
        """Has the page made anew, now or when its gap is over; once for all who ask meanwhile."""
        if page.waiting is not None and not page.waiting.done():
            return
        wait = max(after, page.looked + self._gap - time.monotonic())
        page.waiting = asyncio.get_running_loop().create_task(self._look(user, page, wait))
        self._tasks.add(page.waiting)
        page.waiting.add_done_callback(self._tasks.discard)

    async def _look(self, user: str, page: _Page, wait: float) -> None:
        if wait > 0:
            await asyncio.sleep(wait)
        await self._names.learn(user)
        page.looked = time.monotonic()
        page.waiting = None
        place = Place(Source.HOME, page.channel)
        self._handler(self._reader.home(user, place, f"{HOME}:{uuid4().hex}"))


def home_view(cards: Sequence[Card], metadata: str) -> Json:
    """The page: the cards below each other, as many as fit whole."""
    out: list[Json] = []
    for number, card in enumerate(cards):
        check(card)
        made = ([{"type": "divider"}] if out else []) + blocks(private(card), {})
        left = number + 1 < len(cards)
        if len(out) + len(made) + left > BLOCKS:
            out.append(lines(say("home-more")))
            break
        out += made
    return {
        "type": "home",
        "callback_id": HOME,
        "private_metadata": metadata,
        "blocks": out,
    }
