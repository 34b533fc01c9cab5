"""One county with everything that belongs to it: store, states, views, texts, commands.

All of it hangs from one object; nothing is global, so that one node can serve many counties (DESIGN).
"""

import asyncio
import datetime as dt
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.days import day_of
from domain.recorded import Recorded
from domain.rights import Capacity
from domain.rules import RuleBook
from infra import public
from infra import rules as rule_files
from infra.access import TextAccess
from infra.clock import utc_now
from infra.collaboration.peers import to_nobody
from infra.collaboration.texts import Texts
from infra.entitlement import Entitlement
from infra.handling import Handling
from infra.identity import SCHEMA, Identity, Passwords
from infra.metrics import Metrics
from infra.placing import database_of, redis_of
from infra.projecting import Views
from infra.public import Record
from infra.reading import AccessLog, Reading
from infra.reading.sources import Sources
from infra.replaying import Replaying
from infra.states import States, is_kept
from infra.store import Database, FeedOverflow, Store, Subscription
from infra.store.rows import to_microseconds
from infra.watching import Watching
from projections import committee, organisation
from projections.history import view as history
from projections.session import view as session
from projections.vorlage import view as vorlage

if TYPE_CHECKING:
    from infra.nodes import Nodes

Clock = Callable[[], dt.datetime]

SYNCHRONOUS: Final = (vorlage, session)
"""Views that are written in the transaction that appends."""
DAY_LOOKED_FOR: Final = 10.0
"""So often, in seconds, it is asked whether another day has begun."""
BEHIND: Final = (history, committee, organisation)
"""Views that follow the log."""


class County:
    """What a node holds of one county."""

    def __init__(
        self,
        store: Store,
        rules: RuleBook,
        clock: Clock,
        *,
        passwords: Passwords | None = None,
        nodes: "Nodes | None" = None,
    ) -> None:
        self.store = store
        self.nodes = nodes
        self.rules = rules
        self.clock = clock
        self.states = States(store)
        self.entitlement = Entitlement(self.states)
        self.metrics = Metrics(store)
        self.views = Views(
            store,
            synchronous=SYNCHRONOUS,
            behind=BEHIND,
        )
        self.record = Record(store)
        self.access_log = AccessLog(store, clock)
        access = TextAccess(self.states, self.entitlement, clock)
        self.texts = Texts(
            store, access, clock=clock, note=self._note_room, say=nodes.say if nodes else to_nobody
        )
        self.metrics.count_rooms(lambda: self.texts.open_rooms)
        self.handling = Handling(store, self.states, self.texts, rules, clock=clock)
        self.identity = Identity(
            store,
            clock,
            passwords=passwords,
            ended=self.texts.doubt,
            say=nodes.say if nodes else to_nobody,
        )
        if nodes:
            self.metrics.watch_redis(nodes)
        self.watching = Watching(
            store, self.states, self.entitlement, self.access_log, clock, self.metrics.dispatched
        )
        self.replaying = Replaying(store, self.views, self.record, self.entitlement, clock)
        self.reading = Reading(
            Sources(
                store,
                self.states,
                self.entitlement,
                self.views,
                self.identity,
                self.access_log,
                rules,
                clock,
                self.record,
            )
        )

    async def start(self) -> None:
        """Read what is needed from the store, bring the views up to it, seal what a crash left behind."""
        # Subscribed first: what another process appends while the states are read is heard of, too.
        appended = self.store.feed.subscribe()
        await self.metrics.start()
        await self.states.start()
        await self.views.start()
        await self.record.start()
        self._following = asyncio.create_task(self._follow(appended))
        self._turning = asyncio.create_task(self._turn(day_of(self.clock())))
        await self.watching.start()
        await self.texts.start(self.handling.seal)
        if self.nodes:
            self.nodes.start(self._hear)

    async def stop(self) -> None:
        """Finish what is under way, seal what was typed, and follow the log no more."""
        await self.handling.finished()
        self._turning.cancel()
        await self.texts.stop()
        if self.nodes:
            await self.nodes.stop()
        await self.watching.stop()
        self._following.cancel()
        await asyncio.gather(self._following, self._turning, return_exceptions=True)
        await self.record.close()
        await self.metrics.stop()
        await self.views.close()
        await self.states.close()

    @property
    def together(self) -> bool | None:
        """Whether this node reaches the others; None where it is told of none."""
        return None if self.nodes is None else self.nodes.together

    def _hear(self, node: bytes, word: bytes) -> None:
        """Take what another node says: each takes what is for him."""
        self.texts.hear(node, word)
        self.identity.hear(word)

    async def _note_room(self, person: str, path: str) -> None:
        """Note that an auditor opens a text (DOMAIN, "Who sees what")."""
        if Capacity.AUDITOR in self.entitlement.capacities(person, day_of(self.clock())):
            await self.access_log.note(person, f"collab/{path}", None)

    async def _follow(self, appended: Subscription) -> None:
        """Take note of what others append to the same store, too."""
        while True:
            try:
                async for batch in appended:
                    self._take_note(batch)
            except FeedOverflow as behind:
                appended = self.store.feed.subscribe(behind.position)
            else:
                return

    async def _turn(self, day: dt.date) -> None:
        """Ask anew who sees what when a day begins: roles, seats and deputyships end with their last day."""
        while True:
            await asyncio.sleep(DAY_LOOKED_FOR)
            if (today := day_of(self.clock())) != day:
                day = today
                self.texts.recheck()
                await self.watching.recheck()

    def _take_note(self, batch: Sequence[Recorded]) -> None:
        self.states.learn(batch)
        self.texts.learn(batch)
        streams = {each.stream for each in batch}
        if any(is_kept(stream) for stream in streams):  # roles and seats concern every text
            self.texts.recheck()
            return
        for stream in streams:
            if stream.startswith("vorlagen/"):
                self.texts.recheck(stream.removeprefix("vorlagen/"))


@asynccontextmanager
async def open_county(
    data: Path, *, clock: Clock = utc_now, passwords: Passwords | None = None
) -> AsyncIterator[County]:
    """Open the county of a data folder, or found it."""
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True, mode=0o700)
    database, redis = database_of(data, os.environ), redis_of(os.environ)
    async with await Store.open(
        database, schemas=[SCHEMA, public.SCHEMA], clock=lambda: to_microseconds(clock())
    ) as store:
        nodes = await _node(store, database, redis) if redis else None
        rules = rule_files.of_county(data, os.environ)
        county = County(store, rules, clock, passwords=passwords, nodes=nodes)
        await county.start()
        try:
            yield county
        finally:
            await county.stop()


async def _node(store: Store, database: Database, address: str) -> "Nodes":
    # Redis' client takes as much memory as hundreds of open texts: a node of its own does without.
    from infra.nodes import Nodes  # noqa: PLC0415

    return await Nodes.of(store, database, address)
