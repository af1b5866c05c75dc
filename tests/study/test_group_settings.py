"""A group's settings: as they are written, they are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.study.group_settings import GroupSettings, OfSeason, read, written

OF_SEASON = st.builds(OfSeason, st.integers(0, 99), st.text("0123456789-", max_size=10))
SETTINGS = st.builds(
    GroupSettings,
    since=st.none() | st.integers(0, 2**45),
    opened=st.integers(0, 99),
    asked_before=OF_SEASON,
    more_review=OF_SEASON,
    told_of_end=st.integers(0, 99),
    quiet_breaks=st.booleans(),
    points_since=st.sampled_from(("", "2026-11-30")),
    points_resets=st.integers(0, 9),
    set_up_by=st.integers(0, 9),
    others=st.dictionaries(st.sampled_from(("later", "é")), st.text(max_size=5)),
)


@given(SETTINGS)
def test_what_is_written_is_read(settings: GroupSettings) -> None:
    assert read(written(settings)) == settings


def test_settings_of_the_first_version_are_understood() -> None:
    stored = (
        '{"since": "1764547200000", "opened": "2", "asked-before": "2:31", "quiet-breaks": "0", '
        '"more-review": "2:2026-11-30", "told-of-end": "1", "points-since": "2026-10-01", '
        '"points-begun": "3", "set-up-by": "7", "ping": "here"}'
    )
    assert read(stored) == GroupSettings(
        since=1_764_547_200_000,
        opened=2,
        asked_before=OfSeason(2, "31"),
        more_review=OfSeason(2, "2026-11-30"),
        told_of_end=1,
        points_since="2026-10-01",
        points_resets=3,
        set_up_by=7,
        others={"ping": "here"},
    )
