"""A person's memory of a concept, by the FSRS algorithm (py-fsrs).

Spacing is in whole days: there are no steps of minutes, because nobody drills here. The
library's own fuzz draws from a global source, so ours spreads dates by a seed instead.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from fsrs import Card, Rating, Scheduler

from bot.study.calendar import local_date, short_date_words, weekday_words
from bot.study.seeds import seed_of
from bot.study.words import say

MOST_DAYS = 365
"""The longest interval between two reviews."""

EARLY = timedelta(hours=6)
"""So long before its time a concept is due already, for who studies a bit earlier today."""

COIN_TOSS = 0.5
"""From this chance to guess right on, a right answer that was a guess says nothing."""

_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=MOST_DAYS, enable_fuzzing=False
)
_SPREAD_FROM = 3
_SPREAD = 0.05


def rate(chance: float, correct: bool, sure: bool | None) -> Rating:
    """Wrong → again; right but not sure → hard (easily guessed: again); else good.

    ``chance`` is the question's chance, 0 to 1, that a guess is right; ``sure`` is None where
    nobody asked.
    """
    if not correct:
        return Rating.Again
    if sure is False:
        return Rating.Again if chance >= COIN_TOSS else Rating.Hard
    return Rating.Good


def review(state: str | None, rating: Rating, at: datetime, seed: str) -> tuple[str, datetime]:
    """The new state (JSON) and when the concept is due next (aware UTC, a day away or more).

    ``state`` is None for a first answer; an unreadable one starts afresh. Equal ``seed`` and
    input give equal output.
    """
    at = at.astimezone(UTC)
    card, _ = _SCHEDULER.review_card(_card(state, at), rating, at)
    days = (card.due - at).days
    if days >= _SPREAD_FROM:
        width = max(1, round(days * _SPREAD))
        days += Random(seed_of(seed, at.isoformat())).randint(-width, width)
    card.due = at + timedelta(days=max(1, min(days, MOST_DAYS)))
    return _to_json(card), card.due


def is_due(due: datetime, at: datetime) -> bool:
    """Whether a concept due at ``due`` may come at ``at``, ``EARLY`` allowed for."""
    return at + EARLY >= due


def retrievability(state: str, at: datetime) -> float:
    """The chance, 0 to 1, that the concept is remembered at ``at``; 0 for an unreadable state."""
    at = at.astimezone(UTC)
    return float(_SCHEDULER.get_card_retrievability(_card(state, at), at))


def back_on(due: datetime, at: datetime, zone: str) -> str:
    """When a concept comes back, told at ``at``: "today", "tomorrow", "on Thursday", "on Dec 3"."""
    day, today = local_date(due, zone), local_date(at, zone)
    ahead = (day - today).days
    if ahead <= 0:
        return say("today")
    if ahead == 1:
        return say("tomorrow")
    return say("on-day", day=weekday_words(day) if ahead < 7 else short_date_words(day))


class _Card(Card):
    """The scheduler changes a copy of its card. This one is made for one review, so it serves."""

    def __copy__(self) -> _Card:
        return self


def _to_json(card: Card) -> str:
    """What ``Card.to_json`` writes, which takes five times as long for it."""
    last = f'"{card.last_review.isoformat()}"' if card.last_review else "null"
    step, stability, difficulty = (
        "null" if value is None else repr(value)
        for value in (card.step, card.stability, card.difficulty)
    )
    return (
        f'{{"card_id": {card.card_id}, "state": {card.state.value}, "step": {step}, '
        f'"stability": {stability}, "difficulty": {difficulty}, '
        f'"due": "{card.due.isoformat()}", "last_review": {last}}}'
    )


def _card(state: str | None, at: datetime) -> Card:
    if state is not None:
        try:
            return _Card.from_json(state)
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    return _Card(card_id=1, due=at)
