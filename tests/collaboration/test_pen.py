import asyncio
import os
from pathlib import Path

import pytest

from infra.collaboration import journal
from infra.collaboration.errors import ClosedForWriting, ForeignClient
from infra.collaboration.journal import Accepted, Entry, Stored
from infra.collaboration.pen import Outcome, Pen
from infra.placing import database_of
from infra.store import Store
from infra.store.errors import StoreFull
from infra.store.transaction import Transaction

NAMES = [f"vorlagen/0b2f4c1e-9d53-4a86-8a6e-1f0e5b7c9a11/measures/{number}" for number in range(70)]


def entry(document: str, login: str = "anna", client: int = 7, epoch: int = 1, rows: int = 1) -> Entry:
    return Entry(document, epoch, [Accepted(login, (client,), b"\x00\x00", 1)] * rows, {client: login})


async def outcomes(pen: Pen, *entries: Entry) -> list[Outcome]:
    told: list[asyncio.Future[Outcome]] = []
    for each in entries:
        told.append(asyncio.get_running_loop().create_future())
        pen.write(each, told[-1].set_result)
    return await asyncio.gather(*told)


async def opened(store: Store, *names: str) -> None:
    def work(tx: Transaction) -> None:
        for name in names:
            journal.open_room(tx, name)

    await store.write(work)


@pytest.mark.each_store
async def test_what_many_rooms_accept_is_one_job_of_which_only_the_wrong_is_refused(tmp_path: Path) -> None:
    async with await Store.open(database_of(tmp_path, os.environ)) as store:
        await opened(store, *NAMES[1:])
        jobs: list[int] = []
        store.measure(lambda count, *_: jobs.append(count))
        pen = Pen(store)
        told = await outcomes(pen, *(entry(name, rows=2) for name in NAMES))
        assert isinstance(told[0], ClosedForWriting)
        assert told[1:] == [Stored(0, 2 * (len(NAMES) - 1))] * (len(NAMES) - 1)
        assert jobs == [1]
        again = await outcomes(
            pen,
            entry(NAMES[1]),
            entry(NAMES[2], epoch=2),
            entry(NAMES[3], "berta"),
            entry(NAMES[4], "berta", 8),
        )
        assert again[0] == Stored(2, 140)
        assert isinstance(again[1], ClosedForWriting)
        assert isinstance(again[2], ForeignClient)
        assert again[3] == Stored(8, 140)
        found = await store.read(
            lambda db: db.execute(
                "SELECT login, client_id FROM text_clients WHERE document = ?", (NAMES[4],)
            ).fetchall()
        )
        assert sorted(found) == [("anna", 7), ("berta", 8)]
        rows = await store.read(lambda db: journal.rows_after(db, NAMES[1], 0))
        assert [row.id for row in rows][2:] == [139]


async def test_a_transaction_that_fails_is_told_to_all_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with await Store.open(database_of(tmp_path, os.environ)) as store:
        await opened(store, *NAMES)
        pen = Pen(store)

        def full(*_: object) -> list[Stored]:
            raise StoreFull

        with monkeypatch.context() as disk:
            disk.setattr(journal, "append", full)
            told = await outcomes(pen, entry(NAMES[0]), entry(NAMES[1]))
            assert [type(one) for one in told] == [StoreFull] * 2
        with monkeypatch.context() as disk:
            disk.setattr(store, "write", full)
            assert isinstance((await outcomes(pen, entry(NAMES[0])))[0], StoreFull)
        assert await outcomes(pen, entry(NAMES[0])) == [Stored(0, 1)]
