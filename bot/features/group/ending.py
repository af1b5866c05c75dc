"""What organizers read and can do when the course is nearly or wholly through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.features.cards import say
from bot.features.daily.views import group_phase
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal
from bot.study import calendar, ending
from bot.study.group import Group, GroupState
from bot.study.group_settings import OfSeason
from bot.study.planning.phase import Phase

words = words_of(__file__)

ENDED = say(words("ended.title"), words("ended.body"))


def refuse_ended(group: Group) -> None:
    """Raises ``Refusal`` where there are no posts to steer any more."""
    if group.state == GroupState.ENDED:
        raise Refusal(ENDED)


def state_words(group: Group, phase: Phase, today: date) -> str:
    """``running``, ``review days until Dec 21``, ``paused through Sun, Dec 27`` and the like."""
    if group.state == GroupState.ENDED:
        return words("state-ended")
    review = review_words(phase)
    over = group.paused_until is not None and group.paused_until <= today.isoformat()
    if group.state != GroupState.PAUSED or over:
        return review or words("state-active")
    paused = words("state-paused")
    if group.paused_until:
        last = date.fromisoformat(group.paused_until) - timedelta(days=1)
        paused = words("state-paused-until", day=calendar.date_words(last, today))
    return words("state-both", state=paused, review=review) if review else paused


def review_words(phase: Phase) -> str:
    """``review days until Dec 21``; empty before the last concept."""
    return words("review", day=calendar.short_date_words(phase.until)) if phase.until else ""


async def more_review(services: Services, group: Group) -> None:
    """Four weeks of review from today, where those that there were have passed."""
    today = services.today(group)
    phase = await group_phase(services, group)
    if phase.last is None or not (group.state == GroupState.ENDED or phase.over(today)):
        return
    # Counted from a last concept of yesterday, so that today can be a review day.
    since = (today - timedelta(days=1)).isoformat()
    more = OfSeason(group.season, since)
    await services.store.groups.change_settings(group.id, lambda s: replace(s, more_review=more))


def pause_words(phase: Phase) -> str:
    """What a pause means for the weeks of review; empty before them."""
    if phase.until is None:
        return ""
    day = calendar.date_words(phase.until)
    return words("pause", weeks=ending.REVIEW_WEEKS, day=day)
