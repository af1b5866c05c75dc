"""Concept cards, and finding them and the terms of the glossary.

Buttons of a card carry the group it was shown for, so that they lead on in the same course
wherever they are pressed.
"""

from __future__ import annotations

from dataclasses import replace

from bot.features.arguments import argument, coded_id, plain_id
from bot.features.cards import buttons, say
from bot.features.context import NO_COURSE, GroupContext, group_context, may_reach, person_of
from bot.features.course_search import looked_up
from bot.features.glossary import term_card, term_line, term_of, term_option
from bot.features.services import Services
from bot.features.spoilers import secrets_of
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Block,
    Button,
    Card,
    Command,
    Emphasis,
    Image,
    Interaction,
    Option,
    OptionSpec,
    Outcome,
    Paragraph,
    Reply,
    Row,
    Select,
    Strong,
    Style,
    Suggestions,
    Text,
    Update,
    text,
)
from bot.model.limits import OPTION_DESCRIPTION, OPTION_LABEL, TITLE, clip
from bot.study.course_plan import met
from content.inline import nodes_of
from content.model import Concept, Course, Term

words = words_of(__file__)

COMMAND = Command(
    ("concept",),
    words("command"),
    (OptionSpec("text", words("option-text"), suggests=True),),
    hints=(
        "search", "find", "look", "look up", "lookup", "define", "explain", "term", "glossary",
        "concepts", "topic", "topics", "learn",
    ),
)  # fmt: skip
SHOW, PICKED, RELATED, QUIZ_ON = "concept", "pick-concept", "related", "quiz-on"
MOST = 10

UNKNOWN = say(words("gone.title"), words("gone.body"))


def study_button(concept_id: str, group_id: int | None = None) -> Button:
    """Opens the concept; with ``group_id`` in that group's course, wherever it is pressed."""
    return Button(words("button-study"), about(SHOW, concept_id, group_id))


def about(route: str, concept_id: str, group_id: int | None) -> str:
    """An action that concerns a concept of a group's course."""
    return encode(route, coded_id(concept_id), *(() if group_id is None else (group_id,)))


async def place_of_concept(
    services: Services, interaction: Interaction
) -> tuple[GroupContext, Concept | None]:
    """Where a button that ``about`` made leads; None for a concept that is not there any more."""
    context = await _shown_place(services, interaction, 1)
    return context, context.course.concepts.get(plain_id(argument(interaction)))


async def _shown_place(services: Services, interaction: Interaction, at: int) -> GroupContext:
    """The group whose id is argument ``at``, where the presser can reach it; else their own."""
    if len(interaction.args) > at:
        person = await person_of(services, interaction)
        group = await services.store.groups.get(row_id(interaction.args[at]))
        if group is not None and await may_reach(services, interaction, person, group):
            course = services.course(group)
            if course is None:
                raise Refusal(NO_COURSE)
            return GroupContext(person, group, course)
    return await group_context(services, interaction)


def concept_blocks(concept: Concept) -> tuple[Block, ...]:
    """Body, picture and takeaway."""
    blocks: list[Block] = [Paragraph(concept.body)]
    if concept.picture is not None:
        blocks.append(Image(str(concept.picture.path), concept.picture.alt))
    blocks.append(Paragraph(text(Strong(words("takeaway")), " ", nodes_of(concept.takeaway))))
    return tuple(blocks)


def concept_card(
    course: Course, concept: Concept, *, lead: Text | None = None, group_id: int | None = None
) -> Card:
    """The card of a concept; ``lead`` stands above it, ``group_id`` is whom it is shown for."""
    blocks: list[Block] = [Paragraph(lead)] if lead else []
    blocks += [_where(course, concept), *concept_blocks(concept)]
    return Card(concept.title, tuple(blocks), _rows(course, concept, group_id))


def _where(course: Course, concept: Concept) -> Paragraph:
    where = words(
        "where",
        section=course.section(concept.section).title,
        number=course.plan.index(concept.id) + 1,
        total=len(course.plan),
    )
    return Paragraph(text(Emphasis(where)))


def _rows(course: Course, concept: Concept, group_id: int | None) -> tuple[Row, ...]:
    items: list[Button] = []
    if course.questions_of(concept.id):
        action = about(QUIZ_ON, concept.id, group_id)
        items.append(Button(words("button-quiz"), action, Style.PRIMARY))
    if concept.related:
        items.append(Button(words("button-related"), about(RELATED, concept.id, group_id)))
    return (buttons(*items),) if items else ()


