"""Each thing that `vorlagenwerk verify` looks at, broken by hand, is named; on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.editions import EditionFrozen
from infra.county import BEHIND, SYNCHRONOUS, open_county
from infra.demo import found
from infra.folding import evolve
from infra.identity import SCHEMA
from infra.placing import DATABASE, FILE
from infra.snapshots import _keep
from infra.store import Database, Store, Transaction
from infra.store.database import Tip
from infra.store.postgres.server import Server
from infra.store.rows import to_microseconds
from infra.store.sqlite.file import File
from infra.verifying import CHECKS, Report, verify
from tests.handling.conftest import TODAY, Clock
from tests.servers import Postgres

Break = Callable[[Transaction], object]

REWRITE = "UPDATE stored_events SET state = ? WHERE notification_id = ?"
JOURNAL = "INSERT INTO text_journal (document, epoch, login, client_ids, bytes, at)"

inspect = partial(verify, projections=(*SYNCHRONOUS, *BEHIND))


def said(sql: str) -> Break:
    return lambda tx: tx.execute(sql)


def rewritten(kind: type, **changes: object) -> Break:
    """Change fields of the first event of a kind, as nothing of ours ever does."""

    def work(tx: Transaction) -> None:
        for position, state in tx.query("SELECT notification_id, state FROM stored_events ORDER BY 1"):
            meta, event = tx.mapper.decode(bytes(state))
            if isinstance(event, kind):
                changed = tx.mapper.encode(meta, msgspec.structs.replace(event, **changes))
                tx.execute(REWRITE, (changed, position))
                return

    return work


def of_command(position: int, other: int) -> Break:
    """Give an event the command of another one."""

    def work(tx: Transaction) -> None:
        sql = "SELECT state FROM stored_events WHERE notification_id = ?"
        [[mine]], [[theirs]] = tx.query(sql, (position,)), tx.query(sql, (other,))
        meta, event = tx.mapper.decode(bytes(mine))
        meta = msgspec.structs.replace(meta, command=tx.mapper.decode(bytes(theirs))[0].command)
        state = tx.mapper.encode(meta, event)
        tx.execute(REWRITE, (state, position))

    return work


def mistaken_snapshot(tx: Transaction) -> None:
    """Keep a state of a paper that its events do not lead to."""
    [[stream], *_] = tx.query(
        "SELECT originator_id FROM stored_events WHERE originator_id LIKE 'vorlagen/%'"
        " GROUP BY originator_id ORDER BY count(*) DESC"
    )
    [[first], *_] = tx.query(
        "SELECT state FROM stored_events WHERE originator_id = ? ORDER BY originator_version", (stream,)
    )
    meta, event = tx.mapper.decode(bytes(first))
    created = msgspec.msgpack.encode(evolve(stream, None, event, meta))
    _keep(tx, stream, tx.version(stream), created)


BROKEN: dict[str, tuple[Break, str, str]] = {
    "a position": (
        said("DELETE FROM stored_events WHERE notification_id = 100"),
        "log",
        "positions 100 to 100 are missing",
    ),
    "a version": (
        said(
            "UPDATE stored_events SET originator_version = originator_version + 1000"
            " WHERE notification_id = (SELECT max(notification_id) FROM stored_events)"
        ),
        "streams",
        "was expected",
    ),
    "the order of a stream": (
        said("UPDATE stored_events SET notification_id = 100000 WHERE notification_id = 1"),
        "streams",
        "stands before the version before it",
    ),
    "a time of recording": (
        said("UPDATE stored_events SET recorded_at = 7 WHERE notification_id > 390"),
        "log",
        "µs before the one before it",
    ),
    "a command in two pieces": (of_command(300, 2), "log", "belongs to a command that ended before"),
    "an event's bytes": (
        lambda tx: tx.execute("UPDATE stored_events SET state = ? WHERE notification_id = 9", (b"\x92\xff",)),
        "streams",
        "cannot be decoded: ",
    ),
    "an edition": (rewritten(EditionFrozen, canonical=b"x"), "streams", "has another hash than its bytes"),
    "an edition's sections": (
        rewritten(EditionFrozen, sections={"subject": "0" * 64}),
        "streams",
        "has other section hashes than its bytes",
    ),
    "a text": (rewritten(TextRevised, hash="0" * 64), "streams", "leads to another text"),
    "a snapshot": (mistaken_snapshot, "snapshots", "its snapshot says something else than its events"),
    "an attachment's bytes": (
        lambda tx: tx.execute("UPDATE blobs SET bytes = ?", (b"?",)),
        "blobs",
        "its bytes have another hash",
    ),
    "an attachment": (said("DELETE FROM blobs"), "blobs", "is missing; "),
    "an answer": (
        lambda tx: tx.execute("UPDATE commands SET answer = ?", (b"{",)),
        "answers",
        "its answer cannot be decoded",
    ),
    "an answer's position": (
        said("UPDATE commands SET position = 1000000"),
        "answers",
        "which the log has not",
    ),
    "a room": (
        lambda tx: tx.execute(
            f"{JOURNAL} VALUES (?, 1, 'x', ?, ?, 1)",
            ("vorlagen/x/reasons", b"", b""),
        ),
        "texts",
        "there is no room vorlagen/x/reasons",
    ),
    "an epoch": (
        lambda tx: tx.execute(
            f"{JOURNAL} SELECT document, epoch + 1, 'x', ?, ?, 1 FROM rooms",  # noqa: S608
            (b"", b""),
        ),
        "texts",
        "is of epoch 2, the room of 1",
    ),
    "a view's row": (
        lambda tx: tx.execute("UPDATE view_vorlage SET body = ?", (b"x",)),
        "streams",
        "view vorlage says something else than the log",
    ),
    "a view's column": (
        said("UPDATE view_vorlage SET status = 'gone'"),
        "streams",
        "view vorlage says something else than the log",
    ),
    "a lost row": (
        said("DELETE FROM view_session"),
        "streams",
        "view session says something else than the log",
    ),
    "a row from nowhere": (
        said("UPDATE view_history SET id = 'x' WHERE id = (SELECT min(id) FROM view_history)"),
        "streams",
        "view history has a row without a stream",
    ),
    "a view's position": (
        said("UPDATE view_positions SET position = 1000000 WHERE view = 'committee'"),
        "views",
        "is at 1000000, beyond the log",
    ),
    "a parked stream": (
        said("INSERT INTO parked VALUES ('vorlage', 'vorlagen/x', 1, 'why')"),
        "views",
        "view vorlage has it parked",
    ),
    "the public's feed": (
        said("DELETE FROM public_changes WHERE number = 1"),
        "public",
        "the public's feed says something else than the log",
    ),
    "what the public sees": (
        lambda tx: tx.execute("UPDATE public_things SET body = ?", (b"x",)),
        "public",
        "the public sees something else than the log says",
    ),
    "a whole table": (said("DROP TABLE public_things"), "public", "cannot be read"),
}


@pytest.fixture(params=["sqlite", "postgres"])
async def place(request: pytest.FixtureRequest, data: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Where a demo county lies."""
    if request.param == "sqlite":
        return File(data / FILE)
    server: Postgres = request.getfixturevalue("postgres_server")
    address = server.database()
    monkeypatch.setenv(DATABASE, address)
    async with open_county(data, clock=Clock()) as county:
        await found(county.handling, TODAY)
    return Server(address)


