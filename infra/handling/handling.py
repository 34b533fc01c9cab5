"""One way in: a command becomes events, in one transaction over all streams that it touches.

States, rights, decision, append: at once where all that takes no more than a moment, on top of what was
decided before and is on its way to the disk; else under the locks of the streams.
What was decided on, roles and committees, too, must still be so when it is appended (rule 15).
On a version conflict the states are read anew and the decision is made again, five times at most; on
another version than `If-Match` names never.
"""

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.days import day_of
from domain.errors import DomainError
from domain.events import ORGANISATION, committee_stream, session_stream, vorlage_stream
from domain.given import Given
from domain.procedure import (
    AnyCommand,
    bodies,
    decide,
    other_sittings,
    papers,
    target_stream,
)
from domain.recorded import Event, Recorded
from domain.rules import RuleBook
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.sealing import Collected, TextDiffers
from infra.entitlement import Standings
from infra.entropy import Entropy
from infra.folding import Versioned
from infra.handling.answers import Answer
from infra.handling.attempt import Attempt
from infra.handling.etags import StaleVersion, check_version, etag
from infra.handling.judging import WritesTexts, by_itself, judged
from infra.handling.locks import Locks
from infra.handling.pending import BuiltOnNothing, Pending, Sent
from infra.handling.recording import record
from infra.handling.running import Running
from infra.handling.sealing import Sealing, forgetting
from infra.handling.texts import (
    MAY_BE_LONG,
    TAKES_TIME,
    TOUCHES_TEXTS,
    WRITES_MINUTES,
    Texts,
    sealed_first,
)
from infra.handling.unit import Unit
from infra.idempotency import AnsweredElsewhere, CommandIdReused, body_hash, stored_answer
from infra.states import States
from infra.store import JournalChanged, Store, StoreError, VersionConflict

ATTEMPTS: Final = 5
"""How often a decision is made again after a conflict."""

SESSIONS: Final = "sessions/"

OVERTAKEN: Final = (VersionConflict, JournalChanged, TextDiffers, AnsweredElsewhere, BuiltOnNothing)
"""Why a decision was not recorded that is made again."""


logger = logging.getLogger(__name__)


