"""Who read what that is not public, and for what purpose (DOMAIN, "Who sees what").

It is written before the answer is given: what could not be noted is not shown.
"""

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from infra.store import Store
from infra.store.rows import to_microseconds


class AccessShown(Struct, frozen=True, kw_only=True):
    """One note; `login` is null for somebody who has none any more."""

    id: int
    at: dt.datetime
    login: str | None
    what: str
    purpose: str | None


class AccessLog:
    """The notes of one county."""

    def __init__(self, store: Store, clock: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._clock = clock

    async def note(self, person: str, what: str, purpose: str | None) -> None:
        """Note that a person reads something."""
        at = to_microseconds(self._clock())
        await self._store.write(
            lambda tx: tx.execute(
                "INSERT INTO access_log (at, person, what, purpose) VALUES (?, ?, ?, ?)",
                (at, person, what, purpose),
            )
        )

    async def read(self, after: int, limit: int) -> list[AccessShown]:
        """The notes after one of them, oldest first."""
        rows = await self._store.read(
            lambda connection: connection.execute(
                "SELECT id, at, coalesce(login, ''), what, purpose FROM access_log"
                " LEFT JOIN accounts ON accounts.person = access_log.person"
                " WHERE id > ? ORDER BY id LIMIT ?",
                (after, limit),
            ).fetchall()
        )
        begin = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        return [
            AccessShown(
                id=id_,
                at=begin + dt.timedelta(microseconds=at),
                login=login or None,
                what=what,
                purpose=purpose,
            )
            for id_, at, login, what, purpose in rows
        ]
