"""One way in: a command becomes events, in one transaction over all streams that it touches.

Locks of the streams, committed states, rights, decision, append.
What was decided on, roles and committees, too, must still be so when it is appended (rule 15).
On a version conflict the states are read anew and the decision is made again, five times at most; on
another version than `If-Match` names never.
"""

import asyncio
import datetime as dt
import logging
import os
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from types import TracebackType
from typing import Protocol, cast
from uuid import UUID, uuid5
from weakref import WeakValueDictionary

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from domain.errors import DomainError, HappenedInFuture, Invalid
from domain.events import ORGANISATION, committee_stream, session_stream, vorlage_stream
from domain.given import Given
from domain.organisation.state import Organisation
from domain.procedure import AnyCommand, bodies, decide, other_sittings, papers, target_stream
from domain.recorded import Event, Recorded
from domain.rules import RuleBook
from domain.session.commands import (
    ChangeWording,
    ConcludeItem,
    CorrectMinutes,
    DeclareVote,
    DraftMinutes,
    FreezeWording,
    OpenVote,
)
from domain.vorlage.commands import (
    AddAttachment,
    AddMeasure,
    AmendMeasure,
    DiscardEdition,
    FreezeEdition,
    ProposeAmendment,
    RemoveMeasure,
    ReplaceAttachment,
    RestateAmendment,
    ReviseText,
    StartCosigning,
    TakeOverAmendment,
    WithdrawRelease,
    WithdrawVorlage,
)
from domain.vorlage.events import TextRevised
from domain.vorlage.lapsing import with_lapses
from domain.vorlage.state import Vorlage
from infra.collaboration.sealing import Collected, TextDiffers
from infra.entitlement import day_of, represented, standing_on
from infra.entropy import Entropy
from infra.idempotency import (
    AnsweredElsewhere,
    CommandIdReused,
    body_hash,
    store_answer,
    stored_answer,
)
from infra.states import States
from infra.store import JournalChanged, Store, Transaction, VersionConflict
from infra.unit import Unit

ATTEMPTS = 5
"""How often a decision is made again after a conflict."""

SKEW = dt.timedelta(seconds=60)
"""How far a client's clock may be ahead of ours; such a deed happened now."""

TOUCHES_TEXTS = (
    AddMeasure,
    AmendMeasure,
    ConcludeItem,
    DeclareVote,
    DiscardEdition,
    FreezeEdition,
    RemoveMeasure,
    ReviseText,
    StartCosigning,
    TakeOverAmendment,
    WithdrawRelease,
    WithdrawVorlage,
)
"""Commands that look at texts, write or close them: what was typed is sealed before they are decided."""

WRITES_MINUTES = (DraftMinutes, CorrectMinutes)
"""Commands that need all that was recorded of a sitting, not only what it came to."""

COMPARES_TEXTS = (ChangeWording, FreezeWording, OpenVote, ProposeAmendment, RestateAmendment)
"""Commands that compare texts, which takes its time where they are long."""

MAY_BE_LONG = (*TOUCHES_TEXTS, *COMPARES_TEXTS, AddAttachment, ReplaceAttachment)
"""Commands that may hold so much that it is hashed in a thread."""

SESSIONS = "sessions/"

ETAG = re.compile(r'(W/)?"[^"]{0,100}"')

SHOWN = re.compile(r'(?<=\d)\.[^"]*"$')
"""The end of an ETag that tells what was shown to its reader."""

PAUSE = 0.05
"""Seconds, times the number of the try, until typed text that could not be sealed is sealed again."""

logger = logging.getLogger(__name__)


class Texts(Protocol):
    """What handling needs of co-editing."""

    async def collect(self, vorlage: str, names: Collection[str] | None = None) -> Collected:
        """What a seal of these texts would record now; of all, where none are named."""

    def discard(self, tx: Transaction, collected: Collected) -> None:
        """Delete the collected journal rows. Raises `JournalChanged`."""

    async def write(self, vorlage: str, event: TextRevised, actor: str) -> TextRevised:
        """Fill in the Yjs update of a revision."""

    def open(self, tx: Transaction, vorlage: str, documents: Iterable[str]) -> None:
        """Open texts for writing."""

    def close(self, tx: Transaction, vorlage: str) -> None:
        """Close all texts for writing. Raises `JournalChanged`."""

    def paused(self, vorlage: str) -> AbstractAsyncContextManager[None]:
        """Hold back what editors deliver meanwhile."""

    def recheck(self, vorlage: str) -> None:
        """Ask anew who may read and write."""

    async def committed(self, vorlage: str, recorded: Sequence[Recorded]) -> None:
        """Take note of what was recorded."""


