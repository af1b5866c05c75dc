"""The one press that turns reminders on, as it stands under a first verdict."""

from __future__ import annotations

from bot.features.context import GroupContext
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import encode
from bot.model import Button
from bot.study.reminders import ReminderState

words = words_of(__file__, "reminders")

ON = "remind-on"
"""Its argument is the group whose zone and rhythm are taken where nothing was chosen yet."""


def remind_button(group_id: int) -> Button:
    """**Remind me each day**."""
    return Button(words("remind-button"), encode(ON, group_id))


async def offered(services: Services, context: GroupContext) -> tuple[Button, ...]:
    """**Remind me each day**, where reminders are not on already."""
    known = await services.store.reminders.of(context.person.id)
    if known is not None and known.state == ReminderState.ON:
        return ()
    return (remind_button(context.group.id),)