@pytest.fixture
async def store(place: Database) -> AsyncIterator[Store]:
    """Its store, without anybody who keeps the views up."""
    async with await Store.open(place, schemas=[SCHEMA]) as opened:
        yield opened


def of(report: Report, check: str) -> list[str]:
    return [each.what for each in report.faults if each.check == check]


class Undo(Exception):
    """Everything is put back."""


async def test_whatever_is_broken_is_named(place: Database, store: Store) -> None:
    whole = inspect(place)
    assert (whole.ok, whole.faults) == (True, [])
    assert whole.events == whole.head == whole.checked["log"] == whole.checked["streams"]
    assert list(whole.checked) == [name for name, _ in CHECKS]
    assert all(number for name, number in whole.checked.items() if name != "snapshots")  # none is long
    for name, (break_, check, what) in BROKEN.items():
        before = await store.read(saved)
        await store.write(break_)
        report = inspect(place)
        assert not report.ok, name
        assert any(what in each for each in of(report, check)), (name, report.faults)
        await store.write(partial(put_back, before))
    assert inspect(place).ok
    # Nothing was changed by looking.
    assert inspect(place) == whole


TABLES = (
    "stored_events",
    "blobs",
    "snapshots",
    "commands",
    "text_journal",
    "view_vorlage",
    "view_session",
    "view_history",
    "view_positions",
    "parked",
    "public_changes",
    "public_things",
)


def saved(connection: object) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: connection.execute(f"SELECT * FROM {name}").fetchall()  # type: ignore[attr-defined] # noqa: S608
        for name in TABLES
    }


def put_back(before: dict[str, list[tuple[object, ...]]], tx: Transaction) -> None:
    if "public_things" not in tx.tables():
        tx.define(
            "CREATE TABLE public_things (kind TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL,"
            " body BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )
    for name, rows in before.items():
        tx.execute(f"DELETE FROM {name}")  # noqa: S608
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            tx.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608


def test_a_file_whose_pages_are_broken_says_so(data: Path) -> None:
    path = data / FILE
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        for page in range(8 * 4096, size, 16 * 4096):
            file.seek(page + 100)
            file.write(b"\xa5" * 2_000)
    report = inspect(File(path))
    assert not report.ok
    assert of(report, "database")


async def test_a_county_that_goes_on_meanwhile_is_checked_as_of_one_moment(place: Database) -> None:
    heads: list[int] = []

    def progress(_check: str, _done: int, _total: int) -> None:
        if len(heads) < 3:
            heads.append(0)
            other.write_one()

    other = Neighbour(place)
    report = inspect(place, progress=progress)
    assert len(heads) == 3
    assert report.ok
    assert other.close() == report.head + 3


class Neighbour:
    """Another process's connection that appends."""

    def __init__(self, place: Database) -> None:
        self._log = place.log(lambda: to_microseconds(dt.datetime(2100, 1, 1, tzinfo=dt.UTC)))
        self._connection = place.to_write(self._log)

    def write_one(self) -> None:
        tip = self._connection.begin(sure=True)
        stream = f"vorlagen/{uuid4()}"
        self._connection.insert([(tip.position + 1, stream, 1, "x", b"x", tip.recorded_at)])
        self._connection.commit(Tip(tip.position + 1, tip.recorded_at))

    def close(self) -> int:
        """Undo nothing; returns the end of the log."""
        tip = self._connection.begin(sure=True)
        self._connection.rollback()
        self._connection.close()
        self._log.close()
        return tip.position
