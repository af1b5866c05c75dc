"""What the rest of the program may ask of storage about posed questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.model.refs import ChannelRef, MemberRef
from bot.study.answer import AnswerRequest, Judgment, Prior
from bot.study.delivery import NewDelivery
from bot.study.round import Asked, NewRound, Pending, Round, RoundContext, Tally

KNOWN_FOR = 24 * 60 * 60 * 1000
"""Milliseconds: a question answered in another group so shortly before is known here."""
Decide = Callable[[Prior], Judgment]
Settle = Callable[[Pending], tuple[AnswerRequest, Decide]]


class Rounds(Protocol):
    async def open_daily(
        self,
        group_id: int,
        new: NewRound,
        *,
        local_date: str,
        opened_at: int,
        closes_at: int | None,
    ) -> Round:
        """The group's daily round of ``local_date``; an existing one is returned unchanged.

        One that was withdrawn makes room for another.
        """
        ...

    async def get(self, round_id: int) -> Round | None: ...

    async def context(
        self, round_id: int, member: MemberRef, channel: ChannelRef
    ) -> RoundContext | None:
        """Round, group and person of a press in one look, because presses are what is many."""
        ...

    async def open_dailies(self, group_id: int) -> tuple[Round, ...]: ...

    async def unanswered(self, person_id: int, group_id: int) -> frozenset[tuple[str, str]]:
        """Questions (id, concept) that are open as a daily one where the person may be, unanswered.

        That is in every group with a channel in a workspace of ``group_id``, of a group the
        person studies in or organises, or in which the person has chosen a group. A question
        counts as answered once the person has answered it anywhere since it was opened, or in
        another group in the ``KNOWN_FOR`` before: then it earns nothing any more, and its answer
        is no secret. A choice that is not confirmed yet is no answer.
        """
        ...

    async def open_elsewhere(self, round_id: int) -> bool:
        """Whether another group in a workspace of the round's has the same question open."""
        ...

    async def closes_elsewhere(self, round_id: int) -> int | None:
        """When the last of those questions is to close, in epoch ms.

        None where there is none, or one that no time is set for.
        """
        ...

    async def withdrawn(self, group_id: int) -> frozenset[tuple[str, int]]:
        """Questions (id, revision) that the group's organizers took back after members saw them.

        One that was never posted at all is void too, but not among them.
        """
        ...

    async def latest_dailies(self, group_id: int) -> tuple[Round, ...]:
        """The daily rounds of the newest date that has any, in their order; no void ones."""
        ...

    async def set_closes(self, round_id: int, closes_at: int | None) -> None: ...

    async def history(self, group_id: int) -> tuple[Asked, ...]: ...

    async def tally(self, round_id: int) -> Tally:
        """Counts answers of kind "daily" plus choices still pending."""
        ...

    async def close(
        self, round_id: int, at: int, settle: Settle, deliveries: Sequence[NewDelivery]
    ) -> bool:
        """Closes an open round: pending choices become answers, results are planned.

        One transaction. False when it was not open (any more).
        """
        ...

    async def settle_some(self, round_id: int, settle: Settle, most: int) -> bool:
        """Makes ``most`` of the pending choices answers, ahead of the close.

        False, with nothing done, when there are no more than that: the close takes the rest.
        """
        ...

    async def void(self, round_id: int, at: int, deliveries: Sequence[NewDelivery]) -> int:
        """Withdraws a round: correcting ledger lines take its points back, nobody's streak breaks.

        Returns how many answers lost their points.
        """
        ...
