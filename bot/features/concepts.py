"""Concept cards, and finding them."""

from __future__ import annotations

from bot.core.router import Refusal, Router, encode
from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.places import place_of
from bot.features.plans import met
from bot.features.services import Services
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
from bot.model.limits import OPTION_DESCRIPTION, OPTION_LABEL, clip
from bot.study import search
from content.model import Concept, Course

COMMAND = Command(
    ("concept",),
    "Look a concept up",
    (OptionSpec("text", "What to look for", suggests=True),),
)
SHOW, PICKED, RELATED, QUIZ_ON = "concept", "pick-concept", "related", "quiz-on"
MOST = 10


def study_button(concept_id: str) -> Button:
    return Button("Study this concept", encode(SHOW, concept_id))


def concept_blocks(concept: Concept) -> tuple[Block, ...]:
    """Body, picture and takeaway."""
    blocks: list[Block] = [Paragraph(concept.body)]
    if concept.picture is not None:
        blocks.append(Image(str(concept.picture.path), concept.picture.alt))
    blocks.append(Paragraph(text(Strong("Takeaway: "), concept.takeaway)))
    return tuple(blocks)


def concept_card(course: Course, concept: Concept, *, lead: Text | None = None) -> Card:
    """The card of a concept; ``lead`` stands above it."""
    place = course.plan.index(concept.id) + 1
    where = f"{course.section(concept.section).title} · concept {place} of {len(course.plan)}"
    blocks: list[Block] = [Paragraph(lead)] if lead else []
    blocks += [Paragraph(text(Emphasis(where))), *concept_blocks(concept)]
    rows: list[Row] = []
    items: list[Button] = []
    if course.questions_of(concept.id):
        items.append(Button("Quiz me on this", encode(QUIZ_ON, concept.id), Style.PRIMARY))
    if concept.related:
        items.append(Button("Related", encode(RELATED, concept.id)))
    if items:
        rows.append(buttons(*items))
    return Card(concept.title, tuple(blocks), tuple(rows))


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
        place = await place_of(self._services, interaction)
        words = str(interaction.options.get("text", "")).strip()
        if not words:
            so_far = place.course.plan[: max(met(place.group, place.course), 1)]
            return Reply(_which("Concepts so far", place.course, so_far[-MOST:][::-1]))
        found = search.find(place.course, words)
        if len(found.hits) == 1:
            return Reply(concept_card(place.course, found.hits[0]))
        if found.hits:
            return Reply(_which("Which one?", place.course, _ids(found.hits)))
        said = clip(words, 60)
        if not found.near:
            return Reply(
                say("Nothing found", f"This course has nothing on “{said}”. Try one word less.")
            )
        title = "Not found, but perhaps you mean one of these"
        return Reply(_which(title, place.course, _ids(found.near)))

    async def _suggest(self, interaction: Interaction) -> Outcome:
        try:
            place = await place_of(self._services, interaction)
        except Refusal:
            return Suggestions(())
        words = str(interaction.options.get("text", "")).strip()
        found = search.find(place.course, words) if words else None
        so_far = place.course.plan[: met(place.group, place.course)]
        newest = tuple(place.course.concepts[c] for c in so_far[::-1])
        concepts = ((found.hits or found.near) if found else newest)[:MOST]
        return Suggestions(
            tuple(
                Option(clip(c.title, OPTION_LABEL), clip(c.title, OPTION_LABEL)) for c in concepts
            )
        )

    async def _show(self, interaction: Interaction) -> Outcome:
        return Reply(await self._card(interaction, argument(interaction)))

    async def _picked(self, interaction: Interaction) -> Outcome:
        chosen = interaction.values.get("choice", ("",))
        return Update(await self._card(interaction, chosen[0] if chosen else ""))

    async def _related(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        concept = place.course.concepts.get(argument(interaction))
        if concept is None or not concept.related:
            raise Refusal(UNKNOWN)
        return Reply(_which(f"Related to {concept.title}", place.course, concept.related))

    async def _card(self, interaction: Interaction, concept_id: str) -> Card:
        place = await place_of(self._services, interaction)
        concept = place.course.concepts.get(concept_id)
        if concept is None:
            raise Refusal(UNKNOWN)
        return concept_card(place.course, concept)


UNKNOWN = say(
    "This concept is not in the course any more", "/concept finds you what has taken its place."
)


def _ids(concepts: tuple[Concept, ...]) -> tuple[str, ...]:
    return tuple(concept.id for concept in concepts[:MOST])


def _which(title: str, course: Course, ids: tuple[str, ...]) -> Card:
    options = tuple(
        Option(
            clip(course.concepts[i].title, OPTION_LABEL),
            i,
            clip(course.section(course.concepts[i].section).title, OPTION_DESCRIPTION),
        )
        for i in ids
    )
    return say(title, rows=(Select(encode(PICKED), "Choose a concept", options),))