class Appended(Struct, frozen=True):
    """One event of an answer; `id` is what the event is about: the station that was added, the paper."""

    stream: str
    type: str
    id: str
    position: int


class Answer(Struct, frozen=True):
    """What a command led to; `position` is that of its last event."""

    position: int
    events: list[Appended]


class StaleVersion(DomainError):
    """What the command targets was changed after the version that it names."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


class Contended(DomainError):
    """Others kept changing the same thing; nothing was stored."""


class TimeWithoutZone(Invalid):
    """A time needs its offset from UTC."""


class BadETag(Invalid):
    """`If-Match` holds no ETag."""


Clock = Callable[[], dt.datetime]


class Handling:
    """Runs the commands of one county."""

    def __init__(
        self,
        store: Store,
        states: States,
        texts: Texts,
        rules: RuleBook,
        *,
        clock: Clock,
        entropy: Callable[[int], bytes] | None = None,
    ) -> None:
        self._store = store
        self._states = states
        self._texts = texts
        self._rules = rules
        self._clock = clock
        self._entropy = entropy or Entropy(os.urandom)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[tuple[str, UUID], tuple[bytes, asyncio.Task[Answer]]] = {}

    async def handle(self, actor: str, command: AnyCommand, id_: UUID) -> Answer:
        """Run a command; given again with the same id it is answered as before, and nothing more happens.

        Raises the `DomainError` that refuses it; then nothing was stored.
        """
        return await self.handle_all(actor, [command], id_)

    async def handle_all(
        self, actor: str, commands: Sequence[AnyCommand], id_: UUID, *, source: object = None
    ) -> Answer:
        """Run several commands in one transaction: all of them, or none.

        `source`: what they were made from, when that is what must be the same again.
        """
        said = source or [replace(command, id=None, if_match=None) for command in commands]
        if source is None and not any(isinstance(each, MAY_BE_LONG) for each in commands):
            body = body_hash(said)
        else:
            body = await asyncio.to_thread(body_hash, said)
        key = (actor, id_)
        running = self._running.get(key)
        if running is None:
            task = asyncio.create_task(self._answer(actor, commands, id_, body))
            self._running[key] = (body, task)
            task.add_done_callback(lambda _: self._running.pop(key, None))
        elif running[0] != body:
            raise CommandIdReused(id_)
        else:
            task = running[1]
        # A client that goes away does not stop a command half way.
        return await asyncio.shield(task)

    async def seal(self, vorlage: str) -> None:
        """Record what was typed in the texts of a paper, one revision a text.

        Where others keep changing it, it stays in the journal, and is found there in the next look round.
        """
        stream = vorlage_stream(vorlage)
        for number in range(1, ATTEMPTS + 1):
            async with self._locked([stream]):
                try:
                    await self._seal(vorlage)
                except (VersionConflict, JournalChanged):
                    await self._states.refresh(stream)
                else:
                    return
            await asyncio.sleep(PAUSE * number)
        logger.warning("what was typed in Vorlage %s could not be sealed in %d tries", vorlage, ATTEMPTS)

    async def finished(self) -> None:
        """Wait for the commands that are under way."""
        await asyncio.gather(*(task for _, task in self._running.values()), return_exceptions=True)

    async def _seal(self, vorlage: str) -> None:
        stream = vorlage_stream(vorlage)
        # Before the texts are read: what another process revises in between is a conflict then.
        before = await self._states.get(stream)
        async with self._forgetting([vorlage]):
            collected = await self._texts.collect(vorlage)
            if not collected.rows:
                return
            events = list(with_lapses(cast("Vorlage", before.state), collected.events))

            def work(tx: Transaction) -> list[Recorded]:
                self._texts.discard(tx, collected)
                return tx.append(stream, before.version, events)

            recorded = await self._store.write(work)
            self._states.learn(recorded)
            await self._texts.committed(vorlage, recorded)

    @asynccontextmanager
    async def _forgetting(self, vorlagen: Iterable[str]) -> AsyncIterator[None]:
        """Have the texts forget what was collected and then not recorded: it is still in the journal."""
        try:
            yield
        except BaseException:
            for vorlage in vorlagen:
                await self._texts.committed(vorlage, [])
            raise

    async def _answer(self, actor: str, commands: Sequence[AnyCommand], id_: UUID, body: bytes) -> Answer:
        now = self._clock()
        attempt = Attempt(actor, tuple(commands), id_, body, now, day_of(now), self._entropy(32))
        for _ in range(ATTEMPTS):
            answer: Answer | None
            try:
                answer = await self._try(attempt)
            except DomainError:
                # It may be answered already, or another node did meanwhile what it was refused for lack of.
                answer = await self._stored(actor, id_, body)
                if answer is None and not await self._overtaken(attempt):
                    raise
            answer = answer or await self._stored(actor, id_, body)
            if answer is not None:
                return answer
        raise Contended

    async def _stored(self, actor: str, id_: UUID, body: bytes) -> Answer | None:
        stored = await self._store.read(lambda connection: stored_answer(connection, actor, id_, body))
        return None if stored is None else msgspec.json.decode(stored, type=Answer)

    async def _try(self, attempt: "Attempt") -> Answer | None:
        """Decide and append; None when someone else was quicker and everything must be looked at anew."""
        attempt.rests_on.clear()
        streams = await self._streams(attempt)
        async with self._locked(streams):
            if (
                any(each.startswith(SESSIONS) for each in streams)
                and not await self._streams(attempt) <= streams
            ):
                return None
            records = await self._records(attempt)
            start = {each: await self._states.get(each) for each in streams}
            unit = Unit(self._states, self._rules, start, records)
            try:
                for stream, recorded in records.items():
                    unit.check_complete(stream, recorded)
                return await self._decide_and_append(attempt, unit)
            except DomainError:
                attempt.rests_on.update(unit.basis())
                raise
            except (VersionConflict, JournalChanged, TextDiffers, AnsweredElsewhere) as error:
                await self._states.refresh(*unit.basis())
                if isinstance(error, VersionConflict) and error.stream in streams:
                    await self._refuse_to_repeat(attempt)
        return None

    async def _records(self, attempt: "Attempt") -> dict[str, list[Recorded]]:
        """All events of the sittings whose minutes are to be written."""
        targets = [
            session_stream(each.session) for each in attempt.commands if isinstance(each, WRITES_MINUTES)
        ]
        return {stream: await self._store.events(stream) for stream in targets}

    async def _overtaken(self, attempt: "Attempt") -> bool:
        """Whether the states that a refusal was based on were not the latest; they are now."""
        organisation = (await self._states.get(ORGANISATION)).version
        decided_on = {ORGANISATION: organisation, **attempt.rests_on}
        await self._states.refresh(*decided_on)
        for stream, version in decided_on.items():
            if (await self._states.get(stream)).version != version:
                return True
        return False

    async def _refuse_to_repeat(self, attempt: "Attempt") -> None:
        """Whoever named a version decided on what he saw; nobody decides for him on something else."""
        for number, command in enumerate(attempt.commands):
            if command.if_match is not None:
                target = target_stream(command, attempt.given(number, self._states))
                raise StaleVersion(etag((await self._states.get(target)).version))

    def _locked(self, streams: Iterable[str]) -> "Locked":
        """Hold the locks of these streams."""
        return Locked([self._locks.setdefault(stream, asyncio.Lock()) for stream in sorted(streams)])

    async def _streams(self, attempt: "Attempt") -> frozenset[str]:
        """The streams that the commands touch, as far as committed states tell."""
        found: set[str] = set()
        for number, command in enumerate(attempt.commands):
            target = target_stream(command, attempt.given(number, self._states))
            found.add(target)
            if target.startswith(SESSIONS):
                id_ = target.removeprefix(SESSIONS)
                sitting = await self._states.session(id_)
                sittings = {} if sitting is None else {id_: sitting}
                found |= {vorlage_stream(paper) for paper in papers(command, sittings)}
                found |= {committee_stream(body) for body in bodies(command, sittings)}
                found |= {session_stream(other) for other in other_sittings(command)}
        return frozenset(found)

    async def _decide_and_append(self, attempt: "Attempt", unit: Unit) -> Answer:
        if any(isinstance(command, TOUCHES_TEXTS) for command in attempt.commands):
            # Nobody who may not do it holds back those who type.
            unit.check(attempt.commands[0], attempt.given(0, self._states), attempt.today)
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(self._forgetting(unit.papers()))
                names = _sealed_first(attempt.commands)
                collected: list[Collected] = []
                for vorlage in unit.papers():
                    await stack.enter_async_context(self._texts.paused(vorlage))
                    collected.append(await self._texts.collect(vorlage, names))
                    unit.seal(collected[-1], vorlage)
                answer = await self._append(attempt, unit, collected)
        else:
            answer = await self._append(attempt, unit, [])
        for vorlage in unit.papers():
            self._texts.recheck(vorlage)
        return answer

    async def _append(self, attempt: "Attempt", unit: Unit, collected: Sequence[Collected]) -> Answer:
        for number, command in enumerate(attempt.commands):
            await self._decide(unit, command, attempt.given(number, self._states), attempt.today)
        recorded, answer = await self._store.write(
            self._work(unit, attempt, collected), answers=(attempt.actor, str(attempt.id))
        )
        self._states.learn(recorded)
        for vorlage in unit.papers():
            await self._texts.committed(vorlage, recorded)
        return answer

    async def _decide(self, unit: Unit, command: AnyCommand, given: Given, today: dt.date) -> None:
        """Check rights and the version that was named, then decide; long texts are compared in a thread."""
        unit.check(command, given, today)
        _check_version(command, unit.version(target_stream(command, given)))
        world = unit.world()
        if isinstance(command, TOUCHES_TEXTS + COMPARES_TEXTS):
            decided = await asyncio.to_thread(decide, command, world, given)
        else:
            decided = decide(command, world, given)
        for stream, events in decided.items():
            for event in events:
                whole: Event = event
                if isinstance(event, TextRevised):
                    vorlage = stream.removeprefix("vorlagen/")
                    whole = await self._texts.write(vorlage, event, given.actor)
                unit.append(stream, given.meta, whole)
        unit.keep_bytes(command)

    def _work(
        self, unit: Unit, attempt: "Attempt", collected: Sequence[Collected]
    ) -> Callable[[Transaction], tuple[list[Recorded], Answer]]:
        """What is done in the transaction: seals, events, bytes, rooms, and the answer."""

        def work(tx: Transaction) -> tuple[list[Recorded], Answer]:
            for stream, version in unit.basis().items():
                if (actual := tx.version(stream)) != version:
                    raise VersionConflict(stream, version, actual)
            for each in collected:
                self._texts.discard(tx, each)
            recorded: list[Recorded] = []
            for stream, version, events in unit.runs():
                recorded += tx.append(stream, version, events)
            for digest, content in unit.blobs.items():
                tx.execute(
                    "INSERT INTO blobs (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (digest, content),
                )
            for vorlage in unit.papers():
                if documents := unit.opened(vorlage):
                    self._texts.open(tx, vorlage, documents)
                if unit.closed(vorlage):
                    self._texts.close(tx, vorlage)
            answer = _answer_to(recorded, attempt, tx.head)
            encoded = msgspec.json.encode(answer)
            store_answer(tx, attempt.actor, attempt.id, attempt.body, encoded, answer.position)
            return recorded, answer

        return work


class Attempt(Struct, frozen=True):
    """One or several commands on their way, and the circumstances that they are decided in."""

    actor: str
    commands: tuple[AnyCommand, ...]
    id: UUID
    body: bytes
    now: dt.datetime
    today: dt.date
    """The county's day on which they are recorded."""
    entropy: bytes
    rests_on: dict[str, int] = field(default_factory=dict)
    """The versions that the last refusal was decided on."""
    known: dict[int, tuple[Organisation, Given]] = field(default_factory=dict)
    """The circumstances of each command, and the organisation that they were told from."""

    def command_id(self, number: int) -> UUID:
        """The id that the ids of new things are made from: of each command its own."""
        return self.id if len(self.commands) == 1 else uuid5(self.id, str(number))

    def given(self, number: int, states: States) -> Given:
        """The circumstances of one of them. Raises `TimeWithoutZone`, `HappenedInFuture`, `NotDeputy`."""
        organisation = states.organisation
        known = self.known.get(number)
        if known is None or known[0] is not organisation:
            known = self.known[number] = (organisation, self._given(number, organisation))
        return known[1]

    def _given(self, number: int, organisation: Organisation) -> Given:
        command = self.commands[number]
        at = _moment(command.happened_at, self.now)
        days = (self.today if at is self.now else day_of(at), self.today)
        person = represented(organisation, self.actor, command.acting_for, *days)
        return Given(
            actor=self.actor,
            acting_for=command.acting_for,
            command=self.command_id(number),
            batch=self.id,
            at=at,
            day=days[0],
            entropy=self.entropy,
            standing=standing_on(organisation, person, *days),
        )


