"""What a course covers of which exam: the ``blueprint`` of course.yaml.

An exam has domains with weights, as its publisher's guide gives them. A domain names the concepts
of this course that belong to it, by exam task (the ``exam_tasks`` of concepts), by section or one
by one, and says which share of the domain they cover.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import limits
from content.reader import Fields

__all__ = ["Blueprint", "Domain", "check_tasks", "read_blueprints", "resolved"]

MOST_DOMAINS = 12
TASK_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Domain:
    """``weight`` is the domain's percentage of the exam, ``covered`` the percentage of the domain
    that the course covers by its author's estimate. ``concepts`` are ids in plan order."""

    id: str
    title: str
    weight: int
    covered: int
    concepts: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One exam: ``questions`` in its full form, in so many ``minutes``; ``pass_mark`` is the
    percentage of right answers that passes."""

    id: str
    exam: str
    questions: int
    minutes: int
    pass_mark: int
    domains: tuple[Domain, ...]

    @property
    def uncovered(self) -> float:
        """The share of the exam, 0 to 1, that the course does not cover."""
        covered = sum(domain.weight * domain.covered for domain in self.domains)
        return 1 - covered / (100 * sum(domain.weight for domain in self.domains))


def read_blueprints(fields: Fields) -> tuple[Blueprint, ...]:
    """The exams of course.yaml; none where it says nothing. Notes mistakes, raises nothing."""
    found: list[Blueprint] = []
    for part in fields.many("blueprint", required=False):
        one = Blueprint(
            id=part.identifier("id"),
            exam=part.text("exam", characters=limits.OPTION_LABEL),
            questions=part.integer("questions", 5, 300),
            minutes=part.integer("minutes", 5, 600),
            pass_mark=part.integer("pass_mark", 1, 100),
            domains=_domains(part),
        )
        if one.id and one.id in {before.id for before in found}:
            part.note("id", "duplicate", f"exam {one.id!r} is here twice")
        found.append(one)
        part.close()
    return tuple(found)


def _domains(fields: Fields) -> tuple[Domain, ...]:
    found: list[Domain] = []
    for part in fields.many("domains"):
        one = Domain(
            id=part.identifier("id"),
            title=part.text("title", characters=limits.OPTION_LABEL),
            weight=part.integer("weight", 1, 100),
            covered=part.integer("covered", 0, 100),
            concepts=part.identifiers("concepts"),
            tasks=part.texts("tasks", characters=TASK_CHARACTERS),
            sections=part.identifiers("sections"),
        )
        if one.id and one.id in {before.id for before in found}:
            part.note("id", "duplicate", f"domain {one.id!r} is here twice")
        if one.covered and not (one.concepts or one.tasks or one.sections):
            told = f"covers {one.covered}% with nothing: name its tasks, sections or concepts"
            part.note("covered", "blueprint", told)
        found.append(one)
        part.close()
    total = sum(domain.weight for domain in found)
    if found and total != 100:
        fields.note("domains", "blueprint", f"has weights that add up to {total}, not to 100")
    if len(found) > MOST_DOMAINS:
        told = f"has {len(found)} domains; at most {MOST_DOMAINS} can be shown"
        fields.note("domains", "blueprint", told)
    return tuple(found)


def check_tasks(
    blueprints: Sequence[Blueprint], file: Fields, tasks: Mapping[str, tuple[str, ...]]
) -> None:
    """Notes exam tasks that no concept has; ``tasks`` are by concept."""
    named = {task for of_concept in tasks.values() for task in of_concept}
    for one in blueprints:
        for domain in one.domains:
            for task in domain.tasks:
                if task not in named:
                    told = f"{one.id}, {domain.id}: no concept has the exam task {task!r}"
                    file.note("blueprint", "blueprint", told)


def resolved(
    blueprints: Sequence[Blueprint],
    plan: Sequence[str],
    tasks: Mapping[str, tuple[str, ...]],
    sections: Mapping[str, str],
) -> tuple[Blueprint, ...]:
    """The blueprints with the concepts of each domain, in plan order, however they were named."""
    return tuple(
        replace(
            one,
            domains=tuple(
                replace(
                    domain,
                    concepts=tuple(
                        concept
                        for concept in plan
                        if concept in domain.concepts
                        or sections.get(concept) in domain.sections
                        or not {*domain.tasks}.isdisjoint(tasks.get(concept, ()))
                    ),
                )
                for domain in one.domains
            ),
        )
        for one in blueprints
    )
