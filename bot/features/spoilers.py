"""What a person may not be told yet: the answers to daily questions that they can still answer.

One rule for everything that shows whether an answer is right, or which one is (verdicts, results,
reports, runs begun earlier, another group's question): it asks here first. ``judge`` does so for
every answer that is not the daily one itself, so nothing can be found out by trying.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.cards import say
from bot.features.context import GroupContext
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal
from bot.model import Card
from bot.study import selection
from bot.study.course_plan import group_seed
from bot.study.group import Group, GroupState
from bot.study.person import Person
from content.model import Course, Question

words = words_of(__file__)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Daily questions that one person can still answer for points, here or in another group."""

    questions: frozenset[tuple[str, str]]

    def holds(self, question: Question) -> bool:
        """Whether the answer to ``question`` must not be shown to the person now."""
        return (question.id, question.concept) in self.questions

    def ids(self, course: Course) -> frozenset[str]:
        """The ids among the questions of ``course``."""
        return frozenset(
            id_
            for id_, concept in self.questions
            if (question := course.questions.get(id_)) is not None and question.concept == concept
        )


async def secrets_of(services: Services, person: Person, group: Group) -> Secrets:
    """What is secret to ``person``, who is looking at something of ``group``."""
    return Secrets(await services.store.rounds.unanswered(person.id, group.id))


async def withdrawn_ids(services: Services, group: Group, course: Course) -> frozenset[str]:
    """Ids of the course's questions that ``group`` is never asked again, nor any member in
    practice: its organizers took them back, and they read as they did then."""
    taken = await services.store.rounds.withdrawn(group.id)
    return frozenset(
        id_
        for id_, revision in taken
        if (question := course.questions.get(id_)) is not None and question.revision == revision
    )


async def kept_from_practice(services: Services, context: GroupContext) -> frozenset[str]:
    """Ids of the course's questions that practice must not ask ``place.person`` now.

    The secret ones, withdrawn ones, the group's own open ones even when answered, and those kept
    for coming days and open checkpoints of every group on this course that the person studies in.
    """
    kept = set((await secrets_of(services, context.person, context.group)).ids(context.course))
    kept |= await withdrawn_ids(services, context.group, context.course)
    kept |= await services.store.exams.open_questions(context.person.id)
    opened = await services.store.rounds.open_dailies(context.group.id)
    kept.update(posed.question_id for posed in opened)
    groups = {context.group.id: context.group}
    groups.update((g.id, g) for g in await services.store.groups.of_person(context.person.id))
    for group in groups.values():
        if group.course == context.course.slug and (
            group is context.group or group.state == GroupState.ACTIVE
        ):
            history = await services.store.rounds.history(group.id)
            mixed = await services.store.checkpoints.asked(group.id)
            reserved = selection.reserved(context.course, history, group_seed(group))
            kept |= reserved - {id_ for id_, _ in mixed}
            kept |= {id_ for id_, is_open in mixed if is_open}
    return frozenset(kept)


async def refuse_secret(services: Services, context: GroupContext, question: Question) -> None:
    """Raises ``Refusal`` where ``place.person`` must not find out the answer to ``question``."""
    if (await secrets_of(services, context.person, context.group)).holds(question):
        raise Refusal(kept_card())


def kept_card() -> Card:
    """Says why a question cannot be had now, and what to do."""
    return say(words("kept.title"), words("kept.body"))
