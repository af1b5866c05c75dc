"""From ``studyhall course new`` to a post every study day, as docs/write-a-course.md says."""

from __future__ import annotations

from pathlib import Path

from content.loader import BUNDLED, load_course, load_courses
from content.scaffold import TEMPLATE, make_course
from tests.features.bench import Bench


async def test_a_new_course_is_studied_from_the_first_day_on(tmp_path: Path) -> None:
    make_course(tmp_path / "courses", "tea")
    bench = Bench(tmp_path / "study.db", load_courses(tmp_path / "courses"))
    await bench.start()
    try:
        await bench.set_up()
        assert "What this course covers" in bench.titles()
        await bench.at("2026-11-23 10:00")
        assert "Testing yourself" in bench.titles()
        assert "Question of the day" in bench.titles()
        await bench.at("2026-11-24 10:00")
        assert "Spacing" in bench.titles()
    finally:
        await bench.close()


def test_the_template_is_no_course_on_offer() -> None:
    assert TEMPLATE.parent == BUNDLED
    assert TEMPLATE.name not in load_courses()


def test_a_title_may_hold_any_sign(tmp_path: Path) -> None:
    title = 'Tea "slowly" \\ with: # milk'
    assert load_course(make_course(tmp_path, "tea", title)).title == title
