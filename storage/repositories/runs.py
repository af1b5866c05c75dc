"""Practice runs: one person's quiz, question by question."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from storage.access import Access, changed, every, one
from storage.errors import Missing
from storage.records import NewRound, Run
from storage.repositories.rows import ANSWER, ROUND, to_answer, to_round

_RUN = "id, person_id, group_id, topic, state, started_at"


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
        def job(db: sqlite3.Connection) -> Run:
            changed(
                db,
                "UPDATE runs SET state = 'done' "
                "WHERE person_id = ? AND group_id = ? AND state = 'open'",
                (person_id, group_id),
            )
            run_id = one(
                db,
                "INSERT INTO runs (person_id, group_id, topic, started_at) VALUES (?, ?, ?, ?) "
                "RETURNING id",
                (person_id, group_id, topic, now),
            )[0]
            db.executemany(
                "INSERT INTO rounds (group_id, kind, question_id, revision, concept_id, "
                "option_order, local_date, opened_at, person_id, run_id, position) "
                "VALUES (?, 'practice', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
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
                    for position, new in enumerate(rounds)
                ],
            )
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
        sql = "UPDATE runs SET state = 'done' WHERE id = ?"
        await self._access.write(lambda db: changed(db, sql, (run_id,)))


def _get(db: sqlite3.Connection, where: str, given: Sequence[object]) -> Run | None:
    row = one(db, f"SELECT {_RUN} FROM runs WHERE {where}", given)
    if row is None:
        return None
    rounds = every(
        db, f"SELECT {ROUND} FROM rounds r WHERE r.run_id = ? ORDER BY r.position", (row[0],)
    )
    answers = every(
        db,
        f"SELECT {ANSWER} FROM answers a JOIN rounds r ON r.id = a.round_id "
        "WHERE r.run_id = ? AND a.person_id = ? AND a.kind <> 'void'",
        (row[0], row[1]),
    )
    by_round = {answer.round_id: answer for answer in map(to_answer, answers)}
    run_id, person, group, topic, state, started_at = row
    asked = tuple(map(to_round, rounds))
    return Run(run_id, person, group, topic, state, started_at, asked, by_round)
