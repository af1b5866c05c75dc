"""The /quiz command, and all that starts or ends a quiz.

All state is in the database, so a restart changes nothing. A quiz that was begun is never dropped
unasked: whatever would start another one asks first.
"""

from __future__ import annotations

from bot.features.arguments import argument
from bot.features.cards import say
from bot.features.concepts import QUIZ_ON, place_of_concept
from bot.features.context import GroupContext, group_context, studied_group
from bot.features.course_search import ready
from bot.features.quiz import cards
from bot.features.quiz.cards import words
from bot.features.quiz.picking import pick, posed_anew
from bot.features.quiz.presses import QuizPresses
from bot.features.quiz.steps import Steps
from bot.features.quiz.topics import (
    DEFAULT_COUNT,
    MOST,
    Topic,
    asked_for,
    mix,
    pressed_topic,
)
from bot.features.services import Services
from bot.interactions.router import Refusal, Router, row_id
from bot.model import (
    Ack,
    Card,
    Command,
    Interaction,
    Option,
    OptionKind,
    OptionSpec,
    Outcome,
    Reply,
    Suggestions,
    Update,
)
from bot.model.limits import OPTION_LABEL, clip
from bot.study.quiz_run import Run
from bot.study.topics import Verb, suggested

COMMAND = Command(
    ("quiz",),
    words("command"),
    (
        OptionSpec("topic", words("option-topic"), suggests=True, any_words=True),
        OptionSpec("count", words("option-count"), OptionKind.INTEGER, minimum=1, maximum=MOST),
    ),
    hints=("practice", "practise", "test", "play", "ask", "start", "question", "questions"),
)
ON_CONCEPT = 3
"""Questions behind **Quiz me on this**."""
A_DAY = 1_000
"""A person's practice answers in a group on one day; nobody learns that much, a script might."""
_INSTEAD = "instead"
"""Option: the open run that may make way; no command line can say it."""


