"""A platform with the bot on it, and the few things that nearly every scenario does."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.contract.driver import Driver, Result, SeenForm, SeenMessage
from tests.contract.scenario import Bot


@dataclass
class Chat:
    """A platform with the bot on it. ``may_breach``: the test sends what does not fit."""

    driver: Driver
    bot: Bot
    may_breach: bool = field(default=False)

    async def panel(self) -> SeenMessage:
        """A fresh private message with buttons on Ana's screen."""
        return only_reply(await self.driver.command(self.driver.ana, "/panel"))

    async def open(self, action: str, *word: str) -> SeenForm:
        """A form on Ana's screen, opened from a private message of hers."""
        panel = await self.panel()
        route = ".".join(("1.open", action, *word))
        result = await self.driver.press_action(self.driver.ana, panel, route)
        assert result.form is not None
        return result.form

    async def send(self, opened: SeenForm, **changes: tuple[str, ...]) -> Result:
        """Ana submits what the form shows, with ``changes``."""
        shown = {field.key: field.value for field in opened.fields}
        return await self.driver.submit(self.driver.ana, opened, shown | changes)


def only_reply(result: Result) -> SeenMessage:
    """The one private answer, acknowledged in time."""
    in_time(result)
    assert len(result.replies) == 1, result
    return result.replies[0]


def in_time(result: Result) -> None:
    assert result.acked_after is not None, "never acknowledged"
    assert result.acked_after < 3.0
