"""The checkpoint that a member can still take."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.context import GroupContext
from bot.features.services import Services
from bot.study.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class CheckpointWaiting:
    """``done`` of its ``total`` questions are answered by the member."""

    checkpoint: Checkpoint
    done: int
    total: int


async def checkpoint_waiting(services: Services, context: GroupContext) -> CheckpointWaiting | None:
    """None where the group has none open, or the member has answered all of it."""
    store = services.store.checkpoints
    found = await store.open_of(context.group.id, services.now())
    if found is None:
        return None
    run = await store.run_of(found.id, context.person.id)
    if run is None:
        return CheckpointWaiting(found, 0, len(found.questions))
    if len(run.answers) >= len(run.rounds):
        return None
    return CheckpointWaiting(found, len(run.answers), len(run.rounds))
