"""How a question went: what its message says after the close, and the line on the day after."""

from __future__ import annotations

from dataclasses import replace

from bot.features.cards import PERCENT_FROM, say
from bot.features.daily.words import words
from bot.features.posing import question_blocks, solution_of
from bot.features.verdicts import SHORT_STEM
from bot.interactions.router import encode
from bot.model import Block, Button, Buttons, Card, Divider, Paragraph, Strong, Tone, text
from bot.model.limits import CARD_TEXT, clip
from bot.study.questions import type_of
from bot.study.round import Round, Tally
from content.inline import nodes_of
from content.model import Question

LATE = "late"
SHORT_SOLUTION = 110
"""Characters of a right answer that go into one line about the last question."""


def _late_row(posed: Round) -> tuple[Buttons, ...]:
    return (Buttons((Button(words("late-button"), encode(LATE, posed.id)),)),)


def results_card(posed: Round, question: Question, tally: Tally) -> Card:
    """The same message after the close: right answer, spread, why. Counts only, no names."""
    told = _told(posed, question, tally)
    blocks = (*question_blocks(question, posed), *told)
    card = Card(words("results-title"), blocks, _late_row(posed), Tone.GOOD)
    if len(card.fallback) <= CARD_TEXT:
        return card
    # The longest questions: the reasons below name the options once more.
    stem = Paragraph(nodes_of(clip(question.stem, SHORT_STEM), Strong))
    return replace(card, blocks=(stem, *told))


def waiting_card(posed: Round, question: Question, tally: Tally) -> Card:
    """Results without the answer, while another group near by can still answer the question."""
    told: tuple[Block, ...] = (Divider(), Paragraph(text(_count_words(tally))))
    waits = Paragraph(text(words("results-waiting")))
    blocks = (*question_blocks(question, posed), *told, waits)
    return Card(words("results-title"), blocks, _late_row(posed))


def _count_words(tally: Tally) -> str:
    answered, right = tally.answered, tally.correct
    if not answered:
        return words("results-none")
    if answered < PERCENT_FROM:
        return words("results-count", answered=answered, right=right)
    return words("results-percent", answered=answered, percent=round(100 * right / answered))


def yesterday_words(
    question: Question, posed: Round, tally: Tally, *, told: bool, number: int = 0
) -> str:
    """How the last question went; with the right answer where it is ``told`` and short enough.

    ``number`` tells it from the others of its day; 0 where it was the only one.
    """
    solution = solution_of(question, posed)
    told = told and len(solution) <= SHORT_SOLUTION
    right, answered = tally.correct, tally.answered
    percent = round(100 * right / answered)
    if answered < PERCENT_FROM and told:
        return words(
            "yesterday-count", number=number, right=right, answered=answered, solution=solution
        )
    if answered < PERCENT_FROM:
        return words("yesterday-count-only", number=number, right=right, answered=answered)
    if told:
        return words("yesterday-percent", number=number, percent=percent, solution=solution)
    return words("yesterday-percent-only", number=number, percent=percent)


def _told(posed: Round, question: Question, tally: Tally) -> list[Block]:
    kind = type_of(question)
    solution = solution_of(question, posed)
    blocks: list[Block] = [Divider(), Paragraph(words.text("results-right", solution=solution))]
    blocks.append(Paragraph(text(_count_words(tally))))
    if tally.answered:
        blocks += kind.spread(question, posed.order, tally.given)
    blocks.append(Paragraph(kind.explain(question, posed.order, None)))
    blocks.append(Paragraph(words.text("takeaway", takeaway=nodes_of(question.takeaway))))
    return blocks


def withdrawn_card(question: Question, *, replaced: bool = False) -> Card:
    """What is left of a question that was taken back; ``replaced`` says that another one came."""
    return say(
        words("withdrawn.title"),
        nodes_of(clip(question.stem, SHORT_STEM)),
        words("withdrawn.body"),
        words("withdrawn.replaced") if replaced else "",
    )
