"""What a quiz shows at each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.features.answering import Judged
from bot.features.cards import buttons, say
from bot.features.concepts import PICKED
from bot.features.posing import answer_row, choice_token, described, question_blocks
from bot.features.review.due import waiting
from bot.features.verdicts import verdict_card
from bot.i18n import words_of
from bot.interactions.router import encode
from bot.model import (
    Block,
    Button,
    Card,
    Emphasis,
    Item,
    Option,
    Paragraph,
    Row,
    Select,
    Style,
    Text,
    text,
)
from bot.model.limits import OPTION_LABEL, clip
from bot.study.answer import Answer, Recorded
from bot.study.questions import type_of
from bot.study.quiz_run import Run
from bot.study.round import Round
from content.model import Course, Question

words = words_of(__file__, "quiz")

PRESS, OPEN, SUBMIT = "quiz-answer", "quiz-open", "quiz-submit"
NEXT, RESUME, SUMMARY = "quiz-next", "quiz-resume", "quiz-summary"
NEW, START, INSTEAD = "quiz-new", "quiz-start", "quiz-instead"
MISSED, STUDY = "quiz-missed", "quiz-study"
SURE, CHANGE = "quiz-sure", "quiz-change"

TOPIC = 60
"""Characters of what a quiz is about."""
STEM = 90
"""Characters of a question in the list at the end."""

NOT_YOURS = say(words("not-yours.title"), words("not-yours.body"))
HOW = say(
    words("how.title"),
    words("how.body"),
    words("how.stop"),
    rows=(buttons(Button(words("start-quiz"), encode(NEW), Style.PRIMARY)),),
)
NONE_OPEN = say(
    words("none-open.title"),
    words("none-open.body"),
    rows=(buttons(Button(words("start-quiz"), encode(NEW), Style.PRIMARY)),),
)


def ended_card(run: Run | None = None) -> Card:
    """A button of a quiz that is over; ``run`` is given where it is the presser's own."""
    items = [Button(words("start-quiz"), encode(NEW), Style.PRIMARY)]
    if run is not None and run.answers:
        items.append(Button(words("see"), encode(SUMMARY, run.id)))
    return say(words("ended.title"), words("ended.body"), rows=(buttons(*items),))


def question_step(run: Run, posed: Round, question: Question, notes: Iterable[str] = ()) -> Card:
    """``notes`` are sentences above the question."""
    return Card(
        _title(run, posed),
        (*_notes(notes), *question_blocks(question, posed)),
        (answer_row(question, posed, PRESS, OPEN, wording=True),),
    )


def sure_step(run: Run, posed: Round, question: Question, given: str, note: str = "") -> Card:
    """Asks how sure the member is of ``given``. Its buttons confirm that choice only."""
    choice = choice_token(question, posed, given)
    return Card(
        _title(run, posed),
        (
            *_notes((note,) if note else ()),
            Paragraph(words.text("sure-chose", answer=described(question, posed, given))),
            Paragraph(text(words("sure-body"))),
        ),
        (
            buttons(
                Button(words("sure-button"), encode(SURE, posed.id, "y", choice), Style.PRIMARY),
                Button(words("unsure-button"), encode(SURE, posed.id, "n", choice)),
                Button(words("change-button"), encode(CHANGE, posed.id)),
            ),
        ),
    )


def verdict_step(
    run: Run, posed: Round, question: Question, judged: Judged, after: tuple[Block, ...]
) -> Card:
    return verdict_card(
        question,
        posed,
        judged.recorded,
        rows=_onward(run),
        after=(*_where(run, posed), *after),
        note=judged.note,
        milestone=judged.milestone,
    )


def answered_step(run: Run, posed: Round, question: Question, recorded: Recorded) -> Card:
    """What a second answer to a question gets: the first one, which counts."""
    before, after = _notes((words("already"),)), _where(run, posed)
    rows = _onward(run)
    return verdict_card(question, posed, recorded, rows=rows, before=before, after=after)


