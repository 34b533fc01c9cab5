"""Kills nodes and database servers under load, and counts what the store lost, skipped or did twice.

`python -m tests.machines.kill_engine --kills N --seed S --database sqlite|postgres`: a county takes commands;
kill -9 at a random moment, on PostgreSQL now and then the server, too; then every answer has to be in the log
once, a reader who followed all the while has seen each event once, and the views say what the log says.
"""

import argparse
import asyncio
import logging
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from domain.recorded import Recorded
from infra.placing import DATABASE, REDIS
from infra.projecting import Views
from infra.store import Connection, Database, Store
from infra.store.mapper import EventMapper
from infra.store.postgres.server import Server
from infra.store.reading import log_after, stream_events
from infra.store.sqlite.file import File
from projections.history import view as history
from projections.vorlage import view as vorlage
from tests.machines import engine_node
from tests.machines.engine_node import ENCODER, TOLD, Answered, Asked, Place, Ready, Task, Told
from tests.servers import Postgres, postgres

LONGEST: Final = 0.5
"""Seconds that a node works at most before it is killed."""
SERVER_TOO: Final = 8
"""On PostgreSQL one kill in so many is the server's."""
AT_START: Final = 10
"""One kill in so many comes before the node serves."""
PAPER_FOR: Final = 25
"""Kills that one paper is written on through."""
REPLAY_EVERY: Final = 100
"""Kills between two rebuilds of all rows of the views."""
PATIENCE: Final = 60.0

context = get_context("forkserver")


class Tally(Struct):
    """What came of all kills."""

    kills: int = 0
    servers: int = 0
    asked: int = 0
    acknowledged: int = 0
    events: int = 0
    rows: int = 0
    lost: int = 0
    skipped: int = 0
    twice: int = 0
    differing: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, message: str) -> None:
        """Note that something is wrong."""
        self.faults.append(f"kill {self.kills}: {message}")


class Node:
    """A node in a process of its own, and what it told."""

    def __init__(self, task: Task) -> None:
        self.asked: dict[Any, Asked] = {}
        self.answered: list[Answered] = []
        self.ready = threading.Event()
        pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=engine_node.run, args=(ENCODER.encode(task), theirs), daemon=True
        )
        self._process.start()
        theirs.close()
        self._listening = threading.Thread(target=self._listen, args=(pipe,))
        self._listening.start()

    def _listen(self, pipe: Pipe) -> None:
        """Take note until the pipe is empty and its other end gone; a message cut short says nothing."""
        while True:
            try:
                told: Told = TOLD.decode(pipe.recv_bytes())
            except (EOFError, OSError):
                break
            match told:
                case Asked(id=id_):
                    self.asked[id_] = told
                case Answered():
                    self.answered.append(told)
                case Ready():
                    self.ready.set()
        pipe.close()

    def kill(self) -> bool:
        """Kill it at once, and wait for what it told; says whether it had lived until then."""
        lived = self._process.is_alive()
        self._process.kill()
        self._process.join()
        self._listening.join()
        self._process.close()
        return lived


class Tail:
    """A reader who follows the log through all kills."""

    def __init__(self, store: Store, tally: Tally) -> None:
        self._store = store
        self._tally = tally
        self.position = 0

    async def follow(self) -> None:
        """Check that each event comes once, in order."""
        async for batch in self._store.feed.subscribe(0):
            for each in batch:
                if each.position > self.position + 1:
                    self._tally.skipped += each.position - self.position - 1
                    self._tally.fault(f"the reader came from {self.position} to {each.position}")
                elif each.position <= self.position:
                    self._tally.twice += 1
                    self._tally.fault(f"the reader saw {each.position} again")
                self.position = each.position

    async def reach(self, position: int) -> None:
        """Wait until it has seen the log so far."""
        try:
            async with asyncio.timeout(PATIENCE):
                while self.position < position:
                    await asyncio.sleep(0.005)
        except TimeoutError:
            self._tally.skipped += position - self.position
            self._tally.fault(f"the reader stays at {self.position} of {position}")


