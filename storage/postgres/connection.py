"""One connection as repositories see it: statements travel together until a result is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, cast

import psycopg
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import StrDumper, TextLoader

from storage.postgres.dialect import statement

Raw = psycopg.Connection[tuple[Any, ...]]
STREAMED = 1_000
"""Rows that a long read fetches at once."""


def adapt(raw: Raw) -> None:
    """One type of parameter for each of ours, so that a statement is prepared once."""
    raw.adapters.register_dumper(str, StrDumper)
    for kind in (int, bool):  # flags are 0 and 1
        raw.adapters.register_dumper(kind, Int8BinaryDumper)
    raw.adapters.register_loader("jsonb", TextLoader)
    raw.prepare_threshold = 3
    raw.prepared_max = 400


class PostgresConnection:
    """Implements ``storage.connection.Connection`` inside one transaction.

    While ``pipelined`` a write is only sent; what it came to is known with the next result that
    somebody asks for. A savepoint ends that: what fails inside it must fail there.
    """

    def __init__(self, raw: Raw, *, pipelined: bool = False, streaming: bool = False) -> None:
        self._raw = raw
        self._streaming = streaming
        self._pipeline: AbstractContextManager[psycopg.Pipeline] | None = None
        self._sending: psycopg.Pipeline | None = None
        self.doomed: psycopg.Error | None = None
        """The first error of this transaction, which PostgreSQL does not commit after that."""
        self.total_changes = 0
        if pipelined:
            self._pipeline = raw.pipeline()
            self._sending = self._pipeline.__enter__()

    @property
    def in_transaction(self) -> bool:
        return self._raw.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE

    @property
    def pipelined(self) -> bool:
        return self._pipeline is not None

    def execute(self, sql: str, given: Any = (), /) -> Fetched:
        prepared = statement(sql)
        if prepared.writes:
            self.total_changes += 1
            if sql.startswith(("SAVEPOINT", "ROLLBACK TO", "RELEASE")):
                return self._savepoint(sql)
        if self._streaming and not prepared.writes:
            return Streamed(self, self._raw, prepared.sql, given)
        try:
            return Fetched(self, self._raw.execute(cast(Any, prepared.sql), given))
        except psycopg.Error as error:
            self.failed(error)
            raise

    def executemany(self, sql: str, given: Iterable[Any], /) -> Fetched:
        self.total_changes += 1
        cursor = self._raw.cursor()
        try:
            cursor.executemany(cast(Any, statement(sql).sql), given)
        except psycopg.Error as error:
            self.failed(error)
            raise
        return Fetched(self, cursor)

    def arrived(self) -> None:
        """Returns when the results of everything sent so far are there."""
        if self._sending is not None:
            try:
                self._sending.sync()
            except psycopg.Error as error:
                self.failed(error)
                raise

    def failed(self, error: psycopg.Error) -> None:
        # Whoever asks whether something was changed has to hear yes: it cannot go on from here.
        self.total_changes += 1
        if self.doomed is None:
            self.doomed = error

    def leave_pipeline(self) -> None:
        """Everything that was sent has arrived. Raises what failed."""
        pipeline, self._pipeline, self._sending = self._pipeline, None, None
        if pipeline is not None:
            try:
                pipeline.__exit__(None, None, None)
            except psycopg.Error as error:
                self.failed(error)
                raise

    def _savepoint(self, sql: str) -> Fetched:
        self.leave_pipeline()
        cursor = self._raw.execute(cast(Any, sql))
        if sql.startswith("ROLLBACK TO") and not isinstance(
            self.doomed, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected
        ):
            self.doomed = None
        return Fetched(self, cursor)


class Fetched:
    """What a statement gave, once it has arrived."""

    def __init__(self, connection: PostgresConnection, cursor: psycopg.Cursor[Any]) -> None:
        self._connection = connection
        self._cursor = cursor

    @property
    def rowcount(self) -> int:
        self._connection.arrived()
        return self._cursor.rowcount

    def fetchone(self) -> Any:
        try:
            return self._cursor.fetchone()
        except psycopg.Error as error:
            self._connection.failed(error)
            raise

    def fetchall(self) -> list[Any]:
        try:
            return self._cursor.fetchall()
        except psycopg.Error as error:
            self._connection.failed(error)
            raise

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())


class Streamed(Fetched):
    """A query whose rows come some at a time while somebody goes through them."""

    def __init__(self, connection: PostgresConnection, raw: Raw, sql: str, given: Any) -> None:
        self._raw = raw
        self._sql = sql
        self._given = given
        super().__init__(connection, raw.cursor())

    def fetchone(self) -> Any:
        return self._cursor.execute(cast(Any, self._sql), self._given).fetchone()

    def fetchall(self) -> list[Any]:
        return self._cursor.execute(cast(Any, self._sql), self._given).fetchall()

    def __iter__(self) -> Iterator[Any]:
        with self._raw.cursor(name=f"rows_{id(self)}") as cursor:
            cursor.itersize = STREAMED
            cursor.execute(cast(Any, self._sql), self._given)
            yield from cursor
