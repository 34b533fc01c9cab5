"""Opening a text that was edited often, beside the peers, and whether all that hold it hold the same.

Some clients type into it over both protocols, until a kill -9. Then the text is opened again and again over
real sockets: cold, as the first one after a start of the server, and warm, while another one has it open.
"""

import asyncio
import json
import signal
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from msgspec import Struct

from domain.events import vorlage_stream
from domain.text import apply
from infra.bench.edits import TYPISTS, Edits, edits
from infra.bench.figures import TIME, Figure, Goal, Turn, figure, in_turns
from infra.bench.machine import Machine, machine
from infra.bench.sockets import Failed
from infra.bench.text_clients import Reader, TooLate, time_to_open, type_all
from infra.bench.text_servers import (
    OTHER_PEER,
    OURS,
    OURS_MANY,
    PEER,
    Door,
    Prepared,
    Server,
    door_of_peer,
    installed,
    our_door,
    ours,
    peer,
)
from infra.collaboration import journal
from infra.collaboration.documents import Document
from infra.collaboration.replica import Replica
from infra.collaboration.sealing import revisions_of
from infra.placing import FILE
from infra.store import Store
from infra.store.sqlite.file import File

WARM: Final = Goal("ratio", at_most=0.5)
COLD: Final = Goal("ratio", at_most=0.25)
WARM_TIMES: Final = 7
"""Times that a text is opened warm in a turn; the median counts."""
PATIENCE: Final = 60.0
"""Seconds until all that was typed is sealed, and an answer is there."""
PAUSE: Final = 0.1
QUIET: Final = 4.0
"""Seconds without a change of its files after which a peer has stored what it has."""


class Held(Struct, frozen=True):
    """Who holds the text of the load just as it was typed.

    `seals`, `unsealed`: what it was rebuilt from, right after kill -9.
    """

    clients: bool
    rebuilt: bool
    api: bool
    seals: int
    unsealed: int

    @property
    def equal(self) -> bool:
        """Whether all hold the same."""
        return self.clients and self.rebuilt and self.api


class Report(Struct, frozen=True):
    """All that was measured, and on what.

    `peers` were measured beside us; `lost` are those that had not stored the text.
    """

    machine: Machine
    figures: list[Figure]
    held: Held
    peers: list[str]
    lost: list[str]


class _Measured(Struct, frozen=True):
    """A server that has the text, and its doors to that and to another one, by protocol."""

    server: Server
    text: Door
    other: Door


async def measure(
    data: Path, *, count: int, rounds: int, told: Callable[[str], None] = lambda _: None
) -> Report:
    """Measure with servers in a folder of `data` that is removed again; raises `Failed`."""
    data = await asyncio.to_thread(data.resolve)  # peers run in folders of their own
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=data)))
        on = await asyncio.to_thread(machine, folder)
        told(f"{count} Änderungen")
        load = await asyncio.to_thread(edits, count)
        measured, held = await _ours(folder, load, stack, told)
        peers = installed()
        for name, home in peers.items():
            told(name)
            measured[name] = await _peer(name, home, folder, load, stack)
        lost = [name for name in peers if not await asyncio.to_thread(_has, measured[name], load.text)]
        for name in lost:
            del measured[name]
        told("Öffnen")
        figures = await _open(measured, load, rounds)
    return Report(on, figures, held, [name for name in peers if name not in lost], lost)


async def _ours(
    folder: Path, load: Edits, stack: ExitStack, told: Callable[[str], None]
) -> tuple[dict[str, _Measured], Held]:
    """Have the load typed at a node of ours, kill that, and look who holds what."""
    home = folder / "ours"
    home.mkdir()
    server, prepared = await asyncio.to_thread(ours, home)
    stack.callback(server.end, signal.SIGKILL)
    await asyncio.to_thread(server.start)
    text, other = prepared.documents
    told("Vorlagenwerk")
    ways = [OURS, OURS_MANY]
    doors = [our_door(ways[number % 2], server, prepared, text) for number in range(TYPISTS)]
    shown = await type_all(doors, load)
    await asyncio.to_thread(server.end, signal.SIGKILL)
    rebuilt, seals, unsealed = await _rebuilt(home / "county" / FILE, Document.stored(text))
    await asyncio.to_thread(server.start)
    held = Held(
        clients=all(each == load.text for each in shown),
        rebuilt=all(each == load.text for each in rebuilt),
        api=await _told_by_api(server, prepared, text) == load.text,
        seals=seals,
        unsealed=unsealed,
    )
    await asyncio.to_thread(server.end, signal.SIGTERM)
    measured = {
        way: _Measured(server, our_door(way, server, prepared, text), our_door(way, server, prepared, other))
        for way in ways
    }
    return measured, held


