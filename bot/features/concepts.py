"""Concept cards, and finding them and the terms of the glossary."""

from __future__ import annotations

from bot.core.router import Refusal, Router, encode
from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.glossary import term_card, term_line, term_of, term_option
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
from content.model import Concept, Course, Term

COMMAND = Command(
    ("concept",),
    "Look a concept or a term up",
    (OptionSpec("text", "What to look for", suggests=True),),
    hints=(
        "search",
        "find",
        "look",
        "look up",
        "lookup",
        "define",
        "explain",
        "term",
        "glossary",
        "concepts",
        "topic",
        "topics",
        "learn",
        "study",
    ),
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
        if len(found.entries) == 1:
            return Reply(_entry_card(place.course, found.entries[0], found.exact))
        if found.entries:
            return Reply(_choice("Which one?", place.course, found.entries))
        said = clip(words, 60)
        if not found.guesses:
            return Reply(
                say("Nothing found", f"This course has nothing on “{said}”. Try one word less.")
            )
        title = "Not found, but perhaps you mean one of these"
        return Reply(_choice(title, place.course, found.guesses))

    async def _suggest(self, interaction: Interaction) -> Outcome:
        try:
            place = await place_of(self._services, interaction)
        except Refusal:
            return Suggestions(())
        words = str(interaction.options.get("text", "")).strip()
        found = search.find(place.course, words) if words else None
        so_far = place.course.plan[: met(place.group, place.course)]
        newest = tuple(place.course.concepts[c] for c in so_far[::-1])
        entries = (found.entries or found.guesses) if found else newest[:MOST]
        names = dict.fromkeys(clip(_name(entry), OPTION_LABEL) for entry in entries)
        return Suggestions(tuple(Option(name, name) for name in names))

    async def _show(self, interaction: Interaction) -> Outcome:
        return Reply(await self._card(interaction, argument(interaction)))

    async def _picked(self, interaction: Interaction) -> Outcome:
        chosen = interaction.values.get("choice", ("",))
        place = await place_of(self._services, interaction)
        term = term_of(place.course, chosen[0]) if chosen else None
        if term is not None:
            return Update(term_card(place.course, term, SHOW))
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


def _name(entry: Concept | Term) -> str:
    return entry.name if isinstance(entry, Term) else entry.title


def _entry_card(course: Course, entry: Concept | Term, exact: Term | None) -> Card:
    """A concept that is called like a term of the glossary has the term's sentence above it."""
    if isinstance(entry, Term):
        return term_card(course, entry, SHOW)
    return concept_card(course, entry, lead=term_line(exact) if exact else None)


def _which(title: str, course: Course, ids: tuple[str, ...]) -> Card:
    return _choice(title, course, tuple(course.concepts[i] for i in ids))


def _choice(title: str, course: Course, entries: tuple[Concept | Term, ...]) -> Card:
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
    what = "a term or a concept" if any(isinstance(e, Term) for e in entries) else "a concept"
    return say(title, rows=(Select(encode(PICKED), f"Choose {what}", options),))
