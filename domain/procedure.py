"""From a command to events, over all streams that it touches, and what sessions do to papers.

One command is one moment: its events go into one transaction.
Declaring a vote changes the session, the paper's station and edition, and the adopted motions.
"""

from collections.abc import Iterator, Mapping
from typing import Final, cast

from msgspec.structs import replace

from domain.committee import decisions as committees
from domain.committee.commands import CommitteeChange, CommitteeCommand, FormCommittee
from domain.committee.events import CommitteeEvent
from domain.committee.numbering import next_number
from domain.committee.state import evolve as evolve_committee
from domain.consequences import consequences_of, station_at
from domain.dispatch import members
from domain.errors import AlreadyExists, NoSuch
from domain.events import (
    ORGANISATION,
    AnyEvent,
    committee_stream,
    session_stream,
    vorlage_stream,
)
from domain.given import Given
from domain.organisation import decisions as organisation
from domain.organisation.commands import OrganisationCommand
from domain.session import decisions as sessions
from domain.session.commands import SessionChange
from domain.session.commands.agenda import (
    AddAgendaItem,
    AnnounceSession,
    CancelSession,
    MoveSession,
    PlanSession,
    RemoveAgendaItem,
    SummonSession,
    WithdrawAnnouncement,
)
from domain.session.commands.attendance import (
    DeclareRecusal,
    LiftRecusal,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
)
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem
from domain.session.commands.minutes import ApproveMinutes, CorrectMinutes, DraftMinutes
from domain.session.commands.proceedings import (
    AcceptItem,
    CorrectAttendance,
    ObjectToCirculation,
    RecallItem,
    RefuseItem,
    ReopenItem,
)
from domain.session.commands.votes import (
    AnnulVote,
    CorrectVote,
    DeclareVote,
    OpenVote,
    PrepareVote,
    RecordVote,
    ResolveContradiction,
)
from domain.session.commands.wording import ChangeWording, FreezeWording, ReadBackWording, WithdrawWording
from domain.session.events import SessionEvent
from domain.session.events.course import ItemConcluded
from domain.session.evolution import evolve as evolve_session
from domain.session.state import Item, Session
from domain.vorlage import decisions as vorlagen
from domain.vorlage.commands import VorlageChange
from domain.vorlage.commands.drafting import CreateVorlage
from domain.vorlage.cosigning.lapsing import undone
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.consultation import ConsultationFlagged
from domain.vorlage.evolution import evolve as evolve_vorlage
from domain.vorlage.state import Vorlage
from domain.world import World

AnyCommand = (
    OrganisationCommand | CommitteeCommand | CreateVorlage | VorlageChange | PlanSession | SessionChange
)
"""Every command, as one tagged union."""

OF_PAPERS: Final = members(VorlageChange)
OF_SITTINGS: Final = members(SessionChange)
"""Commands by what they are addressed to.

Asking whether a type is among them costs less than asking each of so many types.
"""

Events = dict[str, list[AnyEvent]]
"""Events by stream, in the order in which they are to be appended."""


DECLARES = (DeclareVote, ResolveContradiction)
"""Commands that say what was resolved, which is numbered."""


def target_stream(command: AnyCommand, given: Given) -> str:
    """The stream that a command is addressed to; a thing that is to be created gets the command's id."""
    if type(command) in OF_PAPERS:
        return vorlage_stream(cast("VorlageChange", command).vorlage)
    if type(command) in OF_SITTINGS:
        return session_stream(cast("SessionChange", command).session)
    if isinstance(command, CreateVorlage):
        return vorlage_stream(command.vorlage or given.new_id("vorlage"))
    if isinstance(command, PlanSession):
        return session_stream(command.session or given.new_id("session"))
    if isinstance(command, FormCommittee):
        return committee_stream(command.committee or given.new_id("committee"))
    if isinstance(command, CommitteeChange):
        return committee_stream(command.committee)
    return ORGANISATION