async def _rebuilt(file: Path, document: Document) -> tuple[list[str], int, int]:
    """Build the text from all its updates, and from all its splices; with how many seals and journal rows."""
    async with await Store.open(File(file)) as store:
        recorded = await store.events(vorlage_stream(document.vorlage))
        rows = await store.read(lambda reading: journal.rows_after(reading, str(document), 0))
    seals = revisions_of(document, recorded)
    sealed = ""
    for each in seals:
        sealed = apply(sealed, each.splices)
    replica = Replica([each.update for each in seals if each.update], follows_text=True)
    same = str(replica) == sealed
    replica.apply(row.data for row in rows)
    spliced = apply(sealed, replica.splices(sealed)) if same else sealed
    return [str(replica), spliced], len(seals), len(rows)


async def _told_by_api(server: Server, prepared: Prepared, text: str) -> str:
    """What the API gives once all is sealed; empty where it gives nothing in time."""
    document = Document.stored(text)
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/vorlagen/{document.vorlage}",
        headers={"Authorization": f"Bearer {prepared.token}"},
    )

    def ask() -> dict[str, object]:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - http, to ourselves
            return dict(json.load(answer))

    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                paper = await asyncio.to_thread(ask)
                if not paper["unsealed"]:
                    return str(paper[document.name])
                await asyncio.sleep(PAUSE)
    except (TimeoutError, urllib.error.URLError):
        return ""


async def _peer(name: str, home: Path, folder: Path, load: Edits, stack: ExitStack) -> _Measured:
    """Have the load typed at a peer. Raises `Failed`."""
    own = folder / name
    own.mkdir()
    server = peer(name, home, own)
    stack.callback(server.end, signal.SIGKILL)
    await asyncio.to_thread(server.start)
    measured = _Measured(server, door_of_peer(name, server, "text"), door_of_peer(name, server, "other"))
    await type_all([measured.text] * TYPISTS, load)
    await asyncio.to_thread(_settle, own)
    await asyncio.to_thread(server.end, signal.SIGTERM)
    return measured


def _settle(folder: Path) -> None:
    """Wait until a peer has stored what it was given; it says so nowhere."""
    before, until = -1, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        now = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
        if now == before:
            return
        before = now
        time.sleep(QUIET)


def _has(measured: _Measured, text: str) -> bool:
    """Whether a server has the text after a start."""
    measured.server.start()
    try:
        time_to_open(measured.text, text)
    except (TooLate, OSError):
        return False
    finally:
        measured.server.end(signal.SIGTERM)
    return True


async def _open(measured: dict[str, _Measured], load: Edits, rounds: int) -> list[Figure]:
    """Open the text in turns."""

    def opening(name: str) -> Callable[[], Awaitable[Turn]]:
        async def turn() -> Turn:
            try:
                return await asyncio.to_thread(_cold_and_warm, measured[name], load.text)
            except (TooLate, OSError) as error:
                raise Failed(name, type(error).__name__) from error

        return turn

    turns = await in_turns(rounds, {name: opening(name) for name in measured})
    figures = []
    for way in (OURS, OURS_MANY):
        for kind, work, goal in (("cold", "kalt", COLD), ("warm", "warm", WARM)):
            compared = {
                called: [{"figure": each[kind]} for each in turns[name]]
                for called, name in (("ours", way), (PEER, PEER), (OTHER_PEER, OTHER_PEER))
                if name in turns
            }
            figures.append(
                figure(
                    f"{kind}-{way}",
                    f"Text mit {load.count} Änderungen {work} öffnen, /{way}",
                    compared,
                    (goal,) if PEER in turns else (),
                    unit=TIME,
                    raw_is=PEER,
                    against=PEER,
                )
            )
    return figures


def _cold_and_warm(measured: _Measured, text: str) -> dict[str, float]:
    """Start the server, open the text as the first one, and then once more; milliseconds."""
    measured.server.start()
    try:
        time_to_open(measured.other, "")  # it has opened something before
        first = Reader(measured.text)
        try:
            cold = first.opened(text)
            warm = [time_to_open(measured.text, text) for _ in range(WARM_TIMES)]
        finally:
            first.close()
    finally:
        measured.server.end(signal.SIGTERM)
    return {"cold": 1_000 * cold, "warm": 1_000 * statistics.median(warm)}
