"""The /quiz command and its presses. All state is in the database, so a restart changes nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bot.core.router import Refusal, Router, encode, row_id
from bot.features.answering import PRACTICE, judge, welcome_blocks
from bot.features.arguments import argument
from bot.features.cards import say
from bot.features.concepts import PICKED, QUIZ_ON
from bot.features.places import NO_COURSE, NO_GROUP, Place, person_of, place_of
from bot.features.plans import group_seed, met
from bot.features.posing import answer_form, given_by, pressed, question_of
from bot.features.quiz import cards
from bot.features.services import Services
from bot.model import (
    Ack,
    Card,
    Command,
    Interaction,
    Invalid,
    OpenForm,
    Option,
    OptionKind,
    OptionSpec,
    Outcome,
    Reply,
    Suggestions,
    Update,
)
from bot.model.limits import OPTION_LABEL, clip
from bot.study import search, selection
from bot.study.questions import type_of
from content.model import Course, Question
from storage.records import NewRound, Round, Run

COMMAND = Command(
    ("quiz",),
    "Practise in private, question by question",
    (
        OptionSpec(
            "topic", "A section or concept; without it, a mix", suggests=True, any_words=True
        ),
        OptionSpec("count", "How many questions", OptionKind.INTEGER, minimum=1, maximum=20),
    ),
    hints=("practice", "practise", "test", "play", "ask", "quizz", "question", "questions"),
)
DEFAULT_COUNT = 5
MIX = "A mix"


class Quiz:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command, suggest=self._suggest)
        router.action(QUIZ_ON, Ack.PRIVATE, self._on_concept)
        router.action(cards.PRESS, Ack.UPDATE, self._press)
        router.action(cards.OPEN, Ack.FORM, self._open)
        router.action(cards.SUBMIT, Ack.UPDATE, self._submit)
        router.action(cards.NEXT, Ack.UPDATE, self._next)
        router.action(cards.RESUME, Ack.UPDATE, self._next)
        router.action(cards.NEW, Ack.UPDATE, self._new)
        router.action(cards.MISSED, Ack.UPDATE, self._missed)
        router.action(cards.STUDY, Ack.PRIVATE, self._study)

    async def _command(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        topic = str(interaction.options.get("topic", "")).strip()
        run = await self._services.store.runs.open_run(place.person.id, place.group.id)
        if run is not None and not topic and 0 < len(run.answers) < len(run.rounds):
            return Reply(cards.resume_card(run))
        count = int(interaction.options.get("count", DEFAULT_COUNT))
        concepts, title = _topic(place.course, topic)
        return Reply(await self._start(place, concepts, title, count))

    async def _suggest(self, interaction: Interaction) -> Outcome:
        try:
            place = await place_of(self._services, interaction)
        except Refusal:
            return Suggestions(())
        words = str(interaction.options.get("topic", "")).strip().casefold()
        titles = [s.title for s in place.course.sections]
        titles += [c.title for c in place.course.concepts.values()]
        hits = [title for title in titles if words in title.casefold()][:10]
        return Suggestions(
            tuple(Option(clip(t, OPTION_LABEL), clip(t, OPTION_LABEL)) for t in dict.fromkeys(hits))
        )

    async def _on_concept(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        concept = place.course.concepts.get(argument(interaction))
        if concept is None:
            raise Refusal(say("This concept is not in the course any more", "Try /quiz."))
        return Reply(await self._start(place, (concept.id,), concept.title, 3))

    async def _new(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        return Update(await self._start(place, (), MIX, DEFAULT_COUNT))

    async def _start(self, place: Place, concepts: Sequence[str], title: str, count: int) -> Card:
        store, person = self._services.store, place.person
        history = await store.rounds.history(place.group.id)
        answered = await store.answers.answered_questions(person.id, place.course.slug)
        memory = await store.answers.memory(person.id, place.course.slug)
        opened = await store.rounds.open_dailies(place.group.id)
        now = self._services.now()
        excluded = {posed.question_id for posed in opened} | selection.reserved(
            place.course, history, group_seed(place.group)
        )
        due = [row.concept_id for row in memory.values() if row.due_at <= now]
        questions: tuple[Question, ...] = ()
        for scope in _scopes(place, concepts):
            questions = selection.practice(
                place.course,
                scope,
                count,
                selection.seed_of(person.id, now),
                answered=answered,
                due=due,
                excluded=excluded,
            )
            if len(questions) >= count:
                break
        if not questions:
            return say(
                "No question for that yet",
                "What there is on it is kept for the group's own study days. Try /quiz without "
                "a topic.",
            )
        rng = random.Random(selection.seed_of(person.id, now, "order"))
        run = await store.runs.start(
            person_id=person.id,
            group_id=place.group.id,
            topic=clip(title, 60),
            rounds=[_posed(question, rng) for question in questions],
            local_date=self._services.today(place.group).isoformat(),
            now=now,
        )
        return self._step(place.course, run)

    def _step(self, course: Course, run: Run) -> Card:
        """The first question not answered yet, or the summary."""
        for posed in run.rounds:
            if posed.id not in run.answers and posed.question_id in course.questions:
                return cards.question_step(run, posed, course.questions[posed.question_id])
        return cards.summary(course, run)

    async def _press(self, interaction: Interaction) -> Outcome:
        place, run, posed, question = await self._asked(interaction)
        given = pressed(question, posed, argument(interaction, 1))
        return Update(await self._verdict(place, run, posed, question, given))

    async def _open(self, interaction: Interaction) -> Outcome:
        _, _, posed, question = await self._asked(interaction)
        return OpenForm(answer_form(question, posed, cards.SUBMIT))

    async def _submit(self, interaction: Interaction) -> Outcome:
        place, run, posed, question = await self._asked(interaction)
        given = given_by(question, posed, interaction)
        if isinstance(given, Invalid):
            return given
        return Update(await self._verdict(place, run, posed, question, given))

    async def _verdict(
        self, place: Place, run: Run, posed: Round, question: Question, given: str
    ) -> Card:
        judged = await judge(self._services, place, question, posed, given, PRACTICE, None)
        after = await welcome_blocks(self._services, place)
        run = await self._services.store.runs.get(run.id) or run
        return cards.verdict_step(run, posed, question, judged, after)

    async def _next(self, interaction: Interaction) -> Outcome:
        place, run = await self._own_run(interaction, row_id(argument(interaction)))
        card = self._step(place.course, run)
        if all(posed.id in run.answers for posed in run.rounds):
            await self._services.store.runs.finish(run.id)
        elif run.state != "open":
            raise Refusal(cards.ENDED)
        return Update(card)

    async def _missed(self, interaction: Interaction) -> Outcome:
        place, run = await self._own_run(interaction, row_id(argument(interaction)))
        missed = [
            place.course.questions[posed.question_id]
            for posed in run.rounds
            if (answer := run.answers.get(posed.id)) is not None
            and not answer.correct
            and posed.question_id in place.course.questions
        ]
        if not missed:
            raise Refusal(cards.ENDED)
        now = self._services.now()
        rng = random.Random(selection.seed_of(place.person.id, now, "order"))
        again = await self._services.store.runs.start(
            person_id=place.person.id,
            group_id=place.group.id,
            topic="Once more",
            rounds=[_posed(question, rng) for question in missed],
            local_date=self._services.today(place.group).isoformat(),
            now=now,
        )
        return Update(self._step(place.course, again))

    async def _study(self, interaction: Interaction) -> Outcome:
        place, run = await self._own_run(interaction, row_id(argument(interaction)))
        return Reply(cards.study_card(place.course, run, encode(PICKED)))

    async def _asked(self, interaction: Interaction) -> tuple[Place, Run, Round, Question]:
        """The open round that is pressed, checked to be the presser's own."""
        posed = await self._services.store.rounds.get(row_id(argument(interaction)))
        if posed is None or posed.run_id is None:
            raise Refusal(cards.ENDED)
        place, run = await self._own_run(interaction, posed.run_id)
        if run.state != "open":
            raise Refusal(cards.ENDED)
        return place, run, posed, question_of(place.course, posed)

    async def _own_run(self, interaction: Interaction, run_id: int) -> tuple[Place, Run]:
        run = await self._services.store.runs.get(run_id)
        if run is None:
            raise Refusal(cards.ENDED)
        person = await person_of(self._services, interaction)
        if run.person_id != person.id:
            raise Refusal(cards.NOT_YOURS)
        group = await self._services.store.groups.get(run.group_id)
        if group is None:
            raise Refusal(NO_GROUP)
        course = self._services.course(group)
        if course is None:
            raise Refusal(NO_COURSE)
        return Place(person, group, course), run


