"""Practice runs: one person's quiz, question by question.

An open run has a round for each of its questions. When it ends, the rounds that nobody answered
go, and the run with them where nothing is left: a quiz that was only looked at leaves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.study.quiz_run import Run, RunState
from bot.study.round import NewRound
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.errors import Missing
from storage.repositories.ids import keep_ids, next_id, next_ids
from storage.repositories.rows import ANSWER, ROUND, to_answer, to_round

RUN_LIFE_MS = 30 * 24 * 3_600_000
"""A run that is still open so long after its start is ended by ``tidy``."""

_RUN = "id, person_id, group_id, topic, state, started_at"
_INSERT = (
    "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, option_order, "
    "local_date, opened_at, person_id, run_id, position) "
    "VALUES (?, ?, 'practice', ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UNANSWERED = "NOT EXISTS (SELECT 1 FROM answers a WHERE a.round_id = rounds.id)"


class RunsTable:
    """Implements ``storage.protocols.Runs``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def start(
        self,
        *,
        person_id: int,
        group_id: int,
        topic: str,
        rounds: Sequence[NewRound],
        local_date: str,
        now: int,
    ) -> Run:
        def job(db: Connection) -> Run:
            for open_run in every(
                db,
                "SELECT id FROM runs WHERE person_id = ? AND group_id = ? AND state = 'open'",
                (person_id, group_id),
            ):
                _end(db, open_run[0])
            run_id = next_id(db, "runs")
            changed(
                db,
                "INSERT INTO runs (id, person_id, group_id, topic, started_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (run_id, person_id, group_id, topic, now),
            )
            add_rounds(db, run_id, person_id, group_id, rounds, local_date, now)
            run = _get(db, "id = ?", (run_id,))
            if run is None:
                raise Missing("The run that was just written is not there.")
            return run

        return await self._access.write(job)

    async def get(self, run_id: int) -> Run | None:
        return await self._access.read(lambda db: _get(db, "id = ?", (run_id,)))

    async def open_run(self, person_id: int, group_id: int) -> Run | None:
        return await self._access.read(
            lambda db: _get(
                db, "person_id = ? AND group_id = ? AND state = 'open'", (person_id, group_id)
            )
        )

    async def finish(self, run_id: int) -> None:
        await self._access.write(lambda db: _end(db, run_id))

    async def drop(self, round_id: int) -> bool:
        return await self._access.write(lambda db: _drop(db, round_id))

    async def replace(self, round_id: int, new: NewRound, now: int) -> bool:
        def job(db: Connection) -> bool:
            row = one(
                db,
                "SELECT run_id, position, group_id, person_id, local_date FROM rounds WHERE id = ?",
                (round_id,),
            )
            if row is None or not _drop(db, round_id):
                return False
            run_id, position, group_id, person_id, local_date = row
            at = next_id(db, "rounds")
            values = _values(at, run_id, position, group_id, person_id, new, local_date, now)
            changed(db, _INSERT, values)
            return True

        return await self._access.write(job)

    async def add(self, run_id: int, new: NewRound, now: int) -> bool:
        def job(db: Connection) -> bool:
            row = one(
                db,
                "SELECT u.group_id, u.person_id, MAX(r.local_date), MAX(r.position) FROM runs u "
                "JOIN rounds r ON r.run_id = u.id WHERE u.id = ? AND u.state = 'open' "
                "GROUP BY u.group_id, u.person_id",
                (run_id,),
            )
            if row is None:
                return False
            group_id, person_id, local_date, last = row
            at, position = next_id(db, "rounds"), max(last, -1) + 1
            values = _values(at, run_id, position, group_id, person_id, new, local_date, now)
            changed(db, _INSERT, values)
            return True

        return await self._access.write(job)

    async def practised(self, person_id: int, group_id: int, local_date: str) -> int:
        sql = (
            "SELECT COUNT(*) FROM answers WHERE person_id = ? AND group_id = ? "
            "AND local_date = ? AND kind = 'practice'"
        )
        row = await self._access.read(lambda db: one(db, sql, (person_id, group_id, local_date)))
        return int(row[0])

    async def tidy(self, now: int, limit: int) -> int:
        def job(db: Connection) -> int:
            old = every(
                db,
                "SELECT id FROM runs WHERE state = 'open' AND started_at < ? "
                "ORDER BY started_at LIMIT ?",
                (now - RUN_LIFE_MS, limit),
            )
            for row in old:
                _end(db, row[0])
            return len(old)

        return await self._access.write(job)


def add_rounds(
    db: Connection,
    run_id: int,
    person_id: int,
    group_id: int,
    rounds: Sequence[NewRound],
    local_date: str,
    now: int,
) -> None:
    """The questions of a run, in their order."""
    ids = next_ids(db, "rounds", len(rounds))
    db.executemany(
        _INSERT,
        [
            _values(round_id, run_id, at, group_id, person_id, new, local_date, now)
            for at, (round_id, new) in enumerate(zip(ids, rounds, strict=True))
        ],
    )


def _values(
    round_id: int,
    run_id: int,
    position: int,
    group_id: int,
    person_id: int,
    new: NewRound,
    local_date: str,
    now: int,
) -> tuple[object, ...]:
    return (
        round_id,
        group_id,
        new.question_id,
        new.revision,
        new.concept_id,
        new.order,
        local_date,
        now,
        person_id,
        run_id,
        position,
    )


def _end(db: Connection, run_id: int) -> None:
    """Ends a run and forgets what was not answered in it."""
    changed(db, "UPDATE runs SET state = 'done' WHERE id = ?", (run_id,))
    changed(
        db,
        "DELETE FROM choices WHERE round_id IN (SELECT id FROM rounds WHERE run_id = ?)",
        (run_id,),
    )
    keep_ids(db, "rounds")
    changed(db, f"DELETE FROM rounds WHERE run_id = ? AND {_UNANSWERED}", (run_id,))
    if one(db, "SELECT 1 FROM rounds WHERE run_id = ? LIMIT 1", (run_id,)) is None:
        keep_ids(db, "runs")
        changed(db, "DELETE FROM runs WHERE id = ?", (run_id,))


def _drop(db: Connection, round_id: int) -> bool:
    """Makes a round void until its run ends, so that its button is still known; it gives up its
    place for another one."""
    sql = (
        "UPDATE rounds SET state = 'void', position = -id "
        f"WHERE id = ? AND kind = 'practice' AND state = 'open' AND {_UNANSWERED}"
    )
    changed(db, "DELETE FROM choices WHERE round_id = ?", (round_id,))
    return changed(db, sql, (round_id,)) > 0


def run_by_id(db: Connection, run_id: int) -> Run | None:
    return _get(db, "id = ?", (run_id,))


def _get(db: Connection, where: str, given: Sequence[object]) -> Run | None:
    row = one(db, f"SELECT {_RUN} FROM runs WHERE {where}", given)
    if row is None:
        return None
    rounds = every(
        db,
        f"SELECT {ROUND} FROM rounds r WHERE r.run_id = ? AND r.state <> 'void' "
        "ORDER BY r.position",
        (row[0],),
    )
    answers = every(
        db,
        f"SELECT {ANSWER} FROM answers a JOIN rounds r ON r.id = a.round_id "
        "WHERE r.run_id = ? AND a.person_id = ? AND a.kind <> 'void'",
        (row[0], row[1]),
    )
    by_round = {answer.round_id: answer for answer in map(to_answer, answers)}
    run_id, person, group, topic, state, started_at = row
    state = RunState(state)
    asked = tuple(map(to_round, rounds))
    return Run(run_id, person, group, topic, state, started_at, asked, by_round)
