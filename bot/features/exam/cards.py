"""What a mock exam shows at each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.features.cards import buttons, say
from bot.features.exam.words import words
from bot.features.pages import paged
from bot.features.posing import answer_row, described, question_blocks
from bot.interactions.router import encode, from_millis
from bot.model import (
    Block,
    Button,
    Card,
    Option,
    Paragraph,
    Row,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
    text,
)
from bot.model.limits import clip
from bot.study import calendar
from bot.study.exam import Report
from bot.study.mock_exam import MockExam, minutes_left
from bot.study.round import Round
from content.model import Question

START, ABOUT = "exam-start", "exam-about"
GO, FLAG, ALL, JUMP = "exam-go", "exam-flag", "exam-all", "exam-jump"
PRESS, OPEN, GIVEN = "exam-answer", "exam-open", "exam-given"
SUBMIT, DONE, REPORT, LOOK = "exam-submit", "exam-done", "exam-report", "exam-look"

LISTED = 20
"""So many numbers of open questions are told one by one."""

NOT_YOURS = say(words("not-yours.title"), words("not-yours.body"))


def gone_card() -> Card:
    """A button of an exam that there is not any more."""
    return say(words("gone.title"), words("gone.body"))


def question_card(
    exam: MockExam,
    at: int,
    question: Question,
    now: int,
    zone: str,
    notes: Iterable[str] = (),
) -> Card:
    """One question: no verdict, whatever was answered."""
    posed = exam.rounds[at]
    blocks: list[Block] = [Paragraph(text(note)) for note in notes if note]
    blocks += question_blocks(question, posed)
    given = exam.given.get(posed.id)
    if given is not None:
        answer = described(question, posed, given)
        blocks.append(Paragraph(words.text("given", answer=answer)))
    if at in exam.flags:
        blocks.append(Paragraph(text(words("flagged"))))
    blocks.append(Paragraph(_ends(exam, zone)))
    return Card(
        _title(exam, at, now),
        tuple(blocks),
        (answer_row(question, posed, PRESS, OPEN, wording=True), _moves(exam, at)),
    )


def lost_card(exam: MockExam, at: int, now: int) -> Card:
    """A question that the course has lost meanwhile, or that organizers took back."""
    return Card(
        _title(exam, at, now),
        (Paragraph(text(words("lost"))),),
        (_moves(exam, at),),
    )


def _title(exam: MockExam, at: int, now: int) -> str:
    return words(
        "question-title",
        number=at + 1,
        all=len(exam.rounds),
        minutes=minutes_left(exam, now),
    )


def _ends(exam: MockExam, zone: str) -> Text:
    at = from_millis(exam.ends_at)
    clock = calendar.when_words(at, zone).rpartition(", ")[2]
    return words.text("ends", when=When(at, WhenStyle.TIME, clock))


def _moves(exam: MockExam, at: int) -> Row:
    faces = []
    if at > 0:
        faces.append(Button(words("back"), encode(GO, exam.id, at - 1)))
    if at + 1 < len(exam.rounds):
        faces.append(Button(words("next"), encode(GO, exam.id, at + 1), Style.PRIMARY))
    on = at not in exam.flags
    faces.append(Button(words("flag" if on else "unflag"), encode(FLAG, exam.id, at, int(on))))
    faces.append(Button(words("see-all"), encode(ALL, exam.id)))
    return buttons(*faces)


def overview_card(exam: MockExam, now: int, zone: str, page: int = 0, note: str = "") -> Card:
    """How far one is, every question to jump to, and the way out."""
    missing, flags = exam.unanswered, sorted(exam.flags)
    done = len(exam.rounds) - len(missing)
    lines = [
        note,
        words("overview.done", done=done, all=len(exam.rounds)),
        words("overview.open", numbers=_numbers(missing)) if missing else "",
        words("overview.flagged", numbers=_numbers(flags)) if flags else "",
    ]
    options = [
        Option(
            words("overview.option", number=at + 1, state=_state(exam, at, posed)),
            str(at + 1),
        )
        for at, posed in enumerate(exam.rounds)
    ]
    rows = paged(encode(JUMP, exam.id), words("overview.jump"), options, page, encode(ALL, exam.id))
    submit = Button(words("submit"), encode(SUBMIT, exam.id), Style.PRIMARY)
    shown = [Paragraph(text(line)) for line in lines if line]
    title = words("overview.title", minutes=minutes_left(exam, now))
    return Card(title, (*shown, Paragraph(_ends(exam, zone))), (*rows, buttons(submit)))


def _state(exam: MockExam, at: int, posed: Round) -> str:
    if at in exam.flags:
        return "flagged"
    return "answered" if posed.id in exam.given else "open"


def _numbers(positions: Sequence[int]) -> str:
    told = ", ".join(str(at + 1) for at in positions[:LISTED])
    return told if len(positions) <= LISTED else f"{told} …"


def sure_card(exam: MockExam) -> Card:
    """Asks once more before an exam is over."""
    missing = exam.unanswered
    body = (
        words("sure.open", count=len(missing), numbers=_numbers(missing))
        if missing
        else words("sure.all")
    )
    return say(
        words("sure.title"),
        body,
        rows=(
            buttons(
                Button(words("sure.yes"), encode(DONE, exam.id), Style.PRIMARY),
                Button(words("sure.no"), encode(ALL, exam.id)),
            ),
        ),
        tone=Tone.NOTICE if missing else Tone.NEUTRAL,
    )


def report_card(
    exam: MockExam,
    found: Report,
    lines: Sequence[str],
    *,
    likely: tuple[int, int],
    course_covers: str,
) -> Card:
    """Right answers by domain against the pass mark; ``lines`` come last."""
    percent = round(100 * found.right / found.asked) if found.asked else 0
    blocks: list[Block] = [
        Paragraph(
            text(words("report.mark", percent=percent, mark=found.pass_mark, passed=_yes(found)))
        ),
        Paragraph(text(words("report.luck", count=found.asked, low=likely[0], high=likely[1]))),
    ]
    blocks += [
        Paragraph(
            words.text(
                "report.domain", domain=clip(p.domain.title, 120), right=p.right, asked=p.asked
            )
        )
        for p in found.parts
    ]
    blocks += [Paragraph(text(line)) for line in (course_covers, *lines) if line]
    rows: tuple[Row, ...] = ()
    if found.missed:
        look = Button(
            words("report.look", count=len(found.missed)), encode(LOOK, exam.id, 0), Style.PRIMARY
        )
        rows = (buttons(look),)
    title = words("report.title", right=found.right, all=found.asked)
    return Card(title, tuple(blocks), rows, Tone.GOOD if found.passed else Tone.NEUTRAL)


def _yes(found: Report) -> str:
    return "yes" if found.passed else "no"
