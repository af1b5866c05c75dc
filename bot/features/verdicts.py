"""The verdict on an answer: in one line, and with everything that there is to learn from it."""

from __future__ import annotations

from bot.features.answering import words
from bot.features.context import GroupContext
from bot.features.milestones import picture_block, reached_words, share_rows
from bot.features.posing import in_words, solution_of
from bot.features.report import report_button
from bot.features.services import Services
from bot.model import Block, Buttons, Card, Divider, Paragraph, Row, Strong, Tone, text
from bot.model.limits import CARD_TEXT, clip
from bot.study.answer import Answer, AnswerKind, Recorded
from bot.study.questions import type_of
from bot.study.remembered import per_content
from bot.study.round import Round
from content.inline import nodes_of
from content.model import Question

ONE_LINE = 75
"""Characters of a title that a phone shows at once."""
SHORT_STEM = 300
"""Characters of a question's words where there is no room for all of them."""


def verdict_word(answer: Answer, question: Question | None = None) -> str:
    """The verdict in a word or two; with ``question`` it says how much was right."""
    if answer.correct:
        return words("verdict-correct")
    if answer.credit == 0:
        return words("verdict-wrong")
    grade = type_of(question).grade(question, answer.given) if question else None
    if grade is None or not grade.partly:  # edited since: its parts are no longer what they were
        return words("verdict-partly")
    return words("verdict-parts", right=grade.right, parts=grade.parts)


def verdict_tone(answer: Answer) -> Tone:
    if answer.correct:
        return Tone.GOOD
    return Tone.PARTLY if answer.credit > 0 else Tone.BAD


def verdict_title(question: Question, posed: Round, recorded: Recorded) -> str:
    """All that many see of a verdict: right or not, points and streak, or the right answer."""
    answer = recorded.answer
    streak = 0 if answer.kind == AnswerKind.PRACTICE else recorded.streak.current
    if answer.correct:
        return words("correct", points=answer.points, streak=streak)
    if answer.credit > 0:
        told = verdict_word(answer, question)
        return words("partly", verdict=told, points=answer.points, streak=streak)
    told = words("wrong-solution", solution=solution_of(question, posed))
    return told if len(told) <= ONE_LINE else words("wrong")


def _praise(recorded: Recorded) -> str:
    """One line for a right answer that was just given; another one than the person's last."""
    answer = recorded.answer
    if not (recorded.fresh and answer.correct):
        return ""
    turn = recorded.right + answer.person_id
    if answer.sure is False:
        return words("praise-unsure", turn=turn % 4)
    return words("praise", turn=turn % 7)


def _streak_line(recorded: Recorded) -> str:
    """What a wrong answer did to points and streak; nothing to tell in practice."""
    answer = recorded.answer
    if answer.credit > 0 or answer.kind == AnswerKind.PRACTICE or not recorded.fresh:
        return ""
    streak = recorded.streak.current
    return words("streak-alive", streak=streak) if streak else words("no-points")


def verdict_card(
    question: Question,
    posed: Round,
    recorded: Recorded,
    *,
    rows: tuple[Row, ...] = (),
    before: tuple[Block, ...] = (),
    after: tuple[Block, ...] = (),
    note: str = "",
    milestone: int = 0,
) -> Card:
    """The verdict in the title; below it question, answer and reasons, **Report** last.

    ``milestone`` is the one that the streak reached with the answer, 0 for none.
    """
    answer = recorded.answer
    praise = _praise(recorded)
    if milestone:
        praise = reached_words(answer.person_id, recorded.streak, milestone)
    said = " ".join(line for line in (praise, _streak_line(recorded), note) if line)
    first = (*before, *((Paragraph(text(said)),) if said else ()), *picture_block(milestone))
    rows = (*share_rows(posed.group_id, milestone), *rows)
    title = verdict_title(question, posed, recorded)

    def card(stem: str) -> Card:
        learned = _learned(question, posed.order, answer.given, stem)
        blocks = (*first, *learned, *after)
        return Card(title, blocks, _with_report(rows, posed), verdict_tone(answer))

    whole = card(question.stem)
    return whole if len(whole.fallback) <= CARD_TEXT else card(clip(question.stem, SHORT_STEM))


def looked_back_card(
    title: str, question: Question, posed: Round, given: str | None, rows: tuple[Row, ...]
) -> Card:
    """A question that was answered before, or left open, with all there is to learn from it."""
    if given is not None:
        blocks = _learned(question, posed.order, given, question.stem)
    else:
        blocks = (
            Paragraph(nodes_of(question.stem, Strong)),
            Paragraph(words.text("left-open", solution=solution_of(question, posed))),
            Paragraph(type_of(question).explain(question, posed.order, None)),
            Paragraph(words.text("takeaway", takeaway=nodes_of(question.takeaway))),
        )
    card = Card(title, blocks, _with_report(rows, posed))
    if len(card.fallback) <= CARD_TEXT:
        return card
    stem = Paragraph(nodes_of(clip(question.stem, SHORT_STEM), Strong))
    return Card(title, (stem, *blocks[1:]), card.rows)


@per_content
def _learned(question: Question, order: str, given: str, stem: str) -> tuple[Block, ...]:
    """What everybody who gives this answer is shown: question, answer, reasons, takeaway."""
    return (
        Paragraph(nodes_of(stem, Strong)),
        Paragraph(words.text("chose", answer=in_words(question, order, given))),
        Paragraph(type_of(question).explain(question, order, given)),
        Paragraph(words.text("takeaway", takeaway=nodes_of(question.takeaway))),
    )


def _with_report(rows: tuple[Row, ...], posed: Round) -> tuple[Row, ...]:
    """The button joins the last row of buttons."""
    if rows and isinstance(rows[-1], Buttons):
        return (*rows[:-1], Buttons((*rows[-1].items, report_button(posed))))
    return (*rows, Buttons((report_button(posed),)))


WELCOME = (words("welcome-points"), words("welcome-privacy"), words("welcome-me"))


async def welcome_blocks(services: Services, context: GroupContext) -> tuple[Block, ...]:
    """Three lines with a person's first verdict ever."""
    if context.person.welcomed or not await services.store.people.welcome(context.person.id):
        return ()
    return (Divider(), *(Paragraph(text(line)) for line in WELCOME))
