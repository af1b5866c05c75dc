"""What organisers read and can do when the course is nearly or wholly through."""

from __future__ import annotations

from datetime import timedelta

from bot.core.router import Refusal
from bot.features.cards import say
from bot.features.daily.phase import MORE, Phase, phase_of
from bot.features.services import Services
from bot.study import calendar, ending
from storage.records import Group

ENDED = say(
    "This group's course is complete",
    "Nothing is planned. /study resume brings four more weeks of review, /study course a new "
    "season or another course.",
)


def refuse_ended(group: Group) -> None:
    """Raises ``Refusal`` where there are no posts to steer any more."""
    if group.state == "ended":
        raise Refusal(ENDED)


def state_words(group: Group, phase: Phase) -> str:
    """``active``, ``review days until Dec 21``, ``paused until 2026-12-28`` and the like."""
    if group.state == "ended":
        return "ended; /study resume brings four more weeks of review"
    review = review_words(phase)
    if group.state == "paused":
        paused = f"paused until {group.paused_until}" if group.paused_until else "paused"
        return f"{paused}; {review}" if review else paused
    return review or group.state


def review_words(phase: Phase) -> str:
    """``review days until Dec 21``; empty before the last concept."""
    return f"review days until {calendar.short_date_words(phase.until)}" if phase.until else ""


async def more_review(services: Services, group: Group) -> None:
    """Four weeks of review from today, where those that there were have passed."""
    today = services.today(group)
    phase = await phase_of(services, group)
    if phase.last is None or not (group.state == "ended" or phase.over(today)):
        return
    # Counted from a last concept of yesterday, so that today can be a review day.
    since = (today - timedelta(days=1)).isoformat()
    await services.store.groups.set_setting(group.id, MORE, f"{group.season}:{since}")


def pause_words(phase: Phase) -> str:
    """What a pause means for the weeks of review; empty before them."""
    if phase.until is None:
        return ""
    until = calendar.date_words(phase.until)
    return (
        f"A pause does not prolong the {ending.REVIEW_WEEKS} weeks of review: they end on {until}. "
        "If they are over by then, /study resume begins four new ones."
    )
