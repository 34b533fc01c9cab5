"""The committed state of each stream, held in memory.

Only what the store has is ever in here; a state that another process overtook is read again.
"""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

from domain.committee.state import Committee
from domain.events import ORGANISATION
from domain.organisation.state import Organisation
from domain.recorded import Recorded
from domain.session.state import Session
from domain.vorlage.state import Vorlage
from infra.folding import EMPTY, Versioned, evolve, fold, fold_stored
from infra.snapshots import EVERY, Snapshots, read
from infra.store import Connection, Store
from infra.store.reading import stored_of_stream, stream_events, version_at

HELD = 2_000
"""States of papers and sessions that are held; committees and the organisation always are."""


def is_kept(stream: str) -> bool:
    """Whether a stream's state is always held."""
    return stream == ORGANISATION or stream.startswith("committees/")


class States:
    """Committed states by stream."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._snapshots = Snapshots(store)
        self._held: OrderedDict[str, Versioned] = OrderedDict()
        # Of committees and organisation; never changed but replaced, so that others may hold it.
        self._kept: Mapping[str, Versioned] = {}
        self._committees: Mapping[str, Committee] = {}
        self._organisation = Organisation()
        self._reading: Counter[str] = Counter()
        self._overtaken: dict[str, int] = {}
        """Versions that streams reached while their states were being read."""

    async def start(self) -> None:
        """Read the committees and the organisation."""
        for stream in await self._store.read(
            lambda connection: [
                row[0]
                for row in connection.execute(
                    "SELECT DISTINCT originator_id FROM stored_events"
                    " WHERE originator_id = ?"
                    " OR originator_id >= 'committees/' AND originator_id < 'committees0'",
                    (ORGANISATION,),
                )
            ]
        ):
            self._hold(stream, fold(stream, await self._store.events(stream)))

    @property
    def organisation(self) -> Organisation:
        """The departments, roles and deputyships of the county."""
        return self._organisation

    @property
    def kept(self) -> Mapping[str, Versioned]:
        """The states of committees and organisation as they are now, by stream."""
        return self._kept

    @property
    def committees(self) -> Mapping[str, Committee]:
        """The committees of the county as they are now, by id."""
        return self._committees

    async def close(self) -> None:
        """Finish the snapshots that are being written."""
        await self._snapshots.close()

    def held(self, stream: str) -> Versioned | None:
        """The committed state of a paper or a sitting that is held; None where it must be read first."""
        held = self._held.get(stream)
        if held is not None:
            self._held.move_to_end(stream)
        return held

    async def get(self, stream: str) -> Versioned:
        """The committed state of a stream; `EMPTY` where there is none."""
        if is_kept(stream):
            return self._kept.get(stream, EMPTY)
        return self.held(stream) or await self._read(stream)

    async def _read(self, stream: str) -> Versioned:
        """Read a state that is not held; one that was overtaken while it was read is not held either."""
        self._reading[stream] += 1
        try:
            while True:
                start, found = await self._store.read(partial(self._folded, stream=stream))
                held = self._held.get(stream)
                if held is not None and held.version >= found.version:
                    return held
                if found.version >= self._overtaken.get(stream, 0):
                    break
        finally:
            self._reading[stream] -= 1
            if not self._reading[stream]:
                del self._reading[stream]
                self._overtaken.pop(stream, None)
        if found.version - start >= EVERY:
            self._snapshots.write(stream, found)
        if found.version:
            self._hold(stream, found)
        return found

    def _folded(self, connection: Connection, stream: str) -> tuple[int, Versioned]:
        """Fold a stream from its snapshot on, in a reading thread; return where that began, too."""
        start = read(connection, stream)
        tail = stored_of_stream(connection, stream, start.version)
        return start.version, fold_stored(stream, tail, self._store.mapper, start)

    async def as_of(self, stream: str, position: int) -> Versioned:
        """The state of a stream with the events up to a position; `EMPTY` where there was none."""
        held = (self._kept if is_kept(stream) else self._held).get(stream, EMPTY)

        def folded(connection: Connection) -> Versioned:
            version = version_at(connection, stream, position)
            if version == held.version:
                return held
            start = read(connection, stream)
            if start.version > version:
                start = EMPTY
            stored = stored_of_stream(connection, stream, start.version, version)
            return fold_stored(stream, stored, self._store.mapper, start)

        return await self._store.read(folded)

    async def vorlage(self, id_: str) -> Vorlage | None:
        """A paper by its id."""
        return cast("Vorlage | None", (await self.get(f"vorlagen/{id_}")).state)

    async def session(self, id_: str) -> Session | None:
        """A sitting by its id."""
        return cast("Session | None", (await self.get(f"sessions/{id_}")).state)

    async def refresh(self, *streams: str) -> None:
        """Read on from where the held states end: someone else appended to the streams."""
        mapper = self._store.mapper
        known = {
            each: (self._kept if is_kept(each) else self._held).get(each, EMPTY).version for each in streams
        }
        self.learn(
            await self._store.read(
                lambda connection: [
                    recorded
                    for stream, version in known.items()
                    for recorded in stream_events(connection, mapper, stream, version)
                ]
            )
        )

    def learn(self, recorded: Sequence[Recorded]) -> None:
        """Take note of what was appended; what does not continue a held state makes it forgotten."""
        for each in recorded:
            held = (self._kept if is_kept(each.stream) else self._held).get(each.stream)
            version = held.version if held is not None else 0
            if each.version <= version:
                continue
            if each.stream in self._reading:
                self._overtaken[each.stream] = each.version
            if each.version == version + 1 and (held is not None or version == 0):
                state = evolve(each.stream, held.state if held else None, each.event, each.meta)
                self._hold(each.stream, Versioned(state, each.version))
                if each.version % EVERY == 0:
                    self._snapshots.write(each.stream, Versioned(state, each.version))
            else:
                self._held.pop(each.stream, None)

    def _hold(self, stream: str, held: Versioned) -> None:
        if is_kept(stream):
            self._kept = {**self._kept, stream: held}
            if stream == ORGANISATION:
                self._organisation = cast("Organisation", held.state)
            else:
                committee = cast("Committee", held.state)
                self._committees = {**self._committees, stream.removeprefix("committees/"): committee}
            return
        self._held[stream] = held
        self._held.move_to_end(stream)
        if len(self._held) > HELD:
            self._held.popitem(last=False)
