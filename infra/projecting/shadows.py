"""The tables that views are rebuilt in: their names, and getting rid of them without holding writers up."""

import re
from contextlib import suppress
from functools import partial
from typing import Final
from uuid import uuid4

from infra.store import StatementFailed, Store, Transaction

ROWS: Final = 100
"""Rows that are deleted at once; other writers wait that long."""


def named(view: str) -> str:
    """Return a name that no other run has: what one left behind is cleared away, never gone on with."""
    return f"shadow_{view}_{uuid4().hex}"


def left_behind(tx: Transaction, view: str) -> list[str]:
    """Return the tables of runs that did not end."""
    named_so = re.compile(rf"shadow_{view}(_[0-9a-f]{{32}})?")
    return [table for table in tx.tables() if named_so.fullmatch(table)]


async def drop(store: Store, table: str) -> None:
    """Drop a table, its rows first: to give up the pages of a large one at once takes seconds."""
    with suppress(StatementFailed):  # there is none, or another node was quicker
        after: str | None = ""
        while after is not None:
            after = await store.write(partial(_thin_out, table=table, after=after))
        await store.write(lambda tx: tx.define(f"DROP TABLE {table}"))


def _thin_out(tx: Transaction, table: str, after: str) -> str | None:
    """Delete some rows; return the last id of them."""
    few = f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
    [[last]] = tx.query(f"SELECT max(id) FROM ({few}) AS few", (after, ROWS))  # noqa: S608
    if last is None:
        return None
    tx.execute(f"DELETE FROM {table} WHERE id <= ?", (last,))  # noqa: S608
    return str(last)