def papers(command: AnyCommand, sittings: Mapping[str, Session]) -> frozenset[str]:
    """The papers that a command to a session touches too, once the session is known."""
    if isinstance(command, AddAgendaItem):
        return frozenset() if command.vorlage is None else frozenset({command.vorlage})
    session = sittings.get(command.session) if isinstance(command, SessionChange) else None
    if session is None:
        return frozenset()
    touched: tuple[Item, ...]
    match command:
        case (
            MoveSession()
            | CancelSession()
            | SummonSession()
            | CloseSession()
            | AnnounceSession()
            | WithdrawAnnouncement()
            | ObjectToCirculation()
        ):
            touched = session.agenda
        case DraftMinutes() | CorrectMinutes():
            touched = session.agenda
        case OpenVote() | PrepareVote():
            prepared = None if command.vote is None else session.prepared_vote(command.vote)
            items = (command.item, *command.items, *(() if prepared is None else prepared.items))
            touched = tuple(each for each in session.agenda if each.id in items)
        case (
            RemoveAgendaItem()
            | CallItem()
            | RecallItem()
            | ConcludeItem()
            | AcceptItem()
            | RefuseItem()
            | ReopenItem()
        ):
            touched = tuple(each for each in session.agenda if each.id == command.item)
        case ChangeWording() | WithdrawWording() | ReadBackWording() | FreezeWording():
            touched = tuple(each for each in session.agenda if each.id == command.item)
        case DeclareVote() | RecordVote() | CorrectVote() | AnnulVote() | ResolveContradiction():
            vote = session.vote(command.vote)
            touched = tuple(each for each in session.agenda if vote is not None and each.id in vote.items)
        case (
            RecordArrival()
            | RecordLeaving()
            | RecordSubstitution()
            | CorrectAttendance()
            | DeclareRecusal()
            | LiftRecusal()
        ):
            # What is entered late casts doubt on votes, and the papers that these decided show it, too.
            touched = tuple(each for each in session.agenda if session.deciding(each.id) is not None)
        case _:
            touched = ()
    return frozenset(each.vorlage for each in touched if each.vorlage is not None)


def bodies(command: AnyCommand, sittings: Mapping[str, Session]) -> frozenset[str]:
    """The committees whose resolutions a command may number."""
    session = sittings.get(command.session) if isinstance(command, DECLARES) else None
    return frozenset() if session is None else frozenset({session.committee})


def other_sittings(command: AnyCommand) -> frozenset[str]:
    """The sessions that a command looks at beside the one that it is addressed to."""
    match command:
        case ApproveMinutes():
            return frozenset({command.sitting})
        case PlanSession(again=str(first)):
            return frozenset({first})
        case _:
            return frozenset()


def decide(command: AnyCommand, world: World, given: Given) -> Events:
    """The events that a command leads to, by stream. Raises the `DomainError` that refuses it.

    What a paper's changes undo follows them (rule 8).
    """
    events = _decided(command, world, given)
    for id_, paper in world.vorlagen.items():
        if changes := events.get(vorlage_stream(id_)):
            # What is in a paper's stream is about the paper.
            changes += undone(paper, cast("list[VorlageEvent]", changes), given.meta)
    return events


def _decided(command: AnyCommand, world: World, given: Given) -> Events:
    stream = target_stream(command, given)
    if type(command) in OF_PAPERS:
        return {stream: [*_on_paper(cast("VorlageChange", command), world, given)]}
    if type(command) in OF_SITTINGS:
        return _in_session(cast("SessionChange", command), stream, world, given)
    if isinstance(command, CreateVorlage):
        if stream.rpartition("/")[2] in world.vorlagen:
            raise AlreadyExists("vorlage", stream.rpartition("/")[2])
        return {stream: [*vorlagen.create(command, given, world)]}
    if isinstance(command, PlanSession):
        return {stream: [*_plan(command, stream, world)]}
    if isinstance(command, FormCommittee):
        return {stream: [*_form(command, stream, world)]}
    if isinstance(command, CommitteeChange):
        committee = world.committees.get(command.committee)
        if committee is None:
            raise NoSuch("committee", command.committee)
        return {stream: [*committees.decide(committee, command, given)]}
    return {stream: [*organisation.decide(world.organisation, cast("OrganisationCommand", command), given)]}