class Quiz:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._steps = Steps(services)
        self._presses = QuizPresses(services, self._steps)

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command, suggest=self._suggest)
        self._presses.register(router)
        router.action(QUIZ_ON, Ack.PRIVATE, self._on_concept)
        router.action(cards.NEW, Ack.UPDATE, self._new)
        router.action(cards.START, Ack.UPDATE, self._on_topic)
        router.action(cards.INSTEAD, Ack.UPDATE, self._instead)
        router.action(cards.MISSED, Ack.UPDATE, self._missed)
        router.action(cards.STUDY, Ack.PRIVATE, self._study)

    async def _command(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        said = str(interaction.options.get("topic", "")).strip()
        given = interaction.options.get("count")
        await ready(context.course)
        asked = asked_for(context.course, said, None if given is None else int(given))
        if isinstance(asked, Verb):
            return Reply(await self._do(interaction, context, asked))
        return Reply(await self.start(interaction, context, *asked))

    async def _do(self, interaction: Interaction, context: GroupContext, verb: Verb) -> Card:
        """What was typed was no topic but what to do with a quiz."""
        if verb is Verb.STOP:
            return await self.stop(context)
        if verb is Verb.HELP:
            return cards.HOW
        if verb is Verb.NEW:
            return await self.start(interaction, context, mix(), DEFAULT_COUNT)
        run = await self._services.store.runs.open_run(context.person.id, context.group.id)
        return cards.NONE_OPEN if run is None else await self._steps.show(context, run)

    async def _suggest(self, interaction: Interaction) -> Outcome:
        try:
            context = await group_context(self._services, interaction)
        except Refusal:
            return Suggestions(())
        said = str(interaction.options.get("topic", "")).strip()
        await ready(context.course)
        titles = (clip(title, OPTION_LABEL) for title in suggested(context.course, said))
        return Suggestions(tuple(Option(title, title) for title in dict.fromkeys(titles)))

    async def _on_concept(self, interaction: Interaction) -> Outcome:
        context, concept = await place_of_concept(self._services, interaction)
        if concept is None:
            raise Refusal(say(words("no-concept.title"), words("no-concept.body")))
        topic = Topic(concept.title, (concept.id,))
        return Reply(await self.start(interaction, context, topic, ON_CONCEPT))

    async def _on_topic(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 3)
        topic = pressed_topic(context.course, argument(interaction), argument(interaction, 1))
        count = min(MOST, max(1, row_id(argument(interaction, 2))))
        return Update(await self.start(interaction, context, topic, count))

    async def _new(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        return Update(await self.start(interaction, context, mix(), DEFAULT_COUNT))

    async def _missed(self, interaction: Interaction) -> Outcome:
        run_id = row_id(argument(interaction))
        context, run = await self._presses.own_run(interaction, run_id)
        missed = tuple(
            context.course.questions[posed.question_id]
            for posed in run.first_tries
            if (answer := run.answers.get(posed.id)) is not None
            and not answer.correct
            and posed.question_id in context.course.questions
        )
        if not missed:
            raise Refusal(say(words("nothing-missed.title"), words("nothing-missed.body")))
        topic = Topic(words("once-more"), only=missed)
        return Update(await self.start(interaction, context, topic, len(missed)))

    async def _study(self, interaction: Interaction) -> Outcome:
        context, run = await self._presses.own_run(interaction, row_id(argument(interaction)))
        return Reply(cards.study_card(context.course, run))

    async def _instead(self, interaction: Interaction) -> Outcome:
        """**Start a new one**: what had been asked for, in the place of the run that was named."""
        draft, run = row_id(argument(interaction)), row_id(argument(interaction, 1))
        return await self._services.again.go_on(interaction, draft, **{_INSTEAD: run})

    async def go_on(self, context: GroupContext, run: Run) -> Card:
        """The open quiz where it stands."""
        return await self._steps.show(context, run)

    async def stop(self, context: GroupContext) -> Card:
        """Ends the person's open quiz; what was answered stays counted."""
        runs = self._services.store.runs
        run = await runs.open_run(context.person.id, context.group.id)
        if run is None:
            return cards.NONE_OPEN
        await runs.finish(run.id)
        left = await runs.get(run.id)
        if left is None or not left.answers:
            return cards.stopped_empty()
        return cards.summary(context.course, left, stopped=True)

    async def start(
        self, interaction: Interaction, context: GroupContext, topic: Topic, count: int
    ) -> Card:
        """The first question of a new quiz; where one is open that was begun, asks first.

        ``interaction`` is what the person did to get here: it is done again once they choose
        the new quiz.
        """
        runs, notes = self._services.store.runs, []
        run = await runs.open_run(context.person.id, context.group.id)
        if run is not None and len(run.answers) < len(run.rounds):
            if not run.answers and _is_it(run, topic, count):
                return await self._steps.show(context, run)
            if run.answers and interaction.options.get(_INSTEAD) != run.id:
                draft = await self._services.again.save(interaction)
                return cards.open_card(run, topic.title, draft)
            if not run.answers:
                notes.append(words("replaced", topic=run.topic))
        today = self._services.today(context.group).isoformat()
        practised = await runs.practised(context.person.id, context.group.id, today)
        if practised >= A_DAY:
            raise Refusal(say(words("enough.title"), words("enough.body", count=practised)))
        questions, waiting = await pick(self._services, context, topic, count)
        if waiting:
            notes.append(words("secret-left-out", count=waiting))
        if not questions:
            raise Refusal(
                say(
                    words("nothing-missed.title" if topic.only else "no-questions.title"),
                    words("nothing-missed.body" if topic.only else "no-questions.body"),
                )
            )
        fresh = await runs.start(
            person_id=context.person.id,
            group_id=context.group.id,
            topic=clip(topic.title, cards.TOPIC),
            rounds=posed_anew(self._services, context, questions),
            local_date=today,
            now=self._services.now(),
        )
        return await self._steps.show(context, fresh, notes)


def _is_it(run: Run, topic: Topic, count: int) -> bool:
    """Whether a quiz that nobody began is what is asked for now."""
    if topic.only:
        return [r.question_id for r in run.rounds] == [q.id for q in topic.only]
    return run.topic == clip(topic.title, cards.TOPIC) and len(run.rounds) == count