def _posed(question: Question, rng: random.Random) -> NewRound:
    order = type_of(question).order(question, rng)
    return NewRound(question.id, question.revision, question.concept, order)


def _scopes(place: Place, concepts: Sequence[str]) -> tuple[Sequence[str], ...]:
    """What to ask about: the topic; without one what the group has met, else the whole plan."""
    if concepts:
        return (concepts,)
    return (place.course.plan[: met(place.group, place.course)], place.course.plan)


def _topic(course: Course, words: str) -> tuple[tuple[str, ...], str]:
    """The concepts a topic stands for: none for a mix. Raises ``Refusal`` when unknown."""
    if not words:
        return (), MIX
    for section in course.sections:
        if words.casefold() in (section.id.casefold(), section.title.casefold()):
            ids = tuple(c for c in course.plan if course.concepts[c].section == section.id)
            return ids, section.title
    found = search.find(course, words)
    if found.hits:
        title = found.hits[0].title if len(found.hits) == 1 else words
        return tuple(concept.id for concept in found.hits), title
    near = ", ".join(concept.title for concept in found.near[:3])
    hint = f"Perhaps: {near}." if near else "/concept lists what the course has."
    raise Refusal(say("No such topic", f"This course has nothing on “{clip(words, 60)}”.", hint))
