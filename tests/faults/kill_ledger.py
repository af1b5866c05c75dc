"""What members sent and what they were told, held against what the database keeps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from bot.model import MemberRef
from tests.contract.driver import Result
from tests.faults.kill_house import KillHouse
from tests.faults.tally import Tally

VERDICTS = ("Correct", "1 of ", "2 of ", "3 of ", "Not quite")
ASKED = "How sure are you?"
CHOOSING = {"answer", "pick-answer", "submit-answer"}
JUDGED = {"late-answer", "late-submit", "quiz-answer", "quiz-submit"}
SURE, PRACTICE_SURE = "sure", "quiz-sure"
WRITTEN = 1.4
"""Seconds; from 1.5 on a press is acknowledged whether or not its answer is written."""

Answer = tuple[str, int]
"""Whose, and to which round."""

_ANSWERS = (
    "SELECT m.member, a.round_id, a.given FROM answers a "
    "JOIN members m ON m.person_id = a.person_id WHERE a.kind <> 'void'"
)
_CHOICES = (
    "SELECT m.member, c.round_id, c.given FROM choices c JOIN members m "
    "ON m.person_id = c.person_id"
)


def _acknowledged(result: Result) -> bool:
    """Without a word so far. Early on that means "it is written"; later only "wait"."""
    return result.acked_after is not None and result.acked_after < WRITTEN and not result.errors


@dataclass
class Ledger:
    """``told`` are verdicts and ``chosen`` choices that were acknowledged to a member; ``sent``
    is everything that members ever answered, acknowledged or not."""

    told: set[Answer] = field(default_factory=set)
    chosen: set[Answer] = field(default_factory=set)
    sent: dict[Answer, set[str]] = field(default_factory=lambda: defaultdict(set))

    def sends(self, who: MemberRef, action: str, given: str = "") -> None:
        """``given`` is what a form answers; a button's answer is in its action."""
        _, route, round_id, pressed, *_ = [*action.split("."), "", "", ""]
        if route in CHOOSING | JUDGED:
            self.sent[who.key, int(round_id, 36)].add(given or pressed)

    def hears(self, who: MemberRef, action: str, result: Result) -> None:
        """What an act led to, as far as it reached the platform."""
        _, route, round_id, *_ = [*action.split("."), "", ""]
        if route not in CHOOSING | JUDGED | {SURE, PRACTICE_SURE}:
            return
        answer = who.key, int(round_id, 36)
        seen = [*result.replies, *([result.updated] if result.updated else [])]
        for message in seen:
            if message.text.startswith(VERDICTS):
                self.told.add(answer)
            elif ASKED in message.text and route in CHOOSING:
                # In practice the choice is kept by the card's buttons until it is confirmed.
                self.chosen.add(answer)
        if not seen and result.form is None and route not in JUDGED and _acknowledged(result):
            (self.told if route == SURE else self.chosen).add(answer)

    def check(self, house: KillHouse, counted: Tally) -> None:
        """Every acknowledged answer is there once; no row is there that nobody sent."""
        rows = [(who, posed, given) for who, posed, given in house.rows(_ANSWERS)]
        choices = [(who, posed, given) for who, posed, given in house.rows(_CHOICES)]
        answers = [row[:2] for row in rows]
        pending = [row[:2] for row in choices]
        counted.answers(self.told, [answer for answer in answers if answer in self.told])
        waiting = self.chosen - self.told
        counted.answers(waiting, [kept for kept in answers + pending if kept in waiting])
        assert len(set(answers)) == len(answers), "somebody has two scored answers"
        invented = [row for row in rows + choices if row[2] not in self.sent[row[:2]]]
        assert invented == [], f"answers that nobody sent: {invented}"
