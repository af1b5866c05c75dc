"""What a quiz shows at each step."""

from __future__ import annotations

from bot.core.router import encode
from bot.features.answering import Judged, verdict_card, verdict_word
from bot.features.cards import buttons, count, say
from bot.features.posing import answer_row, question_blocks
from bot.model import (
    Block,
    Button,
    Card,
    Emphasis,
    Item,
    Option,
    Paragraph,
    Plain,
    Row,
    Select,
    Style,
    Text,
    text,
)
from bot.model.limits import OPTION_LABEL, clip
from content.model import Course, Question
from storage.records import Round, Run

PRESS, OPEN, SUBMIT = "quiz-answer", "quiz-open", "quiz-submit"
NEXT, RESUME, NEW, MISSED, STUDY = (
    "quiz-next",
    "quiz-resume",
    "quiz-new",
    "quiz-missed",
    "quiz-study",
)

ENDED = say(
    "This quiz has ended",
    "Its questions are answered or a newer quiz has taken its place.",
    rows=(buttons(Button("Start a new quiz", encode(NEW), Style.PRIMARY)),),
)
NOT_YOURS = say(
    "This is somebody else's quiz", "Type /quiz to get one of your own; only you will see it."
)


def question_step(run: Run, posed: Round, question: Question) -> Card:
    where = text(Emphasis(_where(run, posed)))
    return Card(
        f"Question {posed.position + 1} of {len(run.rounds)}",
        (Paragraph(where), *question_blocks(question, posed)),
        (answer_row(question, posed, PRESS, OPEN),),
    )


def _where(run: Run, posed: Round) -> str:
    return f"{run.topic} · {posed.position + 1}/{len(run.rounds)}"


def verdict_step(
    run: Run,
    posed: Round,
    question: Question,
    judged: Judged,
    after: tuple[Block, ...],
) -> Card:
    last = all(r.id in run.answers for r in run.rounds)
    label = "See how it went" if last else "Next question"
    rows = (buttons(Button(label, encode(NEXT, run.id), Style.PRIMARY)),)
    where: tuple[Block, ...] = (Paragraph(text(Emphasis(_where(run, posed)))),)
    return verdict_card(
        question, posed, judged.recorded, rows=rows, before=where, after=after, note=judged.note
    )


def summary(course: Course, run: Run) -> Card:
    answers = [run.answers[r.id] for r in run.rounds if r.id in run.answers]
    right = sum(answer.correct for answer in answers)
    points = sum(answer.points for answer in answers)
    lines = []
    for number, answer in enumerate(answers, 1):
        concept = course.concepts.get(answer.concept_id)
        title = concept.title if concept else answer.concept_id
        lines.append(Item(f"{number}.", (Plain(f"{verdict_word(answer)}: {clip(title, 80)}"),)))
    missed = [answer for answer in answers if not answer.correct]
    items = [Button("Retry missed", encode(MISSED, run.id), Style.PRIMARY)] if missed else []
    items += [Button("Study these", encode(STUDY, run.id))] if missed else []
    items.append(Button("New quiz", encode(NEW)))
    return Card(
        f"Quiz done: {right} of {len(answers)} right",
        (
            Paragraph(Text(tuple(lines))),
            Paragraph(text(f"{count(points, 'point')} for practice.")),
        ),
        (buttons(*items),),
    )


def resume_card(run: Run) -> Card:
    done = len(run.answers)
    return say(
        "You have a quiz open",
        f"{run.topic}: {done} of {len(run.rounds)} answered.",
        rows=(
            buttons(
                Button("Go on", encode(RESUME, run.id), Style.PRIMARY),
                Button("Start a new one", encode(NEW, run.id)),
            ),
        ),
    )


def study_card(course: Course, run: Run, action: str) -> Card:
    """A select of the concepts behind the missed questions."""
    missed = dict.fromkeys(
        answer.concept_id
        for posed in run.rounds
        if (answer := run.answers.get(posed.id)) is not None
        and not answer.correct
        and answer.concept_id in course.concepts
    )
    options = tuple(Option(clip(course.concepts[c].title, OPTION_LABEL), c) for c in missed)
    rows: tuple[Row, ...] = (Select(action, "Choose a concept", options),) if options else ()
    return say("Study these", rows=rows)
