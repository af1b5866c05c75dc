"""The organizer of a simulated group: commands and forms as a person uses them, at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from tests.contract.driver import SeenMessage
from tests.faults.time.clocks import DAY
from tests.faults.time.household import Household
from tests.faults.time.promises import Event, Plan, Promises
from tests.features.bench import filled, shown, split

ODD_TIMES = (0, 1, 30, 60, 90, 119, 120, 150, 180, 540, 540, 1020, 1380, 1410, 1439)
FAR_ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Chatham",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Havana",
)


class Organizer:
    """What she does is told to the bot and to ``promises``; ``tell`` keeps the story."""

    def __init__(
        self,
        house: Household,
        promises: Promises,
        chance: random.Random,
        tell: Callable[[str], None],
    ) -> None:
        self.house = house
        self.promises = promises
        self.chance = chance
        self.tell = tell

    async def begin(self) -> None:
        plan = self.promises.plan
        await self.house.set_up(
            zone=plan.zone,
            days=" ".join(map(str, plan.days)),
            rhythm=plan.rhythm,
            times=_times(plan),
        )

    async def act(self, *, may_pause: bool = True) -> list[Event]:
        """Does something; returns what has to happen because of it."""
        does = self.chance.choice(("pause", "resume", "skip", "post", "free", "schedule"))
        now, promises = self.house.clock.now(), self.promises
        if does == "pause" and may_pause:
            until = None
            if self.chance.random() < 0.7:
                until = promises.today(now) + self.chance.randint(1, 12) * DAY
            await self.pause(until)
        elif does in ("pause", "resume") or promises.paused:
            await self._say("/study resume")
            promises.resume(now)
        elif does == "skip":
            self.tell(f"/study skip: {(await self.house.skip()).text!r}")
            promises.skip(now)
        elif does == "post":
            told = await self._say("/study post")
            made = promises.post(now)
            assert ("already" in told.text) == (made is None), told.text
            return made or []
        elif does == "free":
            await self._save(promises.plan, self._free_days())
        else:
            await self._save(self._new_plan(), set(promises.free))
        return []

    async def pause(self, until: date | None) -> None:
        await self._say(f"/study pause {until or ''}".strip())
        self.promises.pause(until)

    async def move(self) -> None:
        """The group goes to another place on earth."""
        zone = self.chance.choice(FAR_ZONES)
        await self._save(self.promises.plan._replace(zone=zone), set(self.promises.free))

    def _free_days(self) -> set[date]:
        today = self.promises.today(self.house.clock.now())
        days = {today + self.chance.randint(0, 40) * DAY for _ in range(self.chance.randint(0, 9))}
        start = today + self.chance.randint(1, 20) * DAY
        return days | {start + n * DAY for n in range(self.chance.choice((0, 0, 5, 14)))}

    def _new_plan(self) -> Plan:
        rhythm = self.chance.choice(("morning", "spread", "questions", "morning"))
        days = sorted(self.chance.sample(range(1, 8), self.chance.randint(3, 7)))
        times = (self.chance.choice(ODD_TIMES),)
        if rhythm == "spread":
            first = self.chance.randint(0, 1300)
            times = (first, first + self.chance.randint(1, 60), self.chance.randint(1370, 1439))
        return Plan(self.promises.plan.zone, tuple(days), rhythm, times)

    async def _save(self, plan: Plan, free: set[date]) -> None:
        """The form as an organizer fills it in: coming free days only."""
        house, now = self.house, self.house.clock.now()
        today = self.promises.today(now)
        coming = {day for day in free if day >= today}
        form = (await house.chat.command(house.ana, "/study schedule")).form
        assert form is not None
        values = {
            "zone": plan.zone,
            "days": " ".join(map(str, plan.days)),
            "rhythm": plan.rhythm,
            "times": _times(plan),
            "free": ", ".join(str(day) for day in sorted(coming)),
        }
        saved = shown(await house.chat.submit(house.ana, form, filled(form) | split(values)))
        assert saved.text.startswith("Saved"), saved.text
        self.tell(f"saved {plan}, free {sorted(map(str, coming))}: {saved.text!r}")
        self.promises.change(now, plan, coming)

    async def _say(self, line: str) -> SeenMessage:
        told = await self.house.say(self.house.ana, line)
        self.tell(f"{line}: {told.text!r}")
        return told


def _times(plan: Plan) -> str:
    return ", ".join(f"{at // 60:02d}:{at % 60:02d}" for at in plan.times)
