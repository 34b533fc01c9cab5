"""What one or several commands are going to append, in one transaction.

Commands that follow each other see what the earlier ones did, before anything is stored.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import cast

from domain.committee.state import Committee
from domain.errors import NoSuch, NotEntitled
from domain.events import ORGANISATION
from domain.given import Given
from domain.organisation.state import Organisation, Standing
from domain.procedure import OF_PAPERS, OF_SITTINGS, AnyCommand
from domain.recorded import Event, Meta, Recorded
from domain.representation import readers, reading_session, reading_vorlage
from domain.rights import (
    COMMANDS,
    Capacity,
    check,
    circle_of_session,
    circle_of_vorlage,
    for_session,
    for_vorlage,
    of_standing,
)
from domain.rules import RuleBook
from domain.session.commands import SessionChange
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.minutes import ApproveMinutes
from domain.session.events import SessionEvent
from domain.session.state import Session
from domain.vorlage.commands import VorlageChange
from domain.vorlage.commands.drafting import AddAttachment, ReplaceAttachment
from domain.vorlage.commands.motions import RestateAmendment, WithdrawAmendment
from domain.vorlage.cosigning.lapsing import with_lapses
from domain.vorlage.events.measures import MeasureAdded
from domain.vorlage.state import Vorlage
from domain.world import World, Written
from infra.collaboration.sealing import Collected
from infra.folding import EMPTY, State, Versioned, evolve
from infra.minuting import written
from infra.states import States
from infra.store import VersionConflict

COMMITTEES = "committees/"
VORLAGEN = "vorlagen/"

OWNED = RestateAmendment | WithdrawAmendment
"""Commands about a motion that its proposer may give."""


class LookedAt(Mapping[str, Committee]):
    """The committees of the county; it remembers which of them a decision rests on."""

    def __init__(self, committees: Mapping[str, Committee], seen: set[str]) -> None:
        self._committees = committees
        self._seen = seen

    def __getitem__(self, id_: str) -> Committee:
        self._seen.add(COMMITTEES + id_)  # also where there is none: that is what is decided on then
        return self._committees[id_]

    def __iter__(self) -> Iterator[str]:
        self._seen.update(COMMITTEES + id_ for id_ in self._committees)
        return iter(self._committees)

    def __len__(self) -> int:
        return len(self._committees)


class Unit:
    """States and events of one transaction that is being put together."""

    def __init__(
        self,
        states: States,
        rules: RuleBook,
        start: Mapping[str, Versioned],
        records: Mapping[str, Sequence[Recorded]],
    ) -> None:
        """Begin with committed states; `records`: all events of the sittings whose minutes are written."""
        # Of one moment, whatever is appended while it is decided.
        self._kept = states.kept
        self._committees = states.committees
        self._looked_at = {ORGANISATION}  # every right comes from there
        self._rules = rules
        self._start = start
        self._records = records
        self._world: World | None = None
        self._versions: dict[str, int] = {}
        self._now: dict[str, State] = {}
        # The same by id, and changed in place: whoever decides looks at them before anything is appended.
        self._papers: dict[str, Vorlage] = {}
        self._sittings: dict[str, Session] = {}
        for stream, each in start.items():
            self._versions[stream] = each.version
            if each.state is not None:
                self._hold(stream, each.state)
        self.events: list[tuple[str, Meta, Event]] = []
        self.blobs: dict[str, bytes] = {}

        self.papers = sorted(stream.removeprefix(VORLAGEN) for stream in start if stream.startswith(VORLAGEN))
        """The ids of the papers that are touched."""

    @property
    def streams(self) -> Collection[str]:
        """The streams that are touched."""
        return self._start.keys()

    def after(self) -> dict[str, Versioned]:
        """The streams as they are going to be."""
        return {
            stream: Versioned(self._now.get(stream), version) for stream, version in self._versions.items()
        }

    def version(self, stream: str) -> int:
        """How many events a stream had before."""
        return self._start[stream].version

    def basis(self) -> dict[str, int]:
        """The versions of all streams that this was decided on; one that others changed since undoes it."""
        seen = {stream: self._kept.get(stream, EMPTY).version for stream in self._looked_at}
        return seen | {stream: each.version for stream, each in self._start.items()}

    def check_complete(self, stream: str, recorded: Sequence[Recorded]) -> None:
        """Compare what was read of a stream with its state. Raises `VersionConflict` where one is newer."""
        read = recorded[-1].version if recorded else 0
        if read != self.version(stream):
            raise VersionConflict(stream, self.version(stream), read)

    def world(self) -> World:
        """What the next command may look at."""
        if self._world is None:
            self._world = self._of_now()
        return self._world

    def _of_now(self) -> World:
        kept = self._now.get(ORGANISATION, self._kept.get(ORGANISATION, EMPTY).state)
        formed = self._formed()
        return World(
            organisation=cast("Organisation | None", kept) or Organisation(),
            committees=LookedAt(
                {**self._committees, **formed} if formed else self._committees, self._looked_at
            ),
            rules=self._rules,
            vorlagen=self._papers,
            sessions=self._sittings,
            write=self._write,
        )

    def seal(self, collected: Collected, vorlage: str) -> None:
        """Begin with what was typed in a paper."""
        paper = self._paper(vorlage)
        for meta, event in () if paper is None else with_lapses(paper, collected.events):
            self._take(f"vorlagen/{vorlage}", meta, event)

    def append(self, stream: str, meta: Meta, event: Event) -> None:
        """Add an event that a command led to."""
        self._take(stream, meta, event)

    def runs(self) -> Iterator[tuple[str, int, list[tuple[Meta, Event]]]]:
        """What to append, in order: a stream, its version before, and events that follow each other in it.

        What one command led to stays together, over all streams, so that no position lies within a command.
        """
        if len(self._start) == 1:
            [(only, before)] = self._start.items()
            if self.events:
                yield only, before.version, [(meta, event) for _, meta, event in self.events]
            return
        reached = {stream: each.version for stream, each in self._start.items()}
        for stream, run in groupby(self.events, key=lambda each: each[0]):
            events = [(meta, event) for _, meta, event in run]
            yield stream, reached[stream], events
            reached[stream] += len(events)

    def keep_bytes(self, command: AnyCommand) -> None:
        """Remember the bytes that a command brings; the event has only their hash."""
        if isinstance(command, AddAttachment | ReplaceAttachment) and command.content is not None:
            self.blobs[sha256(command.content).hexdigest()] = command.content

    def doors(self, vorlage: str) -> tuple[list[str], bool]:
        """The texts of a paper that become writable, and whether all of them are closed for writing."""
        before, after = self._paper_before(vorlage), self._paper(vorlage)
        was_open = before is not None and before.texts_open
        if after is None or not after.texts_open:
            return [], after is not None and was_open
        if not was_open:
            measures = (f"measures/{each.id}" for each in after.measures)
            return ["proposed_resolution", "reasons", *measures], False
        stream = VORLAGEN + vorlage
        return [
            f"measures/{event.measure}"
            for of, _, event in self.events
            if type(event) is MeasureAdded and of == stream
        ], False

    def check(self, command: AnyCommand, given: Given, today: dt.date) -> None:
        """Ask the rights table; what the person may not see does not exist for him (rule 12).

        To a deputy who does not say for whom he acts it is there, but he has no right of his own.
        """
        world = self.world()
        try:
            self._check(command, given, today, world)
        except NoSuch as hidden:
            if _is_read_for_others(hidden, world, given.actor, today):
                raise NotEntitled(
                    type(command).__name__, tuple(sorted(COMMANDS[type(command)].who))
                ) from None
            raise

    def _check(self, command: AnyCommand, given: Given, today: dt.date, world: World) -> None:
        if type(command) in OF_PAPERS:
            command = cast("VorlageChange", command)
            amendment = command.amendment if isinstance(command, OWNED) else None
            paper, capacities = _paper_for(command.vorlage, world, given, today, amendment)
            check(command, capacities, *paper.states)
        elif type(command) in OF_SITTINGS:
            command = cast("SessionChange", command)
            sitting, capacities = _sitting_for(command.session, world, given, today)
            check(command, capacities, *sitting.states)
            if isinstance(command, AddAgendaItem) and command.vorlage is not None:
                _paper_for(command.vorlage, world, given, today, None)
            if isinstance(command, ApproveMinutes):
                _sitting_for(command.sitting, world, given, today)
        else:
            check(command, of_standing(given.standing))

    def _write(self, session: str, events: Sequence[SessionEvent], given: Given) -> Written:
        """Write the minutes of a sitting and remember their bytes; the events have only the hashes."""
        stream = f"sessions/{session}"
        before = [(meta, event) for of, meta, event in self.events if of == stream]
        pending = [*before, *((given.meta, event) for event in events)]
        bodies = {id_: each.name for id_, each in self._committees.items()}
        hashes, kept = written(self._records[stream], pending, self._papers, bodies)
        self.blobs.update(kept)
        return hashes

    def _take(self, stream: str, meta: Meta, event: Event) -> None:
        self._hold(stream, evolve(stream, self._now.get(stream), event, meta))
        self._versions[stream] += 1
        self.events.append((stream, meta, event))

    def _hold(self, stream: str, state: State) -> None:
        self._now[stream] = state
        kind, _, id_ = stream.partition("/")
        match kind:
            case "vorlagen":
                self._papers[id_] = cast("Vorlage", state)
            case "sessions":
                self._sittings[id_] = cast("Session", state)
            case _:
                self._world = None

    def _formed(self) -> dict[str, Committee]:
        """The committees that are touched."""
        return {
            stream.removeprefix(COMMITTEES): cast("Committee", state)
            for stream, state in self._now.items()
            if stream.startswith(COMMITTEES)
        }

    def _paper(self, vorlage: str) -> Vorlage | None:
        return self._papers.get(vorlage)

    def _paper_before(self, vorlage: str) -> Vorlage | None:
        return cast("Vorlage | None", self._start[f"vorlagen/{vorlage}"].state)


def _paper_for(
    id_: str, world: World, given: Given, today: dt.date, amendment: str | None
) -> tuple[Vorlage, frozenset[Capacity]]:
    paper = world.vorlagen.get(id_)
    if paper is None:
        raise NoSuch("vorlage", id_)
    both = for_vorlage(given.person, given.standing, paper, world.committees, today, amendment)
    if given.day != today:
        both &= for_vorlage(given.person, given.standing, paper, world.committees, given.day, amendment)
    if circle_of_vorlage(both, paper) is None:
        raise NoSuch("vorlage", id_)
    return paper, both


def _sitting_for(id_: str, world: World, given: Given, today: dt.date) -> tuple[Session, frozenset[Capacity]]:
    sitting = world.sessions.get(id_)
    if sitting is None:
        raise NoSuch("session", id_)
    body = world.committees[sitting.committee]
    then, now = (for_session(given.person, given.standing, sitting, body, day) for day in (given.day, today))
    if circle_of_session(then & now, sitting) is None:
        raise NoSuch("session", id_)
    return sitting, then & now


def _is_read_for_others(hidden: NoSuch, world: World, person: str, today: dt.date) -> bool:
    """Whether somebody reads, as a deputy, what does not exist by the rights that he used."""
    _, *by = readers(world.organisation, person, Standing(), today)
    paper = world.vorlagen.get(hidden.id) if hidden.kind == "vorlage" else None
    if paper is not None:
        return circle_of_vorlage(reading_vorlage(by, paper, world.committees, today), paper) is not None
    sitting = world.sessions.get(hidden.id) if hidden.kind == "session" else None
    if sitting is None:
        return False
    body = world.committees[sitting.committee]
    return circle_of_session(reading_session(by, sitting, body, today), sitting) is not None
