"""How ready a member is for the exam, and how right such predictions have been."""

from __future__ import annotations

from datetime import datetime

from bot.features.context import GroupContext
from bot.features.exam.aim import aim_of
from bot.features.exam.words import words
from bot.features.review.due import knowledge
from bot.features.services import Services
from bot.study.calibration import brier, error
from bot.study.instants import from_millis
from bot.study.mock_exam import COVERED, forecasts
from bot.study.readiness import USUAL_ERROR, Readiness, Share, readiness
from content.model import Blueprint, Question

LEAST_ANSWERS = 20
"""Questions answered before anything is predicted: before that it would be guessing."""
LEAST_RECORD = 30
"""Exam answers from which on predictions are judged by their own record."""


async def readiness_of(
    services: Services, context: GroupContext, blueprint: Blueprint | None = None
) -> Readiness | None:
    """What to expect of the member on the exam's day, or today where no date is set; None while
    there are too few answers to go by."""
    aim = await aim_of(services, context)
    known = await knowledge(services, context)
    if len(known.questions) < LEAST_ANSWERS:
        return None
    day = aim.at or from_millis(services.now())
    return readiness(
        known,
        blueprint or aim.blueprint,
        day,
        _guess,
        error=await _record(services, context.group.id),
    )


def _guess(question: Question) -> float:
    return question.chance


async def _record(services: Services, group_id: int) -> float:
    """How far off predictions have been in the group."""
    found = forecasts(await services.store.exams.outcomes(group_id))
    return error(found) if len(found) >= LEAST_RECORD else USUAL_ERROR


def predicted(found: Readiness | None) -> dict[str, float]:
    """What is kept with an exam: the expected share by domain, and of all that is covered."""
    if found is None or found.covered is None:
        return {}
    told = {d.domain.id: d.covered.expected for d in found.domains if d.covered}
    return {**told, COVERED: found.covered.expected}


def ready_words(found: Readiness | None, day: datetime | None) -> str:
    """One sentence: the share to expect, with its range. It never says that somebody passes."""
    if found is None or found.covered is None:
        return words("ready-unknown", least=LEAST_ANSWERS)
    share = found.covered
    name = "ready-on-day" if day else "ready-now"
    return words(name, percent=percent(share.expected), low=low(share), high=high(share))


def uncovered_words(blueprint: Blueprint) -> str:
    """What of the exam the course leaves out; empty where that is nothing."""
    share = round(100 * blueprint.uncovered)
    if not share:
        return ""
    missing = [d.title for d in blueprint.domains if not d.covered]
    if not missing:
        return words("uncovered", share=share)
    return words("uncovered-domains", share=share, domains="; ".join(missing))


async def record_words(services: Services, group_id: int) -> str:
    """How right the predictions have been, for organizers; empty before there is a record."""
    found = forecasts(await services.store.exams.outcomes(group_id))
    if len(found) < LEAST_RECORD:
        return ""
    expected = sum(one.predicted for one in found) / len(found)
    observed = sum(one.right for one in found) / len(found)
    score = f"{brier(found):.2f}"
    return words(
        "record",
        answers=len(found),
        expected=percent(expected),
        observed=percent(observed),
        brier=score,
    )


def percent(share: float) -> int:
    return round(100 * share)


def low(share: Share) -> int:
    return round(100 * share.low)


def high(share: Share) -> int:
    return round(100 * share.high)