def summary(
    course: Course,
    run: Run,
    notes: Iterable[str] = (),
    *,
    stopped: bool = False,
    review: bool = False,
) -> Card:
    """What was asked and how it went; ``run`` has at least one answer."""
    done = "review-done-title" if review else "done-title"
    asked = [(posed, run.answers[posed.id]) for posed in run.first_tries if posed.id in run.answers]
    right = sum(answer.correct for _, answer in asked)
    lines = [
        answer_line(number, course, posed, answer)
        for number, (posed, answer) in enumerate(asked, 1)
    ]
    items = [Button(words("new"), encode(NEW))]
    if right < len(asked):
        items = [Button(words("study"), encode(STUDY, run.id)), *items]
        if not review:  # what was missed there was asked again right away
            items = [Button(words("retry"), encode(MISSED, run.id), Style.PRIMARY), *items]
    points = sum(answer.points for answer in run.answers.values())
    return Card(
        words(
            "stopped-title" if stopped else done,
            right=right,
            answers=len(asked),
        ),
        (
            Paragraph(Text(tuple(lines))),
            Paragraph(text(words("points", points=points))),
            *_notes(notes),
        ),
        (buttons(*items),),
    )


def nothing_left(notes: Sequence[str]) -> Card:
    """The end of a quiz of which nothing was, or could be, answered."""
    new = Button(words("new"), encode(NEW), Style.PRIMARY)
    lines = tuple(notes) or (words("nothing-left.body"),)
    return say(words("nothing-left.title"), *lines, rows=(buttons(new),))


def stopped_empty() -> Card:
    new = Button(words("new"), encode(NEW), Style.PRIMARY)
    return say(words("stopped-empty.title"), words("stopped-empty.body"), rows=(buttons(new),))


def open_card(run: Run, other: str, draft: int) -> Card:
    """Asks before ``run`` makes way for a quiz on ``other``, which waits in ``draft``."""
    body = words("open-body", topic=run.topic, done=len(run.answers), total=len(run.rounds))
    other = clip(other, TOPIC)
    ask = words("open-new") if other == run.topic else words("open-other", topic=other)
    return say(
        words("open-title"),
        body,
        ask,
        rows=(
            buttons(
                Button(words("go-on"), encode(RESUME, run.id), Style.PRIMARY),
                Button(words("start-new"), encode(INSTEAD, draft, run.id)),
            ),
        ),
    )


def study_card(course: Course, run: Run) -> Card:
    """A select of the concepts behind the missed questions."""
    missed = dict.fromkeys(
        answer.concept_id
        for posed in run.rounds
        if (answer := run.answers.get(posed.id)) is not None
        and not answer.correct
        and answer.concept_id in course.concepts
    )
    options = tuple(Option(clip(course.concepts[c].title, OPTION_LABEL), c) for c in missed)
    if not options:
        return say(words("study-title"), words("study-none"))
    rows: tuple[Row, ...] = (Select(encode(PICKED, run.group_id), words("study-choose"), options),)
    return say(words("study-title"), rows=rows)


def _title(run: Run, posed: Round) -> str:
    firsts = [asked.id for asked in run.first_tries]
    if posed.id not in firsts:
        return words("again-title", topic=run.topic)
    number = 1 + firsts.index(posed.id)
    return words("step-title", number=number, total=len(firsts), topic=run.topic)


def _where(run: Run, posed: Round) -> tuple[Block, ...]:
    return (Paragraph(text(Emphasis(_title(run, posed)))),)


def _notes(notes: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(text(note)) for note in notes)


def _onward(run: Run) -> tuple[Row, ...]:
    last = all(posed.id in run.answers for posed in run.rounds) and not waiting(run)
    action = encode(SUMMARY if last else NEXT, run.id)
    return (buttons(Button(words("see" if last else "next"), action, Style.PRIMARY)),)


def answer_line(number: int, course: Course, posed: Round, answer: Answer) -> Item:
    """One question in the list at the end, and whether it was right."""
    asked, question = _short(course, posed), course.questions.get(posed.question_id)
    if answer.correct:
        line = words.inline("line-right", question=asked)
    elif answer.credit == 0:
        line = words.inline("line-wrong", question=asked)
    elif question and (grade := type_of(question).grade(question, answer.given)).partly:
        line = words.inline("line-parts", right=grade.right, parts=grade.parts, question=asked)
    else:  # edited since: its parts are no longer what they were
        line = words.inline("line-partly", question=asked)
    return Item(f"{number}.", line)


def _short(course: Course, posed: Round) -> str:
    question = course.questions.get(posed.question_id)
    if question is not None:
        return clip(question.stem, STEM)
    concept = course.concepts.get(posed.concept_id)
    return clip(concept.title if concept else posed.concept_id, STEM)
