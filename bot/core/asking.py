"""Asks a member for what a command still lacks, and opens a refused form again."""

from __future__ import annotations

from bot.core.actions import BadAction, encode, row_id
from bot.core.arguments import Missing, complete
from bot.core.drafts import GONE, Drafts
from bot.core.router import Router, in_place
from bot.core.sentences import which
from bot.model import Ack, Interaction, Nothing, OpenForm, OptionSpec, Outcome, Reply

AGAIN = "again"
PICK_OPTION = "pick-option"
PICK_OPTION_FORM = "pick-option-form"


class Asking:
    def __init__(self, router: Router, drafts: Drafts) -> None:
        self._router = router
        self._drafts = drafts
        router.action(AGAIN, Ack.FORM, self._again)
        router.action(PICK_OPTION, Ack.UPDATE, self._pick_option)
        router.action(PICK_OPTION_FORM, Ack.FORM, self._pick_option)

    async def _again(self, interaction: Interaction) -> Outcome:
        form = await self._drafts.form(_draft_id(interaction), interaction.member)
        return OpenForm(form) if form else Reply(GONE)

    async def ask(self, missing: Missing, interaction: Interaction) -> Outcome:
        draft = await self._drafts.save(interaction)
        name = PICK_OPTION_FORM if missing.command.ack is Ack.FORM else PICK_OPTION
        return Reply(which(missing, encode(name, draft)))

    async def _pick_option(self, interaction: Interaction) -> Outcome:
        draft, chosen = _draft_id(interaction), interaction.values.get("choice")
        if chosen is None or len(chosen) > 1:
            raise BadAction("one choice is meant")
        if not chosen:
            return Nothing()  # the choice was taken back
        name, _, value = chosen[0].partition("=")
        resumed = await self._drafts.resume(interaction, draft, {name: value})
        for command in self._router.commands:
            if resumed is None or command.route != resumed.route:
                continue
            if not any(o.name == name and value in _values(o) for o in command.options):
                raise BadAction(f"{name!r} cannot be {value!r}")
            asked = complete(command, resumed.options)
            if isinstance(asked, Missing):
                return in_place(await self.ask(asked, resumed))
        return await self._drafts.run(resumed)


def _draft_id(interaction: Interaction) -> int:
    if len(interaction.args) != 1:
        raise BadAction("one draft is meant")
    return row_id(interaction.args[0])


def _values(spec: OptionSpec) -> tuple[str, ...]:
    return tuple(choice.value for choice in spec.choices)
