"""**Report** under a verdict: a member tells the organizers that something is wrong with it.

What was reported is remembered in the notes: ``report:<person>:…`` for each question, and
``reports:<person>`` for how many it were on the latest day.
"""

from __future__ import annotations

from bot.features.arguments import argument
from bot.features.cards import say
from bot.features.context import round_context
from bot.features.names import shown_name
from bot.features.posing import NO_QUESTION
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, row_id
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
from bot.model.limits import FORM_INTRO, clip
from bot.study.group import Group
from bot.study.person import Person
from bot.study.round import Round
from content.inline import nodes_of
from content.model import Question

words = words_of(__file__)

REPORT, SUBMIT = "report", "report-send"
REASONS = {
    "key": words("key"),
    "ambiguous": words("ambiguous"),
    "outdated": words("outdated"),
    "typo": words("typo"),
    "other": words("other"),
}
A_DAY = 5
"""A person's reports on one day, at most."""
WORDS = 200
"""Characters of a member's own words."""
STEM = 120

NOT_ANSWERED = say(words("not-answered.title"), words("not-answered.body"))
ALREADY = say(words("already.title"), words("already.body"))
ENOUGH = say(words("enough.title"), words("enough.body", most=A_DAY))


def report_button(posed: Round) -> Button:
    """Goes under every verdict."""
    return Button(words("button"), encode(REPORT, posed.id))


class Report:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(REPORT, Ack.FORM, self._open)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)

    async def _open(self, interaction: Interaction) -> Outcome:
        _, posed, _, question = await self._reported(interaction)
        return OpenForm(_form(posed, question))

    async def _submitted(self, interaction: Interaction) -> Outcome:
        group, posed, person, question = await self._reported(interaction)
        reason = REASONS.get((interaction.values.get("reason") or ("",))[0])
        if reason is None:
            form = prefilled(_form(posed, question), dict(interaction.values))
            return Invalid(form, {"reason": words("choose")})
        own = " ".join((interaction.values.get("words") or ("",))[0].split())
        told = await self._words(group, person, question, reason, clip(own, WORDS))
        now = self._services.now()
        await self._services.store.groups.add_notice(group.id, told, now)
        await self._remember(group, person, posed)
        return Reply(say(words("thanks.title"), words("thanks.body"), tone=Tone.GOOD))

    async def _reported(self, interaction: Interaction) -> tuple[Group, Round, Person, Question]:
        """What is reported and by whom. Raises ``Refusal`` where it may not be (any more)."""
        context = await round_context(self._services, interaction, row_id(argument(interaction)))
        if context is None:
            raise Refusal(NO_QUESTION)
        posed, group, person = context
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
        filled: dict[str, str | int] = {
            "name": shown_name(name),
            "question": question.id,
            "stem": clip(question.stem, STEM),
            "reason": reason,
            "answers": answers,
            "right": right,
        }
        return words("notice-words", own=own, **filled) if own else words("notice", **filled)

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


def _form(posed: Round, question: Question) -> Form:
    return Form(
        encode(SUBMIT, posed.id),
        words("form-title"),
        (
            ChoiceField(
                "reason",
                words("form-reason"),
                tuple(Option(reason, key) for key, reason in REASONS.items()),
            ),
            TextField(
                "words",
                words("form-words"),
                words("form-words-hint"),
                required=False,
                multiline=True,
                max_length=WORDS,
            ),
        ),
        words("form-send"),
        clip(nodes_of(question.stem).plain, FORM_INTRO),
    )
