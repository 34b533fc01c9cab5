"""Who watches a paper or a sitting gets each event that he may see, once and in order.

An event is shown as far as both the state at that event and the state now allow it (rule 12).
It is encoded once for all watchers of one circle, so that a full gallery costs little more than one watcher.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

import msgspec

from domain.days import day_of
from domain.errors import NoSuch
from domain.events import ORGANISATION
from domain.recorded import Recorded
from domain.rights import Capacity, Circle, is_inside
from domain.session.state import Session
from domain.visibility import BODY_EVENTS, REVISION_EVENTS
from domain.vorlage.state import Vorlage
from infra.entitlement import Entitlement
from infra.folding import State, Versioned, evolve, fold
from infra.reading.access_log import AccessLog
from infra.reading.moments import BeyondHead
from infra.states import States
from infra.store import Connection, FeedOverflow, Store, Subscription
from infra.store.mapper import topic
from infra.store.reading import head_of, log_after
from projections.event_shown import show

PAGE = 200
"""Events read and handed over at once for a watcher who catches up."""

TURN = 64
"""Watchers who are handed something before anyone else has a turn."""

HELD = 1_000
"""Events held back for a watcher who has nearly caught up."""

REMEMBERED = 10_000
"""Answers to who sees how far that are remembered until something changes."""

KINDS = {"vorlagen": "vorlage", "sessions": "session"}
"""What can be watched, by the first part of its stream."""

Clock = Callable[[], dt.datetime]

logger = logging.getLogger(__name__)


class Sink(Protocol):
    """Where the events for one watcher go."""

    def event(self, stream: str, position: int, text: str) -> None:
        """Take an event, as JSON."""

    def caught_up(self, stream: str, position: int) -> None:
        """Take note that everything up to a position was handed over."""

    def lost(self, stream: str, error: Exception) -> None:
        """Take note that nothing more comes of a stream, and why."""

    async def room(self) -> None:
        """Wait until there is room for more."""


class Shown:
    """An event on its way to watchers; encoded when the first one of a circle needs it."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self._texts: dict[Circle, str | None] = {}

    def text(self, circle: Circle) -> str | None:
        """The message for a circle; None where it does not see such an event."""
        if circle not in self._texts:
            self._texts[circle] = message(self.recorded, circle)
        return self._texts[circle]


def message(recorded: Recorded, circle: Circle) -> str | None:
    """An event as INTERFACE has it, without what a circle does not see."""
    body = circle is Circle.BODY
    if body and recorded.stream.startswith("vorlagen/") and topic(recorded.event) not in BODY_EVENTS:
        return None
    return msgspec.json.encode(show(recorded, canonical=not body)).decode()


class Watch:
    """One watcher of one stream. `position`: everything up to it was handed over, or is not for him."""

    def __init__(self, person: str, stream: str, position: int, sink: Sink) -> None:
        self.person = person
        self.stream = stream
        self.position = position
        self.ended = False
        self.overflown = False
        self._sink = sink
        self._held: list[tuple[int, str]] | None = None

    def replayed(self, position: int, text: str | None) -> None:
        """Pass on an event of the past."""
        self.position = position
        if text is not None:
            self._sink.event(self.stream, position, text)

    def hold(self) -> None:
        """Keep what is appended from now on until `release`."""
        self._held = []
        self.overflown = False

    def appended(self, position: int, text: str) -> None:
        """Pass an event on, or keep it, unless it was passed on before."""
        if self._held is None:
            if position > self.position:
                self.replayed(position, text)
        elif len(self._held) < HELD:
            self._held.append((position, text))
        else:
            self.overflown = True

    def release(self, reached: int) -> None:
        """Pass on what was kept and comes after a position; the watcher is up to date then."""
        held, self._held = self._held or [], None
        self.position = reached
        for position, text in held:
            self.appended(position, text)
        self._sink.caught_up(self.stream, self.position)

    def leave(self) -> None:
        """Pass nothing more on: nobody is there any more."""
        self.ended = True

    def end(self, error: Exception) -> None:
        """Pass nothing more on, and say why."""
        if not self.ended:
            self.ended = True
            self._sink.lost(self.stream, error)

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._sink.room()


class Topic:
    """A stream that is watched, and its state as far as it was dispatched."""

    def __init__(self, stream: str, folding: "asyncio.Task[Versioned]") -> None:
        self.stream = stream
        self.watches: list[Watch] = []
        self.users = 0
        self._folding = folding
        self._state: Versioned | None = None
        self._meanwhile: list[Recorded] = []

    async def ready(self) -> None:
        """Wait until the state is known."""
        folded = await asyncio.shield(self._folding)
        if self._state is None:
            self._state = folded
            self.advance(self._meanwhile)
            self._meanwhile = []

    def advance(self, batch: Sequence[Recorded]) -> list[tuple[Recorded, State | None]]:
        """Take events of the stream into the state; return each with the state after it."""
        if self._state is None:
            self._meanwhile += batch
            return []
        found: list[tuple[Recorded, State | None]] = []
        for recorded in batch:
            if recorded.version == self._state.version + 1:
                after = evolve(self.stream, self._state.state, recorded.event, recorded.meta)
                self._state = Versioned(after, recorded.version)
            found.append((recorded, self._state.state))
        return found

    @property
    def state(self) -> State | None:
        """The state after everything that was dispatched."""
        return None if self._state is None else self._state.state


