"""The raw driver's work on PostgreSQL, for the figures to stand beside: the same rows, as durable.

One event is a prepared INSERT, more are a binary COPY; the table is the log's, without the row with its end.
"""

from collections.abc import Sequence
from typing import Any, Final

import psycopg

from infra.store.database import NewRow

TABLE: Final = """
DROP TABLE IF EXISTS raw_events;
CREATE TABLE raw_events (
    notification_id BIGINT PRIMARY KEY,
    originator_id TEXT COLLATE "C" NOT NULL,
    originator_version BIGINT NOT NULL,
    topic TEXT NOT NULL,
    state BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    UNIQUE (originator_id, originator_version)
)
"""
TYPES: Final = ("int8", "text", "int8", "text", "bytea", "int8")
INSERT: Final = (
    "INSERT INTO raw_events VALUES (%b::bigint, %b::text, %b::bigint, %b::text, %b::bytea, %b::bigint)"
)
COPY: Final = "COPY raw_events FROM STDIN (FORMAT BINARY)"


def raw(address: str) -> "psycopg.Connection[Any]":
    """Open a connection whose commits are on the disk, on an empty table."""
    connection = psycopg.connect(address, autocommit=True)
    connection.execute("SET synchronous_commit = on")
    connection.execute(TABLE)
    return connection


def insert_one(connection: "psycopg.Connection[Any]", row: NewRow) -> None:
    """Insert one event in a transaction of its own."""
    connection.execute(INSERT, row, prepare=True)


def copy_rows(connection: "psycopg.Connection[Any]", rows: Sequence[NewRow]) -> None:
    """Insert events in one transaction."""
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for row in rows:
            copy.write_row(row)
