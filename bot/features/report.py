"""**Report** under a verdict: a member tells the organisers that something is wrong with it.

What was reported is remembered in the notes: ``report:<person>:…`` for each question, and
``reports:<person>`` for how many it were on the latest day.
"""

from __future__ import annotations

from bot.core.router import Refusal, Router, encode, row_id
from bot.features.arguments import argument
from bot.features.cards import count, say
from bot.features.names import shown_name
from bot.features.places import scene_of
from bot.features.posing import NO_QUESTION
from bot.features.services import Services
from bot.model import (
    Ack,
    Button,
    ChoiceField,
    Form,
    Interaction,
    Invalid,
    OpenForm,
    Option,
    Outcome,
    Reply,
    TextField,
    Tone,
    prefilled,
)
from bot.model.limits import clip
from content.model import Question
from storage.records import Group, Person, Round

REPORT, SUBMIT = "report", "report-send"
REASONS = {
    "key": "The key is wrong",
    "ambiguous": "Ambiguous",
    "outdated": "Outdated",
    "typo": "A typo",
    "other": "Other",
}
A_DAY = 5
"""A person's reports on one day, at most."""
WORDS = 200
"""Characters of a member's own words."""
STEM = 120

NOT_ANSWERED = say("Answer it first", "A question can be reported once you have answered it.")
ALREADY = say("You have reported this question", "The organisers know. Thank you.")
ENOUGH = say(
    "That is enough for today", f"{A_DAY} reports a day are the most. Tomorrow you can go on."
)


def report_button(posed: Round) -> Button:
    """Goes under every verdict."""
    return Button("Report", encode(REPORT, posed.id))


class Report:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(REPORT, Ack.FORM, self._open)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)

    async def _open(self, interaction: Interaction) -> Outcome:
        _, posed, _, _ = await self._reported(interaction)
        return OpenForm(_form(posed))

    async def _submitted(self, interaction: Interaction) -> Outcome:
        group, posed, person, question = await self._reported(interaction)
        reason = REASONS.get((interaction.values.get("reason") or ("",))[0])
        if reason is None:
            form = prefilled(_form(posed), dict(interaction.values))
            return Invalid(form, {"reason": "Choose what is wrong."})
        own = " ".join((interaction.values.get("words") or ("",))[0].split())
        words = await self._words(group, person, question, reason, clip(own, WORDS))
        now = self._services.now()
        await self._services.store.groups.add_notice(group.id, words, now)
        await self._remember(group, person, posed)
        return Reply(say("Thank you", "The organisers are told about it.", tone=Tone.GOOD))

    async def _reported(self, interaction: Interaction) -> tuple[Group, Round, Person, Question]:
        """What is reported and by whom. Raises ``Refusal`` where it may not be (any more)."""
        scene = await scene_of(self._services, interaction, row_id(argument(interaction)))
        if scene is None:
            raise Refusal(NO_QUESTION)
        posed, group, person = scene
        if await self._services.store.answers.of(posed.id, person.id) is None:
            raise Refusal(NOT_ANSWERED)
        asked = self._services.asked(group, posed)
        if asked is None:
            raise Refusal(NO_QUESTION)
        notes = self._services.store.notes
        if await notes.get(_key(group, person, posed)) is not None:
            raise Refusal(ALREADY)
        if await self._today(group, person) >= A_DAY:
            raise Refusal(ENOUGH)
        return group, posed, person, asked[1]

    async def _words(
        self, group: Group, person: Person, question: Question, reason: str, own: str
    ) -> str:
        answers, right = await self._services.store.answers.on_question(group.id, question.id)
        name = await self._services.store.members.name(group.id, person.id)
        said = f" “{own}”" if own else ""
        who = shown_name(name)
        return (
            f"{who} reports {question.id} (“{clip(question.stem, STEM)}”): {reason}.{said} "
            f"In this group: {count(answers, 'answer')}, {right} right."
        )

    async def _today(self, group: Group, person: Person) -> int:
        kept = await self._services.store.notes.get(f"reports:{person.id}") or ""
        day, _, number = kept.partition("|")
        return int(number) if day == self._services.today(group).isoformat() else 0

    async def _remember(self, group: Group, person: Person, posed: Round) -> None:
        today = self._services.today(group).isoformat()
        number = await self._today(group, person) + 1
        await self._services.store.notes.put(_key(group, person, posed), today)
        await self._services.store.notes.put(f"reports:{person.id}", f"{today}|{number}")


def _key(group: Group, person: Person, posed: Round) -> str:
    """A changed question is another one: it can be reported again."""
    return f"report:{person.id}:{group.id}:{posed.question_id}:{posed.revision}"


def _form(posed: Round) -> Form:
    return Form(
        encode(SUBMIT, posed.id),
        "Report this question",
        (
            ChoiceField(
                "reason",
                "What is wrong?",
                tuple(Option(words, key) for key, words in REASONS.items()),
            ),
            TextField(
                "words",
                "In your words",
                "The organisers see them with your name",
                required=False,
                multiline=True,
                max_length=WORDS,
            ),
        ),
        "Send",
    )