class Checks:
    """What has to be so after each kill."""

    def __init__(self, store: Store, tally: Tally) -> None:
        self._store = store
        self._tally = tally
        self.position = 0

    async def after(self, node: Node) -> tuple[Asked, ...]:
        """Check the log from where it was checked before; return what was asked and perhaps not done."""
        answered = {each.id: each for each in node.answered}
        tally, mapper, begin = self._tally, self._store.mapper, self.position
        new: list[Recorded] = await self._store.read(lambda reader: log_after(reader, mapper, begin, 10**9))
        self._positions(new)
        tally.events += len(new)
        tally.asked += len(node.asked)
        tally.acknowledged += len(answered)
        counted = await self._store.read(lambda reader: _of_commands(reader, mapper, answered, new))
        for id_, answer in answered.items():
            found = counted[id_]
            if answer.position not in found:
                tally.lost += 1
                tally.fault(f"{id_} was answered with {answer.position}, the log has it at {found}")
            if len(found) > 1:
                tally.twice += 1
                tally.fault(f"{id_} stands in the log at {found}")
        streams = sorted({each.stream for each in new if each.stream.startswith("vorlagen/")})
        for fault in await self._store.read(lambda reader: list(_differing(reader, mapper, streams))):
            tally.differing += 1
            tally.fault(fault)
        tally.rows += len(streams)
        return tuple(each for id_, each in node.asked.items() if id_ not in answered)

    def _positions(self, new: list[Recorded]) -> None:
        expected = list(range(self.position + 1, self.position + len(new) + 1))
        if [each.position for each in new] != expected:
            self._tally.fault(f"positions behind {self.position} have gaps")
        if new:
            self.position = new[-1].position

    async def replay(self, database: Database) -> None:
        """Rebuild the views in this process, and compare all of their rows."""
        # A store of its own: the writing connection of the one that reads all along may have been lost.
        async with await Store.open(database) as store:
            views = Views(store, synchronous=[vorlage], behind=[history])
            await views.start()
            try:
                for name, rebuilt in (await views.replay()).items():
                    if not rebuilt.equal or rebuilt.parked:
                        self._tally.differing += 1
                        self._tally.fault(f"rebuilding {name} gives other rows")
            finally:
                await views.close()


def _of_commands(
    reader: Connection, mapper: EventMapper, answered: dict[Any, Answered], new: list[Recorded]
) -> dict[Any, list[int]]:
    """The positions of the events of each command; it may have been done by the node before."""
    found: dict[Any, list[int]] = {id_: [] for id_ in answered}
    for each in new:
        if each.meta.command in found:
            found[each.meta.command].append(each.position)
    for id_, positions in found.items():
        if not positions:  # done by a node that could not say so any more
            events = stream_events(reader, mapper, answered[id_].stream)
            positions += [each.position for each in events if each.meta.command == id_]
    return found


def _differing(reader: Connection, mapper: EventMapper, streams: list[str]) -> Iterator[str]:
    """Rows that do not say what the log says: of the synchronous view now, of the other as far as it is."""
    for stream in streams:
        events = stream_events(reader, mapper, stream)
        for view in (vorlage, history):
            found = reader.execute(
                f"SELECT version, body FROM view_{view.NAME} WHERE id = ?",  # noqa: S608
                (stream.removeprefix("vorlagen/"),),
            ).fetchone()
            if found is None:
                if view is vorlage:
                    yield f"the view {view.NAME} has no row of {stream}"
                continue
            version, body = found
            if view is vorlage and version != len(events):
                yield f"the view {view.NAME} of {stream} is at {version} of {len(events)}"
            row: Any = view.initial()
            for each in events[:version]:
                row = view.apply(row, each)
            if view.encode(row) != bytes(body):
                yield f"the view {view.NAME} of {stream} differs at {version}"


