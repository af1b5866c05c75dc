"""What the rest of the program may ask of storage about checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.study.checkpoint import Checkpoint
from bot.study.quiz_run import Run
from bot.study.round import NewRound


class Checkpoints(Protocol):
    async def get(self, checkpoint_id: int) -> Checkpoint | None: ...

    async def of_day(self, group_id: int, local_date: str) -> Checkpoint | None: ...

    async def of_round(self, round_id: int) -> Checkpoint | None:
        """The one that a person's copy of a question belongs to."""
        ...

    async def open_of(self, group_id: int, now: int) -> Checkpoint | None:
        """The newest that can still be taken at ``now``."""
        ...

    async def begin(
        self,
        checkpoint: Checkpoint,
        person_id: int,
        rounds: Sequence[NewRound],
        local_date: str,
        now: int,
    ) -> Run:
        """The person's answers, with no question answered yet; what was begun before stays."""
        ...

    async def run_of(self, checkpoint_id: int, person_id: int) -> Run | None: ...

    async def begun(self, checkpoint_id: int) -> int:
        """How many people have answered any of its questions so far."""
        ...

    async def asked(self, group_id: int) -> tuple[tuple[str, bool], ...]:
        """Ids of all questions that the group's checkpoints have asked, each with whether that
        one is still open."""
        ...
