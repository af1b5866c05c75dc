"""What a progress card says in full, in every case that there is."""

from __future__ import annotations

import pytest

from bot.features.context import GroupContext
from bot.features.pictures.drawings import Readiness
from bot.features.progress.cards import alt_words, progress_card
from bot.features.progress.snapshot import SectionState, Snapshot
from bot.model import Bar, Buttons, Drawn, laid_out
from bot.model.limits import ALT, check_card
from bot.study.group import Group, Schedule
from bot.study.person import Person
from bot.study.streaks import Streak
from bot.study.study_days import DayTold, Mark, StreakHistory
from tests.features.course import full

CONTEXT = GroupContext(
    Person(7, "Ana", False, False, True),
    Group(3, "small", Schedule("UTC", (1, 2, 3, 4, 5), "morning", (540,)), "active", 0, None),
    full(),
)
MARKS = (
    *(Mark.DAILY,) * 5,
    Mark.PRACTICE,
    Mark.FREEZE,
    Mark.LATE,
    Mark.REVIEWS,
    Mark.MISSED,
    Mark.PAUSE,
    Mark.AWAY,
    Mark.DAILY,
    Mark.OPEN,
)


def section(number: int, title: str = "") -> SectionState:
    title = title or f"Section {number}"
    return SectionState(f"s{number}", title, number / 10, number, 12, 2 * number, 3 * number)


def made(
    sections: tuple[SectionState, ...], *, more: int = 0, ready: Readiness | None = None
) -> Snapshot:
    days = tuple(DayTold(f"2026-11-{n:02}", mark, 1) for n, mark in enumerate(MARKS, 2))
    return Snapshot(
        context=CONTEXT,
        history=StreakHistory(Streak(1, 8, 0, 1, "2026-11-14", 2), days),
        points=130,
        right=12,
        asked=18,
        due=9,
        open_round=None,
        answered=False,
        sure=9,
        sections=sections,
        more_sections=more,
        readiness=ready,
    )


FULL = made(
    (section(2), section(5), section(10)),
    more=4,
    ready=Readiness("Ready for the exam", 0.66, 0.55, 0.78),
)


def test_the_alt_text_says_all_that_the_picture_shows() -> None:
    assert alt_words(FULL) == (
        "Streak: 1 study day. The last 14 study days: 9 done, 1 freeze, 1 missed, 2 off, today "
        "still open. Section 2, 20%. Section 5, 50%. Section 10, 100%. Ready for the exam: "
        "probably 55 to 78% of what the course covers."
    )


def test_the_words_of_the_card() -> None:
    shown = laid_out(progress_card(FULL), pictures=True)
    assert shown.fallback.split("\n") == [
        "Your progress",
        "Due for review: 5 questions for now",
        f"Picture: {alt_words(FULL)}",
        "The last 14 study days: 9 done, 1 freeze, 1 missed, 2 off, today still open.",
        "Section 2 · 20% known · 2 of 12 concepts so far, 4 of 6 right.",
        "Section 5 · 50% known · 5 of 12 concepts so far, 10 of 15 right.",
        "Section 10 · 100% known · 10 of 12 concepts so far, 20 of 30 right.",
        "And 4 more sections that you know better.",
        "Streak: 1 study day (best: 8)",
        "Points: 130",
        "Right answers: 12 of 18 (67%)",
        "When you're sure: you're right 9 times out of 10",
        "Ready for the exam: about 66% of what the course covers (probably 55 to 78%)",
    ]


def test_where_there_is_no_picture_bars_say_it() -> None:
    shown = laid_out(progress_card(FULL), pictures=False)
    assert [(b.label, b.share) for b in shown.blocks if isinstance(b, Bar)] == [
        ("Section 2 · 20% known · 2 of 12 concepts so far, 4 of 6 right", 0.2),
        ("Section 5 · 50% known · 5 of 12 concepts so far, 10 of 15 right", 0.5),
        ("Section 10 · 100% known · 10 of 12 concepts so far, 20 of 30 right", 1.0),
    ]
    assert "✓ ✓ ✓ ✓ ✓ ✓ ❄ ✓ ✓ ✗ – – ✓ ○" in shown.fallback


@pytest.mark.parametrize("title", ["A" * 150, "Ж" * 150, "漢字", "Ünïcödé", "<b> & *x*", "🎓"])
def test_any_section_title_fits_and_is_drawn(title: str) -> None:
    sections = tuple(section(n, title) for n in range(1, 9))
    card = progress_card(made(sections, more=3), named=True)
    assert check_card(card) == []
    assert len(alt_words(made(sections))) <= ALT
    (block,) = [b for b in card.blocks if isinstance(b, Drawn)]
    assert block.drawing.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("streak", [0, 1, 12, 365, 1000])
def test_any_streak_is_drawn(streak: int) -> None:
    history = StreakHistory(Streak(streak, 1000, 2, 0, "2026-11-14", 2), ())
    card = progress_card(
        Snapshot(CONTEXT, history, 0, 0, 1, 0, None, False, None, (), 0, None), named=True
    )
    (block,) = [b for b in card.blocks if isinstance(b, Drawn)]
    assert block.drawing.png().startswith(b"\x89PNG")
    (row,) = card.rows
    assert isinstance(row, Buttons)
    said = "Why is my streak 0?" if streak == 0 else f"Why {streak:,}?"
    assert said in str(row)
