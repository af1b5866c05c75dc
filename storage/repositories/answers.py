"""The ledger of answers and what is known of a person's learning."""

from __future__ import annotations

from collections.abc import Mapping

from bot.study.answer import Answer, AnswerRequest, ConceptScore, Recorded
from bot.study.round import Pending, RoundState
from bot.study.streaks import Streak
from bot.study.study_days import Activity
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.errors import Conflict, Missing
from storage.repositories.days import activities, stored_streak, study_days
from storage.repositories.recording import answer_of, keep_day, write_answer
from storage.repositories.rows import ANSWER, to_answer
from storage.repositories.situation import Situation, key
from storage.study_rounds import Decide


class AnswersTable:
    """Implements ``storage.protocols.Answers``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def choose(self, round_id: int, person_id: int, given: str, at: int) -> Answer | None:
        known: Situation | None = self._access.noted(key(round_id, person_id))
        if known is not None and known.answer is not None:
            return known.answer
        return await self._access.write(
            lambda db: _choose(db, round_id, person_id, given, at, known)
        )

    async def pending(self, round_id: int, person_id: int) -> Pending | None:
        known: Situation | None = self._access.noted(key(round_id, person_id))
        if known is not None:
            return known.pending
        sql = "SELECT person_id, given, at FROM choices WHERE round_id = ? AND person_id = ?"
        row = await self._access.read(lambda db: one(db, sql, (round_id, person_id)))
        return Pending(*row) if row else None

    async def record(self, record: AnswerRequest, decide: Decide) -> Recorded:
        known: Situation | None = self._access.noted(key(record.round_id, record.person_id))
        return await self._access.write(lambda db: write_answer(db, record, decide, known))

    async def of(self, round_id: int, person_id: int) -> Answer | None:
        known: Situation | None = self._access.noted(key(round_id, person_id))
        if known is not None:
            return known.answer
        return await self._access.read(lambda db: answer_of(db, round_id, person_id))

    async def answered_questions(self, person_id: int, course: str) -> Mapping[str, Answer]:
        sql = (
            f"SELECT {ANSWER} FROM answers a JOIN rounds r ON r.id = a.round_id "
            "WHERE a.person_id = ? AND a.course = ? AND a.kind <> 'void' AND r.state <> 'void' "
            "ORDER BY a.question_id, a.at, a.id"
        )
        rows = await self._access.read(lambda db: every(db, sql, (person_id, course)))
        return {row[4]: to_answer(row) for row in rows}  # the last one wins

    async def on_question(self, group_id: int, question_id: str) -> tuple[int, int]:
        # Counted by the index alone, in its order: a question may have many thousand answers.
        sql = (
            "SELECT COUNT(*), COALESCE(SUM(correct), 0) FROM answers "
            "WHERE group_id = ? AND question_id = ?"
        )
        asked = (group_id, question_id)

        def job(db: Connection) -> tuple[int, int]:
            lines, right = one(db, sql, asked)
            # A correcting line is counted above like the answer that it takes back.
            taken, taken_right = one(db, f"{sql} AND kind = 'void'", asked)
            return lines - 2 * taken, right - 2 * taken_right

        return await self._access.read(job)

    async def concept_scores(self, person_id: int, group_id: int) -> tuple[ConceptScore, ...]:
        sql = (
            "SELECT a.concept_id, COUNT(*), SUM(a.correct) FROM answers a "
            "JOIN rounds r ON r.id = a.round_id "
            "WHERE a.person_id = ? AND a.group_id = ? AND a.kind <> 'void' AND r.state <> 'void' "
            "GROUP BY a.concept_id ORDER BY a.concept_id"
        )
        rows = await self._access.read(lambda db: every(db, sql, (person_id, group_id)))
        return tuple(ConceptScore(*row) for row in rows)

    async def streak(
        self, group_id: int, person_id: int, today: str
    ) -> tuple[Streak, tuple[tuple[str, bool], ...]]:
        def job(db: Connection) -> tuple[Streak, tuple[tuple[str, bool], ...]]:
            streak = stored_streak(db, group_id, person_id)
            return streak, study_days(db, group_id, person_id, streak.through, today)

        return await self._access.read(job)

    async def keep_day(self, group_id: int, person_id: int, local_date: str) -> Streak | None:
        return await self._access.write(lambda db: keep_day(db, group_id, person_id, local_date))

    async def activities(self, group_id: int, person_id: int, up_to: str) -> tuple[Activity, ...]:
        return await self._access.read(lambda db: activities(db, group_id, person_id, up_to))


def _choose(
    db: Connection,
    round_id: int,
    person_id: int,
    given: str,
    at: int,
    known: Situation | None,
) -> Answer | None:
    if known is None:
        existing = answer_of(db, round_id, person_id)
        if existing is not None:
            return existing
    state = known.state if known is not None else _state(db, round_id)
    if state == RoundState.VOID:
        raise Conflict("This question was withdrawn: it takes no more answers.")
    changed(
        db,
        "INSERT INTO choices (round_id, person_id, given, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (round_id, person_id) DO UPDATE SET given = excluded.given, at = excluded.at",
        (round_id, person_id, given, at),
    )
    return None


def _state(db: Connection, round_id: int) -> str:
    row = one(db, "SELECT state FROM rounds WHERE id = ?", (round_id,))
    if row is None:
        raise Missing(f"There is no round {round_id}.")
    return str(row[0])
