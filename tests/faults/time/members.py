"""The members of a simulated group: who answers what and when."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

from bot.features.daily.posts import PRESS
from bot.features.daily.results import LATE
from bot.interactions.router import encode
from bot.model import MemberRef, MessageRef
from tests.contract.driver import SeenMessage
from tests.faults.time.household import Household
from tests.faults.time.promises import week_of
from tests.features.bench import shown


class Members:
    """Ana misses no question, if only she may answer late; Ben answers some.

    ``acknowledged`` are the answers that they were told of, ``periods`` how many of Ana's fall into
    each ISO week and each month.
    """

    def __init__(self, house: Household, chance: random.Random) -> None:
        self.house = house
        self.chance = chance
        self.acknowledged: list[tuple[str, int]] = []
        self.periods: Counter[str] = Counter()
        self._done: set[int] = set()

    async def study(self, today: date) -> None:
        """Some of the open questions are answered, and those that Ana has missed."""
        house = self.house
        rounds = house.rows(
            "SELECT id, state FROM rounds WHERE kind = 'daily' AND state <> 'void' "
            "ORDER BY id DESC LIMIT 8"
        )
        for id_, state in sorted((int(str(id_)), str(state)) for id_, state in rounds):
            if id_ in self._done or (state == "open" and self.chance.random() > 0.6):
                continue
            if state == "open":
                await self._answer(house.ana, id_)
                if self.chance.random() < 0.4:
                    await self._answer(house.ben, id_, sure=self.chance.random() < 0.7)
            else:
                await self._answer_late(house.ana, id_)
            self._done.add(id_)
            self.periods.update((week_of(today), f"{today:%Y-%m}"))
        house.forget_private_words()

    def kept(self) -> list[tuple[object, ...]]:
        """The answers in the database, in the form of ``acknowledged``."""
        return self.house.rows(
            "SELECT m.member, a.round_id FROM answers a "
            "JOIN members m ON m.person_id = a.person_id WHERE a.kind IN ('daily', 'late')"
        )

    async def _answer(self, who: MemberRef, round_id: int, *, sure: bool = True) -> None:
        message = self._message(round_id, "question")
        right = "B" if self.chance.random() < 0.7 else "A"
        asked = shown(
            await self.house.chat.press_action(who, message, encode(PRESS, round_id, right))
        )
        if sure:
            shown(await self.house.chat.press(who, asked, "Sure"))
        self.acknowledged.append((who.key, round_id))

    async def _answer_late(self, who: MemberRef, round_id: int) -> None:
        message = self._message(round_id, "results")
        offer = shown(await self.house.chat.press_action(who, message, encode(LATE, round_id)))
        await self.house.answer_at(who, offer, right=True)
        self.acknowledged.append((who.key, round_id))

    def _message(self, round_id: int, kind: str) -> SeenMessage:
        ((key,),) = self.house.rows(
            "SELECT message FROM deliveries WHERE round_id = ? AND kind = ?", round_id, kind
        )
        return SeenMessage(MessageRef.parse(str(key)).id, "")
