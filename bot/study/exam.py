"""A mock exam: drawn by the blueprint's weights, frozen, and reported by domain.

The draw is pure: equal course version, blueprint, size and seed give an equal draw. It is kept as
ids with their revisions, so that a course edited meanwhile changes nothing. Pass and fail are the
blueprint's; a question counts as right or wrong, as in certification exams (no partial credit).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from bot.study.seeds import seed_of
from content.model import Blueprint, Course, Domain, Question

__all__ = [
    "SHORT", "Drawn", "Part", "Report", "by_sections", "draw", "likely", "minutes_for", "report",
    "weights",
]  # fmt: skip

SHORT = 15
"""Questions of the short form."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question of an exam, with the domain it stands for."""

    question_id: str
    revision: int
    domain_id: str


@dataclass(frozen=True, slots=True)
class Part:
    """``right`` of ``asked`` in one domain."""

    domain: Domain
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class Report:
    """``missed`` are question ids in the order of the exam, unanswered ones too."""

    right: int
    asked: int
    parts: tuple[Part, ...]
    missed: tuple[str, ...]
    pass_mark: int

    @property
    def passed(self) -> bool:
        """Whether the share of right answers reaches the pass mark."""
        return self.asked > 0 and 100 * self.right >= self.pass_mark * self.asked


def by_sections(course: Course) -> Blueprint:
    """A blueprint for a course that names no exam: its sections, weighed by their concepts."""
    tested = {
        section.id: tuple(
            c
            for c in course.plan
            if course.concepts[c].section == section.id and course.questions_of(c)
        )
        for section in course.sections
    }
    found = [(section, tested[section.id]) for section in course.sections if tested[section.id]]
    shares = _shared(100, [Fraction(len(concepts)) for _, concepts in found])
    domains = tuple(
        Domain(section.id, section.title, max(1, share), 100, concepts)
        for (section, concepts), share in zip(found, shares, strict=True)
    )
    return Blueprint(course.slug, course.title, 60, 90, 70, domains)


def minutes_for(blueprint: Blueprint, count: int) -> int:
    """The time for ``count`` questions at the exam's own pace, in whole minutes, at least one."""
    return max(1, round(blueprint.minutes * count / blueprint.questions))


def draw(
    course: Course,
    blueprint: Blueprint,
    count: int,
    seed: int,
    *,
    excluded: Collection[str] = (),
) -> tuple[Drawn, ...]:
    """At most ``count`` questions, in the order to ask them.

    Each domain gets its share of the part of the exam that the course covers (weight times
    covered), as far as it has questions; what it lacks goes to the others. Within a domain every
    concept comes once before one comes twice. ``excluded`` are ids that must not come.
    """
    rng = Random(seed_of(seed, course.slug, blueprint.id, count))
    pools = {d.id: _pool(course, d, rng, excluded) for d in blueprint.domains}
    # Domains with few questions choose first where a concept belongs to several.
    order = sorted(blueprint.domains, key=lambda d: len(pools[d.id]))
    used: set[str] = set()
    chosen: list[Drawn] = []
    missing = count
    while missing > 0:
        open_ = [d for d in order if d.covered and any(q.id not in used for q in pools[d.id])]
        if not open_:
            break
        shares = _shared(missing, [Fraction(d.weight * d.covered) for d in open_])
        for domain, share in zip(open_, shares, strict=True):
            free = [q for q in pools[domain.id] if q.id not in used][:share]
            used.update(q.id for q in free)
            chosen += [Drawn(q.id, q.revision, domain.id) for q in free]
        missing = count - len(chosen)
    rng.shuffle(chosen)
    return tuple(chosen)


def report(blueprint: Blueprint, drawn: Sequence[Drawn], right: Mapping[str, bool]) -> Report:
    """The result of an exam. ``right`` is by question id; one that is missing was not answered."""
    parts: list[Part] = []
    for domain in blueprint.domains:
        own = [one for one in drawn if one.domain_id == domain.id]
        if own:
            good = sum(right.get(one.question_id, False) for one in own)
            parts.append(Part(domain, good, len(own)))
    missed = tuple(one.question_id for one in drawn if not right.get(one.question_id, False))
    return Report(len(drawn) - len(missed), len(drawn), tuple(parts), missed, blueprint.pass_mark)


def weights(blueprint: Blueprint) -> dict[str, float]:
    """Each concept's share of the covered exam, times the number of concepts: 1 is the mean.

    A concept in several domains has the sum. For ``bot.study.review``.
    """
    shares: dict[str, float] = {}
    for domain in blueprint.domains:
        for concept in domain.concepts:
            part = domain.weight * domain.covered / len(domain.concepts)
            shares[concept] = shares.get(concept, 0.0) + part
    total = sum(shares.values())
    return {c: share * len(shares) / total for c, share in shares.items()} if total else {}


def _pool(course: Course, domain: Domain, rng: Random, excluded: Collection[str]) -> list[Question]:
    """The domain's questions, every concept once before one comes twice."""
    ranked: list[tuple[int, float, Question]] = []
    for concept in domain.concepts:
        free = [q for q in course.questions_of(concept) if q.id not in excluded]
        rng.shuffle(free)
        ranked += [(nth, rng.random(), question) for nth, question in enumerate(free)]
    ranked.sort(key=lambda one: one[:2])
    return [question for _, _, question in ranked]


def _shared(whole: int, parts: Sequence[Fraction]) -> list[int]:
    """``whole`` shared out by largest remainder (Hamilton); equal input, equal output."""
    total = sum(parts)
    exact = [whole * part / total for part in parts] if total else []
    out = [int(one) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: (out[n] - exact[n], n))
    for n in by_rest[: whole - sum(out)]:
        out[n] += 1
    return out


def likely(right: int, asked: int) -> tuple[float, float]:
    """The range in which the true share lies in nine of ten cases (Wilson 1927)."""
    if asked <= 0:
        return 0.0, 1.0
    z, share = 1.645, right / asked
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    half /= 1 + z * z / asked
    return max(0.0, middle - half), min(1.0, middle + half)
