"""What ``studyhall learn report`` prints, section by section.

A new section is a function and a line in ``SECTIONS``; it gives no lines where it has nothing to
tell.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from bot.study.calibration import Record
from bot.study.mock_exam import forecasts
from bot.study.recall import model_of
from bot.study.track_record import TrackRecord, track_record
from storage.memories import EVERYBODY

if TYPE_CHECKING:
    from bot.study.recall import Model
    from storage.sql_store import SqlStore


class Look:
    """What sections may ask. ``group_id`` None is for all groups."""

    def __init__(self, store: SqlStore, group_id: int | None) -> None:
        self.store = store
        self.group_id = group_id
        self._record: TrackRecord | None = None

    async def record(self) -> TrackRecord:
        """The track record over the ledger, which is read once."""
        if self._record is None:
            kept = await self.store.memories.parameters()
            weights = {number: own.weights for number, own in kept.items()}

            def of_group(number: int) -> Model:
                return model_of(weights.get(number, weights.get(EVERYBODY)))

            self._record = await self.store.from_ledger(
                lambda answers: track_record(answers, of_group, self.group_id), self.group_id
            )
        return self._record


Section = Callable[[Look], Awaitable[list[str]]]


async def recall(look: Look) -> list[str]:
    """Predicted against observed recall, by the parameters that are in use now."""
    found = await look.record()
    told: list[str] = []
    for about, record in (
        ("The same question asked again", found.questions),
        ("Any question on the same concept", found.concepts),
    ):
        if record.count:
            told += [f"{about}:", *(f"  {line}" for line in _calibration(record))]
    return told


async def sureness(look: Look) -> list[str]:
    """How often people were right when they were sure, and when they were not."""
    sure = (await look.record()).sure
    return [
        f"{when}: {_percent(right / answers)} right ({_answers(answers)})"
        for when, right, answers in (
            ("Sure", sure.sure_right, sure.sure),
            ("Not sure", sure.unsure_right, sure.unsure),
        )
        if answers
    ]


async def exams(look: Look) -> list[str]:
    """Mock exams: the share of right answers that was expected, and what it was."""
    record = Record()
    for one in forecasts(await look.store.exams.outcomes(look.group_id)):
        record.add(one)
    return [*_calibration(record, "right")] if record.count else []


SECTIONS: tuple[tuple[str, Section], ...] = (
    ("Recall: what was expected, and what people then knew", recall),
    ("How well “Sure” fits", sureness),
    ("Mock exams: what was expected, and what was right", exams),
)


def _calibration(record: Record, what: str = "remembered") -> Iterator[str]:
    yield f"{record.count:,} predictions, calibration error {100 * record.error:.1f} points of 100"
    yield f"Brier score {record.brier:.4f} (0 is perfect, 0.25 is what always saying 50% gets)"
    yield f"Log loss {record.log_loss:.4f} (smaller is better)"
    for one in record.bins:
        low, high = round(100 * one.low), round(100 * one.high)
        yield (
            f"Expected {low} to {high}% ({_percent(one.predicted)} on average): "
            f"{_percent(one.observed)} {what} ({_answers(one.count)})"
        )


def _answers(count: int) -> str:
    return f"{count:,} answer{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
