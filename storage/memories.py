"""What the rest of the program may ask of storage about what people remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from bot.study.answer import Memories
from bot.study.calibration import Sureness

EVERYBODY = 0
"""Stands for all groups without parameters of their own."""


class Parameters(NamedTuple):
    """``weights`` as text (``bot.study.recall.parameters_of``), fitted at ``fitted_at`` (epoch
    milliseconds) to so many ``answers``."""

    weights: str
    answers: int
    fitted_at: int


class MemoryStore(Protocol):
    async def of(self, person_id: int, course: str, group_id: int) -> Memories:
        """The person's memories of the course, with the parameters of the group.

        They are the same in all groups. Where they are outdated they are worked out first, which
        writes.
        """
        ...

    async def sureness(self, person_id: int, course: str) -> Sureness:
        """How often the person was sure of an answer, and how often right then."""
        ...

    async def parameters(self) -> Mapping[int, Parameters]:
        """By group; those of ``EVERYBODY`` are for groups without their own."""
        ...

    async def set_parameters(
        self, group_id: int, weights: Sequence[float], *, answers: int, now: int
    ) -> None:
        """New parameters for a group, or ``EVERYBODY``: memories follow when next asked for.

        Raises ``ValueError`` for a wrong number of them.
        """
        ...
