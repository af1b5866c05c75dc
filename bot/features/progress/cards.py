"""A member's progress as a card: a picture, the same in words, and what to do next."""

from __future__ import annotations

from datetime import date

from bot.features.arguments import coded_id
from bot.features.cards import buttons
from bot.features.checkpoint.cards import NEXT as TAKE
from bot.features.daily.screens import CHANGE
from bot.features.exam.cards import ABOUT
from bot.features.pictures.drawings import ProgressPicture, Readiness, Section
from bot.features.progress.snapshot import SectionState, Snapshot
from bot.features.progress.words import words
from bot.features.quiz.cards import START
from bot.features.quiz.topics import DEFAULT_COUNT, SECTION
from bot.features.review.due import REVIEW
from bot.interactions.router import encode
from bot.model import (
    Bar,
    Block,
    Break,
    Button,
    Card,
    Drawn,
    Fields,
    Node,
    Paragraph,
    Row,
    Style,
    Text,
    text,
)
from bot.model.limits import ALT, TITLE, clip
from bot.study.calendar import weekday_words
from bot.study.review import FIVE
from bot.study.study_days import Mark, StreakHistory

PROGRESS, WHY = "progress", "why-streak"
_KINDS: tuple[tuple[str, tuple[Mark, ...]], ...] = (
    ("done", (Mark.DAILY, Mark.LATE, Mark.PRACTICE, Mark.REVIEWS)),
    ("freeze", (Mark.FREEZE,)),
    ("missed", (Mark.MISSED,)),
    ("off", (Mark.DAY_OFF, Mark.PAUSE, Mark.AWAY, Mark.WITHDRAWN)),
    ("open", (Mark.OPEN,)),
)
_SIGNS = {"done": "✓", "freeze": "❄", "missed": "✗", "off": "–", "open": "○"}
_BEFORE = "·"


def progress_card(shown: Snapshot, *, named: bool = False) -> Card:
    """The whole card; with ``named`` its title says which course it's about."""
    title = words("title")
    if named:
        title = clip(words("title-in", course=shown.context.course.title), TITLE)
    rows = _rows(shown)
    if not shown.begun:
        told: tuple[Block, ...] = (Paragraph(text(words("nothing"))),)
        return Card(title, (*_today(shown), *told), rows)
    return Card(title, (*_today(shown), *_pictured(shown)), rows)


def _today(shown: Snapshot) -> tuple[Block, ...]:
    """What there is to do today; nothing where there is nothing."""
    fields = []
    if shown.open_round is not None or shown.answered:
        said = words("today-open" if shown.open_round is not None else "today-answered")
        fields.append((words("field-today"), text(said)))
    if shown.checkpoint is not None:
        left = shown.checkpoint.total - shown.checkpoint.done
        fields.append((words("field-checkpoint"), text(words("checkpoint", left=left))))
    if shown.due:
        fields.append((words("field-due"), text(words("due", due=min(shown.due, FIVE)))))
    return (Fields(tuple(fields)),) if fields else ()


def _streak(shown: Snapshot) -> tuple[tuple[str, Text], ...]:
    streak = shown.history.streak
    told = words("streak", days=streak.current)
    if streak.best > streak.current:
        told = words("streak-best", days=streak.current, best=streak.best)
    fields = [(words("field-streak"), text(told))]
    if streak.freezes:
        freezes = words("freezes", freezes=streak.freezes)
        fields.append((words("field-freezes"), text(freezes)))
    return tuple(fields)


def _answers(shown: Snapshot) -> tuple[tuple[str, Text], ...]:
    percent = round(100 * shown.right / shown.asked)
    right = words("right", right=shown.right, asked=shown.asked, percent=percent)
    fields = [
        (words("field-points"), text(str(shown.points))),
        (words("field-right"), text(right)),
    ]
    if shown.sure is not None:
        fields.append((words("field-sure"), text(words("sure", right=shown.sure))))
    if shown.readiness is not None:
        fields.append((words("field-ready"), text(_ready(shown.readiness))))
    return tuple(fields)


def _ready(ready: Readiness) -> str:
    return words(
        "ready",
        expected=round(100 * ready.expected),
        low=round(100 * ready.low),
        high=round(100 * ready.high),
    )


