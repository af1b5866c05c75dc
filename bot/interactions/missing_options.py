"""Asks a member for what a command still lacks, offers what they may have meant, and opens a
refused form again."""

from __future__ import annotations

from dataclasses import replace

from bot.interactions.arguments import Missing, Parsed, Wrong, check, complete
from bot.interactions.button_codec import BadAction, encode, row_id
from bot.interactions.drafts import Drafts
from bot.interactions.router import Router, in_place
from bot.interactions.sentences import GONE, usage, which
from bot.model import (
    Ack,
    Button,
    Interaction,
    Kind,
    Nothing,
    OpenForm,
    OptionSpec,
    Outcome,
    Reply,
)
from bot.model.limits import BUTTON_FACE, clip

AGAIN = "again"
PICK_OPTION = "pick-option"
PICK_OPTION_FORM = "pick-option-form"
MEANT = "meant"
MEANT_FORM = "meant-form"
MOST = 4
_LINE, _DRAFT, _OPTIONS = "c", "d", "--"


class Asking:
    def __init__(self, router: Router, drafts: Drafts) -> None:
        self._router = router
        self._drafts = drafts
        router.action(AGAIN, Ack.FORM, self._again)
        router.action(PICK_OPTION, Ack.UPDATE, self._pick_option)
        router.action(PICK_OPTION_FORM, Ack.FORM, self._pick_option)
        router.action(MEANT, Ack.UPDATE, self._meant)
        router.action(MEANT_FORM, Ack.FORM, self._meant)

    async def _again(self, interaction: Interaction) -> Outcome:
        form = await self._drafts.form(_draft_id(interaction), interaction.member)
        return OpenForm(form) if form else Reply(GONE)

    async def ask(self, missing: Missing, interaction: Interaction) -> Outcome:
        draft = await self._drafts.save(interaction)
        name = PICK_OPTION_FORM if missing.command.ack is Ack.FORM else PICK_OPTION
        return Reply(which(missing, encode(name, draft)))

    async def offer(self, wrong: Wrong, interaction: Interaction) -> Outcome:
        """What was not understood, with buttons for what may have been meant."""
        return Reply(usage(wrong, await self.buttons(wrong.instead[:MOST], interaction)))

    async def buttons(
        self, lines: tuple[Parsed, ...], interaction: Interaction
    ) -> tuple[Button, ...]:
        """A button for each command line, which runs it for whoever got it."""
        return tuple([await self._button(asked, interaction) for asked in lines])

    async def _button(self, asked: Parsed, interaction: Interaction) -> Button:
        name = MEANT_FORM if asked.command.ack is Ack.FORM else MEANT
        try:
            pairs = [str(part) for pair in asked.options.items() for part in pair]
            action = encode(name, _LINE, *asked.command.path, _OPTIONS, *pairs)
        except BadAction:  # free text does not fit a button
            typed = replace(interaction, kind=Kind.COMMAND, route=asked.command.route, args=())
            draft = await self._drafts.save(replace(typed, options=asked.options, text=None))
            action = encode(name, _DRAFT, draft)
        return Button(clip(asked.line, BUTTON_FACE), action)

    async def _meant(self, interaction: Interaction) -> Outcome:
        kind, *rest = interaction.args or ("",)
        if kind == _DRAFT and len(rest) == 1:
            return await self._drafts.go_on(interaction, row_id(rest[0]))
        if kind != _LINE or _OPTIONS not in rest:
            raise BadAction("no command line")
        end = rest.index(_OPTIONS)
        pairs = rest[end + 1 :]
        for command in self._router.commands:
            if command.path == tuple(rest[:end]):
                asked = check(command, dict(zip(pairs[::2], pairs[1::2], strict=False)))
                if isinstance(asked, Parsed):
                    typed = replace(interaction, kind=Kind.COMMAND, route=command.route, args=())
                    return await self._drafts.run(replace(typed, options=asked.options))
        raise BadAction("no such command any more")

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
