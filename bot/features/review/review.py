"""The /review command: five questions on what is about to be forgotten, weakest first.

A review is a quiz like any other (kept in the database, gone on with after a restart); what is
different is which questions come, and that it asks how sure one is before it tells.
"""

from __future__ import annotations

from bot.features.cards import buttons, say
from bot.features.context import GroupContext, group_context, studied_group
from bot.features.quiz import cards
from bot.features.quiz.quiz import Quiz
from bot.features.quiz.topics import Topic
from bot.features.review.due import REVIEW, TOPIC, is_review, session, what_is_next, words
from bot.features.services import Services
from bot.interactions.router import Router, encode
from bot.model import Ack, Button, Card, Command, Interaction, Outcome, Reply, Style, Update

COMMAND = Command(
    ("review",),
    words("command"),
    hints=("due", "revise", "revision", "repeat", "refresh", "forgotten", "flashcards"),
)


class Review:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._quiz = Quiz(services)

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(REVIEW, Ack.UPDATE, self._more)

    async def _command(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        return Reply(await self.start(interaction, context))

    async def _more(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 0)
        return Update(await self.start(interaction, context))

    async def start(self, interaction: Interaction, context: GroupContext) -> Card:
        """The next five reviews, those that were begun, or that there are none."""
        open_run = await self._services.store.runs.open_run(context.person.id, context.group.id)
        if open_run is not None and is_review(open_run):
            return await self._quiz.go_on(context, open_run)
        found = await session(self._services, context)
        if found.picks:
            topic = Topic(TOPIC, only=tuple(pick.question for pick in found.picks))
            return await self._quiz.start(interaction, context, topic, len(topic.only))
        return await self._nothing(context)

    async def _nothing(self, context: GroupContext) -> Card:
        following = await what_is_next(self._services, context)
        quiz = buttons(Button(words("quiz"), encode(cards.NEW), Style.PRIMARY))
        if not following:
            return say(words("nothing-yet.title"), words("nothing-yet.body"), rows=(quiz,))
        return say(words("nothing-due.title"), words("nothing-due.body"), following, rows=(quiz,))