class Contended(DomainError):
    """Others kept changing the same thing; nothing was stored."""


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
        self._standings = Standings()
        self._locks = Locks()
        self._pending = Pending()
        self._sealing = Sealing(store, states, texts, self._locks, self._pending)
        self._running: dict[tuple[str, UUID], Running] = {}
        self._leaving: list[Sent] = []
        self._tasks: set[asyncio.Task[None]] = set()

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
        said = source or [
            each if each.id is None and each.if_match is None else replace(each, id=None, if_match=None)
            for each in commands
        ]
        if source is None and not any(type(each) in MAY_BE_LONG for each in commands):
            body = body_hash(said)
        else:
            body = await asyncio.to_thread(body_hash, said)
        key = (actor, id_)
        running = self._running.get(key)
        if running is None:
            running = self._running[key] = Running(body)
            outcome = running.outcome()
            now = self._clock()
            self._begin(
                Attempt(
                    actor, tuple(commands), id_, body, now, day_of(now), self._entropy(32), self._standings
                ),
                running,
            )
        elif running.body != body:
            raise CommandIdReused(id_)
        else:
            outcome = running.outcome()
        return await outcome

    async def seal(self, vorlage: str) -> None:
        """Record what was typed in the texts of a paper, one revision a text."""
        await self._sealing.seal(vorlage)

    async def finished(self) -> None:
        """Wait for the commands that are under way."""
        outcomes = [running.outcome() for running in self._running.values()]
        await asyncio.gather(*outcomes, return_exceptions=True)

    # -- one command after the other ----------------------------------------------------------------

    def _begin(self, attempt: Attempt, running: Running) -> None:
        try:
            sent = self._at_once(attempt, running)
        except (DomainError, WritesTexts):
            # A refusal is told after a look at what is durable, and at what others did meanwhile.
            attempt.alone, sent = True, None
        except BaseException:
            del self._running[attempt.actor, attempt.id]
            raise
        if sent is None:
            self._spawn(self._run(attempt, running))

    def _at_once(self, attempt: Attempt, running: Running) -> Sent | None:
        """Decide without waiting for anything; None where there is something to wait for."""
        streams = by_itself(attempt)
        if streams is None or self._locks.wanted(streams):
            return None
        start: dict[str, Versioned] = {}
        for stream in streams:
            state = self._pending.get(stream) or self._states.held(stream)
            if state is None or self._texts.is_open(stream.removeprefix("vorlagen/")):
                return None
            start[stream] = state
        return self._send(attempt, running, start)

    def _send(self, attempt: Attempt, running: Running, start: dict[str, Versioned]) -> Sent:
        """Decide, and put what comes of it on its way to the disk."""
        unit = Unit(self._states, self._rules, start, {})
        for number, command in enumerate(attempt.commands):
            given = attempt.given(number, self._states)
            for stream, events in judged(unit, command, given, attempt.today).items():
                for event in events:
                    if isinstance(event, TextRevised):
                        raise WritesTexts
                    unit.append(stream, given.meta, event)
            unit.keep_bytes(command)
        attempt.tries += 1
        work = record(self._texts, unit, attempt, ())
        sent = Sent(attempt, running, unit, work, self._settled, self._pending.last(unit.streams))
        self._pending.add(sent, unit.after())
        if not self._leaving:
            asyncio.get_running_loop().call_soon(self._leave)
        self._leaving.append(sent)
        return sent

    def _leave(self) -> None:
        """Hand the writer all that was decided in this turn of the loop, so that it shares a transaction."""
        leaving, self._leaving = self._leaving, []
        for number, sent in enumerate(leaving):
            try:
                self._store.put(sent)
            except StoreError as error:
                for refused in leaving[number:]:
                    refused.error = error
                    refused.settle()
                return

    def _settled(self, sent: Sent) -> None:
        """Tell what came of a decision; in the loop, once it is durable or was not written."""
        self._pending.remove(sent)
        if isinstance(sent.error, OVERTAKEN):
            self._spawn(self._run(sent.attempt, sent.running, sent))
        elif sent.error is not None:
            self._refuse(sent.attempt, sent.running, sent.error)
        elif sent.result is not None:
            recorded, answer = sent.result
            try:
                self._states.learn(recorded)
            except Exception as error:  # others who are told together with it are not to suffer from it
                logger.exception("what was recorded cannot be taken in")
                self._refuse(sent.attempt, sent.running, error)
            else:
                self._answer(sent.attempt, sent.running, answer)

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _answer(self, attempt: Attempt, running: Running, answer: Answer) -> None:
        del self._running[attempt.actor, attempt.id]
        running.answer(answer)

    def _refuse(self, attempt: Attempt, running: Running, error: BaseException) -> None:
        del self._running[attempt.actor, attempt.id]
        running.refuse(error)

    # -- what has to wait ---------------------------------------------------------------------------

    async def _run(self, attempt: Attempt, running: Running, lost: Sent | None = None) -> None:
        """Go on until it is answered, refused, or on its way to the disk."""
        try:
            answer = await self._answered(attempt, running, lost)
        except BaseException as error:
            self._refuse(attempt, running, error)
            if not isinstance(error, Exception):
                raise
        else:
            if isinstance(answer, Answer):
                self._answer(attempt, running, answer)

    async def _answered(self, attempt: Attempt, running: Running, lost: Sent | None) -> Answer | Sent:
        answer: Answer | Sent | None
        while lost is not None or attempt.tries < ATTEMPTS:
            try:
                if lost is None:
                    answer = await self._try(attempt, running)
                else:
                    last, lost, answer = lost, None, None
                    await self._overtook(attempt, last.unit, last.error)
            except DomainError:
                # It may be answered already, or another node did meanwhile what it was refused for lack of.
                answer = await self._stored(attempt)
                if answer is None and not await self._overtaken(attempt):
                    raise
            answer = answer or await self._stored(attempt)
            if answer is not None:
                return answer
        raise Contended

    async def _stored(self, attempt: Attempt) -> Answer | None:
        stored = await self._store.read(
            lambda connection: stored_answer(connection, attempt.actor, attempt.id, attempt.body)
        )
        return None if stored is None else msgspec.json.decode(stored, type=Answer)

    async def _try(self, attempt: Attempt, running: Running) -> Answer | Sent | None:
        """Decide and append; None when someone else was quicker and everything must be looked at anew."""
        attempt.rests_on.clear()
        streams = await self._streams(attempt)
        async with self._locks.held(streams):
            if (
                any(each.startswith(SESSIONS) for each in streams)
                and not await self._streams(attempt) <= streams
            ):
                attempt.tries += 1
                return None
            if not attempt.alone and by_itself(attempt) == streams:
                sent = await self._try_on_top(attempt, running, streams)
                if sent is not None:
                    return sent
            attempt.tries += 1
            await self._pending.over(streams)
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
            except OVERTAKEN as error:
                await self._overtook(attempt, unit, error)
        return None

    async def _try_on_top(self, attempt: Attempt, running: Running, streams: frozenset[str]) -> Sent | None:
        """Decide on top of what is on its way to the disk; None where it is refused on that ground."""
        start = {each: self._pending.get(each) or await self._states.get(each) for each in streams}
        if any(self._texts.is_open(each.removeprefix("vorlagen/")) for each in streams):
            return None
        try:
            return self._send(attempt, running, start)
        except (DomainError, WritesTexts):
            return None

    async def _overtook(self, attempt: Attempt, unit: Unit, error: BaseException | None) -> None:
        """Take note of what others did; whoever named a version is not decided for on something else."""
        await self._states.refresh(*unit.basis())
        if isinstance(error, VersionConflict) and error.stream in unit.streams:
            for number, command in enumerate(attempt.commands):
                if command.if_match is not None:
                    target = target_stream(command, attempt.given(number, self._states))
                    raise StaleVersion(etag((await self._states.get(target)).version))

    async def _records(self, attempt: Attempt) -> dict[str, list[Recorded]]:
        """All events of the sittings whose minutes are to be written."""
        targets = [
            session_stream(each.session) for each in attempt.commands if isinstance(each, WRITES_MINUTES)
        ]
        return {stream: await self._store.events(stream) for stream in targets}

    async def _overtaken(self, attempt: Attempt) -> bool:
        """Whether the states that a refusal was based on were not the latest; they are now."""
        organisation = (await self._states.get(ORGANISATION)).version
        decided_on = {ORGANISATION: organisation, **attempt.rests_on}
        await self._states.refresh(*decided_on)
        for stream, version in decided_on.items():
            if (await self._states.get(stream)).version != version:
                return True
        return False

    async def _streams(self, attempt: Attempt) -> frozenset[str]:
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

    # -- deciding -----------------------------------------------------------------------------------

    async def _decide_and_append(self, attempt: Attempt, unit: Unit) -> Answer:
        async with AsyncExitStack() as stack:
            # Whatever turns out to write a text: nothing of it is gone on from if it is not recorded.
            await stack.enter_async_context(forgetting(self._texts, unit.papers))
            collected: list[Collected] = []
            if any(isinstance(command, TOUCHES_TEXTS) for command in attempt.commands):
                # Nobody who may not do it holds back those who type.
                unit.check(attempt.commands[0], attempt.given(0, self._states), attempt.today)
                names = sealed_first(attempt.commands)
                for vorlage in unit.papers:
                    await stack.enter_async_context(self._texts.paused(vorlage))
                    collected.append(await self._texts.collect(vorlage, names))
                    unit.seal(collected[-1], vorlage)
            answer = await self._append(attempt, unit, collected)
        for vorlage in unit.papers:
            self._texts.recheck(vorlage)
        return answer

    async def _append(self, attempt: Attempt, unit: Unit, collected: Sequence[Collected]) -> Answer:
        for number, command in enumerate(attempt.commands):
            await self._decide(unit, command, attempt.given(number, self._states), attempt.today)
        recorded, answer = await self._store.write(
            record(self._texts, unit, attempt, collected), answers=(attempt.actor, str(attempt.id))
        )
        self._states.learn(recorded)
        for vorlage in unit.papers:
            await self._texts.committed(vorlage, recorded)
        return answer

    async def _decide(self, unit: Unit, command: AnyCommand, given: Given, today: dt.date) -> None:
        """Check rights and the version that was named, then decide; long texts are compared in a thread."""
        if type(command) in TAKES_TIME:
            unit.check(command, given, today)
            check_version(command, unit.version(target_stream(command, given)))
            decided = await asyncio.to_thread(decide, command, unit.world(), given)
        else:
            decided = judged(unit, command, given, today)
        for stream, events in decided.items():
            for event in events:
                whole: Event = event
                if isinstance(event, TextRevised):
                    vorlage = stream.removeprefix("vorlagen/")
                    whole = await self._texts.write(vorlage, event, given.actor)
                unit.append(stream, given.meta, whole)
        unit.keep_bytes(command)
