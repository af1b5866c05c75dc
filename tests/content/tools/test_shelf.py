"""Changed courses get in without a restart, and only when nothing is wrong with them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.model.limits import FIELD_VALUE
from bot.service.app import App
from bot.service.course_reload import Courses
from content.loader import load_courses
from content.scaffold import make_course
from storage.store import SqliteStore
from tests.content.lint.conftest import edit
from tests.features.bench import Bench

QUESTIONS = "questions/habits.yaml"
TITLE = ('title: "Small"', 'title: "Better"')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_course(tmp_path / "courses", "small")
    return tmp_path / "courses"


@pytest.fixture
def shelf(root: Path) -> Courses:
    return Courses(load_courses(root), root)


def title(shelf: Courses) -> str:
    return shelf.all()["small"].title


async def test_a_change_is_taken_over_once_it_has_settled(root: Path, shelf: Courses) -> None:
    await shelf.look()
    before = shelf.all()
    edit(root / "small", "course.yaml", TITLE)
    await shelf.look()
    assert shelf.all() is before  # an editor may still be writing
    await shelf.look()
    assert title(shelf) == "Better" and shelf.problem == ""
    after = shelf.all()
    await shelf.look()
    await shelf.look()
    assert shelf.all() is after  # nothing new, nothing read


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("course.yaml", "plan: [", "plan: [[", "small/course.yaml:"),
        (QUESTIONS, "concept: spacing", "concept: gone", "small/questions/habits.yaml:"),
        (QUESTIONS, "What will help her most", "Which will not help her", "[R4-positive]"),
    ],
)
async def test_a_course_with_a_fault_stays_out_and_the_old_one_runs(
    root: Path, shelf: Courses, file: str, old: str, new: str, said: str
) -> None:
    before = shelf.all()
    edit(root / "small", file, (old, new))
    edit(root / "small", "course.yaml", TITLE)
    with structlog.testing.capture_logs() as logs:
        faults = await shelf.reload()
    assert any(said in fault for fault in faults)
    assert shelf.all() is before
    assert said in shelf.problem and "studyhall course lint" in shelf.problem
    assert len(shelf.problem) <= FIELD_VALUE
    [entry] = [entry for entry in logs if entry["event"] == "courses not reloaded"]
    assert entry["log_level"] == "warning" and any(said in fault for fault in entry["faults"])
    edit(root / "small", file, (new, old))
    assert await shelf.reload() == []
    assert title(shelf) == "Better" and shelf.problem == ""


async def test_a_fault_is_judged_once_until_the_files_change(root: Path, shelf: Courses) -> None:
    edit(root / "small", "course.yaml", ("plan: [", "plan: [["))
    with structlog.testing.capture_logs() as logs:
        for _ in range(5):
            await shelf.look()
    assert len([entry for entry in logs if entry["event"] == "courses not reloaded"]) == 1


async def test_a_running_course_loses_no_question(root: Path, shelf: Courses) -> None:
    edit(root / "small", QUESTIONS, ("id: q-testing-02", "id: q-testing-04"))
    assert ["q-testing-02" in fault for fault in await shelf.reload()] == [True]
    assert "retired: true" in shelf.problem
    edit(root / "small", QUESTIONS, ("id: q-testing-04", "id: q-testing-02\n  retired: true"))
    assert await shelf.reload() == []
    assert shelf.all()["small"].questions["q-testing-02"].retired


async def test_a_running_course_is_not_taken_off(root: Path, shelf: Courses) -> None:
    make_course(root, "other")
    assert await shelf.reload() == []
    assert sorted(shelf.all()) == ["other", "small"]
    shutil.rmtree(root / "small")
    assert ["small: the course is gone" in fault for fault in await shelf.reload()] == [True]
    assert sorted(shelf.all()) == ["other", "small"]
    shutil.rmtree(root)
    assert await shelf.reload() != []
    assert sorted(shelf.all()) == ["other", "small"]


async def test_hidden_files_of_editors_are_no_change(root: Path, shelf: Courses) -> None:
    before = shelf.all()
    (root / "small" / ".course.yaml.swp").write_text("x")
    for _ in range(3):
        await shelf.look()
    assert shelf.all() is before


async def test_courses_without_files_never_change(shelf: Courses) -> None:
    fixed = Courses(shelf.all())
    await fixed.look()
    assert await fixed.reload() == [] and not fixed.watched and fixed.all() is shelf.all()


class Watching(Bench):
    """A bench whose bot watches the folder of its courses."""

    folder: Path

    async def start(self) -> None:
        store = await SqliteStore.open(self.path)
        self.stores.append(store)
        self.app = App(store, self.courses, self.clock, folder=self.folder)
        self.app.add(PlaygroundAdapter(self.room))
        await self.app.start()

    async def looked(self) -> None:
        """Two ticks, and all that they began."""
        for _ in range(2):
            await self.app.tick()
            await asyncio.gather(*self.app.looking)


@pytest.fixture
async def group(root: Path, tmp_path: Path) -> AsyncIterator[Watching]:
    bench = Watching(tmp_path / "study.db", load_courses(root))
    bench.folder = root
    await bench.start()
    await bench.set_up()
    yield bench
    await bench.close()
    assert bench.chat.breaches() == []


async def test_status_says_why_a_change_is_not_in_use(group: Watching, root: Path) -> None:
    edit(root / "small", QUESTIONS, ("What will help her most", "Which will not help her"))
    await group.looked()
    seen = (await group.say(group.ana, "/study status")).text
    assert "Course files: The changed course files aren't in use: small/questions" in seen
    assert "[R4-positive]" in seen
    edit(root / "small", QUESTIONS, ("Which will not help her", "What will help her best"))
    await group.looked()
    assert "Course files" not in (await group.say(group.ana, "/study status")).text


async def test_ticks_bring_new_courses_to_set_up(group: Watching, root: Path) -> None:
    edit(root / "small", "course.yaml", TITLE)
    make_course(root, "other", "Another one")
    await group.looked()
    form = (await group.chat.command(group.ana, "/study course")).replies
    assert "Better" in (await group.say(group.ana, "/study status")).text
    assert ["Another one" in str(message.controls) for message in form] == [True]


async def test_a_signal_reloads_at_once(group: Watching, root: Path) -> None:
    edit(root / "small", "course.yaml", TITLE)
    group.app.reload()
    await asyncio.gather(*group.app.looking)
    assert group.app.courses.all()["small"].title == "Better"
