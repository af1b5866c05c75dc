"""What a checkpoint shows, in the channel and in private."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.features.answering import Judged
from bot.features.cards import PERCENT_FROM, buttons, say
from bot.features.checkpoint.waiting import CheckpointWaiting
from bot.features.checkpoint.words import words
from bot.features.posing import answer_row, question_blocks
from bot.features.quiz.cards import STUDY, answer_line
from bot.features.review.due import REVIEW
from bot.features.verdicts import verdict_card
from bot.interactions.router import encode, from_millis
from bot.model import (
    Block,
    Button,
    Card,
    Emphasis,
    Paragraph,
    Row,
    Style,
    Text,
    When,
    WhenStyle,
    text,
)
from bot.study import calendar
from bot.study.answer import Recorded
from bot.study.checkpoint import LEAST_TOOK, Checkpoint, missed
from bot.study.quiz_run import Run
from bot.study.round import Round
from content.model import Course, Question

TAKE, NEXT = "checkpoint", "checkpoint-next"
PRESS, OPEN, SUBMIT = "checkpoint-answer", "checkpoint-open", "checkpoint-submit"

GONE = say(words("gone.title"), words("gone.body"))


def announcement_card(checkpoint: Checkpoint, zone: str) -> Card:
    """The channel's post while it can be taken."""
    at = from_millis(checkpoint.closes_at)
    asked = date.fromisoformat(checkpoint.local_date)
    when = When(at, WhenStyle.DATETIME, calendar.when_words(at, zone, asked))
    return say(
        words("title"),
        words("open", questions=len(checkpoint.questions)),
        words.text("until", when=when),
        rows=(buttons(take_button(checkpoint)),),
    )


def take_button(checkpoint: Checkpoint, *, begun: bool = False) -> Button:
    face = words("go-on" if begun else "take")
    return Button(face, encode(TAKE, checkpoint.id), Style.PRIMARY)


def today_words(waiting: CheckpointWaiting) -> Text:
    """One line: what of it is still to be answered."""
    return words.text("today-open", done=waiting.done, total=waiting.total)


def result_card(checkpoint: Checkpoint, course: Course) -> Card:
    """The same post once it is over. Counts only, no names."""
    return say(words("over-title"), result_words(checkpoint, course) or words("nobody"))


def result_words(checkpoint: Checkpoint, course: Course) -> str:
    """How it went in one line; empty where nobody took it. One person's answers stay private."""
    took, right, answers = checkpoint.took, checkpoint.correct, checkpoint.answered
    if not took or not answers:
        return ""
    if took < LEAST_TOOK:
        return words("one-took")
    shown = "percent" if took >= PERCENT_FROM else "count"
    percent = round(100 * right / answers)
    told: dict[str, str | int] = {
        "shown": shown,
        "took": took,
        "right": right,
        "answers": answers,
        "percent": percent,
    }
    concept = course.concepts.get(missed(checkpoint.questions))
    if concept is None:
        return words("result", **told)
    return words("result-missed", concept=concept.title, **told)


def lead_words(checkpoint: Checkpoint, course: Course) -> str:
    """The same at the head of the next concept; empty where there is nothing to tell."""
    if checkpoint.took < LEAST_TOOK:
        return ""
    result = result_words(checkpoint, course)
    return words("lead", result=result) if result else ""


def question_step(run: Run, posed: Round, question: Question, notes: Iterable[str]) -> Card:
    """``notes`` are sentences above the question."""
    return Card(
        _title(run, posed),
        (*_notes(notes), *question_blocks(question, posed)),
        (answer_row(question, posed, PRESS, OPEN, wording=True),),
    )


def verdict_step(
    checkpoint: Checkpoint,
    run: Run,
    posed: Round,
    question: Question,
    judged: Judged,
    after: tuple[Block, ...],
) -> Card:
    return verdict_card(
        question,
        posed,
        judged.recorded,
        rows=_onward(checkpoint, run),
        after=(*_where(run, posed), *after),
        note=judged.note,
        milestone=judged.milestone,
    )


def answered_step(
    checkpoint: Checkpoint, run: Run, posed: Round, question: Question, recorded: Recorded
) -> Card:
    """What a second answer gets: the first one, which counts."""
    return verdict_card(
        question,
        posed,
        recorded,
        rows=_onward(checkpoint, run),
        before=_notes((words("already"),)),
        after=_where(run, posed),
    )


def summary(course: Course, checkpoint: Checkpoint, run: Run, *, over: bool) -> Card:
    """How one's own went; ``run`` has at least one answer."""
    asked = [(posed, run.answers[posed.id]) for posed in run.rounds if posed.id in run.answers]
    right = sum(answer.correct for _, answer in asked)
    lines = tuple(
        answer_line(number, course, posed, answer)
        for number, (posed, answer) in enumerate(asked, 1)
    )
    notes = [words("points", points=sum(answer.points for _, answer in asked))]
    if len(asked) < len(run.rounds):
        notes.insert(0, words("done-so-far", answers=len(asked), total=len(run.rounds)))
    group = result_words(checkpoint, course) if checkpoint.closed_at else ""
    notes.append("" if over else words("done-channel"))
    notes.append(words("lead", result=group) if group and checkpoint.took >= LEAST_TOOK else "")
    rows: tuple[Row, ...] = ()
    if right < len(asked):
        rows = (buttons(Button(words("study"), encode(STUDY, run.id), Style.PRIMARY)),)
    title = words("done-title", right=right, answers=len(asked))
    return Card(title, (Paragraph(Text(lines)), *_notes(notes)), rows)


def ended_card(group_id: int) -> Card:
    """A press after the end, by somebody who answered nothing."""
    review = Button(words("review"), encode(REVIEW, group_id), Style.PRIMARY)
    return say(words("ended.title"), words("ended.body"), rows=(buttons(review),))


def nothing_card(notes: Iterable[str]) -> Card:
    return say(words("nothing.title"), words("nothing.body"), *notes)


def _title(run: Run, posed: Round) -> str:
    number = 1 + [asked.id for asked in run.rounds].index(posed.id)
    return words("step-title", number=number, total=len(run.rounds))


def _where(run: Run, posed: Round) -> tuple[Block, ...]:
    return (Paragraph(text(Emphasis(_title(run, posed)))),)


def _notes(notes: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(text(note)) for note in notes if note)


def _onward(checkpoint: Checkpoint, run: Run) -> tuple[Row, ...]:
    last = all(posed.id in run.answers for posed in run.rounds)
    face = words("see" if last else "next")
    return (buttons(Button(face, encode(NEXT, checkpoint.id), Style.PRIMARY)),)
