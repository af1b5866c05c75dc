"""**Cancel** on a card whose other button takes something away."""

from __future__ import annotations

from bot.features.cards import say
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Router, encode
from bot.model import Ack, Button, Interaction, Outcome, Update

words = words_of(__file__)

CANCEL = "cancel"


def cancel_button() -> Button:
    return Button(words("cancel"), encode(CANCEL))


class Cancel:
    def __init__(self, services: Services) -> None:
        """Needs nothing: what was not confirmed was not begun."""

    def register(self, router: Router) -> None:
        router.action(CANCEL, Ack.UPDATE, self._cancel)

    async def _cancel(self, interaction: Interaction) -> Outcome:
        return Update(say(words("done.title"), words("done.body")))
