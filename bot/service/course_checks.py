"""What the linter asks the bot: how a question is shown, graded, scheduled and rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from bot.adapters.base import AdapterError
from bot.features.concepts import SHOW, about, concept_card
from bot.features.daily.results import results_card
from bot.features.daily.words import words as daily_words
from bot.features.glossary import term_card
from bot.features.posing import answer_form, answer_row, question_blocks
from bot.model import Card, Form
from bot.model.limits import check_card, check_form
from bot.service.platforms import PLATFORMS
from bot.study.questions import ANSWER, BadInput, type_of
from bot.study.round import Round, RoundKind, Tally
from bot.study.season import rehearse
from bot.study.seeds import seed_of
from content.lint import StudyDay, Trouble
from content.model import Course, Question


class BotRuntime:
    """Implements ``content.lint.Runtime`` with the code that serves members."""

    def shown(self, question: Question, seed: int) -> Sequence[Sequence[str]]:
        rng = Random(seed_of(seed, question.id))
        return [ids.split(",") for ids in type_of(question).order(question, rng).split(";")]

    def accepts(self, question: Question, answer: str) -> bool:
        kind = type_of(question)
        try:
            given = kind.read(question, "", {ANSWER: (answer,)})
        except BadInput:
            return False
        return kind.grade(question, given).correct

    def days(self, course: Course, seed: int) -> Sequence[StudyDay]:
        return [
            StudyDay(
                day.concept,
                day.questions[0].question.id if day.questions else "",
                tuple(one.question.id for one in day.checkpoint),
            )
            for day in rehearse(course, seed)
        ]

    def troubles(self, course: Course) -> Iterator[Trouble]:
        for concept in course.concepts.values():
            for words in _breaches(concept_card(course, concept)):
                yield Trouble("concepts", concept.id, words)
        for term in course.glossary:
            for words in _breaches(term_card(course, term, about(SHOW, term.concept, None))):
                yield Trouble("glossary", term.id, words)
        for question in course.questions.values():
            if question.retired:
                continue
            posed = posed_round(question)
            for card in question_cards(question, posed):
                for words in _breaches(card):
                    yield Trouble("questions", question.id, words)
            if type_of(question).faces(question, posed.order) is None:
                for words in _breaches(answer_form(question, posed, "submit")):
                    yield Trouble("questions", question.id, words)


def posed_round(question: Question, seed: int = 0) -> Round:
    """A round that asks ``question``, as a group with this seed sees it; in no database."""
    order = type_of(question).order(question, Random(seed_of(seed, question.id)))
    return Round(
        id=1,
        group_id=1,
        kind=RoundKind.DAILY,
        question_id=question.id,
        revision=question.revision,
        concept_id=question.concept,
        order=order,
        local_date="2026-01-01",
        opened_at=0,
    )


def question_cards(question: Question, posed: Round) -> tuple[Card, Card]:
    """The open question and its results."""
    rows = (answer_row(question, posed, "answer", "open-answer"),)
    opened = Card(daily_words("question-title", position=0), question_blocks(question, posed), rows)
    return opened, results_card(posed, question, Tally(0, 0, {}))


def _breaches(shown: Card | Form) -> Iterator[str]:
    """The portable limits first; a platform is only asked about what keeps them."""
    found = check_form(shown) if isinstance(shown, Form) else check_card(shown)
    yield from found
    if found:
        return
    for platform in PLATFORMS:
        try:
            if platform.render is not None:
                platform.render(shown)
        except (AdapterError, ValueError) as error:
            yield f"cannot be shown on {platform.name}: {error}"
