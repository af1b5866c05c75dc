"""What features are given to work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from bot.interactions.router import Again, Clock, Router, millis
from bot.model import ChannelRef, Member, MemberRef, Prepared, WorkspaceRef
from bot.runtime import acts
from bot.study import calendar
from bot.study.group import Group
from bot.study.round import Round
from content.model import Course, Question
from storage.protocols import Store

T = TypeVar("T")


class Directory(Protocol):
    """The chat platforms, as far as a feature may ask them anything.

    Asked inside an act, they are asked before it: the act begins again with the answer.
    """

    async def member(
        self, member: MemberRef, workspace: WorkspaceRef | None = None
    ) -> Member | None:
        """Standing as of now in ``workspace`` (without it: where last seen). Somebody who left
        it is not ``present``; None when the platform cannot be asked, or knows no such account."""
        ...

    async def inspect(self, channel: ChannelRef) -> Prepared:
        """Where posts for ``channel`` would go, or why they cannot, without changing anything
        there: for a preview. ``channel`` is an interaction's, thread and all."""
        ...

    async def prepare(self, channel: ChannelRef) -> Prepared:
        """Joins if need be and proves that the bot can post there; else says why not."""
        ...


class CourseLibrary(Protocol):
    """The courses as they are now."""

    def all(self) -> Mapping[str, Course]: ...

    @property
    def problem(self) -> str:
        """Why changed course files are not in use; empty when all is well."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    store: Store
    courses: CourseLibrary
    clock: Clock
    directory: Directory
    again: Again

    async def act(self, act: Callable[[], Awaitable[T]]) -> T:
        """Runs ``act`` in one transaction; handlers are acts already. See ``bot.runtime.acts``."""
        return await acts.run(self.store.act, act)

    def now(self) -> int:
        """Epoch milliseconds."""
        return millis(self.clock.now())

    def today(self, group: Group) -> date:
        """The group's local date."""
        return calendar.local_date(self.clock.now(), group.schedule.zone)

    def course(self, group: Group) -> Course | None:
        """The group's course; None when it is not on the shelf (any more)."""
        return self.courses.all().get(group.course)

    def question_of(self, question_id: str, concept_id: str) -> Question | None:
        """A question of any course on the shelf."""
        for course in self.courses.all().values():
            question = course.questions.get(question_id)
            if question is not None and question.concept == concept_id:
                return question
        return None

    def asked(self, group: Group, posed: Round) -> tuple[Course, Question] | None:
        """What a round asks. It may stem from a course that the group had before."""
        own = self.course(group)
        for course in (*([own] if own else []), *self.courses.all().values()):
            question = course.questions.get(posed.question_id)
            if question is not None and question.concept == posed.concept_id:
                return course, question
        return None


class Feature(Protocol):
    """A capability: built from the services, it adds its commands and actions."""

    def __init__(self, services: Services) -> None: ...

    def register(self, router: Router) -> None: ...
