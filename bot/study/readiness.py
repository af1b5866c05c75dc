"""Readiness: the share of an exam that somebody can be expected to get right, and how sure that is.

For each question of the course the chance of a right answer on the day of the exam is the chance
of recalling its facts by then, plus a lucky guess where not. A domain's share is the mean over its
questions for the part that the course covers; for the rest the bot knows nothing and counts guesses
only. Domains are weighed as the exam weighs them.

The range around it (``SURE`` of cases) has three sources, all told in ``Share``: few answers to go
by, the luck of which questions come, and how wrong predictions have been so far (``error``, from
``bot.study.calibration``). It never says "you will pass".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.study.knowledge import Knowledge
from content.model import Blueprint, Domain, Question

__all__ = ["GUESS", "SURE", "DomainReadiness", "Readiness", "Share", "chance_right", "readiness"]

SURE = 0.9
"""The share of cases in which the range holds the result."""

_WIDTH = 1.645
"""Standard deviations of the normal distribution to each side for nine of ten cases."""

GUESS = 0.25
"""What a guess is right by where the course has no question to go by: one of four."""

USUAL_ERROR = 0.08
"""How far off predictions are taken to be before a group has a record of its own."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of right answers, 0 to 1, with the range it lies in for ``SURE`` of cases."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DomainReadiness:
    """``covered`` counts only what the course covers of the domain, None where that is nothing;
    ``whole`` counts the rest as guesses. ``answers`` is how many questions it is based on."""

    domain: Domain
    covered: Share | None
    whole: Share
    answers: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """``covered`` is for the covered part of the exam, None where nothing is; ``whole`` for all of
    it. ``uncovered`` is the share of the exam, 0 to 1, that the course does not cover."""

    covered: Share | None
    whole: Share
    domains: tuple[DomainReadiness, ...]
    uncovered: float
    pass_mark: int


def chance_right(knowledge: Knowledge, question: Question, at: datetime, guess: float) -> float:
    """The chance of a right answer at ``at``, where a guess is right with chance ``guess``."""
    recall = knowledge.question_recall(question, at)
    return recall + (1 - recall) * guess


def readiness(
    knowledge: Knowledge,
    blueprint: Blueprint,
    day: datetime,
    chance_of: Callable[[Question], float],
    *,
    error: float = USUAL_ERROR,
) -> Readiness:
    """What to expect on ``day``. ``chance_of`` tells how likely a guess gets a question right;
    ``error`` is the record's root mean square error of predicted shares."""
    domains: list[DomainReadiness] = []
    mean_all = mean_covered = var_all = var_covered = 0.0
    reach = sum(d.weight * d.covered for d in blueprint.domains) / 100
    total = sum(d.weight for d in blueprint.domains)
    for domain in blueprint.domains:
        questions = [q for c in domain.concepts for q in knowledge.course.questions_of(c)]
        told = [chance_right(knowledge, q, day, chance_of(q)) for q in questions]
        known = sum(q.id in knowledge.questions for q in questions)
        asked = max(1.0, blueprint.questions * domain.weight / total)
        part = domain.covered / 100 if questions else 0.0
        mean = sum(told) / len(told) if told else GUESS
        doubt = _doubt(knowledge, domain, day)
        var = doubt + mean * (1 - mean) / asked
        whole = part * mean + (1 - part) * GUESS
        var_whole = part * part * doubt + whole * (1 - whole) / asked
        domains.append(
            DomainReadiness(
                domain,
                _share(mean, var, error) if part else None,
                _share(whole, var_whole, error),
                known,
            )
        )
        weight = domain.weight / total
        mean_all += weight * whole
        var_all += weight * weight * var_whole
        if part and reach:
            share = domain.weight * part / reach
            mean_covered += share * mean
            var_covered += share * share * var
    return Readiness(
        _share(mean_covered, var_covered, error) if any(d.covered for d in domains) else None,
        _share(mean_all, var_all, error),
        tuple(domains),
        blueprint.uncovered,
        blueprint.pass_mark,
    )


def _doubt(knowledge: Knowledge, domain: Domain, day: datetime) -> float:
    """The variance of a domain's mean recall from having few answers: each concept's recall is
    taken as known from its answers and two imagined ones."""
    tested = [c for c in domain.concepts if knowledge.course.questions_of(c)]
    if not tested:
        return 0.0
    total = 0.0
    for concept in tested:
        recall = min(0.95, max(0.05, knowledge.recall(concept, day)))
        answers = sum(q.id in knowledge.questions for q in knowledge.course.questions_of(concept))
        total += recall * (1 - recall) / (answers + 2)
    return total / len(tested) ** 2


def _share(mean: float, var: float, error: float) -> Share:
    # The record's error is the same for all domains and does not average out.
    half = _WIDTH * math.sqrt(max(0.0, var) + error * error)
    return Share(mean, max(0.0, mean - half), min(1.0, mean + half))