class Told:
    """What is handed to those who watch a stream at this moment; worked out once for each person."""

    def __init__(self, watched: Topic, batch: Sequence[Recorded]) -> None:
        self.events = [(Shown(recorded), state) for recorded, state in watched.advance(batch)]
        self.state = watched.state
        self.watches = list(watched.watches)
        self.seen: dict[str, tuple[bool, list[tuple[int, str]]]] = {}


class Watching:
    """Hands the log of one county to whoever watches."""

    def __init__(
        self,
        store: Store,
        states: States,
        entitlement: Entitlement,
        access_log: AccessLog,
        clock: Clock,
        dispatched: Callable[[float], None],
    ) -> None:
        """`dispatched` is told how many seconds after their recording events were handed to all watchers."""
        self._store = store
        self._states = states
        self._entitlement = entitlement
        self._access_log = access_log
        self._clock = clock
        self._dispatched = dispatched
        self._topics: dict[str, Topic] = {}
        self._circles: dict[Hashable, Circle | None] = {}
        self._position = 0

    async def start(self) -> None:
        """Follow the log from now on."""
        feed = self._store.feed.subscribe()
        self._position = feed.position
        self._following = asyncio.create_task(self._follow(feed), name="watching")

    async def stop(self) -> None:
        """Follow no more."""
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)

    async def watch(self, person: str, stream: str, after: int | None, sink: Sink) -> Watch:
        """Hand a stream to a sink, from behind a position or from now on; return once it has caught up.

        Raises `NoSuch` where the person sees no such stream, `BeyondHead`.
        """
        if self._circle(person, await self._state_now(stream), self._clock()) is None:
            raise hidden(stream)
        head = await self._store.head()
        if after is not None and after > head:
            raise BeyondHead(str(after), head)
        await self._note(person, stream, after)
        watch = Watch(person, stream, head if after is None else after, sink)
        watched = self._topics.get(stream) or self._open(stream)
        watched.users += 1
        try:
            await watched.ready()
            await self._catch_up(watch, watched)
        except BaseException:
            self.leave(watch)
            raise
        return watch

    async def _note(self, person: str, stream: str, after: int | None) -> None:
        """Note what an auditor watches (DOMAIN, "Who sees what")."""
        if Capacity.AUDITOR in self._entitlement.capacities(person, day_of(self._clock())):
            begin = "" if after is None else f"?after={after}"
            await self._access_log.note(person, f"live/{stream}{begin}", None)

    def leave(self, watch: Watch) -> None:
        """Hand nothing more to a watcher; called once for each `watch`."""
        watch.leave()
        watched = self._topics[watch.stream]
        watched.watches = [each for each in watched.watches if each is not watch]
        watched.users -= 1
        if not watched.users:
            del self._topics[watch.stream]

    # -- catching up ------------------------------------------------------------------------------

    def _open(self, stream: str) -> Topic:
        folded = asyncio.create_task(self._states.as_of(stream, self._position))
        opened = self._topics[stream] = Topic(stream, folded)
        return opened

    async def _catch_up(self, watch: Watch, watched: Topic) -> None:
        """Hand over what is in the log; at its end what is appended meanwhile is held until it was read."""
        stream = watch.stream
        past = await self._states.as_of(stream, watch.position)
        while not watch.ended:
            page, _ = await self._page(watch)
            past = await self._replay(watch, past, page)
            if len(page) == PAGE:
                continue
            # What is read now reaches at least as far as what was dispatched before this moment.
            watch.hold()
            watched.watches.append(watch)
            page, reached = await self._page(watch)
            past = await self._replay(watch, past, page)
            if len(page) < PAGE and not watch.overflown:
                watch.release(reached)
                return
            watched.watches.remove(watch)

    async def _page(self, watch: Watch) -> tuple[list[Recorded], int]:
        """Read what comes next in a stream, and how far the log reached then."""
        mapper, stream, after = self._store.mapper, watch.stream, watch.position

        def read(connection: Connection) -> tuple[list[Recorded], int]:
            head = head_of(connection)
            return log_after(connection, mapper, after, PAGE, stream), head

        return await self._store.read(read)

    async def _replay(self, watch: Watch, past: Versioned, page: Sequence[Recorded]) -> Versioned:
        """Hand over events of the past, as far as both the state then and now allow; return the state then.

        As over HTTP, whoever asks is who he is today: a role of today opens what it always opened.
        """
        state, moment = await self._state_now(watch.stream), self._clock()
        now = self._circle(watch.person, state, moment)
        if now is None:
            watch.end(hidden(watch.stream))
        for recorded in page:
            past = fold(watch.stream, [recorded], past)
            then = self._circle(watch.person, past.state, moment, topic(recorded.event))
            watch.replayed(recorded.position, _text(Shown(recorded), then, now))
            await watch.room()
        return past

    async def _state_now(self, stream: str) -> State | None:
        kind = stream.partition("/")[0]
        return (await self._states.get(stream)).state if kind in KINDS else None

    # -- what is appended -------------------------------------------------------------------------

    async def _follow(self, feed: Subscription) -> None:
        while True:
            try:
                async for batch in feed:
                    await self._dispatch(batch)
            except FeedOverflow:
                logger.warning("the watchers fell behind, reading the log on")
                feed = self._store.feed.subscribe(self._position)
            else:
                return

    async def _dispatch(self, batch: Sequence[Recorded]) -> None:
        """Take a batch into every state first: whoever begins to watch meanwhile reads it himself."""
        self._states.learn(batch)
        streams: dict[str, list[Recorded]] = {}
        for recorded in batch:
            streams.setdefault(recorded.stream, []).append(recorded)
        touched = set(streams) & set(self._topics)
        if any(stream == ORGANISATION or stream.startswith("committees/") for stream in streams):
            self._circles.clear()
            touched = set(self._topics)  # roles and seats say who sees what
        self._position = batch[-1].position
        handed = await self._tell([Told(self._topics[stream], streams.get(stream, ())) for stream in touched])
        if handed:
            self._dispatched((self._clock() - batch[0].recorded_at).total_seconds())

    async def recheck(self) -> None:
        """Let go of whoever sees no more what he watches, though nothing happened: another day has begun."""
        await self._tell([Told(watched, ()) for watched in self._topics.values()])

    async def _tell(self, news: Sequence["Told"]) -> int:
        """Hand out what there is to all who watch; return to how many."""
        now = self._clock()
        handed = 0
        for told in news:
            for watch in told.watches:
                if not watch.ended:
                    self._hand_out(told, watch, now)
                    handed += 1
                    if handed % TURN == 0:
                        await asyncio.sleep(0)
        return handed

    def _hand_out(self, told: "Told", watch: Watch, now: dt.datetime) -> None:
        seen = told.seen.get(watch.person)
        if seen is None:
            seen = told.seen[watch.person] = self._seen(told, watch.person, now)
        inside, texts = seen
        for position, text in texts:
            watch.appended(position, text)
        if not inside:
            watch.end(hidden(watch.stream))

    def _seen(self, told: "Told", person: str, now: dt.datetime) -> tuple[bool, list[tuple[int, str]]]:
        """Whether a person still sees a stream, and what he sees of what was appended."""
        circle = self._circle(person, told.state, now)
        texts = [
            (
                shown.recorded.position,
                _text(shown, self._circle(person, state, now, topic(shown.recorded.event)), circle),
            )
            for shown, state in told.events
        ]
        return circle is not None, [(position, text) for position, text in texts if text is not None]

    # -- who sees how far -------------------------------------------------------------------------

    def _circle(
        self, person: str, state: State | None, moment: dt.datetime, tag: str | None = None
    ) -> Circle | None:
        """How far a person sees into something in this state, at this time; or the event that led to it."""
        day = day_of(moment)
        if tag not in REVISION_EVENTS or not (isinstance(state, Vorlage) and state.revision is not None):
            tag = None
        key = (person, day, _decisive(state), tag)
        if key not in self._circles:
            if len(self._circles) >= REMEMBERED:
                self._circles.clear()
            found = self._asked(person, state, day, tag)
            self._circles[key] = found if is_inside(found) else None  # the public has a feed of its own
        return self._circles[key]

    def _asked(self, person: str, state: State | None, day: dt.date, tag: str | None) -> Circle | None:
        match state:
            case Vorlage() if tag is not None:
                return self._entitlement.event_circle(person, state, day, tag)
            case Vorlage():
                return self._entitlement.vorlage_circle(person, state, day)
            case Session():
                return self._entitlement.session_circle(person, state, day)
            case _:
                return None


def hidden(stream: str) -> NoSuch:
    """What does not exist for someone (rule 12)."""
    kind, _, id_ = stream.partition("/")
    return NoSuch(KINDS.get(kind, "stream"), id_ if kind in KINDS else stream)


def _text(shown: Shown, then: Circle | None, now: Circle | None) -> str | None:
    return None if then is None or now is None else shown.text(min(then, now))


def _decisive(state: State | None) -> Hashable:
    """What of a state the rights table looks at."""
    match state:
        case Vorlage():
            summoned = tuple(each.committee for each in state.consultations if each.edition is not None)
            return (
                state.states,
                state.cosigners,
                state.lead_department,
                state.invited,
                state.creator,
                summoned,
            )
        case Session():
            return state.status, state.committee, state.chair, state.date
        case _:
            return None
