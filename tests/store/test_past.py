"""Rows as of an earlier event are those that all events before it fold to, wherever the fold begins."""

import asyncio
from uuid import UUID

import pytest

from infra.bench.mix import demo_mix
from infra.projecting import Views, past
from infra.store import Database, Store, Transaction
from projections.vorlage import view as vorlage
from tests.store.facts import facts
from tests.store.remarked import Remarked

REMARKS = [f"Bemerkung {number}" for number in range(50)]


async def remarked(store: Store, *streams: str) -> None:
    """Append fifty remarks to each stream, in turns."""

    def work(tx: Transaction) -> None:
        for version, remark in enumerate(REMARKS):
            for stream in streams:
                tx.append(stream, version, facts(remark))

    await store.write(work)


async def test_a_look_back_begins_at_the_nearest_row_that_is_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "EVERY", 10)
    await remarked(store, "vorlagen/a", "vorlagen/b")
    view = Remarked()
    views = Views(store, behind=[view])
    await views.get("remarked", "a", as_of=100)
    for position in (each * 37 % 101 for each in range(1, 101)):  # each once
        view.applied = 0
        whole = (position + 1) // 2  # of the events of the first stream, which has every other position
        assert await views.get("remarked", "a", as_of=position) == (REMARKS[:whole], 2 * whole - 1)
        assert view.applied == whole % 10


async def test_many_may_look_back_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "EVERY", 7)
    await remarked(store, "vorlagen/a")
    views = Views(store, behind=[Remarked()])
    for _ in range(2):
        found = await asyncio.gather(*(views.get("remarked", "a", as_of=each) for each in range(1, 51)))
        assert found == [(REMARKS[:each], each) for each in range(1, 51)]


async def test_the_rows_of_what_was_looked_at_lately_are_remembered_as_far_as_there_is_room(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "EVERY", 10)
    await remarked(store, "vorlagen/a", "vorlagen/b")
    view = Remarked()
    views = Views(store, behind=[view])
    await views.get("remarked", "a", as_of=100)
    monkeypatch.setattr(past, "LARGEST", views._past.held)
    for id_, applied in (("b", 50), ("b", 0), ("a", 50), ("b", 50)):
        view.applied = 0
        assert await views.get("remarked", id_, as_of=100) == (REMARKS, 99 if id_ == "a" else 100)
        assert view.applied == applied
        assert 0 < views._past.held <= past.LARGEST


async def test_a_paper_as_of_any_event_is_the_same_wherever_its_fold_begins(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.prepare([])
    head = demo_mix(database, 2, 400)
    monkeypatch.setattr(past, "EVERY", 30)
    id_ = str(UUID(int=1, version=4))
    async with await Store.open(database) as store:
        looked = Views(store, behind=[vorlage])
        for position in (head, *range(100, head, 37)):
            found = await looked.get(vorlage.NAME, id_, as_of=position)
            fresh = await Views(store, behind=[vorlage]).get(vorlage.NAME, id_, as_of=position)
            assert fresh is not None
            assert found == fresh
