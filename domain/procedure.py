"""From a command to events, over all streams that it touches, and what sessions do to papers.

One command is one moment: its events go into one transaction.
Declaring a vote changes the session, the paper's station and edition, and the adopted motions.
"""

from collections.abc import Iterator, Mapping
from typing import cast, get_args

from msgspec.structs import replace

from domain.committee import decisions as committees
from domain.committee.commands import CommitteeChange, CommitteeCommand, FormCommittee
from domain.committee.events import CommitteeEvent
from domain.committee.numbering import next_number
from domain.committee.state import evolve as evolve_committee
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
from domain.session import aloud, announcing
from domain.session import decisions as sessions
from domain.session.agenda import item_of
from domain.session.commands import (
    AddAgendaItem,
    AnnounceSession,
    AnnulVote,
    ApproveMinutes,
    CallItem,
    CancelSession,
    ChangeWording,
    CloseSession,
    ConcludeItem,
    CorrectMinutes,
    CorrectVote,
    DeclareRecusal,
    DeclareVote,
    DraftMinutes,
    FreezeWording,
    LiftRecusal,
    MoveSession,
    OpenVote,
    PlanSession,
    ReadBackWording,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
    RecordVote,
    RemoveAgendaItem,
    ResolveContradiction,
    SessionChange,
    SummonSession,
    WithdrawAnnouncement,
    WithdrawWording,
)
from domain.session.copy import motions_in
from domain.session.events import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AnnouncementWithdrawn,
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    SessionAnnounced,
    SessionCancelled,
    SessionEvent,
    SessionMoved,
    SessionSummoned,
    VoteAnnulled,
    VoteCorrected,
    VoteDeclared,
    WordingChanged,
    WordingWithdrawn,
)
from domain.session.proceedings_commands import (
    AcceptItem,
    CorrectAttendance,
    ObjectToCirculation,
    RecallItem,
    RefuseItem,
    ReopenItem,
)
from domain.session.proceedings_events import ItemRecalled
from domain.session.state import Item, Session
from domain.session.state import evolve as evolve_session
from domain.session.votes import Vote
from domain.vorlage import decisions as vorlagen
from domain.vorlage.amendments import adopted, motion_of, obsolete
from domain.vorlage.beratungsfolge import station_of
from domain.vorlage.commands import CreateVorlage, VorlageChange
from domain.vorlage.editions import frozen
from domain.vorlage.events import (
    AmendmentObsolete,
    AmendmentReopened,
    AmendmentResult,
    AmendmentVoted,
    CommitteeDateSet,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationFlagged,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationScheduled,
    ConsultationSummoned,
    ConsultationUncalled,
    ConsultationUnscheduled,
    ResolutionConfirmed,
    ResolutionRevoked,
    VorlageEvent,
    VorlageNoted,
    VorlageRejected,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.following import following
from domain.vorlage.lapsing import undone
from domain.vorlage.reopening import inserted
from domain.vorlage.revising import given_up
from domain.vorlage.state import Consultation, InConsultation, Suspended, Vorlage
from domain.vorlage.state import evolve as evolve_vorlage
from domain.world import World

AnyCommand = (
    OrganisationCommand | CommitteeCommand | CreateVorlage | VorlageChange | PlanSession | SessionChange
)
"""Every command, as one tagged union."""

Events = dict[str, list[AnyEvent]]
"""Events by stream, in the order in which they are to be appended."""


def target_stream(command: AnyCommand, given: Given) -> str:
    """The stream that a command is addressed to; a thing that is to be created gets the command's id."""
    if isinstance(command, CreateVorlage):
        return vorlage_stream(command.vorlage or given.new_id("vorlage"))
    if isinstance(command, PlanSession):
        return session_stream(command.session or given.new_id("session"))
    if isinstance(command, FormCommittee):
        return committee_stream(command.committee or given.new_id("committee"))
    if isinstance(command, SessionChange):
        return session_stream(command.session)
    if isinstance(command, CommitteeChange):
        return committee_stream(command.committee)
    if isinstance(command, OrganisationCommand):
        return ORGANISATION
    return vorlage_stream(command.vorlage)


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
        case OpenVote():
            items = (command.item, *command.items)
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
    session = sittings.get(command.session) if isinstance(command, DeclareVote) else None
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
    if isinstance(command, CreateVorlage):
        if stream.rpartition("/")[2] in world.vorlagen:
            raise AlreadyExists("vorlage", stream.rpartition("/")[2])
        return {stream: [*vorlagen.create(command, given, world)]}
    if isinstance(command, PlanSession):
        return {stream: [*_plan(command, stream, world)]}
    if isinstance(command, FormCommittee):
        return {stream: [*_form(command, stream, world)]}
    if isinstance(command, SessionChange):
        return _in_session(command, stream, world, given)
    if isinstance(command, CommitteeChange):
        committee = world.committees.get(command.committee)
        if committee is None:
            raise NoSuch("committee", command.committee)
        return {stream: [*committees.decide(committee, command, given)]}
    if isinstance(command, OrganisationCommand):
        return {stream: [*organisation.decide(world.organisation, command, given)]}
    paper = world.vorlagen.get(command.vorlage)
    if paper is None:
        raise NoSuch("vorlage", command.vorlage)
    return {stream: [*vorlagen.decide(paper, command, given, world)]}


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
    if isinstance(command, DeclareVote):
        decided, numbers = _numbered(command.session, session, decided, world)
    events: Events = {stream: [*decided]}
    if numbers:
        events[committee_stream(session.committee)] = [*numbers]
    states = dict(world.vorlagen)
    for event in decided:
        session = evolve_session(session, event, given.meta)
        for id_, consequences in _consequences(command.session, session, event, states, given):
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
        station = _station(item, states[item.vorlage])
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


Consequences = Iterator[tuple[str, list[VorlageEvent]]]


def _consequences(
    id_: str, session: Session, event: SessionEvent, states: Mapping[str, Vorlage], given: Given
) -> Consequences:
    """What an event of a session means for papers. `session` is the state after it."""
    match event:
        case SessionSummoned() | SessionMoved() | SessionCancelled():
            for item in session.agenda:
                if item.vorlage is not None and item.outcome is None:
                    yield item.vorlage, _of_sitting(id_, session, item, event, states[item.vorlage])
        case AgendaItemAdded(vorlage=str(paper), consultation=str(station)):
            yield paper, _scheduled(id_, session, event, states[paper], station)
        case AgendaItemRemoved():
            for key, state in states.items():
                for each in state.consultations:
                    if each.item == event.item:
                        gone = ConsultationUnscheduled(consultation=each.id, session=id_, item=event.item)
                        yield key, [gone]
        case (
            ItemCalled()
            | ItemRecalled()
            | ItemConcluded()
            | ItemReopened()
            | WordingChanged()
            | WordingWithdrawn()
        ):
            item = item_of(session, event.item)
            if item.vorlage is not None:
                yield item.vorlage, _of_item(id_, session, item, event, states[item.vorlage], given)
        case SessionAnnounced() | AnnouncementWithdrawn():
            yield from announcing.consequences(id_, session, event, states)
        case VoteDeclared() | VoteCorrected() | VoteAnnulled():
            yield from _of_votes(session, event, states)
        case _:
            return


def _of_votes(
    session: Session, event: VoteDeclared | VoteCorrected | VoteAnnulled, states: Mapping[str, Vorlage]
) -> Consequences:
    """What a vote means for each paper that it covers."""
    vote = _vote(session, event.vote)
    for item in (item_of(session, each) for each in vote.items):
        if item.vorlage is not None:
            yield item.vorlage, _of_vote(vote, item, event, states[item.vorlage])


def _station(item: Item, paper: Vorlage) -> Consultation:
    return station_of(paper, item.consultation or "")


def _vote(session: Session, id_: str) -> Vote:
    return next(each for each in session.votes if each.id == id_)


def _of_sitting(
    id_: str,
    session: Session,
    item: Item,
    event: SessionSummoned | SessionMoved | SessionCancelled,
    paper: Vorlage,
) -> list[VorlageEvent]:
    station = _station(item, paper)
    match event:
        case SessionSummoned():
            edition = paper.submittable.number
            return [ConsultationSummoned(consultation=station.id, session=id_, edition=edition)]
        case SessionMoved():
            return [CommitteeDateSet(consultation=station.id, date=session.date, reason=event.reason)]
        case SessionCancelled():
            return [ConsultationUnscheduled(consultation=station.id, session=id_, item=item.id)]


def _scheduled(
    id_: str, session: Session, event: AgendaItemAdded, paper: Vorlage, station: str
) -> list[VorlageEvent]:
    """The station is on an agenda; added after the summons, its body has the paper late."""
    events: list[VorlageEvent] = [ConsultationScheduled(consultation=station, session=id_, item=event.item)]
    if station_of(paper, station).date is None:
        events.insert(0, CommitteeDateSet(consultation=station, date=session.date))
    if event.late:
        edition = paper.submittable.number
        events.append(ConsultationSummoned(consultation=station, session=id_, edition=edition, late=True))
    return events


def _of_item(
    id_: str,
    session: Session,
    item: Item,
    event: ItemCalled | ItemRecalled | ItemConcluded | ItemReopened | WordingChanged | WordingWithdrawn,
    paper: Vorlage,
    given: Given,
) -> list[VorlageEvent]:
    station = _station(item, paper)
    match event:
        case ItemCalled():
            return [ConsultationCalled(consultation=station.id, session=id_)]
        case WordingChanged() | WordingWithdrawn():
            return aloud.consequences(item, event, paper)
        case ItemRecalled():
            return [ConsultationUncalled(consultation=station.id, session=id_, reason=event.reason)]
        case ItemReopened():
            reopened = ConsultationReopened(consultation=station.id, session=id_, reason=event.reason)
            gone = [ConsultationRemoved(consultation=each.id) for each in inserted(paper, station.id)]
            return [*gone, reopened]
        case ItemConcluded():
            vote = None if event.vote is None else _vote(session, event.vote)
            concluded = ConsultationConcluded(
                consultation=station.id,
                session=id_,
                outcome=event.outcome,
                vote=event.vote,
                resolution_number=event.resolution_number,
                text_hash=None if vote is None else vote.hash_of(item.id),
                yes=None if vote is None or vote.counts is None else vote.counts.yes,
                no=None if vote is None or vote.counts is None else vote.counts.no,
                abstained=None if vote is None or vote.counts is None else vote.counts.abstained,
            )
            if isinstance(paper.phase, Suspended):
                return [concluded, *_again(id_, event, paper, station, given)]
            if not isinstance(paper.phase, InConsultation):
                # Decided elsewhere or withdrawn meanwhile: the station is over, the paper was already.
                return [concluded]
            said: list[VorlageEvent] = []
            if vote is not None:
                decides = station.role == "decision"
                declared = bool(vote.declared)
                said = aloud.heard(session, item, paper, vote.id, declared=declared, decides=decides)
            for each in said:
                paper = evolve_vorlage(paper, each, given.meta)
            return [concluded, *said, *_after(session, item, event, paper, station, vote, given)]


def _after(
    session: Session,
    item: Item,
    event: ItemConcluded,
    paper: Vorlage,
    station: Consultation,
    vote: Vote | None,
    given: Given,
) -> list[VorlageEvent]:
    """What an outcome means beyond its station."""
    match event.outcome:
        case "resolved" | "resolved_amended" if vote is not None:
            return _resolved(session, item, paper, station, vote, event.resolution_number, given)
        case "rejected" if vote is not None:
            back, paper = _as_submitted(paper, station, given)
            rejected = VorlageRejected(consultation=station.id, vote=vote.id)
            return [*back, rejected, *obsolete(paper)]
        case "postponed" | "referred":
            to = None if event.committee is None else (event.committee, event.committee_name or "")
            return [*following(paper, station, event.outcome, to, given)]
        case "withdrawn":
            withdrawn = VorlageWithdrawn(reason=event.reason or "")
            return [*given_up(paper, paper.submittable, given), withdrawn, *obsolete(paper)]
        case "noted" if _last_open(paper, station) and paper.kind == "information":
            back, paper = _as_submitted(paper, station, given)
            return [*back, VorlageNoted(consultation=station.id), *obsolete(paper)]
        case _:
            return []


def _again(
    id_: str, event: ItemConcluded, paper: Vorlage, station: Consultation, given: Given
) -> list[VorlageEvent]:
    """What a body that decides again after an objection means for the resolution."""
    match event.outcome:
        case "resolved" if event.vote is not None:
            return [ResolutionConfirmed(consultation=station.id, session=id_, vote=event.vote)]
        case "rejected" if event.vote is not None:
            return [ResolutionRevoked(consultation=station.id, session=id_, vote=event.vote)]
        case "postponed":
            return [*following(paper, station, event.outcome, None, given)]
        case _:
            return []


def _last_open(paper: Vorlage, station: Consultation) -> bool:
    return all(each.outcome is not None or each.id == station.id for each in paper.consultations)


def _as_submitted(paper: Vorlage, station: Consultation, given: Given) -> tuple[list[VorlageEvent], Vorlage]:
    """The body decides on what it was given; whatever was written since is undone."""
    events = given_up(paper, paper.submitted(station.id), given)
    for event in events:
        paper = evolve_vorlage(paper, event, given.meta)
    return events, paper


def _resolved(
    session: Session,
    item: Item,
    paper: Vorlage,
    station: Consultation,
    vote: Vote,
    resolution_number: str | None,
    given: Given,
) -> list[VorlageEvent]:
    """The motions carried in this sitting go into the text, in the order of their votes (rule 9).

    The edition that results is the resolved one; its hash is what the deciding vote was bound to (rule 7).
    """
    submitted = paper.submitted(station.id)
    events, paper = _as_submitted(paper, station, given)
    carried = [each.id for each in motions_in(session, item, paper)]
    adoption = adopted(paper, submitted, carried, given, station.id)
    for event in adoption:
        paper = evolve_vorlage(paper, event, given.meta)
    events += adoption
    if carried:
        edition = frozen(paper, f"Fassung {station.committee_name}", target=None, cause=station.id)
        events.append(edition)
        number, hash_ = edition.number, edition.hash
    else:
        number, hash_ = submitted.number, submitted.hash
    resolved = VorlageResolved(
        edition=number,
        hash=hash_,
        consultation=station.id,
        vote=vote.id,
        resolution_number=resolution_number,
    )
    return [*events, resolved, *obsolete(paper, frozenset(carried))]


def _of_vote(
    vote: Vote, item: Item, event: VoteDeclared | VoteCorrected | VoteAnnulled, paper: Vorlage
) -> list[VorlageEvent]:
    station = _station(item, paper)
    match event:
        case VoteDeclared() if vote.amendment is not None:
            decides = station.role == "decision"
            result: AmendmentResult
            if event.declared:
                result = "carried" if decides else "recommended"
            else:
                result = "rejected" if decides else "not_recommended"
            return [
                AmendmentVoted(amendment=vote.amendment, consultation=station.id, vote=vote.id, result=result)
            ]
        case VoteAnnulled():
            heard = [each.id for each in paper.motions if each.vote == vote.id]
            return [each for id_ in heard for each in _reopened(id_, station, event, paper)]
        case VoteCorrected() if vote.about == "main" and vote.status == "declared":
            return [
                ConsultationResultCorrected(
                    consultation=station.id,
                    vote=vote.id,
                    yes=None if event.after is None else event.after.yes,
                    no=None if event.after is None else event.after.no,
                    abstained=None if event.after is None else event.after.abstained,
                    reason=event.reason,
                )
            ]
        case _:
            return []


def _reopened(
    amendment: str, station: Consultation, event: VoteAnnulled, paper: Vorlage
) -> list[VorlageEvent]:
    """The motion stands as proposed again, if its status came from this vote and nothing followed."""
    motion = motion_of(paper, amendment)
    if motion.vote != event.vote or motion.status not in get_args(AmendmentResult):
        return []
    reopened = AmendmentReopened(
        amendment=amendment, consultation=station.id, vote=event.vote, reason=event.reason
    )
    if isinstance(paper.phase, InConsultation):
        return [reopened]
    # Decided elsewhere or withdrawn meanwhile: nobody will vote on it any more.
    return [reopened, AmendmentObsolete(amendment=amendment)]