class Concepts:
    """/concept and the buttons that lead to a card."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._look_up, suggest=self._suggest)
        router.action(SHOW, Ack.PRIVATE, self._show)
        router.action(RELATED, Ack.PRIVATE, self._related)
        router.action(PICKED, Ack.UPDATE, self._picked)

    async def _look_up(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        asked = str(interaction.options.get("text", "")).strip()
        if not asked:
            so_far = context.course.plan[: max(met(context.group, context.course), 1)]
            return Reply(_which(words("so-far"), context, so_far[-MOST:][::-1]))
        found = await looked_up(context.course, asked, COMMAND.path[0])
        if len(found.entries) == 1:
            return Reply(await self._entry(context, found.entries[0], found.exact))
        if found.entries:
            return Reply(_choice(words("which"), context, found.entries))
        if not found.guesses:
            body = words("nothing.body", said=clip(asked, 60))
            return Reply(say(words("nothing.title"), body))
        return Reply(_choice(words("not-found"), context, found.guesses))

    async def _suggest(self, interaction: Interaction) -> Outcome:
        try:
            context = await group_context(self._services, interaction)
        except Refusal:
            return Suggestions(())
        asked = str(interaction.options.get("text", "")).strip()
        found = await looked_up(context.course, asked) if asked else None
        so_far = context.course.plan[: met(context.group, context.course)]
        newest = tuple(context.course.concepts[c] for c in so_far[::-1])
        entries = (found.entries or found.guesses) if found else newest[:MOST]
        names = dict.fromkeys(clip(_name(entry), OPTION_LABEL) for entry in entries)
        return Suggestions(tuple(Option(name, name) for name in names))

    async def _show(self, interaction: Interaction) -> Outcome:
        context, concept = await place_of_concept(self._services, interaction)
        if concept is None:
            context, concept = self._elsewhere(context, plain_id(argument(interaction)))
        return Reply(await self._entry(context, concept))

    async def _picked(self, interaction: Interaction) -> Outcome:
        chosen = interaction.values.get("choice", ())
        value = chosen[0] if chosen else ""
        context = await _shown_place(self._services, interaction, 0)
        term = term_of(context.course, value)
        if term is not None:
            return Update(await self._entry(context, term))
        concept = context.course.concepts.get(value)
        if concept is None:
            raise Refusal(UNKNOWN)
        return Update(await self._entry(context, concept))

    async def _related(self, interaction: Interaction) -> Outcome:
        context, concept = await place_of_concept(self._services, interaction)
        if concept is None:
            raise Refusal(UNKNOWN)
        if not concept.related:
            raise Refusal(say(words("no-related.title"), words("no-related.body")))
        title = clip(words("related", concept=concept.title), TITLE)
        return Reply(_which(title, context, concept.related))

    def _elsewhere(self, context: GroupContext, concept_id: str) -> tuple[GroupContext, Concept]:
        """A concept of the course that the group had before. Raises ``Refusal``."""
        for course in self._services.courses.all().values():
            concept = course.concepts.get(concept_id)
            if concept is not None:
                return replace(context, course=course), concept
        raise Refusal(UNKNOWN)

    async def _entry(
        self, context: GroupContext, entry: Concept | Term, exact: Term | None = None
    ) -> Card:
        """A concept that is called like a term of the glossary has the term's sentence above it.

        While a question of the day about it is open to the person, neither is shown.
        """
        course, group_id = context.course, context.group.id
        concept = course.concepts[entry.concept] if isinstance(entry, Term) else entry
        secrets = await secrets_of(self._services, context.person, context.group)
        if any(course.questions[id_].concept == concept.id for id_ in secrets.ids(course)):
            return _kept(course, concept, group_id)
        if isinstance(entry, Term):
            return term_card(course, entry, about(SHOW, entry.concept, group_id))
        lead = term_line(exact) if exact else None
        return concept_card(course, entry, lead=lead, group_id=group_id)


def _kept(course: Course, concept: Concept, group_id: int) -> Card:
    """What stands in for a concept that says what an open question of the day asks."""
    blocks = (_where(course, concept), Paragraph(text(words("kept"))))
    return Card(concept.title, blocks, _rows(course, concept, group_id))


def _name(entry: Concept | Term) -> str:
    return entry.name if isinstance(entry, Term) else entry.title


def _which(title: str, context: GroupContext, ids: tuple[str, ...]) -> Card:
    return _choice(title, context, tuple(context.course.concepts[i] for i in ids))


def _choice(title: str, context: GroupContext, entries: tuple[Concept | Term, ...]) -> Card:
    course = context.course
    options = tuple(
        term_option(entry)
        if isinstance(entry, Term)
        else Option(
            clip(entry.title, OPTION_LABEL),
            entry.id,
            clip(course.section(entry.section).title, OPTION_DESCRIPTION),
        )
        for entry in entries
    )
    mixed = any(isinstance(entry, Term) for entry in entries)
    prompt = words("choose-either" if mixed else "choose-concept")
    return say(title, rows=(Select(encode(PICKED, context.group.id), prompt, options),))
