"""How right the bot's predictions of recall have been, over the answers of the ledger.

Before an answer is told, the chance that it would be right is what the memories said on that day;
an answer that comes a day or more after another one on the same thing shows whether that was so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bot.study.calibration import Forecast, Record, Sureness
from bot.study.memory import Key, Line, MemoryKind, PastAnswer, Remembered, moved
from bot.study.rating import Rating
from bot.study.recall import Model

__all__ = ["TrackRecord", "track_record"]


@dataclass(frozen=True)
class TrackRecord:
    """``questions`` are about the same question asked again, ``concepts`` about any question on
    the same concept; ``sure`` is how often people were right when they were sure."""

    questions: Record = field(default_factory=Record)
    concepts: Record = field(default_factory=Record)
    sure: Sureness = field(default_factory=Sureness)


def track_record(
    answers: Iterable[PastAnswer],
    model_of: Callable[[int], Model],
    group_id: int | None = None,
) -> TrackRecord:
    """What came of every prediction for the answers in a group, or of all.

    ``answers`` come person by person and course by course, oldest first
    (``SqliteStore.from_ledger``); ``model_of`` gives a group's model.
    """
    records = {kind: Record() for kind in MemoryKind}
    sure = [0, 0, 0, 0]
    for _, own in groupby(answers, key=lambda one: (one.person_id, one.course)):
        known: dict[Key, Remembered] = {}
        for past in own:
            model, line = model_of(past.group_id), past.line
            if group_id in (None, past.group_id):
                for kind, told in _forecasts(known, line, model):
                    records[kind].add(told)
                if line.sure is not None:
                    sure[0 if line.sure else 2] += 1
                    sure[1 if line.sure else 3] += past.correct
            known |= moved(known, line, model)
    return TrackRecord(records[MemoryKind.QUESTION], records[MemoryKind.CONCEPT], Sureness(*sure))


def _forecasts(
    known: dict[Key, Remembered], line: Line, model: Model
) -> list[tuple[MemoryKind, Forecast]]:
    at, found = datetime.fromtimestamp(line.at / 1000, UTC), []
    for key, rating in line.ratings.items():
        memory = known.get(key)
        if memory is not None and at - memory.at >= timedelta(days=1):
            told = Forecast(memory.recall(at, model), rating != Rating.Again)
            found.append((key[0], told))
    return found
