"""Streaks, in pieces and at once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.study.streaks import Streak, advance, anew, rebuild, shown, with_day

START = date(2026, 11, 2)


def dates(flags: list[bool]) -> list[tuple[str, bool]]:
    return [((START + timedelta(days=n)).isoformat(), flag) for n, flag in enumerate(flags)]


def runs(words: str) -> list[tuple[str, bool]]:
    return dates([letter == "x" for letter in words])


flags = st.lists(st.booleans() | st.just(True), max_size=60)


@given(flags, st.integers(0, 60), st.integers(0, 60))
def test_pieces_equal_the_whole(active: list[bool], one: int, two: int) -> None:
    days = dates(active)
    first, second = sorted((one, two))
    pieces = advance(advance(advance(Streak(), days[:first]), days[first:second]), days[second:])
    assert pieces == rebuild(days)
    assert advance(pieces, days) == pieces  # dates counted before are skipped


@given(flags)
def test_bounds(active: list[bool]) -> None:
    streak = rebuild(dates(active))
    assert 0 <= streak.current <= streak.best <= sum(active)
    assert 0 <= streak.freezes <= 2
    assert 0 <= streak.toward_freeze < 7
    assert streak.through == (dates(active)[-1][0] if active else "")


@given(flags, st.integers(0, 59))
def test_being_active_never_hurts_the_best(active: list[bool], at: int) -> None:
    if at < len(active):
        more = [flag or n == at for n, flag in enumerate(active)]
        assert rebuild(dates(more)).best >= rebuild(dates(active)).best


@given(flags)
def test_answering_day_by_day_stores_what_a_rebuild_finds(active: list[bool]) -> None:
    """The stored row, advanced only when somebody answers, never drifts."""
    stored = Streak()
    days = dates(active)
    for n, (day, flag) in enumerate(days):
        since = [(d, f) for d, f in days[:n] if d > stored.through]
        if flag:
            stored = with_day(stored, [*since, (day, False)], day, True)
            assert stored == rebuild(days[: n + 1])
        else:
            stored = with_day(stored, [*since, (day, False)], day, False)
            assert stored == rebuild(days[:n])


def test_freezes() -> None:
    """One from the first day, one more for seven days, two at most."""
    assert rebuild(runs("x")).freezes == 1
    assert rebuild(runs("x" * 6)).freezes == 1
    assert rebuild(runs("x" * 7)) == Streak(7, 7, 2, 0, "2026-11-08", 1)
    assert rebuild(runs("x-x")).current == 2
    assert rebuild(runs("x--x")).current == 1
    assert rebuild(runs("x" * 7 + "--x")).current == 8
    assert rebuild(runs("x" * 7 + "---x")).current == 1
    assert rebuild(runs("x" * 30)).freezes == 2
    assert rebuild(runs("x" * 30 + "--")).current == 30
    over = rebuild(runs("x" * 30 + "---"))
    assert over == Streak(0, 30, 0, 0, dates([True] * 33)[-1][0], 1)


@given(flags)
def test_nobody_has_less_with_the_first_freeze_than_without(active: list[bool]) -> None:
    """Streaks of older versions, which began without one, are only ever longer."""
    days = dates(active)
    old, new = advance(Streak(freezes=0), days), rebuild(days)
    assert new.current >= old.current and new.best >= old.best


@given(flags)
def test_each_streak_that_begins_is_counted(active: list[bool]) -> None:
    streak, begun = Streak(), 0
    for day in dates(active):
        after = advance(streak, [day])
        begun += streak.current == 0 and after.current == 1
        streak = after
    assert streak.runs == begun


def test_a_freeze_is_unsaid_until_somebody_is_told() -> None:
    streak = rebuild(runs("xx-x"))
    assert (streak.current, streak.unsaid) == (3, 1)
    told = streak._replace(unsaid=0)
    assert advance(told, [("2026-12-01", True)]).unsaid == 0
    assert rebuild(runs("xx--x")).unsaid == 0, "nothing was kept in the end"
    # A late answer has everything counted anew, which tells nothing twice.
    again = with_day(anew(told), [(d, f) for d, f in runs("xx-x")], "2026-11-04", True)
    assert (again.current, again.unsaid) == (4, 0)


def test_freezes_are_not_used_on_nothing() -> None:
    streak = Streak(current=0, best=9, freezes=2, toward_freeze=0, through="2026-11-01")
    assert advance(streak, runs("-----")).freezes == 2


def test_a_late_answer_mends_a_counted_day() -> None:
    """Tuesday was answered first: Monday counted as missed, then Monday comes in late."""
    days = runs("xx--x")
    assert rebuild(days).current == 1
    late = days[3][0]
    mended = with_day(Streak(), days, late, True)
    assert (mended.current, mended.through) == (4, days[4][0])


def test_more_practice_does_not_undo_an_active_day() -> None:
    days = runs("xxx")
    assert with_day(Streak(), days, days[2][0], False) == rebuild(days)


def test_an_active_day_off_does_nothing() -> None:
    days = runs("xx")
    assert with_day(Streak(), days, "2026-12-24", True) == rebuild(days)
    assert with_day(rebuild(days), [], "2026-12-24", True) == rebuild(days)


def test_shown_waits_for_today() -> None:
    days = runs("xxx-")
    today = days[3][0]
    assert shown(Streak(), days, today).current == 3
    tomorrow = (START + timedelta(days=4)).isoformat()
    assert shown(Streak(), days, tomorrow) == rebuild(days)
    assert shown(Streak(freezes=0), days, tomorrow).current == 0
    assert shown(Streak(), runs("xxxx"), today).current == 4
