"""A menu for a time zone that a form left in doubt; picking one goes on with the form as it was."""

from __future__ import annotations

from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.missing_options import AGAIN
from bot.interactions.router import BadAction, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Card,
    Form,
    Interaction,
    Invalid,
    Nothing,
    Option,
    Outcome,
    Select,
    Update,
)
from bot.model.limits import OPTION_LABEL, clip
from bot.study import calendar

words = words_of(__file__, "schedule_form")

PICK = "pick-zone"
TYPED = 60
"""Characters of what was typed that are said again."""


async def which_zone(
    services: Services, interaction: Interaction, form: Form, doubt: calendar.Doubt
) -> Card:
    """Asks which of the zones in ``doubt`` was meant, which has at least one.

    ``interaction`` is the submitted form; ``form`` is the same form with what it held.
    """
    typed = clip((interaction.values.get("zone") or ("",))[0].strip(), TYPED)
    if not doubt.near:
        lead = words("which-zone.typed", typed=typed)
    elif len(doubt.places) == 1:
        lead = words("which-zone.one", typed=typed)
    else:
        lead = words("which-zone.near", typed=typed)
    now = services.clock.now()
    places = {place.zone: place for place in reversed(doubt.places)}
    options = tuple(
        Option(
            clip(place.name, OPTION_LABEL),
            place.zone,
            words("which-zone.clock", clock=calendar.day_and_clock_words(now, place.zone)[1]),
        )
        for place in reversed(places.values())
    )
    again = await services.again.save_form(form, interaction.member)
    draft = await services.again.save(interaction)
    return say(
        words("which-zone.title"),
        doubt.lead or lead,
        rows=(
            Select(encode(PICK, draft), words("which-zone.pick"), options),
            buttons(Button(words("which-zone.other"), encode(AGAIN, again))),
        ),
    )


class ZoneMenu:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(PICK, Ack.UPDATE, self._pick)

    async def _pick(self, interaction: Interaction) -> Outcome:
        chosen = interaction.values.get("choice")
        if chosen is None or len(chosen) > 1:
            raise BadAction("one zone is meant")
        if not chosen:
            return Nothing()  # the choice was taken back
        draft = row_id(argument(interaction))
        done = await self._services.again.submit(interaction, draft, zone=chosen[0])
        if isinstance(done, Invalid):
            # Something else has changed since, such as the courses: there is no form to mark it in.
            again = await self._services.again.save_form(done.form, interaction.member)
            back = Button(words("which-zone.other"), encode(AGAIN, again))
            sentences = done.errors.values()
            return Update(say(words("which-zone.changed"), *sentences, rows=(buttons(back),)))
        return done
