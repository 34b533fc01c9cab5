"""What one node has for itself: an advisory lock of a session, which the server lets go at its end."""

from typing import Any

import psycopg

TAKE = "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || %s, 0))"
"""A database may hold a county a schema."""


class Lock:
    """A lock that is held by its connection."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def release(self) -> None:
        """Let go."""
        self._connection.close()


def lock(connection: "psycopg.Connection[Any]", what: str) -> Lock | None:
    """Lock a name for as long as the connection is open; it is closed where another session has it."""
    try:
        [(taken,)] = connection.execute(TAKE, (f"/{what}",)).fetchall()
    except BaseException:
        connection.close()
        raise
    if taken:
        return Lock(connection)
    connection.close()
    return None