class Kills:
    """Starts and kills."""

    def __init__(self, folder: Path, seed: int, server: Postgres | None) -> None:
        self._folder = folder
        self._server = server
        self._chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
        self._address = "" if server is None else server.database()
        self.tally = Tally()

    @property
    def _database(self) -> Database:
        return Server(self._address) if self._address else File(self._folder / "vorlagenwerk.sqlite")

    async def run(self, kills: int, told: Callable[[Tally], None]) -> Tally:
        """Kill so often."""
        tally = self.tally
        again, place = await self._found()
        async with await Store.open(self._database) as store:
            tail, checks = Tail(store, tally), Checks(store, tally)
            following = asyncio.create_task(tail.follow())
            while tally.kills < kills:
                if tally.kills % PAPER_FOR == 0:
                    place = None
                node = await asyncio.to_thread(self._start, again, place)
                await asyncio.to_thread(self._play, node)
                again = await checks.after(node)
                place = place or _place(node)
                await tail.reach(checks.position)
                if tally.kills % REPLAY_EVERY == 0:
                    await checks.replay(self._database)
                told(tally)
            await checks.replay(self._database)
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
        return tally

    async def _found(self) -> tuple[tuple[Asked, ...], Place | None]:
        """Let the first node make the tables; what it was asked is asked again."""
        node = await asyncio.to_thread(self._start, (), None)
        await asyncio.to_thread(node.ready.wait, PATIENCE)
        await asyncio.to_thread(node.kill)
        return tuple(node.asked.values()), None

    def _start(self, again: tuple[Asked, ...], place: Place | None) -> Node:
        seed = self._chance.getrandbits(60)
        return Node(Task(str(self._folder), self._address, seed, again, place))

    def _play(self, node: Node) -> None:
        """Kill the server while the node works, or the node, or the node while it starts."""
        chance, tally = self._chance, self.tally
        tally.kills += 1
        moment = chance.uniform(0, LONGEST)
        server = self._server if tally.kills % SERVER_TOO == SERVER_TOO // 2 else None
        if server is None and chance.randrange(AT_START) == 0:
            time.sleep(moment / 2)
            node.kill()
            return
        if not node.ready.wait(PATIENCE):
            tally.fault("the node does not serve")
        time.sleep(moment)
        if server is not None:
            tally.servers += 1
            server.stop("immediate")
            server.start()
            time.sleep(chance.uniform(0, LONGEST))  # the same node goes on
        if not node.kill():
            tally.fault("the node had ended before it was killed")


def _place(node: Node) -> Place | None:
    """A station that the log has, to be written on by the next nodes."""
    for answer in node.answered:
        asked = node.asked[answer.id].command
        if type(asked).__name__ == "AddConsultation":
            return Place(answer.stream.removeprefix("vorlagen/"), answer.about)
    return None


@contextmanager
def _store(kind: str) -> Iterator[Postgres | None]:
    if kind == "sqlite":
        yield None
    else:
        with postgres() as server:
            yield server


def kill_again_and_again(
    folder: Path, kills: int, seed: int, kind: str, told: Callable[[Tally], None] = lambda _: None
) -> Tally:
    """Kill so often, on a database of this kind."""
    # A stopped server is what is wanted: what is told of it, again and again, says nothing.
    logging.getLogger("infra").setLevel(logging.CRITICAL)
    # What a child would import is there when it is forked.
    context.set_forkserver_preload(["tests.machines.engine_node", "tests.servers"])
    with _store(kind) as server:
        return asyncio.run(Kills(folder, seed, server).run(kills, told))


def summary(tally: Tally) -> str:
    """What to say in the end."""
    return (
        f"{tally.kills} kills ({tally.servers} of the server): {tally.acknowledged} of {tally.asked} "
        f"commands acknowledged, {tally.events} events; {tally.rows} rows compared; {tally.lost} lost, "
        f"{tally.skipped} skipped, {tally.twice} twice, {tally.differing} rows differing, "
        f"{len(tally.faults)} faults"
    )


def main() -> int:
    """Kill as often as the command line says; 0 when nothing was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    arguments = parser.parse_args()
    for name in (DATABASE, REDIS):
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="vorlagenwerk-kill-"))
    began = time.monotonic()

    def told(tally: Tally) -> None:
        if tally.kills % 50 == 0:
            print(f"{time.monotonic() - began:.0f} s: {summary(tally)}", flush=True)  # noqa: T201

    tally = kill_again_and_again(folder, arguments.kills, arguments.seed, arguments.database, told)
    for each in tally.faults:
        print(each)  # noqa: T201 - this is what the script is to say
    print(f"{arguments.database}, seed {arguments.seed}: {summary(tally)}")  # noqa: T201
    if tally.faults:
        print(f"the data folder is left in {folder}")  # noqa: T201
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