def _pictured(shown: Snapshot) -> tuple[Block, ...]:
    """The picture with its words below; bars where there is no picture."""
    days = days_words(shown.history)
    beside: list[Paragraph | Fields] = [Paragraph(text(days))] if days else []
    instead: list[Paragraph | Bar | Fields] = [Fields(_streak(shown))]
    if days:
        instead.append(Paragraph(Text((*text(days).nodes, Break(), *_strip(shown.history)))))
    lines: list[Node] = []
    for section in shown.sections:
        lines += [*([Break()] if lines else []), *_section(section).nodes]
        instead.append(Bar(words("section-bar", **_told(section)), section.known))
    if lines:
        beside.append(Paragraph(Text(tuple(lines))))
    if shown.more_sections:
        more = Paragraph(text(words("more-sections", count=shown.more_sections)))
        beside.append(more)
        instead.append(more)
    beside.append(Fields((*_streak(shown), *_answers(shown))))
    instead.append(Fields(_answers(shown)))
    return (Drawn(picture(shown), alt_words(shown), tuple(beside), tuple(instead)),)


def _section(section: SectionState) -> Text:
    return words.text("section", **_told(section))


def _told(section: SectionState) -> dict[str, str | int]:
    return {
        "section": section.title,
        "known": round(100 * section.known),
        "met": section.met,
        "total": section.total,
        "right": section.right,
        "asked": section.asked,
    }


def days_words(history: StreakHistory) -> str:
    """The last study days in words; empty where there are none."""
    told = len(history.days) - history.number(Mark.BEFORE)
    counted = {name: history.number(*marks) for name, marks in _KINDS}
    return words("last-days", days=told, **counted) if told else ""


def _kind(mark: Mark) -> str:
    return next((name for name, marks in _KINDS if mark in marks), "")


def sign(mark: Mark) -> str:
    """A day in one character; the words beside it say the same."""
    return _SIGNS.get(_kind(mark), _BEFORE)


def _strip(history: StreakHistory) -> list[Node]:
    """A sign a day, oldest first."""
    days = [day for day in history.days if day.mark is not Mark.BEFORE]
    return list(text(" ".join(sign(day.mark) for day in days)).nodes)


def picture(shown: Snapshot) -> ProgressPicture:
    """What is drawn."""
    history, streak = shown.history, shown.history.streak
    days = [day for day in history.days if day.mark is not Mark.BEFORE]
    beside = [words("picture-freezes", freezes=streak.freezes)]
    if streak.best > streak.current:
        beside.insert(0, words("picture-best", best=streak.best))
    heading = words("picture-sections", more=shown.more_sections, count=len(shown.sections))
    return ProgressPicture(
        streak=streak.current,
        heading=words("picture-streak", days=streak.current),
        beside=tuple(beside),
        days_title=words("picture-days", days=len(days)),
        days=tuple((_letter(day.date), day.mark) for day in days),
        legend=tuple(
            (marks[0], words("legend", kind=name))
            for name, marks in _KINDS
            if history.number(*marks)
        ),
        sections_title=heading,
        sections=tuple(Section(one.title, round(one.known, 2)) for one in shown.sections),
        readiness=shown.readiness,
    )


def _letter(iso: str) -> str:
    """The first letter of a date's weekday."""
    return weekday_words(date.fromisoformat(iso))[0]


def alt_words(shown: Snapshot) -> str:
    """All that the picture shows."""
    told = [words("alt-streak", days=shown.history.streak.current), days_words(shown.history)]
    told += [
        words("alt-section", section=one.title, known=round(100 * one.known))
        for one in shown.sections
    ]
    if shown.readiness is not None:
        low, high = round(100 * shown.readiness.low), round(100 * shown.readiness.high)
        told.append(words("alt-ready", low=low, high=high))
    return clip(" ".join(filter(None, told)), ALT)


def _rows(shown: Snapshot) -> tuple[Row, ...]:
    """The next sensible things, the first of them first."""
    group_id = shown.context.group.id
    items: list[tuple[str, str]] = []
    if shown.open_round is not None:
        items.append((words("answer"), encode(CHANGE, shown.open_round.id)))
    if shown.checkpoint is not None:
        items.append((words("take-checkpoint"), encode(TAKE, shown.checkpoint.checkpoint.id)))
    if shown.due:
        items.append((words("review"), encode(REVIEW, group_id)))
    weakest = shown.weakest
    if weakest is not None and shown.checkpoint is None:  # five buttons are the most
        start = encode(START, SECTION, coded_id(weakest.id), DEFAULT_COUNT, group_id)
        items.append((words("quiz-weakest"), start))
    if shown.readiness is not None:
        items.append((words("exam"), encode(ABOUT, group_id)))
    if shown.begun:
        why = words("why", days=shown.history.streak.current)
        items.append((why, encode(WHY, group_id)))
    made = [
        Button(label, action, Style.PRIMARY if number == 0 else Style.SECONDARY)
        for number, (label, action) in enumerate(items)
    ]
    return (buttons(*made),) if made else ()
