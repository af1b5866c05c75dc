"""Commands, presses and forms over the wire."""

from __future__ import annotations

from tests.servers.discord.bot_for_tests import Bot, opened


async def test_a_command_is_answered_in_private() -> None:
    async with opened(Bot()) as (driver, bot):
        result = await driver.command(driver.ben, "/quiz polly 3")
        (reply,) = result.replies
        assert reply.private_to == driver.ben
        assert "polly" in reply.text
        assert "3" in reply.text
        assert result.acked_after is not None
        assert not result.thinking
        assert driver.breaches() == []