class Locked:
    """Holds locks; always taken in the order given, so that nobody waits in a circle."""

    __slots__ = ("_held", "_locks")

    def __init__(self, locks: Sequence[asyncio.Lock]) -> None:
        self._locks = locks
        self._held: list[asyncio.Lock] = []

    async def __aenter__(self) -> None:
        """Take all of them, or none."""
        try:
            for lock in self._locks:
                await lock.acquire()
                self._held.append(lock)
        except BaseException:
            self._release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let go of them."""
        self._release()

    def _release(self) -> None:
        while self._held:
            self._held.pop().release()


def _sealed_first(commands: Sequence[AnyCommand]) -> frozenset[str] | None:
    """Which texts must be sealed before these commands are decided; None: all of a paper.

    Others go on being typed undisturbed: a seal at every command would put key strokes into the log.
    """
    names: set[str] = set()
    for command in commands:
        match command:
            case (
                ConcludeItem()
                | DeclareVote()
                | DiscardEdition()
                | FreezeEdition()
                | StartCosigning()
                | WithdrawRelease()
                | WithdrawVorlage()
            ):
                return None
            case ReviseText():
                names.add(command.document)
            case AmendMeasure() | RemoveMeasure():
                names.add(f"measures/{command.measure}")
            case _:
                pass
    return frozenset(names)


def _moment(happened_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if happened_at is None:
        return now
    if happened_at.tzinfo is None:
        raise TimeWithoutZone
    if happened_at > now + SKEW:
        raise HappenedInFuture(happened_at.isoformat())
    try:
        return min(happened_at.astimezone(dt.UTC), now)
    except OverflowError:  # in the first hours of the year 1, east of Greenwich
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def etag(version: int) -> str:
    """The ETag of a paper, sitting or committee: the number of its events."""
    return f'"v{version}"'


def _check_version(command: AnyCommand, version: int) -> None:
    """RFC 9110, 13.1.1: one of the ETags named is the current one, or "*" and there is one.

    They are compared strongly: a weak ETag never matches. What follows a dot says how much of the thing its
    reader was shown, and is no other version of it.
    """
    if command.if_match is None:
        return
    wanted = [each.strip() for each in command.if_match.split(",")]
    if wanted != ["*"] and not all(ETAG.fullmatch(each) for each in wanted):
        raise BadETag
    versions = [SHOWN.sub('"', each) for each in wanted]
    if version == 0 or (wanted != ["*"] and etag(version) not in versions):
        raise StaleVersion(etag(version))


def _answer_to(recorded: Sequence[Recorded], attempt: Attempt, head: int) -> Answer:
    """The commands' own events; what was sealed before them is not their doing.

    There are none where someone else had entered the same before: it is as it was asked for.
    """
    own = [each for each in recorded if each.meta.command == attempt.id]
    return Answer(
        position=own[-1].position if own else head,
        events=[
            Appended(each.stream, type(each.event).__name__, each.subject, each.position) for each in own
        ],
    )
