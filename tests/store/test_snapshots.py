from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace

from domain.vorlage.state import Vorlage
from infra import snapshots
from infra.bench.mix import demo_mix
from infra.folding import EMPTY, Versioned, fold
from infra.snapshots import EVERY, differing
from infra.states import States
from infra.store import Connection, Database, Store
from tests.store.facts import appending, fact

LONG = EVERY + 40
STREAM = "vorlagen/00000000-0000-4000-8000-000000000000"


@pytest.fixture
def database(database: Database) -> Database:
    """Have one long paper in the store."""
    database.prepare([])
    demo_mix(database, 1, LONG)
    return database


@pytest.fixture(autouse=True)
def read_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget what code was said to have folded."""
    yield
    monkeypatch.undo()
    snapshots.folded_by.cache_clear()


async def kept(store: Store) -> list[tuple[int, int]]:
    """Version and position of each snapshot."""
    return await store.read(
        lambda connection: [
            tuple(row) for row in connection.execute("SELECT version, position FROM snapshots")
        ]
    )


async def loaded(store: Store) -> Versioned:
    """Load the paper as a node does that has just been started."""
    states = States(store)
    found = await states.get(STREAM)
    await states.close()
    return found


async def whole(store: Store) -> Versioned:
    """Fold the paper from its first event."""
    return fold(STREAM, await store.events(STREAM))


async def unequal(store: Store) -> list[str]:
    def read(connection: Connection) -> list[str]:
        return list(differing(connection, store.mapper))

    return await store.read(read)


async def test_a_long_stream_is_folded_from_its_snapshot_on(store: Store) -> None:
    assert await loaded(store) == await whole(store)
    assert await kept(store) == [(LONG, LONG)]
    await store.write(lambda tx: tx.append(STREAM, LONG, [fact()]))
    await store.write(
        lambda tx: tx.execute("UPDATE stored_events SET state = ? WHERE notification_id = 1", (b"",))
    )
    found = await loaded(store)  # the first event cannot be read any more
    assert found.version == LONG + 1


async def test_a_state_as_of_an_event_is_the_same_from_the_first_one_the_snapshot_or_memory(
    store: Store,
) -> None:
    await loaded(store)
    events = await store.events(STREAM)
    for version in (LONG, LONG + 1):
        events += await store.write(appending(STREAM, version, "vertagt"))
    new, old = States(store), States(store)
    assert (await old.get(STREAM)).version == LONG + 2
    for position in (0, 1, 17, LONG - 1, LONG, LONG + 1, LONG + 2, LONG + 9):
        expected = fold(STREAM, events[:position])
        assert await new.as_of(STREAM, position) == await old.as_of(STREAM, position) == expected
        assert await old.as_of("vorlagen/unknown", position) == EMPTY
    assert await old.as_of(STREAM, LONG + 2) is await old.get(STREAM)
    await store.write(
        lambda tx: tx.execute("UPDATE stored_events SET state = ? WHERE notification_id = 1", (b"",))
    )
    # The first event cannot be read any more.
    assert await new.as_of(STREAM, LONG + 1) == fold(STREAM, events[: LONG + 1])
    with pytest.raises(msgspec.MsgspecError):
        await new.as_of(STREAM, LONG - 1)


async def test_a_state_that_is_held_gets_a_snapshot_now_and_then(store: Store) -> None:
    states = States(store)
    await states.get(STREAM)
    await states.close()
    for _ in range(EVERY):
        version = (await states.get(STREAM)).version
        recorded = await store.write(appending(STREAM, version, "vertagt"))
        states.learn(recorded)
    await states.close()
    assert await kept(store) == [(2 * EVERY, 2 * EVERY)]
    assert await loaded(store) == await states.get(STREAM) == await whole(store)
    assert await unequal(store) == []


async def test_a_short_stream_has_no_snapshot(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.states.EVERY", LONG + 1)
    assert await loaded(store) == await whole(store)
    assert await kept(store) == []


async def test_a_state_that_is_too_large_has_no_snapshot(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.snapshots.LARGEST", 1_000)
    assert await loaded(store) == await whole(store)
    assert await kept(store) == []


@pytest.mark.parametrize(
    "spoiled",
    [
        "UPDATE snapshots SET folded_by = 'another release'",
        "UPDATE snapshots SET position = position + 1",
        "UPDATE snapshots SET version = version + 1000",
        "UPDATE snapshots SET last = state",
        "UPDATE snapshots SET state = last",
    ],
)
async def test_a_snapshot_that_does_not_fit_is_passed_over_and_written_anew(
    store: Store, spoiled: str
) -> None:
    expected = await loaded(store)
    await store.write(lambda tx: tx.execute(spoiled))
    assert await loaded(store) == expected


async def test_a_release_that_folds_otherwise_folds_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await loaded(store)
    monkeypatch.setattr(snapshots, "folded_by", lambda: "the next release")
    assert await loaded(store) == await whole(store)
    [name] = await store.read(lambda c: c.execute("SELECT folded_by FROM snapshots").fetchone())
    assert name == "the next release"


async def test_a_snapshot_that_says_something_else_than_the_log_is_found(store: Store) -> None:
    await loaded(store)
    assert await unequal(store) == []
    found = (await loaded(store)).state
    assert isinstance(found, Vorlage)
    forged = msgspec.msgpack.encode(replace(found, subject="Etwas anderes"))
    await store.write(lambda tx: tx.execute("UPDATE snapshots SET state = ?", (forged,)))
    assert await unequal(store) == [STREAM]