def _on_paper(command: VorlageChange, world: World, given: Given) -> list[VorlageEvent]:
    paper = world.vorlagen.get(command.vorlage)
    if paper is None:
        raise NoSuch("vorlage", command.vorlage)
    return vorlagen.decide(paper, command, given, world)


def _plan(command: PlanSession, stream: str, world: World) -> list[SessionEvent]:
    id_ = stream.rpartition("/")[2]
    if id_ in world.sessions:
        raise AlreadyExists("session", id_)
    if command.committee not in world.committees:
        raise NoSuch("committee", command.committee)
    return sessions.plan(command, world)


def _form(command: FormCommittee, stream: str, world: World) -> list[CommitteeEvent]:
    id_ = stream.rpartition("/")[2]
    if id_ in world.committees:
        raise AlreadyExists("committee", id_)
    return committees.form(command, list(world.committees.values()))


def _in_session(command: SessionChange, stream: str, world: World, given: Given) -> Events:
    """What a command does to its session, and what that does to the papers on its agenda."""
    session = world.sessions.get(command.session)
    if session is None:
        raise NoSuch("session", command.session)
    for touched in papers(command, world.sessions):
        if touched not in world.vorlagen:
            raise NoSuch("vorlage", touched)
    decided = sessions.decide(session, command, given, world)
    numbers: list[CommitteeEvent] = []
    if isinstance(command, DECLARES):
        decided, numbers = _numbered(command.session, session, decided, world)
    events: Events = {stream: [*decided]}
    if numbers:
        events[committee_stream(session.committee)] = [*numbers]
    states = dict(world.vorlagen)
    for event in decided:
        session = evolve_session(session, event, given.meta)
        for id_, consequences in consequences_of(command.session, session, event, states, given):
            paper = states[id_]
            for consequence in consequences:
                paper = evolve_vorlage(paper, consequence, given.meta)
            states[id_] = paper
            events.setdefault(vorlage_stream(id_), []).extend(consequences)
    for id_, flagged in _flagged(session, papers(command, world.sessions), states):
        events.setdefault(vorlage_stream(id_), []).append(flagged)
    return events


def _flagged(
    session: Session, touched: frozenset[str], states: Mapping[str, Vorlage]
) -> Iterator[tuple[str, ConsultationFlagged]]:
    """A station shows the flags of the vote that concluded it."""
    for item in session.agenda:
        vote = session.deciding(item.id)
        if vote is None or item.vorlage not in touched or item.vorlage is None:
            continue
        station = station_at(item, states[item.vorlage])
        if station.vote == vote.id and station.flags != vote.shown_flags:
            flagged = ConsultationFlagged(consultation=station.id, vote=vote.id, flags=vote.shown_flags)
            yield item.vorlage, flagged


def _numbered(
    id_: str, session: Session, decided: list[SessionEvent], world: World
) -> tuple[list[SessionEvent], list[CommitteeEvent]]:
    """Each resolution that is declared gets the next number of its body."""
    numbers: list[CommitteeEvent] = []
    told: list[SessionEvent] = []
    committee = world.committees[session.committee]
    for event in decided:
        if isinstance(event, ItemConcluded) and event.outcome in {"resolved", "resolved_amended"}:
            numbered = next_number(committee, session.date.year, id_, event.item, event.vote)
            committee = evolve_committee(committee, numbered)
            numbers.append(numbered)
            told.append(replace(event, resolution_number=numbered.label))
        else:
            told.append(event)
    return told, numbers
